"""One conformance test for every store behind the port."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from kg.errors import QueryError, StoreError
from kg.graph.folder import write_graph
from kg.graph.vocabulary import XSD
from kg.query.port import Store, Term, open_store
from kg.query.stores import FOLDER_STORES, folder_base
from tests.graph.sample import extraction
from tests.query.conftest import VIRTUOSO

PERSON = "https://w3id.org/policy-kg/id/person/"


def test_select_gives_columns_and_rows_in_order(store: Store) -> None:
    result = store.query("SELECT ?name ?p WHERE { ?p a pk:Person ; rdfs:label ?name } ORDER BY ?p LIMIT 2")
    assert (result.form, result.columns) == ("select", ("name", "p"))
    assert result.rows == (
        (Term.literal("何一鸣", lang="zh"), Term.iri(PERSON + "何一鸣")),
        (Term.literal("周岚", lang="zh"), Term.iri(PERSON + "周岚")),
    )
    assert result.records()[0] == {"name": "何一鸣", "p": PERSON + "何一鸣"}


def test_unbound_values_are_none(store: Store) -> None:
    result = store.query("SELECT ?x ?y WHERE { BIND(1 AS ?x) OPTIONAL { ?y pk:met ?z } }")
    assert result.rows == ((Term.literal("1", XSD + "integer"), None),)
    assert result.records() == [{"x": "1"}]


def test_ask(store: Store) -> None:
    assert store.query("ASK { person:林向东 pk:chaired ?event }").boolean
    assert not store.query("ASK { person:马一凡 pk:attended ?event }").boolean, "denied, so not a triple"


def test_construct_gives_sorted_triples(store: Store) -> None:
    result = store.query("CONSTRUCT { ?o pk:heldBy ?p } WHERE { ?p pk:holdsPost ?o }")
    assert result.form == "graph"
    assert [subject.value.rpartition("/")[2] for subject, _, _ in result.triples] == [
        "云溪市市长",
        "青江省委书记",
        "青江省省长",
    ]


@pytest.mark.parametrize(
    "query",
    [
        "DESCRIBE person:周岚",
        "DESCRIBE ?p WHERE { ?p pk:accompanied ?q }",
        "DESCRIBE person:周岚 ?q WHERE { ?q pk:chaired ?e }",
    ],
)
def test_describe_gives_what_the_default_graph_says_of_the_resource(store: Store, oxigraph: Store, query: str) -> None:
    result = store.query(query)
    assert PERSON + "周岚" in {subject.value for subject, _, _ in result.triples}
    assert all(subject.value.startswith(PERSON) for subject, _, _ in result.triples)
    assert result == oxigraph.query(query)


def test_articles_are_graphs_of_their_own(store: Store) -> None:
    assert not store.query("ASK { ?evidence pk:supports ?fact }").boolean
    result = store.query("SELECT (COUNT(DISTINCT ?g) AS ?n) WHERE { GRAPH ?g { ?e pk:supports ?fact } }")
    assert result.records() == [{"n": "2"}]


def test_bindings_are_terms(store: Store) -> None:
    query = "SELECT ?name WHERE { ?p rdfs:label ?name }"
    assert store.query(query, {"p": Term.iri(PERSON + "周岚")}).records() == [{"name": "周岚"}]
    named = "SELECT ?p WHERE { ?p skos:altLabel ?alias }"
    assert len(store.query(named, {"alias": Term.literal("云溪", lang="zh")}).rows) == 1
    assert not store.query(named, {"alias": "云溪"}).rows, "a plain string is not @zh"


def test_a_bound_column_stays_a_column(store: Store) -> None:
    result = store.query("SELECT ?p ?name WHERE { ?p rdfs:label ?name }", {"p": Term.iri(PERSON + "周岚")})
    assert result.columns == ("p", "name")
    assert result.records() == [{"p": PERSON + "周岚", "name": "周岚"}]


@pytest.mark.parametrize("value", ["x", 'a"b\\c\n" } #', "'", True, 7, Decimal("0.25")])
def test_python_values_arrive_as_they_are(
    store: Store, value: str | bool | int | Decimal, request: pytest.FixtureRequest
) -> None:
    if value is True and VIRTUOSO in request.node.callspec.id:
        pytest.skip("Virtuoso computes with numbers where SPARQL has truth values")
    shown = str(value).lower() if isinstance(value, bool) else str(value)
    result = store.query("SELECT (?v AS ?w) WHERE { }", {"v": value})
    assert result.records() == [{"w": shown}]


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELECT ?x WHERE {\n ?x a pk:Person ?y }", "line 2"),
        ("SELECT ?x WHERE { ?x a pk:Person", "line 1, column 33"),
        ("SELECT ?x WHERE { ?x a foo:Person }", "unknown prefix foo"),
        ("SELECT ?p (COUNT(*) AS ?n) WHERE { ?p a pk:Person }", "unbound"),
        ("", "nothing to run"),
        ("Wer ist das?", "WER"),
        ("INSERT DATA { <x:a> <x:b> <x:c> }", "update"),
        ("PREFIX x: <x:> DELETE WHERE { ?s ?p ?o }", "update"),
        ("LOAD <http://example.org/x.ttl>", "update"),
        ("SELECT * WHERE { SERVICE <http://example.org/> { ?s ?p ?o } }", "SERVICE"),
        ("SELECT * FROM <file:///etc/hostname> WHERE { ?s ?p ?o }", "FROM"),
        ("SELECT * FROM NAMED <file:///etc/hostname> { GRAPH ?g { ?s ?p ?o } }", "FROM"),
    ],
)
def test_what_cannot_run_is_a_clear_query_error(store: Store, query: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        store.query(query)


def test_an_empty_folder_is_a_store_error(tmp_path: Path) -> None:
    for engine in FOLDER_STORES:
        with pytest.raises(StoreError, match="kg build"):
            open_store(tmp_path, engine)


def test_a_broken_graph_is_a_store_error(tmp_path: Path) -> None:
    (tmp_path / "graph.nq").write_text("<a> broken", encoding="utf-8")
    for engine in FOLDER_STORES:
        with pytest.raises(StoreError, match=r"graph\.nq"):
            open_store(tmp_path, engine)


def test_an_unknown_engine_is_named(built: Path) -> None:
    with pytest.raises(QueryError, match="oxigraph"):
        open_store(built, "sqlite")


def test_prefixes_follow_the_base_of_the_folder(tmp_path: Path, built: Path) -> None:
    write_graph([extraction()], tmp_path, "https://example.org/id/")
    assert folder_base(tmp_path) == "https://example.org/id/"
    assert open_store(tmp_path).query("ASK { person:林向东 pk:advocated concept:长江岸线保护 }").boolean
    assert folder_base(built) == "https://w3id.org/policy-kg/id/"
