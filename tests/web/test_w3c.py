"""The W3C's tests of the SPARQL 1.1 Protocol and of the result formats, where they are at hand."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from rdflib import RDF, RDFS, Dataset, Graph, Namespace
from rdflib.collection import Collection
from rdflib.term import Node
from starlette.testclient import TestClient

from kg.query.port import Result
from kg.query.stores import RdflibStore
from kg.query.tables import csv_table, results_json
from kg.web.answers import results_tsv
from kg.web.app import make_app
from kg.web.site import open_site
from tests.conftest import SHARED
from tests.web.conftest import LIMITS

W3C = SHARED / "data" / "w3c-sparql11"
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
MEDIA = {
    "boolean": "application/sparql-results+json",
    "tabular": "application/sparql-results+json",
    "RDF": "text/turtle",
}

pytestmark = pytest.mark.skipif(not W3C.is_dir(), reason="needs the W3C's tests in ../shared/data/w3c-sparql11")


def manifest(name: str) -> Graph:
    file = W3C / name / "manifest.ttl"
    return Graph().parse(file) if file.is_file() else Graph()


PROTOCOL = manifest("protocol")
TESTS = {str(test).rpartition("#")[2]: test for test in PROTOCOL.subjects(RDF.type, MF.ProtocolTest)}


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The endpoint over the graphs that the protocol tests speak of."""
    folder = tmp_path_factory.mktemp("w3c")
    store = ox.Store()
    for data in set(PROTOCOL.objects(None, UT.graphData)):
        file, label = (str(PROTOCOL.value(data, name)) for name in (UT.graph, RDFS.label))
        path = W3C / "protocol" / file.rpartition("/")[2]
        store.load(path=path, format=ox.RdfFormat.N_TRIPLES, to_graph=ox.NamedNode(label))
    store.dump(output=folder / "graph.nq", format=ox.RdfFormat.N_QUADS)
    site = open_site(folder, LIMITS)
    yield TestClient(make_app(site))
    site.close()


def send(client: TestClient, request: Node) -> Any:
    """The answer to a request of the manifest."""
    headers = {}
    listed = PROTOCOL.value(request, HT.headers)
    for header in Collection(PROTOCOL, listed) if listed else ():
        headers[str(PROTOCOL.value(header, HT.fieldName))] = str(PROTOCOL.value(header, HT.fieldValue))
    body, content = PROTOCOL.value(request, HT.body), None
    if body:
        content = str(PROTOCOL.value(body, CNT.chars)).encode(str(PROTOCOL.value(body, CNT.characterEncoding)))
    method, path = (str(PROTOCOL.value(request, name)) for name in (HT.methodName, HT.absolutePath))
    return client.request(method, path, headers=headers, content=content)


def fits(status: int, response: Node) -> bool:
    """Whether a status is one that the manifest expects."""
    expected = [str(each).rpartition("StatusCode")[2] for each in PROTOCOL.objects(response, MF.expectedStatus)]
    return f"{status // 100}xx" in expected


@pytest.mark.parametrize("name", TESTS)
def test_protocol(endpoint: TestClient, name: str) -> None:
    """Queries are answered as the W3C expects; updates, which here nobody may make, are refused with 4xx."""
    listed = PROTOCOL.value(PROTOCOL.value(TESTS[name], MF.action), HT.requests)
    assert listed
    requests = Collection(PROTOCOL, listed)
    if name.startswith("update_"):
        assert send(endpoint, requests[0]).status_code in (400, 403)
        return
    for request in requests:
        answer, response = send(endpoint, request), PROTOCOL.value(request, HT.resp)
        assert response is not None
        assert fits(answer.status_code, response), (name, answer.status_code, answer.text)
        expected = PROTOCOL.value(response, MF.expectedFormat)
        if expected:
            assert answer.headers["content-type"].startswith(MEDIA[str(expected)])
        truth = PROTOCOL.value(response, MF.expectedBoolean)
        if truth is not None:
            assert answer.json()["boolean"] is truth.toPython()  # type: ignore[attr-defined]


def test_all_of_the_protocol_is_tested() -> None:
    assert len(TESTS) == 34
    assert sum(name.startswith("query_") for name in TESTS) == 13


FORMATS = {
    (folder, str(graph.value(test, MF.name)) + Path(str(graph.value(test, MF.result))).suffix): (
        *(W3C / folder / str(graph.value(graph.value(test, MF.action), part)).rpartition("/")[2]
          for part in (QT.query, QT.data)),
        W3C / folder / str(graph.value(test, MF.result)).rpartition("/")[2],
    )
    for folder, graph in ((folder, manifest(folder)) for folder in ("csv-tsv-res", "json-res"))
    for test in graph.subjects(MF.result, None)
}  # fmt: skip


def answer(query: Path, data: Path) -> Result:
    """The answer of rdflib, which keeps literals as they are written; the writers are what is tested."""
    dataset = Dataset()
    dataset.parse(data, format="turtle")
    return RdflibStore(dataset).query(query.read_text())


@pytest.mark.parametrize("key", FORMATS, ids="/".join)
def test_result_formats(key: tuple[str, str]) -> None:
    query, data, expected = FORMATS[key]
    result, wanted = answer(query, data), expected.read_text()
    if expected.suffix == ".srj":
        assert _from_json(results_json(result)) == _from_json(wanted)
    elif expected.suffix == ".csv":
        assert _from_csv(csv_table(result)) == _from_csv(wanted)
    else:
        assert _from_tsv(results_tsv(result)) == _from_tsv(wanted)


Rows = list[list[tuple[str, str]]]
"""The cells of each row that are bound, by column; without order and without the names of blank nodes."""


def _from_json(text: str) -> Rows | bool:
    said = json.loads(text)
    if "boolean" in said:
        return bool(said["boolean"])
    return sorted(
        sorted(
            (name, "_:" if term["type"] == "bnode" else json.dumps(term, sort_keys=True)) for name, term in row.items()
        )
        for row in said["results"]["bindings"]
    )


def _from_csv(text: str) -> Rows:
    rows = csv.DictReader(io.StringIO(text))
    return sorted(sorted((name, _value(cell)) for name, cell in row.items()) for row in rows)


def _value(cell: str) -> str:
    """A cell of CSV; rdflib writes 1.0E6 as 1000000.0."""
    try:
        return str(float(cell))
    except ValueError:
        return "_:" if cell.startswith("_:") else cell


def _from_tsv(text: str) -> Rows:
    found = ox.parse_query_results(text.encode(), format=ox.QueryResultsFormat.TSV)
    assert isinstance(found, ox.QuerySolutions)
    names = [variable.value for variable in found.variables]
    return sorted(sorted((name, _cell(row[name])) for name in names if row[name] is not None) for row in found)


def _cell(term: object) -> str:
    if isinstance(term, ox.Literal) and term.datatype.value.endswith("#double"):
        return str(float(term.value))
    return "_:" if isinstance(term, ox.BlankNode) else str(term)
