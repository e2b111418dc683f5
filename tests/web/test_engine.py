"""Queries in processes of their own: one without end is killed at its limit, and the others do not notice."""

from __future__ import annotations

import json
import multiprocessing
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kg.web.engine import Engine
from kg.web.worker import Job, Limits

ENDLESS = Job("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n0 ?o }", accept="*/*")
SHORT = Job("SELECT ?name { ?p a pk:Person ; rdfs:label ?name }", accept="application/json")


@pytest.fixture(scope="module")
def engine(folder: Path) -> Iterator[Engine]:
    """Two workers with little time and memory."""
    running = Engine(folder, Limits(seconds=6, workers=2, memory=1_500_000_000))
    for _ in range(20):  # until a worker is there, on a computer that has much to do
        if running.answer(SHORT).status == 200:
            break
    yield running
    running.close()


def test_a_runaway_query_is_killed_at_its_limit_while_eight_others_are_answered(engine: Engine) -> None:
    before = _children()
    with ThreadPoolExecutor(9) as pool:
        runaway = pool.submit(engine.answer, ENDLESS)
        time.sleep(0.2)
        others = list(pool.map(engine.answer, [SHORT] * 8))
        done_before = not runaway.done()
        killed = runaway.result()
    assert [outcome.status for outcome in others] == [200] * 8
    assert all(len(json.loads(outcome.body)["results"]["bindings"]) == 5 for outcome in others)
    assert done_before, "the others were answered while it ran"
    assert killed.status == 503
    assert killed.error and "within 6 seconds" in str(killed.error)
    assert engine.answer(SHORT).status == 200, "another worker has taken its place"
    assert before - _children(), "its process is gone"


def test_a_worker_that_dies_is_replaced(engine: Engine) -> None:
    assert _comes_back(engine)
    worker = engine._idle.get()
    worker.process.kill()
    worker.process.join()
    engine._idle.put(worker)
    statuses = [engine.answer(SHORT).status for _ in range(3)]
    assert 503 in statuses, "whoever asked it is told"
    assert _comes_back(engine)


def test_an_answer_too_large_for_memory_ends_its_query_alone(engine: Engine) -> None:
    assert _comes_back(engine)
    all_pairs = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i BIND(CONCAT(STR(?a), STR(?i)) AS ?all)"
    greedy = Job(f"SELECT (GROUP_CONCAT(?all) AS ?x) {{ {all_pairs} }}", accept="*/*")
    assert engine.answer(greedy).status in (413, 503)
    assert _comes_back(engine)


def test_whoever_finds_no_worker_is_told_to_ask_again(folder: Path) -> None:
    engine = Engine(folder, Limits(seconds=0.1, workers=0))
    outcome = engine.answer(SHORT)
    assert outcome.status == 503
    assert "too many others" in str(outcome.error)


def test_a_named_query_and_a_description_are_answered_too(engine: Engine) -> None:
    assert _comes_back(engine)
    named = engine.answer(Job(named="companions", values=(("person", "林向东"),), accept="text/csv"))
    assert "周岚" in named.body
    described = engine.answer(Job(described="https://w3id.org/policy-kg/id/person/周岚", accept="text/turtle"))
    assert "周岚" in described.body
    assert engine.answer(Job(described="urn:none", accept="text/turtle")).status == 404


def _comes_back(engine: Engine) -> bool:
    return any(engine.answer(SHORT).status == 200 for _ in range(20))


def _children() -> set[int]:
    """The processes of workers that this test has started."""
    return {child.pid for child in multiprocessing.active_children() if child.pid}
