"""Turtle and N-Quads: the same graph for every reader, the same bytes every time."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph

from kg.graph.facts import graph_quads, literal, pk
from kg.graph.iris import DEFAULT_BASE, entity_iri
from kg.graph.shapes import rdflib_graph
from kg.graph.turtle import nquads, turtle
from tests.graph.sample import extraction, second

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = graph_quads([extraction(), second()])
NAMES = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12)
TEXTS = st.text(st.characters(codec="utf-8"), max_size=30)
NUMBERS = st.decimals(min_value=0, max_value=1, places=3)


def by_oxigraph(text: str) -> set[ox.Triple]:
    return {quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE)}


def by_rdflib(text: str) -> set[tuple[str, ...]]:
    return {tuple(term.n3() for term in triple) for triple in Graph().parse(data=text, format="turtle")}


def test_both_readers_get_the_merged_graph_back() -> None:
    text = turtle(SAMPLE)
    assert by_oxigraph(text) == {quad.triple for quad in SAMPLE}
    assert by_rdflib(text) == {tuple(term.n3() for term in triple) for triple in rdflib_graph(SAMPLE)}


@given(NAMES, TEXTS, st.sampled_from(["zh", "string"]), NUMBERS)
def test_any_name_and_any_text_survive_both_readers(name: str, text: str, kind: str, number: object) -> None:
    subject = ox.NamedNode(entity_iri(f"person/{name}"))
    objects: list[ox.Literal | ox.NamedNode] = [
        literal(text, kind),
        literal(str(number), "decimal"),
        ox.NamedNode(entity_iri(f"theme/{name}")),
    ]
    quads = [ox.Quad(subject, pk("about"), value, ox.DefaultGraph()) for value in objects]
    written = turtle(quads)
    assert by_oxigraph(written) == {quad.triple for quad in quads}
    assert by_rdflib(written) == {tuple(term.n3() for term in triple) for triple in rdflib_graph(quads)}


def test_nquads_keep_the_graphs_apart_and_survive_a_store() -> None:
    store = ox.Store()
    store.bulk_load(nquads(SAMPLE).encode(), format=ox.RdfFormat.N_QUADS)
    assert set(store) == set(SAMPLE)


def test_the_text_is_sorted_ends_once_and_has_no_carriage_return() -> None:
    for text in (turtle(SAMPLE), nquads(SAMPLE)):
        assert text.endswith(".\n")
        assert not text.endswith("\n\n")
        assert "\r" not in text
    lines = nquads(SAMPLE).splitlines()
    assert lines == sorted(set(lines))
    assert turtle(reversed(SAMPLE)) == turtle(SAMPLE)


def test_names_are_short_where_every_reader_agrees() -> None:
    text = turtle(SAMPLE)
    assert "person:林向东 a pk:Person ;" in text
    assert "pk:confidence 0.9 ;" in text
    body = text.partition("\n\n")[2]
    assert f"<{DEFAULT_BASE}person/" not in body


@pytest.mark.parametrize("seed", ["0", "1", "4711"])
def test_the_hash_seed_changes_no_byte(seed: str) -> None:
    program = (
        "import sys; from tests.graph.sample import extraction, second;"
        "from kg.graph.facts import graph_quads; from kg.graph.turtle import nquads, turtle;"
        "quads = graph_quads([extraction(), second()]);"
        "sys.stdout.buffer.write((turtle(quads) + nquads(quads)).encode())"
    )
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
    ran = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, check=True)
    assert ran.stdout == (turtle(SAMPLE) + nquads(SAMPLE)).encode()
