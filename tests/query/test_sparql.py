"""Queries as text: what is let through, and how terms are put in."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import QueryError
from kg.graph.vocabulary import prefixes
from kg.query.port import Term
from kg.query.sparql import bind, check_allowed, syntax_error

PREFIXES = prefixes()


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * WHERE { \\u0053ERVICE <http://example.org/> { ?s ?p ?o } }",
        "SELECT * WHERE { <http://a/\\u0041#> ?p ?o . SERVICE <http://example.org/> { ?s ?p ?o } }",
        "SELECT * WHERE { ?s ?p 'it\\'s' . service<http://example.org/>{ ?s ?p ?o } }",
        'SELECT * WHERE { ?s ?p """a"b""" } # x\nFROM',
        "SELECT * \\u0046ROM <file:///x> { ?s ?p ?o }",
        "SELECT * { ?s ?p 1SERVICE <http://example.org/> {} }",
        "SELECT * { ?s ?p 'a\\u0027 . SERVICE <http://example.org/> {} #' }",
    ],
)
def test_reaching_out_is_seen_behind_escapes_and_quotes(query: str) -> None:
    with pytest.raises(QueryError, match="reaches beyond"):
        check_allowed(query, PREFIXES)


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("select * where { ?service ?from $load }", "SELECT"),
        ("ASK { ?s rdfs:label \"FROM SERVICE\", 'INSERT'@en }", "ASK"),
        ("# SERVICE\nPREFIX from: <http://example.org/FROM#> DESCRIBE from:service", "DESCRIBE"),
        ("BASE <http://example.org/> CONSTRUCT { <FROM> ?p ?o } WHERE { <FROM> ?p ?o }", "CONSTRUCT"),
        ("SELECT ?x { ?x rdfs:label ?y FILTER(?x<?y && ?y>?x) } #FROM", "SELECT"),
        ("SELECT * { _:b ?p ?o }", "SELECT"),
    ],
)
def test_the_same_words_elsewhere_are_let_through(query: str, form: str) -> None:
    assert check_allowed(query, PREFIXES) == form


def test_binding_leaves_strings_iris_comments_and_other_variables_alone() -> None:
    query = "SELECT ?y { ?x <http://a/?x> '?x' ; pk:x $x, ?xx . # ?x\n }"
    assert bind(query, {"x": "<t>"}) == "SELECT ?y { <t> <http://a/?x> '?x' ; pk:x <t>, ?xx . # ?x\n }"


def test_a_bound_column_is_kept_and_an_alias_is_not_replaced() -> None:
    assert bind("SELECT ?x (STR(?x) AS ?z) { ?x ?y ?z }", {"x": "<t>"}) == (
        "SELECT (<t> AS ?x) (STR(<t>) AS ?z) { <t> ?y ?z }"
    )
    assert bind("SELECT (1 AS ?x) { }", {}) == "SELECT (1 AS ?x) { }"


def test_a_binding_without_its_variable_is_an_error() -> None:
    with pytest.raises(QueryError, match=r"no variable \?person"):
        bind("SELECT ?x { ?x ?y ?z }", {"person": "<t>"})


@given(st.text(st.characters(codec="utf-8")), st.sampled_from(["", "zh"]))
def test_no_literal_breaks_out_of_its_place(text: str, lang: str) -> None:
    term = Term.literal(text, lang=lang)
    query = bind("SELECT ?v { BIND($given AS ?v) }", {"given": term.n3()})
    (solution,) = ox.Store().query(query)  # type: ignore[misc]
    assert solution["v"].value == text


@given(st.text(st.characters(codec="utf-8")))
def test_an_iri_is_valid_or_refused(text: str) -> None:
    try:
        term = Term.iri(text)
    except QueryError:
        return
    assert not set(term.value) & set('<>"{}|^`\\ \n')


def test_syntax_errors_say_where_and_after_what() -> None:
    error = syntax_error("SELECT ?x\nWHERE { ?x a ", 'error at 2:13: expected one of ".", "$", [\'a\']')
    assert (error.where, error.expected) == ("query, line 2, column 13", "something like .")
    assert "after 'WHERE { ?x a'" in error.found
