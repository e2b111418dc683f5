"""A finished corpus in a SPARQL server: what differs from what the server holds is sent, in any number of runs.

In the graph `<base>graph/contents` a build notes what it has written: the digest of each article whose graph is there,
and of the articles whose facts are in the default graph. A note is made before something is begun and changed when it
is done, so a connection may be lost anywhere: the next run sends what is not noted as done, and knows what to remove.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import TYPE_CHECKING, TypeVar

from kg.build.shared import changed_lines, default_groups
from kg.errors import StoreError
from kg.graph.coverage import coverage_graph
from kg.graph.iris import entity_iri
from kg.graph.server import Server
from kg.graph.vocabulary import DCT
from kg.query.remote import CONTENTS, ONTOLOGY, RemoteStore

if TYPE_CHECKING:
    from kg.build.names import Editions

LINES = 20_000
"""Lines of the default graph in one request."""
UPDATED_LINES = 500
"""Triples in one update: Virtuoso refuses updates that compile to more than 10,000 lines."""
GRAPHS = 64
"""Articles between two notes."""
CONNECTIONS = 4
BEGUN = "begun"
"""Noted for an article while its graph is written."""
CHANGES = "changes"
_Item = TypeVar("_Item")
_IDENTIFIER = f"<{DCT}identifier>"
_NOTES = "SELECT ?node ?noted WHERE {{ GRAPH <{}> {{ ?node " + _IDENTIFIER + " ?noted }} }}"


@dataclass(slots=True)
class Notes:
    """What the server is noted to hold: digests by article, identities of facts and coverage.

    `pending` is an identity and how far it is: the number of requests done, or `changes` where only those are made.
    """

    articles: dict[str, set[str]] = field(default_factory=dict)
    facts: str = ""
    pending: str = ""
    coverage: str = ""


class Publication:
    """One corpus on its way to a server. Raises StoreError where the server fails or holds somebody else's facts."""

    def __init__(self, server: Server, base: str) -> None:
        server.use_base(base)
        self._server, self._base = server, base
        self._graph = f"{base}{CONTENTS}"
        self._pending = f"{base}graph/pending"
        self._notes = self._read()
        if not (self._notes.articles or self._notes.facts or self._notes.pending):
            self._check_free()
        # Also tells at once, not after hours of extraction, whether this login may write.
        self._update("INSERT", [f"<{self._graph}> <{DCT}conformsTo> <{ONTOLOGY}>"])

    def send(
        self, journal: Editions, live: Mapping[str, str], coverage: Sequence[str], on_sent: Callable[[int, int], None]
    ) -> None:
        """Brings the server to the articles `live` (digest → key) and the lines of their coverage.

        The digests are those of editions: another who is who makes another of an article.

        `on_sent` hears articles done and all.
        """
        self._send_facts(journal, live)
        self._send_coverage("".join(coverage).encode())
        wanted = {entity_iri(key, self._base): digest for digest, key in live.items()}
        self._remove(self._notes.articles.keys() - wanted.keys())
        waiting = {iri: digest for iri, digest in wanted.items() if self._notes.articles.get(iri) != {digest}}
        done = len(wanted) - len(waiting)
        on_sent(done, len(wanted))
        with ThreadPoolExecutor(CONNECTIONS) as pool:
            for batch in _batched(_graphs(journal, waiting.values()), GRAPHS):
                self._send_graphs(pool, dict(batch), waiting)
                done += len(batch)
                on_sent(done, len(wanted))

    def _read(self) -> Notes:
        notes = Notes()
        for node, noted in RemoteStore(self._server, self._base).query(_NOTES.format(self._graph)).rows:
            if node and noted and node.value == self._graph:
                notes.facts = noted.value
            elif node and noted and node.value == self._pending:
                notes.pending = noted.value
            elif node and noted and node.value == coverage_graph(self._base):
                notes.coverage = noted.value
            elif node and noted:
                notes.articles.setdefault(node.value, set()).add(noted.value)
        return notes

    def _check_free(self) -> None:
        if RemoteStore(self._server, self._base).query("ASK { ?s ?p ?o }").boolean:
            raise StoreError(
                self._server.url, "a default graph with other data", "an empty one, or what kg build wrote",
                "give the corpus a dataset of its own",
            )  # fmt: skip

    # facts

    def _send_facts(self, journal: Editions, live: Mapping[str, str]) -> None:
        identity = _identity(self._base, journal, live)
        if self._notes.facts == identity and not self._notes.pending:
            return
        old = self._known_articles(journal, identity)
        if old is None:
            self._send_all_facts(journal, live, identity)
        else:
            self._note_pending(f"{identity} {CHANGES}")
            self._send_changes(journal, old, live)
        self._note_facts(identity)
        self._note_pending("")

    def _known_articles(self, journal: Editions, identity: str) -> set[str] | None:
        """The articles whose facts the server has, if it has just theirs and the journal still knows them all."""
        digests = set(chain.from_iterable(self._notes.articles.values()))
        whole = len(digests) == len(self._notes.articles) and digests <= journal.places.keys()
        same = self._notes.facts == _identity(self._base, journal, digests)
        return digests if whole and same and self._notes.pending in ("", f"{identity} {CHANGES}") else None

    def _send_changes(self, journal: Editions, old: Collection[str], live: Collection[str]) -> None:
        groups = (default_groups(journal, digests, self._base) for digests in (old, live))
        changes = list(changed_lines(*groups))
        for lines in _batched((line for line, is_new in changes if is_new), LINES):
            self._server.add("", "".join(lines).encode())
        for lines in _batched((line for line, is_new in changes if not is_new), UPDATED_LINES):
            self._server.update(f"DELETE DATA {{ {self._server.block(''.join(lines))} }}")

    def _send_all_facts(self, journal: Editions, live: Mapping[str, str], identity: str) -> None:
        begun, _, sent = self._notes.pending.partition(" ")
        done = int(sent) if begun == identity and sent.isdecimal() else 0
        self._note_facts("")
        lines = chain.from_iterable(lines for _, lines in default_groups(journal, live, self._base))
        for number, part in enumerate(_batched(lines, LINES)):
            if number < done:
                continue
            send = self._server.add if number else self._server.put
            self._note_pending(f"{identity} {number}")
            send("", "".join(part).encode())
        self._note_pending(f"{identity} {number + 1}")

    # graphs

    def _send_coverage(self, lines: bytes) -> None:
        """The coverage as a whole: it is small. Its note goes before it is touched and comes when it is there."""
        graph, identity = coverage_graph(self._base), hashlib.sha256(lines).hexdigest()
        if self._notes.coverage == identity:
            return
        self._renote(graph, self._notes.coverage, "")
        if lines:
            self._server.put(graph, _triples(lines, graph.encode()))
        else:
            self._server.drop(graph)
        self._renote(graph, "", identity)

    def _send_graphs(self, pool: ThreadPoolExecutor, batch: Mapping[str, bytes], digests: Mapping[str, str]) -> None:
        self._update("INSERT", (_note(iri, BEGUN) for iri in batch))
        list(pool.map(self._server.put, batch, batch.values()))
        self._update("INSERT", (_note(iri, digests[iri]) for iri in batch))
        old = {iri: {BEGUN, *self._notes.articles.get(iri, ())} - {digests[iri]} for iri in batch}
        self._update("DELETE", (_note(iri, noted) for iri in batch for noted in sorted(old[iri])))

    def _remove(self, articles: Collection[str]) -> None:
        going = sorted(articles)
        self._update("INSERT", (_note(iri, BEGUN) for iri in going))
        for iri in going:
            self._server.drop(iri)
        old = {iri: sorted({BEGUN, *self._notes.articles[iri]}) for iri in going}
        self._update("DELETE", (_note(iri, noted) for iri in going for noted in old[iri]))

    # notes

    def _note_facts(self, identity: str) -> None:
        self._renote(self._graph, self._notes.facts, identity)
        self._notes.facts = identity

    def _note_pending(self, state: str) -> None:
        self._renote(self._pending, self._notes.pending, state)
        self._notes.pending = state

    def _renote(self, node: str, old: str, new: str) -> None:
        if new and new != old:
            self._update("INSERT", [_note(node, new)])
        if old and new != old:
            self._update("DELETE", [_note(node, old)])

    def _update(self, verb: str, triples: Iterable[str]) -> None:
        for part in _batched(triples, UPDATED_LINES):
            self._server.update(f"{verb} DATA {{ GRAPH <{self._graph}> {{ {' . '.join(part)} }} }}")


def _note(node: str, noted: str) -> str:
    return f'<{node}> {_IDENTIFIER} "{noted}"'


def _graphs(journal: Editions, digests: Collection[str]) -> Iterator[tuple[str, bytes]]:
    """Each article's graph: its IRI and its triples. Every line of a graph ends with that IRI."""
    for text in journal.graphs(digests):
        graph = text[: text.index(b"\n")].rpartition(b" <")[2].removesuffix(b"> .")
        yield graph.decode(), _triples(text, graph)


def _triples(lines: bytes, graph: bytes) -> bytes:
    return lines.replace(b" <" + graph + b"> .\n", b" .\n")


def _identity(base: str, journal: Editions, digests: Iterable[str]) -> str:
    """What the same articles below the same base with the same decisions on who is who have in common."""
    return hashlib.sha256("\n".join([base, journal.decisions, *sorted(digests)]).encode()).hexdigest()


def _batched(items: Iterable[_Item], size: int) -> Iterator[tuple[_Item, ...]]:
    rest = iter(items)
    while batch := tuple(islice(rest, size)):
        yield batch
