"""How long the named queries take on a built corpus, and the evidence of a fact, in each store, side by side.

Run as `python -m tests.benchmarks.corpus_queries DIR [--articles 2000 --engines oxigraph,rdflib,virtuoso]`. A query
with a person, place, theme or meeting runs with --choices of them, from the one that most articles name to one that
few do (the 1st, 4th, 16th, … by frequency); the figures are the median over them and the slowest, mostly the first, in
milliseconds on the clock and of CPU in the asking process (all the work with an embedded store, little of it with a
server; on a busy computer compare those). A query that takes longer than --patience seconds is given up. With
--articles the stores are filled first: the embedded one from the journal of the folder, Virtuoso as `kg build --store`
does it, rdflib (which needs some 1.7 kB a quad: leave it to a few thousand articles) as it opens.
"""

from __future__ import annotations

import argparse
import multiprocessing
import statistics
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.build import corpus
from kg.build.journal import Journal
from kg.build.names import Editions, Resolved, read_names
from kg.build.server import Publication
from kg.build.stages import standard_stages
from kg.graph.folder import NQUADS
from kg.graph.server import Server
from kg.graph.store import Content, read_content, write_content
from kg.query.named import load_queries, run_named
from kg.query.port import Store, open_store
from tests.servers.virtuoso import PASSWORD, USER, virtuoso

BY_FREQUENCY = """SELECT ?name WHERE {
  { SELECT ?node (COUNT(?article) AS ?n) WHERE { ?node a %s . GRAPH ?article { ?article pk:mentions ?node } }
    GROUP BY ?node }
  ?node rdfs:label ?name } ORDER BY DESC(?n) ?name LIMIT 16384"""
FACTS = "SELECT ?fact WHERE { ?person pk:visited ?place . ?fact rdf:object ?place ; rdf:subject ?person } LIMIT 50"
EVIDENCE = """SELECT ?article ?start ?end ?quote WHERE {
  GRAPH ?article { ?evidence pk:supports ?fact ; pk:start ?start ; pk:end ?end ; pk:quote ?quote } }"""
CLASS_OF = {"person": "pk:Person", "subject": "pk:Person", "place": "pk:Place", "theme": "pk:Theme",
            "meeting": "pk:Meeting"}  # fmt: skip
GIVEN = {"since": "2023-01-01", "until": "2023-03-31", "least": "2", "predicate": "attended"}
DBA = f"{USER}:{PASSWORD}"


def parameters_of(store: Store, choices: int) -> dict[str, list[dict[str, str]]]:
    """For every named query the values of its parameters to run it with."""
    names = {}
    for cls in sorted(set(CLASS_OF.values())):
        known = [row["name"] for row in store.query(BY_FREQUENCY % cls).records()]
        names[cls] = [known[4**i - 1] for i in range(choices) if 4**i <= len(known)]
    return {query.name: _choices([p.name for p in query.parameters], names) for query in load_queries().values()}


def _choices(parameters: Sequence[str], names: Mapping[str, Sequence[str]]) -> list[dict[str, str]]:
    fixed = {name: GIVEN[name] for name in parameters if name in GIVEN}
    varied = next((name for name in parameters if name in CLASS_OF), "")
    return [fixed | {varied: value} for value in names[CLASS_OF[varied]]] if varied else [fixed]


def _measure(where: Path | str, engine: str, user: str, work: Any, answers: Any) -> None:
    """In a process of its own: opens the store, then answers each (query, values, repeat) with rows, ms and CPU ms."""
    start = time.perf_counter()
    store = open_store(where, engine, user)
    answers.send((time.perf_counter() - start) * 1000)
    while (job := work.recv()) is not None:
        name, values, repeat = job
        times, cpu = [], []
        for _ in range(repeat):
            start, used = time.perf_counter(), time.process_time()
            rows = store.query(EVIDENCE, values).rows if name is None else run_named(store, name, values).rows
            times.append((time.perf_counter() - start) * 1000)
            cpu.append((time.process_time() - used) * 1000)
        answers.send((len(rows), statistics.median(times), statistics.median(cpu)))


class Runner:
    """Runs queries in a process that is ended, and started anew, where one takes too long."""

    def __init__(self, where: Path | str, engine: str, user: str, patience: float) -> None:
        self._store, self._patience = (where, engine, user), patience
        self._start()

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        work, self._work = context.Pipe(False)
        self._answers, answers = context.Pipe(False)
        self._process = context.Process(target=_measure, args=(*self._store, work, answers), daemon=True)
        self._process.start()
        self.opened = self._answers.recv()

    def run(self, name: str | None, values: Mapping[str, Any], repeat: int) -> tuple[int, float, float] | None:
        self._work.send((name, values, repeat))
        if self._answers.poll(self._patience):
            rows, ms, cpu = self._answers.recv()
            return rows, ms, cpu
        self.close()
        self._start()
        return None

    def close(self) -> None:
        self._process.kill()
        self._process.join()


