"""Answers as table, CSV, JSON and Turtle."""

from __future__ import annotations

import csv
import io
import json

import pyoxigraph as ox
import pytest

from kg.errors import QueryError
from kg.graph.vocabulary import XSD, prefixes
from kg.query.port import Result, Store, Term
from kg.query.tables import FORMATS, csv_table, result_turtle, results_json, text_table

IRI = "https://w3id.org/policy-kg/id/person/林向东"
ROWS = Result(
    "select",
    ("p", "name", "n"),
    (
        (Term.iri(IRI), Term.literal("林\n\n 向东", lang="zh"), Term.literal("3", XSD + "integer")),
        (Term.iri("https://example.org/x"), Term.literal("a, b\x1b[31m"), None),
    ),
)
YES = Result("ask", boolean=True)


def test_columns_line_up_under_wide_characters() -> None:
    head, rule, first, second = text_table(ROWS, {"name": "姓名"}, prefixes()).splitlines()
    assert head == "p                      姓名       n"
    assert rule == "─────────────────────  ─────────  ─"
    assert first == "person:林向东          林向东     3"
    assert second == "https://example.org/x  a, b [31m"


def test_csv_can_be_read_back() -> None:
    text = csv_table(ROWS)
    assert text.startswith("p,name,n\r\n")
    assert list(csv.reader(io.StringIO(text)))[1] == [IRI, "林\n\n 向东", "3"]


def test_json_follows_the_results_format() -> None:
    answer = json.loads(results_json(ROWS))
    assert answer["head"] == {"vars": ["p", "name", "n"]}
    first, second = answer["results"]["bindings"]
    assert first["p"] == {"type": "uri", "value": IRI}
    assert first["name"] == {"type": "literal", "value": "林\n\n 向东", "xml:lang": "zh"}
    assert first["n"] == {"type": "literal", "value": "3", "datatype": XSD + "integer"}
    assert "n" not in second


def test_another_reader_understands_the_json() -> None:
    read = ox.parse_query_results(results_json(ROWS), format=ox.QueryResultsFormat.JSON)
    assert isinstance(read, ox.QuerySolutions)
    assert [solution["p"].value for solution in read] == [IRI, "https://example.org/x"]
    assert json.loads(results_json(YES)) == {"head": {}, "boolean": True}


def test_turtle_of_a_described_resource(store: Store) -> None:
    text = result_turtle(store.query("DESCRIBE person:周岚"))
    assert "person:周岚 a pk:Person ;" in text
    triples = {quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE)}
    assert len(triples) == len(store.query("DESCRIBE person:周岚").triples)


def test_blank_nodes_of_a_construct_are_written(store: Store) -> None:
    result = store.query("CONSTRUCT { [] pk:about ?t } WHERE { person:林向东 pk:advocated ?t }")
    assert len(list(ox.parse(result_turtle(result), format=ox.RdfFormat.TURTLE))) == 2
    assert '"type": "bnode"' in results_json(result)


def test_rows_are_no_turtle() -> None:
    with pytest.raises(QueryError, match="CONSTRUCT"):
        result_turtle(ROWS)


def test_ask_in_every_other_format() -> None:
    assert {FORMATS[name](YES).strip() for name in ("table", "csv")} == {"true"}
