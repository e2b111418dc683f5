"""The store on disk answers like the graph in memory, is only read, and outlives its replacement."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import QueryError
from kg.query.port import open_store
from kg.query.stores import OxigraphStore
from tests.build.invented import BASE, build_invented, write_corpus

QUERIES = (
    "SELECT ?p ?name WHERE { ?p a pk:Person ; rdfs:label ?name } ORDER BY ?p",
    "SELECT ?p ?where WHERE { ?p pk:visited ?where } ORDER BY ?p ?where",
    "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?e pk:supports ?f } } GROUP BY ?g ORDER BY ?g",
    "CONSTRUCT { ?p pk:visited ?where } WHERE { ?p pk:visited ?where }",
    "ASK { ?p pk:met ?q }",
)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("embedded")
    build_invented([write_corpus(folder / "in", range(25))], folder / "out")
    return folder / "out"


@pytest.mark.parametrize("query", QUERIES)
def test_disk_and_memory_answer_alike(corpus: Path, query: str) -> None:
    quads = ox.parse(path=corpus / "graph.nq", format=ox.RdfFormat.N_QUADS)
    assert open_store(corpus).query(query) == OxigraphStore(quads, BASE).query(query)


def test_rdflib_reads_a_corpus_with_and_without_its_graph_file(corpus: Path, tmp_path: Path) -> None:
    shutil.copytree(corpus, tmp_path / "copy")
    (tmp_path / "copy" / "graph.nq").unlink()
    for folder in (corpus, tmp_path / "copy"):
        assert open_store(folder, "rdflib").query(QUERIES[1]) == open_store(corpus).query(QUERIES[1])


def test_a_store_is_only_read(corpus: Path) -> None:
    before = sorted((path.name, path.read_bytes()) for path in (corpus / "store").glob("*.sst"))
    store = open_store(corpus)
    with pytest.raises(QueryError, match="read-only"):
        store.query("INSERT DATA { <x:a> <x:b> <x:c> }")
    assert before == sorted((path.name, path.read_bytes()) for path in (corpus / "store").glob("*.sst"))
    assert len([open_store(corpus) for _ in range(5)]) == 5, "readers do not exclude each other"


def test_a_reader_keeps_its_store_while_a_build_replaces_it(tmp_path: Path) -> None:
    inputs = write_corpus(tmp_path / "in", range(25))
    build_invented([inputs], tmp_path / "out")
    reader = open_store(tmp_path / "out")
    before = reader.query(QUERIES[1])
    write_corpus(inputs, range(25), edition=2)
    build_invented([inputs], tmp_path / "out")
    assert reader.query(QUERIES[1]) == before
    assert open_store(tmp_path / "out").query(QUERIES[1]) != before


def test_between_two_names_the_old_store_answers(corpus: Path, tmp_path: Path) -> None:
    shutil.copytree(corpus, tmp_path / "copy")
    (tmp_path / "copy" / "store").rename(tmp_path / "copy" / ".store.old")
    assert open_store(tmp_path / "copy").query(QUERIES[0]) == open_store(corpus).query(QUERIES[0])
