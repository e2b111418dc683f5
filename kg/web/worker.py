"""One process that answers queries within limits; it can be killed at any time without harm to the others."""

from __future__ import annotations

import signal
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.errors import KgError, QueryError
from kg.graph.vocabulary import prefixes as prefixes_of
from kg.query.named import run_named
from kg.query.port import Binding, Result, Row, binding_term
from kg.query.sparql import bind, syntax_error
from kg.query.stores import folder_base
from kg.web.answers import ALSO, offered, write_answer
from kg.web.descriptions import describe, plain_term
from kg.web.guard import check_query
from kg.web.negotiation import best_type
from kg.web.quads import open_quads

READY = "ready"
"""What a worker says first, when it has opened the store."""
ROWS = None
"""As `Job.accept`: the answer as a Result, cut off at the limit of rows, instead of a text."""


@dataclass(frozen=True, slots=True)
class Limits:
    """`seconds` a query may run and wait, `rows` and `size` (bytes) of its answer, `memory` (bytes) of its process."""

    seconds: float = 10.0
    rows: int = 10_000
    size: int = 20_000_000
    memory: int = 4_000_000_000
    workers: int = 4


@dataclass(frozen=True, slots=True)
class Job:
    """A query to answer: SPARQL, the name of a named query in `named` with `values` for its parameters, or in
    `described` an IRI of which everything known is told.

    `accept` is the Accept header of the client. `default_graphs` and `named_graphs` are the dataset that the request
    names, None where it names none.
    """

    query: str = ""
    accept: str | None = ROWS
    rows: int = 1000
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    named: str = ""
    values: tuple[tuple[str, str], ...] = ()
    described: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a job: an answer (`status` 200), or the error to show and the status of HTTP that fits it."""

    status: int = 200
    media: str = ""
    body: str = ""
    result: Result | None = None
    cut: bool = False
    error: KgError | None = None


def unknown(iri: str) -> Outcome:
    """What becomes of asking for an IRI of which the graph says nothing."""
    return Outcome(
        404, error=QueryError(iri, "nothing known of it here", "an IRI of this graph", "/search finds names")
    )


class TooMuch(QueryError):
    """The answer is larger than the limits allow."""


class LimitedStore:
    """The graph of a built folder behind the query port, that stops at a number of rows.

    Relative IRIs of a query are below the base of the data: `<person/习近平>`.
    """

    def __init__(self, folder: Path) -> None:
        self.prefixes: Mapping[str, str] = prefixes_of(folder_base(folder))
        self.default_graph: list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph] | None = None
        self.named_graphs: list[ox.NamedNode | ox.BlankNode] | None = None
        self.rows, self.cut = 0, False
        self._store = open_quads(folder)

    def set_dataset(self, default_graphs: tuple[str, ...] | None, named_graphs: tuple[str, ...] | None) -> None:
        """From now on queries see these graphs, None for both the whole store; unknown graphs are empty."""
        given = default_graphs is not None or named_graphs is not None
        self.default_graph = [ox.NamedNode(iri) for iri in default_graphs or ()] if given else None
        self.named_graphs = [ox.NamedNode(iri) for iri in named_graphs or ()] if given else None

    def query(self, sparql: str, bindings: Mapping[str, Binding] | None = None) -> Result:
        check_query(sparql, self.prefixes, lambda iri: self._store.contains_named_graph(ox.NamedNode(iri)))
        text = bind(sparql, {name: binding_term(value).n3() for name, value in (bindings or {}).items()})
        try:
            answer = self._store.query(
                text, base_iri=self.prefixes["id"], prefixes=dict(self.prefixes), default_graph=self.default_graph,
                named_graphs=self.named_graphs,
            )  # fmt: skip
        except SyntaxError as error:
            raise syntax_error(text, str(error)) from error
        if isinstance(answer, ox.QueryBoolean):
            return Result("ask", boolean=bool(answer))
        if isinstance(answer, ox.QueryTriples):
            terms = ((plain_term(t.subject), plain_term(t.predicate), plain_term(t.object)) for t in answer)
            triples = self._limited(terms)
            return Result("graph", triples=tuple(sorted(set(triples))))
        columns = tuple(variable.value for variable in answer.variables)
        rows = self._limited(tuple(plain_term(value) if value else None for value in solution) for solution in answer)
        return Result("select", columns, tuple(rows))

    def describe(self, iri: str) -> Result:
        """Everything known of an IRI, whatever its number of triples: the limits of time and size are enough."""
        self.cut = False
        return Result("graph", triples=tuple(describe(self._store, iri)))

    def _limited(self, rows: Iterator[Any]) -> list[Any]:
        found: list[Row] = list(islice(rows, self.rows + 1))
        self.cut = len(found) > self.rows
        return found[: self.rows]


def work(connection: Connection, folder: Path, limits: Limits) -> None:
    """Answers the jobs that come through `connection` until it closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in a terminal reaches every process; the first one ends all
    store = LimitedStore(folder)
    store.query("ASK {}")  # what parses is loaded before anybody waits for an answer
    _bound_memory(limits.memory)
    with suppress(EOFError, BrokenPipeError):
        connection.send(READY)
        while True:
            connection.send(_outcome(store, connection.recv(), limits))


def _bound_memory(size: int) -> None:
    """Past this the process ends, and the query with it, instead of the computer; not everywhere can it be set."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (size, size))
    except (ImportError, ValueError, OSError):
        return


def _outcome(store: LimitedStore, job: Job, limits: Limits) -> Outcome:
    try:
        return _answer(store, job, limits)
    except TooMuch as error:
        return Outcome(413, error=error)
    except KgError as error:
        return Outcome(400, error=error)
    except MemoryError:
        return Outcome(503, error=QueryError("query", "more memory than a query may take", "less at once", "add LIMIT"))
    except Exception as error:  # whatever the engine cannot do, the next query can be asked
        return Outcome(400, error=QueryError("query", str(error) or type(error).__name__, "SPARQL 1.1"))


def _answer(store: LimitedStore, job: Job, limits: Limits) -> Outcome:
    store.set_dataset(job.default_graphs, job.named_graphs)
    store.rows = min(job.rows, limits.rows) if job.accept is ROWS else limits.rows
    result = _result(store, job)
    if job.described and not result.triples:
        return unknown(job.described)
    if job.accept is ROWS:
        return Outcome(result=result, cut=store.cut)
    if store.cut:
        raise TooMuch("answer", f"more than {store.rows} rows", "fewer", "add LIMIT and OFFSET: ask in parts")
    media = _media(job.accept, result)
    if media is None:
        error = QueryError("Accept", job.accept, " or ".join(offered(result)), "?format= chooses without a header")
        return Outcome(406, error=error)
    body = write_answer(result, media, store.prefixes)
    if len(body.encode()) > limits.size:
        found = f"an answer of more than {limits.size // 1_000_000} MB"
        raise TooMuch("answer", found, "a smaller one", "select fewer columns or add LIMIT")
    return Outcome(media=media, body=body, result=None)


def _result(store: LimitedStore, job: Job) -> Result:
    if job.described:
        return store.describe(job.described)
    return run_named(store, job.named, dict(job.values)) if job.named else store.query(job.query)


def _media(accept: str, result: Result) -> str | None:
    """The media type for a client, which may call a format of rows by a more common name."""
    kinds = offered(result)
    best = best_type(accept, [*kinds, *ALSO]) if result.form != "graph" else best_type(accept, kinds)
    return ALSO.get(best, best) if best else None
