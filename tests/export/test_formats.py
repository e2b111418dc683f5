"""What is particular to JSON-LD, to the network formats and to Neo4j."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from xml.etree import ElementTree

import networkx as nx
import pyoxigraph as ox
import pytest

from kg.errors import OntologyError
from kg.export.exporters import export
from kg.export.jsonld import CONTEXT, load_context
from kg.export.neo4j import relationship_type
from kg.export.xml import attribute, content
from kg.graph.folder import write_graph
from kg.graph.vocabulary import PK, load_ontology, prefixes
from kg.paths import ontology_dir
from tests.export.nasty import NAMES
from tests.export.truth import Truth
from tests.graph.sample import extraction

# --- JSON-LD


def test_the_context_has_every_property_and_every_prefix() -> None:
    context = json.loads((ontology_dir() / CONTEXT).read_text(encoding="utf-8"))["@context"]
    assert prefixes().items() <= context.items()
    for name in load_ontology().properties:
        assert context.get(name, {}).get("@id") == f"pk:{name}", f"ontology/{CONTEXT} lacks {name}"
    kinds = {quad.subject.value: quad.object.value for quad in ox.parse(path=ontology_dir() / "policy.ttl")
             if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode)
             and quad.object.value.endswith("ObjectProperty")}  # fmt: skip
    linking = {name for name, said in context.items() if isinstance(said, dict) and said["@id"] == f"pk:{name}"
               and said.get("@type") == "@id"}  # fmt: skip
    assert linking == {iri.removeprefix(PK) for iri in kinds}


def test_json_without_rdf_is_readable(sample: Path, tmp_path: Path) -> None:
    document = json.loads(export(sample, "jsonld", tmp_path / "a").read_text(encoding="utf-8"))
    nodes = {node["@id"]: node for node in document["@graph"]}
    assert nodes["person:周岚"]["prefLabel"] == "周岚" and nodes["person:周岚"]["holdsPost"] == "post:青江省省长"
    assert nodes["event:2031-09-02-沿江绿色发展座谈会"]["startDate"] == "2031-09-02"
    articles = [node for node in document["@graph"] if "@graph" in node]
    assert [{"article:"} == {node["@id"][:8]} for node in articles] == [True, True]
    evidence = next(node for node in articles[0]["@graph"] if node.get("@type") == "pk:Evidence")
    assert isinstance(evidence["start"], int) and isinstance(evidence["confidence"], str)


def test_another_base_has_its_own_prefixes(tmp_path: Path) -> None:
    write_graph([extraction()], tmp_path, "https://example.org/id/")
    path = export(tmp_path, "jsonld", tmp_path / "a")
    assert set(ox.parse(path=path, format=ox.RdfFormat.JSON_LD)) == Truth(tmp_path).quads
    assert '"@id": "person:周岚"' in path.read_text(encoding="utf-8")
    assert '"advocated": ["theme:绿色航运", "concept:长江岸线保护"]' in path.read_text(encoding="utf-8")


def test_a_context_that_is_none_is_an_ontology_error(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("[]", encoding="utf-8")
    (tmp_path / "b").write_text("{}", encoding="utf-8")
    for name in ("a", "b", "missing"):
        with pytest.raises(OntologyError, match="JSON-LD context"):
            load_context(path=tmp_path / name)


# --- GraphML and GEXF


def test_nodes_and_edges_say_what_they_are(sample: Path, tmp_path: Path) -> None:
    graph = nx.read_graphml(export(sample, "graphml", tmp_path / "a"))
    assert graph.nodes["person/周岚"] == {
        "label": "周岚", "kind": "人物", "class": "Person", "degree": 6, "first": "2031-09-03", "last": "2031-09-05",
        "articles": 2,
    }  # fmt: skip
    (visit,) = [said for _, place, said in graph.edges("person/周岚", data=True) if place == "place/990100"]
    assert visit == {
        "label": "到访", "predicate": "visited", "en": "visited", "status": "reported", "first": "2031-09-05",
        "last": "2031-09-05", "day": "2031-09-04", "evidence": 1, "weight": 1.0,
    }  # fmt: skip
    assert not graph.has_edge("person/马一凡", "event/2031-09-02-沿江绿色发展座谈会"), "denied"


def test_gexf_has_colours_a_time_line_and_parallel_edges(sample: Path, tmp_path: Path) -> None:
    path = export(sample, "gexf", tmp_path / "a")
    graph = nx.read_gexf(path, version="1.3")
    assert graph.nodes["person/周岚"]["viz"]["color"] == {"r": 0, "g": 0x72, "b": 0xB2, "a": 1.0}
    between = graph.get_edge_data("person/周岚", "event/2031-09-02-沿江绿色发展座谈会")
    assert {said["predicate"] for said in between.values()} == {"attended", "spokeAt"}
    tree = ElementTree.parse(path).getroot()
    (node,) = [each for each in tree.iter("{http://gexf.net/1.3}node") if each.get("id") == "person/周岚"]
    assert (node.get("start"), node.get("end")) == ("2031-09-03", "2031-09-05")


@pytest.mark.parametrize("text", NAMES)
def test_xml_keeps_all_but_what_it_forbids(text: str) -> None:
    tree = ElementTree.fromstring(f"<a b={attribute(text)}>{content(text)}</a>")
    kept = re.sub("[\x01\x0b\ufffe]", "\ufffd", text)
    assert tree.get("b") == kept and tree.text == kept


# --- Neo4j


def test_types_of_relationships() -> None:
    assert [relationship_type(name) for name in ("holdsPost", "met", "tookPlaceIn")] == [
        "HOLDS_POST", "MET", "TOOK_PLACE_IN",
    ]  # fmt: skip


@pytest.fixture(scope="module")
def neo4j(awkward: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return export(awkward, "cypher", tmp_path_factory.mktemp("neo4j") / "out")


def head(path: Path) -> list[str]:
    with path.open(encoding="utf-8", newline="") as file:
        return next(csv.reader(file))


def test_load_cypher_reads_every_file_and_only_columns_that_are_there(neo4j: Path) -> None:
    script = (neo4j / "load.cypher").read_text(encoding="utf-8")
    statements = [text for text in script.split(";\n") if "LOAD CSV WITH" in text]
    read = {}
    for statement in statements:
        (name,) = re.findall(r"FROM 'file:///([^']+)'", statement)
        read[name] = set(re.findall(r"row\.`?([\w:\[\]]+)`?", statement))
        assert statement.count("{") == statement.count("}") and statement.endswith("IN TRANSACTIONS OF 10000 ROWS")
    files = {path.name: set(head(path)) for path in neo4j.glob("*.csv")}
    assert read.keys() == files.keys()
    for name, columns in read.items():
        assert columns == files[name] - {":LABEL", ":TYPE"}, name
    nodes = [name.startswith("nodes-") for name in read]
    assert nodes == sorted(nodes, reverse=True), "relationships need their nodes"


def test_the_import_command_names_every_file(neo4j: Path) -> None:
    command = (neo4j / "import.sh").read_text(encoding="utf-8")
    assert set(re.findall(r"--nodes=(\S+)", command)) == {path.name for path in neo4j.glob("nodes-*.csv")}
    assert set(re.findall(r"--relationships=(\S+)", command)) == {path.name for path in neo4j.glob("links-*.csv")}
    assert all(line.endswith("\\") for line in command.splitlines()[3:-1])


def test_labels_types_and_values_of_the_files(neo4j: Path) -> None:
    for path in neo4j.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            found = list(csv.DictReader(file))
        label = path.stem.partition("-")[2]
        nodes = path.name.startswith("nodes-")
        assert {row[":LABEL" if nodes else ":TYPE"] for row in found} == {f"Thing;{label}" if nodes else label}
        for name in found[0]:
            values = {row[name] for row in found} - {""}
            patterns = {
                "int": "[0-9]+",
                "double": r"[01](\.[0-9]+)?",
                "date": r"\d{4}-\d\d-\d\d",
                "boolean": "true|false",
            }
            pattern = patterns.get(name.partition(":")[2], r"[\s\S]*")
            assert [value for value in values if not re.fullmatch(pattern, value)] == []
        if nodes:
            assert len({row["key:ID"] for row in found}) == len(found)


def test_texts_are_exact_and_evidence_leads_to_its_article(neo4j: Path) -> None:
    with (neo4j / "nodes-Statement.csv").open(encoding="utf-8", newline="") as file:
        assert {row["text"] for row in csv.DictReader(file)} == set(NAMES)
    with (neo4j / "nodes-Evidence.csv").open(encoding="utf-8", newline="") as file:
        evidence = {row["key:ID"]: row["fact"] for row in csv.DictReader(file)}
    with (neo4j / "links-FROM_ARTICLE.csv").open(encoding="utf-8", newline="") as file:
        assert {row[":START_ID"] for row in csv.DictReader(file)} == evidence.keys()
    with (neo4j / "links-HOLDS_POST.csv").open(encoding="utf-8", newline="") as file:
        assert {row["fact"] for row in csv.DictReader(file)} <= set(evidence.values())