def measure(runner: Runner, given: Mapping[str, Sequence[dict[str, str]]], facts: Sequence[Any], repeat: int) -> None:
    given_up = (0, float("inf"), float("inf"))
    for name, choices in given.items():
        found = [runner.run(name, values, repeat) or given_up for values in choices]
        slowest = max(range(len(found)), key=lambda i: found[i][1])
        rows, ms, cpu = found[slowest]
        print(f"  {name:<16} {_medians(found)} {ms:>11,.1f} {cpu:>11,.1f} {rows:>8,}"
              f"  {' '.join(choices[slowest].values())}", flush=True)  # fmt: skip
    print(f"  {'evidence of fact':<16} {_medians([runner.run(None, {'fact': fact}, 1) or given_up for fact in facts])}")


def _medians(found: Sequence[tuple[int, float, float]]) -> str:
    ms, cpu = (statistics.median(each[i] for each in found) for i in (1, 2))
    return f"{ms:>10,.2f} {cpu:>10,.2f}"


def first_articles(folder: Path, count: int) -> Content:
    """What the store of the folder holds, or of it the first so many articles by digest."""
    content = read_content(folder / "store")
    assert content is not None
    return replace(content, articles=dict(sorted(content.articles.items())[: count or None]))


def load_embedded(folder: Path, content: Content, out: Path) -> None:
    """A folder with an embedded store of these articles, from the journal of another."""
    job = corpus.Job(folder, content.base, standard_stages(), "processes", 1, False, False, lambda heard: None)
    goal = corpus.Wanted(content.articles, (), content.identity)
    write_content(out / "store", corpus.load_store(job, journal_of(folder, content), goal, out / "store"))


def journal_of(folder: Path, content: Content) -> Resolved:
    """The journal of a built folder with the names that its store has; of a part of its articles, those of all."""
    return Resolved(Journal(folder / "shards"), read_names(folder / "store"), content.base)


@contextmanager
def filled(folder: Path, content: Content, engine: str, embedded: Path) -> Iterator[tuple[Path | str, str, str]]:
    """Where and how to open a store of these articles; prints how long it took to fill it."""
    if engine == "virtuoso":
        with virtuoso(embedded / "virtuoso", gigabytes=2) as url:
            start = time.perf_counter()
            publication = Publication(Server(url, DBA), content.base)
            editions = Editions(journal_of(folder, content))
            publication.send(editions, editions.of(content.articles), (), lambda done, all_: None)
            print(f"  load {time.perf_counter() - start:,.0f} s", flush=True)
            yield url, "", DBA
    elif engine == "rdflib":
        (embedded / "nquads").mkdir()
        ox.Store.read_only(str(embedded / "store")).dump(embedded / "nquads" / NQUADS, ox.RdfFormat.N_QUADS)
        yield embedded / "nquads", engine, ""
    else:
        yield embedded, engine, ""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=0, help="only so many, in a store made for the purpose")
    parser.add_argument("--engines", default="oxigraph", help="of oxigraph, rdflib, virtuoso; others need --articles")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--choices", type=int, default=8)
    parser.add_argument("--patience", type=float, default=60)
    arguments = parser.parse_args()
    content = first_articles(arguments.folder, arguments.articles)
    with tempfile.TemporaryDirectory() as temporary:
        embedded = Path(temporary) if arguments.articles else arguments.folder
        if arguments.articles:
            start = time.perf_counter()
            load_embedded(arguments.folder, content, embedded)
            print(
                f"load of {arguments.articles:,} articles into oxigraph {time.perf_counter() - start:,.0f} s",
                flush=True,
            )
        store = open_store(embedded)
        given = parameters_of(store, arguments.choices)
        facts = [row[0] for row in store.query(FACTS).rows]
        for engine in arguments.engines.split(","):
            print(f"\n{engine}: median ms, its CPU, slowest ms, its CPU, its rows", flush=True)
            with filled(arguments.folder, content, engine, embedded) as (where, name, user):
                runner = Runner(where, name, user, arguments.patience)
                print(f"  open {runner.opened:,.0f} ms", flush=True)
                measure(runner, given, facts, arguments.repeat)
                runner.close()


if __name__ == "__main__":
    main()
