"""A corpus in a SPARQL server: the same graph as in the folder, sent once, and whole again after any break."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import pytest

import kg.build.server
from kg.build import Options, Summary, build
from kg.errors import StoreError
from kg.graph.server import Server
from kg.query.port import open_store
from kg.query.remote import CONTENTS
from tests.build.invented import BASE, build_invented, export, fixed_rules, stages, write_corpus
from tests.servers.sparql import SparqlServer, sparql_server
from tests.servers.virtuoso import PASSWORD, USER

NOTES = f"<{BASE}{CONTENTS}>"
DBA = f"{USER}:{PASSWORD}"
VISITS = "SELECT ?p ?where WHERE { ?p pk:visited ?where } ORDER BY ?p ?where"
EVIDENCE = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?e pk:supports ?f } } GROUP BY ?g ORDER BY ?g"


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    return write_corpus(tmp_path / "in", range(30))


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


@pytest.fixture
def server() -> Iterator[SparqlServer]:
    with sparql_server() as running:
        yield running


@contextmanager
def small_parts() -> Iterator[None]:
    """Many requests even for a small corpus."""
    with patch.multiple(kg.build.server, LINES=20, UPDATED_LINES=5, GRAPHS=4, CONNECTIONS=1):
        yield


def send(inputs: Path, out: Path, url: str, **options: object) -> Summary:
    asked = replace(Options(workers=1, validate=False, page=False, server=url), **options)  # type: ignore[arg-type]
    with fixed_rules(), small_parts():
        return build([str(inputs)], out, asked, stages=stages())


def data(server: SparqlServer) -> list[str]:
    """What the server holds, without the notes of the build."""
    return [line for line in server.lines() if not line.endswith(NOTES)]


def test_the_server_holds_what_the_folder_holds(inputs: Path, out: Path, server: SparqlServer) -> None:
    send(inputs, out, server.url)
    assert data(server) == export(out)
    for query in (VISITS, EVIDENCE):
        assert open_store(server.url).query(query) == open_store(out).query(query)


def test_unchanged_input_sends_nothing(inputs: Path, out: Path, server: SparqlServer) -> None:
    send(inputs, out, server.url)
    sent = len(server.writes)
    send(inputs, out, server.url)
    assert [request for request in server.writes[sent:] if request != "update"] == []
    assert len(server.writes) - sent == 1, "the note that asks whether the server may be written"


def test_changed_and_withdrawn_articles_change_and_go(inputs: Path, out: Path, server: SparqlServer) -> None:
    send(inputs, out, server.url)
    sent = len(server.writes)
    write_corpus(inputs, range(6), edition=2)
    for number in (7, 11):
        (inputs / f"{number:04}.txt").unlink()
    send(inputs, out, server.url)
    assert data(server) == export(out)
    written = [request for request in server.writes[sent:] if request.startswith("PUT")]
    assert len(written) == 2 and not [request for request in written if "default" in request], "only what changed"
    build_invented([inputs], out.with_name("fresh"))
    assert data(server) == export(out.with_name("fresh"))


def test_a_fact_goes_with_its_last_evidence(inputs: Path, out: Path, server: SparqlServer) -> None:
    (inputs / "last.txt").write_text("第九号报道\n\n马一凡到北岭市调研。\n", encoding="utf-8")
    send(inputs, out, server.url)
    asked = "ASK { person:马一凡 pk:visited place:北岭 }"
    assert open_store(server.url).query(asked).boolean
    (inputs / "last.txt").unlink()
    send(inputs, out, server.url)
    assert not open_store(server.url).query(asked).boolean


@pytest.mark.parametrize("breaks_at", [1, 2, 3, 5, 8, 13, 21, 34, 55])
def test_a_lost_connection_is_said_and_the_next_run_goes_on(
    inputs: Path, out: Path, server: SparqlServer, breaks_at: int
) -> None:
    server.breaks_at = breaks_at
    with pytest.raises(StoreError, match=r"connection failed.*same command again"):
        send(inputs, out, server.url)
    server.breaks_at = None
    write_corpus(inputs, range(6), edition=2)  # the input changes in between
    (inputs / "0007.txt").unlink()
    send(inputs, out, server.url)
    assert data(server) == export(out)


@pytest.mark.parametrize("breaks_at", range(2, 23, 2))
def test_a_connection_lost_during_a_change_leaves_nothing_behind(
    inputs: Path, out: Path, server: SparqlServer, breaks_at: int
) -> None:
    send(inputs, out, server.url)
    write_corpus(inputs, range(12), edition=2)
    (inputs / "0007.txt").unlink()
    server.breaks_at = len(server.requests) + breaks_at
    with pytest.raises(StoreError, match="connection failed"):
        send(inputs, out, server.url)
    server.breaks_at = None
    write_corpus(inputs, range(12), edition=breaks_at % 3)
    (inputs / "0008.txt").unlink()
    send(inputs, out, server.url)
    assert data(server) == export(out)


def test_what_was_sent_is_not_sent_again(inputs: Path, out: Path, server: SparqlServer) -> None:
    server.breaks_at = 70
    with pytest.raises(StoreError, match="connection failed"):
        send(inputs, out, server.url)
    before = {request for request in server.writes[:-1] if "article" in request}
    server.breaks_at, sent = None, len(server.requests)
    send(inputs, out, server.url)
    again = [request for request in server.requests[sent:] if request in before]
    assert len(before) > 5 and len(again) <= 4, "at most the batch that was on its way"


def test_a_new_folder_takes_over_what_the_server_holds(inputs: Path, out: Path, server: SparqlServer) -> None:
    send(inputs, out, server.url)
    write_corpus(inputs, range(6), edition=2)
    send(inputs, out.with_name("other"), server.url)
    assert data(server) == export(out.with_name("other"))


def test_other_data_in_the_default_graph_is_left_alone(inputs: Path, out: Path, server: SparqlServer) -> None:
    Server(server.url).put("", b"<x:a> <x:b> <x:c> .\n")
    with pytest.raises(StoreError, match="other data"):
        send(inputs, out, server.url)
    assert server.lines() == ["<x:a> <x:b> <x:c>"] and not (out / "manifest.json").exists()


def test_a_server_with_one_big_default_graph_answers_too(inputs: Path, out: Path) -> None:
    with sparql_server(union=True) as server:
        send(inputs, out, server.url)
        assert open_store(server.url).query(VISITS) == open_store(out).query(VISITS)


def test_one_article_can_be_sent(out: Path, tmp_path: Path, server: SparqlServer) -> None:
    inputs = write_corpus(tmp_path / "one", [3])
    send(inputs, out, server.url)
    assert data(server) == export(out)


def test_virtuoso_holds_what_the_folder_holds(inputs: Path, out: Path, virtuoso_address: str) -> None:
    send(inputs, out, virtuoso_address, user=DBA)
    for edition in (2, 0):
        store = open_store(virtuoso_address, user=DBA)
        for query in (VISITS, EVIDENCE):
            assert store.query(query) == open_store(out).query(query)
        count = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
        assert store.query(count) == open_store(out).query(count), "the facts are in a graph of their own"
        write_corpus(inputs, range(6), edition)
        (inputs / f"{7 + edition:04}.txt").unlink()
        send(inputs, out, virtuoso_address, user=DBA)
