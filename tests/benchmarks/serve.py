"""How fast the explorer answers eight clients at once, and that a query without end is killed while others go on.

Run as `python -m tests.benchmarks.serve DIR [--clients 8] [--seconds 30]` on a folder of `kg build`; starts `kg serve`
on loopback. Every client asks for the next page as soon as it has the last. Which page is drawn at random (with a
seed): half of the entities and articles evenly, so that most of them are asked for once, half by their mentions, so
that the greatest pages have their share. Then one client asks a query that would run for minutes, again and again,
while the others ask short ones.
"""

from __future__ import annotations

import argparse
import http.client
import random
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from kg.query.stores import folder_base
from kg.web.addresses import Addresses
from kg.web.reading import Catalogue

MIX = (("entity", 40), ("article", 20), ("suggest", 15), ("search", 8), ("list", 6), ("overview", 5), ("data", 3),
       ("picture", 2), ("missing", 1))  # fmt: skip
"""The kinds of page, and of a hundred visits how many go to each."""
LIMIT = 3.0
"""Seconds that a query may run in the second part."""
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
SHORT = "SELECT ?name { ?p a pk:Person ; rdfs:label ?name } LIMIT 20"
Visit = tuple[str, float, int]
"""The kind of page, the seconds until its last byte, the status."""


def main() -> None:
    """Prints a line per kind of page, one for all of them, and what became of the queries."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=30.0)
    arguments = parser.parse_args()
    with serving(arguments.folder, LIMIT) as port:
        choose = page_chooser(arguments.folder)
        while all(status != 200 for _, _, status in run_clients(port, [_short], 0.1)):
            pass  # until a worker has opened the store
        run_clients(port, [choose] * arguments.clients, 3.0)  # what is read once is read
        print_pages(run_clients(port, [choose] * arguments.clients, arguments.seconds))
        others = [_short] * (arguments.clients - 1)
        print_queries(run_clients(port, [lambda _: ("endless", sparql(ENDLESS)), *others], arguments.seconds))


@contextmanager
def serving(folder: Path, limit: float) -> Iterator[int]:
    """The port of a `kg serve` of the folder, until the block ends."""
    command = [sys.executable, "-u", "-m", "kg", "serve", str(folder), "--port", "0", "--seconds", str(limit)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        yield int(process.stdout.readline().split("/")[2].rpartition(":")[2])
    finally:
        process.terminate()
        process.wait()


def page_chooser(folder: Path) -> Callable[[random.Random], tuple[str, str]]:
    """A function that draws the kind and the path of the next page to visit."""
    catalogue, addresses = Catalogue(folder / "cache" / "explorer.sqlite"), Addresses(folder_base(folder))
    rows = catalogue.rows("SELECT kind, iri, name, articles + 1 FROM entity WHERE kind <> '' ORDER BY id")
    articles = [addresses.path(iri) for kind, iri, _, _ in rows if kind == "articles"]
    entities = [(addresses.path(iri), name, n, iri) for kind, iri, name, n in rows if kind != "articles"]
    weights = [n for _, _, n, _ in entities]

    def entity(draw: random.Random) -> tuple[str, str, int, str]:
        return draw.choice(entities) if draw.random() < 0.5 else draw.choices(entities, weights)[0]

    make: dict[str, Callable[[random.Random], str]] = {
        "entity": lambda draw: entity(draw)[0],
        "article": lambda draw: draw.choice(articles),
        "suggest": lambda draw: f"/suggest?q={quote(entity(draw)[1][: draw.randint(1, 4)])}",
        "search": lambda draw: f"/search?q={quote(entity(draw)[1][:6])}",
        "list": lambda draw: draw.choice(["/kind/people", "/kind/themes?page=7", "/articles?page=3"]),
        "overview": lambda _: "/",
        "data": lambda draw: entity(draw)[0] + draw.choice([".ttl", ".json"]),
        "picture": lambda draw: f"/picture?iri={quote(entity(draw)[3])}",
        "missing": lambda draw: entity(draw)[0] + quote("某"),
    }
    kinds, shares = zip(*MIX, strict=True)

    def choose(draw: random.Random) -> tuple[str, str]:
        kind = draw.choices(kinds, shares)[0]
        return kind, make[kind](draw)

    return choose


def _short(_: random.Random) -> tuple[str, str]:
    return "short", sparql(SHORT)


def sparql(query: str) -> str:
    """The path that asks a query."""
    return f"/sparql?format=json&query={quote(query)}"


def run_clients(
    port: int, choosers: Sequence[Callable[[random.Random], tuple[str, str]]], seconds: float
) -> list[Visit]:
    """What clients, each with its own chooser and all at once, saw within some seconds."""
    until = time.monotonic() + seconds

    def client(number: int) -> list[Visit]:
        draw, visits = random.Random(number), []
        connection = http.client.HTTPConnection("127.0.0.1", port)
        while time.monotonic() < until:
            kind, path = choosers[number](draw)
            started = time.perf_counter()
            connection.request("GET", path, headers={"Accept": "text/html", "Accept-Encoding": "gzip"})
            answer = connection.getresponse()
            answer.read()
            visits.append((kind, time.perf_counter() - started, answer.status))
        return visits

    with ThreadPoolExecutor(len(choosers)) as pool:
        return [visit for visits in pool.map(client, range(len(choosers))) for visit in visits]


def print_pages(visits: Sequence[Visit]) -> None:
    """A line for each kind of page and one for all."""
    by_kind = defaultdict(list)
    for kind, seconds, status in visits:
        by_kind[kind].append(seconds)
        assert status == (404 if kind == "missing" else 200), (kind, status)
    for kind, _ in MIX:
        print(_line(kind, by_kind[kind]))
    print(_line("all pages", [seconds for _, seconds, _ in visits]))


def print_queries(visits: Sequence[Visit]) -> None:
    """What became of the short queries and of those without end."""
    short = [seconds for kind, seconds, _ in visits if kind == "short"]
    endless = [seconds for kind, seconds, status in visits if kind == "endless" and status == 503]
    answered = sum(status == 200 for kind, _, status in visits if kind == "short")
    print(_line("short queries", short), f"{answered} of {len(short)} answered")
    print(_line("endless queries", endless), f"all {len(endless)} killed at their limit of {LIMIT:g} s")


def _line(name: str, seconds: Sequence[float]) -> str:
    if len(seconds) < 2:
        return f"{name:<16} {len(seconds):>6}"
    p95 = statistics.quantiles(seconds, n=20)[-1]
    return (f"{name:<16} {len(seconds):>6}   median {1000 * statistics.median(seconds):>6.0f} ms   "
            f"p95 {1000 * p95:>6.0f} ms   slowest {1000 * max(seconds):>6.0f} ms")  # fmt: skip


if __name__ == "__main__":
    main()
