"""How long the named queries take on a built corpus, and the evidence of a fact, in each store.

Run as `python -m tests.benchmarks.corpus_queries DIR... [--engines oxigraph,rdflib] [--repeat 5]`. Each query gets the
person, place and theme that most articles mention; the figures are medians in milliseconds. rdflib needs some 1.7 kB a
quad: leave it to the smaller folders.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from kg.query.named import load_queries, run_named
from kg.query.port import Store, Term, open_store

MOST_MENTIONED = """SELECT ?node (COUNT(DISTINCT ?article) AS ?n) WHERE {
  ?node a %s . GRAPH ?article { ?article pk:mentions ?node } } GROUP BY ?node ORDER BY DESC(?n) ?node LIMIT 3"""
LABEL = "SELECT ?name WHERE { ?node skos:prefLabel ?name }"
FACTS = "SELECT ?fact WHERE { ?person pk:attended ?event . ?fact rdf:subject ?person ; rdf:object ?event } LIMIT 50"
EVIDENCE = """SELECT ?article ?start ?end ?quote WHERE {
  GRAPH ?article { ?evidence pk:supports ?fact ; pk:start ?start ; pk:end ?end ; pk:quote ?quote } }"""
OF_PARAMETER = {"person": "pk:Person", "subject": "pk:Person", "place": "pk:Place", "theme": "pk:Theme"}
GIVEN = {"since": "2023-01-01", "until": "2023-03-31", "least": "2", "predicate": "attended"}


def most_mentioned(store: Store, cls: str) -> str:
    node = store.query(MOST_MENTIONED % cls).rows[0][0]
    assert node is not None
    return store.query(LABEL, {"node": node}).records()[0]["name"]


def parameters_of(store: Store) -> Mapping[str, Mapping[str, str]]:
    """Values for every named query."""
    known = {cls: most_mentioned(store, cls) for cls in sorted({*OF_PARAMETER.values(), "pk:Meeting"})}
    chosen: dict[str, dict[str, str]] = {}
    for query in load_queries().values():
        values = {}
        for parameter in query.parameters:
            if parameter.name in OF_PARAMETER:
                values[parameter.name] = known[OF_PARAMETER[parameter.name]]
            elif parameter.name in ("meeting", "event"):
                values[parameter.name] = known["pk:Meeting"]
            elif parameter.name in GIVEN:
                values[parameter.name] = GIVEN[parameter.name]
        chosen[query.name] = values
    return chosen


def median_ms(run: Callable[[], object], repeat: int) -> float:
    times = []
    for _ in range(repeat):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000


def measure(folder: Path, engine: str, repeat: int, given: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    start = time.perf_counter()
    store = open_store(folder, engine)
    table = {"open, ms": f"{(time.perf_counter() - start) * 1000:,.0f}"}
    for name, values in given.items():
        rows = len(run_named(store, name, values).rows)
        shown = " ".join(values.values())
        ms = median_ms(lambda name=name, values=values: run_named(store, name, values), repeat)  # type: ignore[misc]
        table[f"{name} ({shown})"] = f"{ms:,.1f}  {rows:,} rows"
    facts = [row[0] for row in store.query(FACTS).rows]
    each = iter(facts * repeat)

    def evidence() -> object:
        return store.query(EVIDENCE, {"fact": next(each) or Term.literal("")})

    table["evidence of a fact"] = f"{median_ms(evidence, len(facts)):,.2f}"
    return table


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--engines", default="oxigraph")
    parser.add_argument("--repeat", type=int, default=5)
    arguments = parser.parse_args()
    for folder in arguments.folders:
        given = parameters_of(open_store(folder))
        for engine in arguments.engines.split(","):
            print(f"\n{folder.name} in {engine}")
            for name, value in measure(folder, engine, arguments.repeat, given).items():
                print(f"  {name:<70} {value:>24}", flush=True)
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(f"  {'peak memory of this process so far, MB':<70} {peak:>24,.0f}", flush=True)


if __name__ == "__main__":
    main()
