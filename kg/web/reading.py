"""Questions to the catalogue: entities, facts with their sentences, search, and counts over time."""

from __future__ import annotations

import sqlite3
import threading
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from kg.web.names import Names
from kg.web.records import Article, Entity, Fact, Found, Pieces, Proof

PROOFS = 1
"""Proofs shown with a fact in a list; the fact's own page has all."""
BEARERS = 2000
"""Most names looked up at once."""
TRIGRAM = 3
"""Characters below which the index of trigrams finds nothing and sentences are read one by one."""

_ENTITY = "e.id, e.iri, e.kind, e.cls, e.name, e.articles, e.first, e.last, e.facts"
_ARTICLE = "e.iri, e.name, a.date, a.publisher, a.url, a.file"
_ARTICLES = "article a JOIN entity e USING (id)"
PARTICIPATION = ("chaired", "spokeAt", "attended", "participatedIn")
"""The ways of taking part in an event, the most special first."""

_STATED_IN = "id IN (SELECT fact FROM proof WHERE article = ?1) AND predicate NOT IN ('mentions', 'text', 'verb')"

Row = tuple[Any, ...]


class Catalogue:
    """Reads a catalogue file; every thread has a connection of its own, none of them can write."""

    def __init__(self, path: Path) -> None:
        self._address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        self._local = threading.local()

    def rows(self, sql: str, *values: object) -> list[Row]:
        """The rows of a SELECT."""
        if not hasattr(self._local, "connection"):
            self._local.connection = sqlite3.connect(self._address, uri=True)
        found: list[Row] = self._local.connection.execute(sql, values).fetchall()
        return found

    def number(self, sql: str, *values: object) -> int:
        """The single number of a SELECT."""
        return int(self.rows(sql, *values)[0][0] or 0)

    # Entities

    def entity(self, iri: str) -> Entity | None:
        """The entity or article with this IRI."""
        return next(iter(self._entities("e.iri = ?", iri)), None)

    def by_id(self, ids: Iterable[int]) -> dict[int, Entity]:
        """Entities by their number in the catalogue."""
        wanted = sorted(set(ids))
        return {entity.id: entity for entity in self._entities(f"e.id IN ({marks(wanted)})", *wanted)}

    def of_kind(self, kind: str, start: int = 0, count: int = 50, containing: str = "") -> list[Entity]:
        """Entities of a kind, the most mentioned first, whose name contains the given text."""
        where = "e.kind = ? AND instr(e.name, ?) > 0" if containing else "e.kind = ? AND '' = ?"
        order = "ORDER BY e.articles DESC, e.facts DESC, e.id LIMIT ? OFFSET ?"
        return self._entities(f"{where} {order}", kind, containing, count, start)

    def count_kinds(self, containing: str = "") -> dict[str, int]:
        """How many entities there are of each kind."""
        return dict(self.rows("SELECT kind, COUNT(*) FROM entity WHERE instr(name, ?) GROUP BY kind", containing)
                    if containing else self.rows("SELECT kind, COUNT(*) FROM entity GROUP BY kind"))  # fmt: skip

    def aliases(self, entity: Entity) -> list[str]:
        """The other names of an entity."""
        found = self.rows("SELECT name FROM alias WHERE entity = ? AND name <> ?", entity.id, entity.name)
        return [name for (name,) in found]

    def suggest(self, text: str, count: int = 10) -> list[tuple[Entity, str]]:
        """Entities with the name that `text` begins or is part of: equal names first, then the most mentioned."""
        found = self.names.find(text, count)
        known = self.by_id(number for number, _ in found)
        return [(known[number], name) for number, name in found]

    @cached_property
    def names(self) -> Names:
        """Every name and alias, read once: those of articles last, else the most mentioned first."""
        return Names(self.rows(
            """SELECT n.name, e.id FROM alias n JOIN entity e ON e.id = n.entity
            ORDER BY e.kind = 'articles', e.articles + e.facts DESC, length(n.name), e.id"""
        ))  # fmt: skip

    def bearers(self, names: Iterable[str]) -> dict[str, Entity]:
        """The entity that bears each of `names`, where exactly one does."""
        sought = sorted(set(names))[:BEARERS]
        rows = self.rows(f"""SELECT name, MIN(entity) FROM alias WHERE name IN ({marks(sought)})
            GROUP BY name HAVING COUNT(DISTINCT entity) = 1""", *sought)  # fmt: skip
        known = self.by_id(number for _, number in rows)
        return {name: known[number] for name, number in rows}

    def _entities(self, where: str, *values: object) -> list[Entity]:
        return [Entity(*row) for row in self.rows(f"SELECT {_ENTITY} FROM entity e WHERE {where}", *values)]

    # Articles and their sentences

    def article(self, entity: Entity) -> Article:
        """The article behind an entity of the kind `articles`."""
        return Article(*self.rows(f"SELECT {_ARTICLE} FROM {_ARTICLES} WHERE id = ?", entity.id)[0])

    def latest_articles(self, count: int, mentioning: Entity | None = None, start: int = 0) -> list[Article]:
        """Articles, the latest first; only those that mention an entity where one is given."""
        join = "JOIN fact f ON f.subject = a.id AND f.predicate = 'mentions' AND f.object = ?" if mentioning else ""
        values = [mentioning.id] if mentioning else []
        sql = f"SELECT {_ARTICLE} FROM {_ARTICLES} {join} ORDER BY a.date DESC, a.id LIMIT ? OFFSET ?"
        return [Article(*row) for row in self.rows(sql, *values, count, start)]

    def articles_of(self, day: str) -> list[Article]:
        """The articles of an ISO day."""
        sql = f"SELECT {_ARTICLE} FROM {_ARTICLES} WHERE a.date = ? ORDER BY a.id"
        return [Article(*row) for row in self.rows(sql, day)]

    def find_sentences(self, text: str, count: int, start: int = 0) -> tuple[int, list[Found]]:
        """How many sentences contain `text`, and `count` of them from number `start`, the latest first."""
        if not text:
            return 0, []
        if len(text) >= TRIGRAM:
            sql, value = "SELECT rowid FROM words WHERE text MATCH ?", '"' + text.replace('"', '""') + '"'
        else:
            sql, value = "SELECT id FROM sentence WHERE instr(text, ?) > 0", text
        ids = sorted((number for (number,) in self.rows(sql, value)), reverse=True)
        wanted = ids[start : start + count]
        found = self.rows(
            f"""SELECT s.text, s.start, {_ARTICLE} FROM sentence s JOIN article a ON a.id = s.article
            JOIN entity e ON e.id = a.id WHERE s.id IN ({marks(wanted)}) ORDER BY s.id DESC""", *wanted
        )  # fmt: skip
        return len(ids), [Found(Article(*row[2:]), _marked(row[0], text), row[1]) for row in found]

    # Facts

    def profile(self, entity: Entity) -> dict[tuple[str, str], int]:
        """How many facts `entity` has, by its side (`subject`, `object`) and the predicate."""
        return {
            (side, predicate): count
            for side in ("subject", "object")
            for predicate, count in self.rows(
                f"SELECT predicate, COUNT(*) FROM fact WHERE {side} = ? GROUP BY predicate", entity.id
            )
        }

    def facts(
        self, entity: Entity, side: str, predicates: Sequence[str], count: int, start: int = 0, proofs: int = PROOFS
    ) -> list[Fact]:
        """Facts with `entity` as `subject` or `object`, the latest first, each with its latest proofs."""
        if side not in ("subject", "object"):
            raise ValueError(side)
        where = f"{side} = ? AND predicate IN ({marks(predicates)})"
        order = "ORDER BY last DESC, proofs DESC, id LIMIT ? OFFSET ?"
        return self._facts(f"{where} {order}", (entity.id, *predicates, count, start), proofs)

    def fact(self, iri: str, proofs: int) -> Fact | None:
        """The fact with this IRI."""
        return next(iter(self._facts("iri = ?", (iri,), proofs)), None)

    def facts_in(self, article: Entity, count: int, proofs: int = PROOFS) -> list[Fact]:
        """What an article states, in the order of its text, what is stated of the article itself last.

        Mentions are left out, and proofs of other articles.
        """
        where = f"""{_STATED_IN} ORDER BY subject = ?1,
          (SELECT MIN(start) FROM proof WHERE fact = fact.id AND article = ?1), id LIMIT ?2"""
        return self._facts(where, (article.id, count), proofs, article.id)

    def count_facts_in(self, article: Entity) -> int:
        """How many facts `facts_in` has."""
        return self.number(f"SELECT COUNT(*) FROM fact WHERE {_STATED_IN}", article.id)

    def _facts(self, where: str, values: Sequence[object], proofs: int, article: int | None = None) -> list[Fact]:
        found = self.rows(
            f"SELECT id, iri, subject, predicate, object, value, first, last, proofs FROM fact WHERE {where}", *values
        )
        ends = self.by_id(end for row in found for end in (row[2], row[4]) if end)
        return [
            Fact(iri, ends[subject], predicate, ends.get(object_ or 0), value or "", first, last, count,
                 self._proofs(number, proofs, article))
            for number, iri, subject, predicate, object_, value, first, last, count in found
        ]  # fmt: skip

    def _proofs(self, fact: int, count: int, article: int | None) -> tuple[Proof, ...]:
        only, values = ("AND p.article = ?", (fact, article, count)) if article else ("", (fact, count))
        found = self.rows(
            f"""SELECT p.article, p.start, p.stop, p.quote, p.rule, p.confidence, p.status, p.polarity, p.day, p.part,
            p.position, {_ARTICLE} FROM proof p JOIN article a ON a.id = p.article JOIN entity e ON e.id = a.id
            WHERE p.fact = ? {only} ORDER BY p.date DESC, p.article, p.start LIMIT ?""",
            *values,
        )
        return tuple(self._proof(row) for row in found)

    def _proof(self, row: Row) -> Proof:
        article, start, stop, quote, rule, confidence, status, polarity, day, part, position = row[:11]
        anchor, pieces = (start, ((quote, True),)) if quote is not None else self._context(article, start, stop)
        return Proof(Article(*row[11:]), pieces, start, anchor, rule, confidence, status, polarity, day, part, position)

    def quote(self, article: int, start: int, stop: int) -> str:
        """What a span of the article's text says, without the layout's gaps."""
        return "".join(text for text, marked in self._context(article, start, stop)[1] if marked)

    def _context(self, article: int, start: int, stop: int) -> tuple[int, Pieces]:
        """Where the sentences around a span of the text begin, and they in pieces with the span highlighted."""
        found = self.rows(
            "SELECT start, text, offsets FROM sentence WHERE article = ? AND start < ? AND stop > ? ORDER BY start",
            article, stop, start,
        )  # fmt: skip
        pieces: list[tuple[str, bool]] = []
        for begin, text, offsets in found:
            first, last = (_place(offsets, bound - begin, len(text)) for bound in (start, stop))
            pieces += [(text[:first], False), (text[first:last], True), (text[last:], False)]
        return (found[0][0] if found else start), tuple((text, marked) for text, marked in pieces if text)


def marks(values: Sequence[object]) -> str:
    """As many question marks as there are values, for SQL's IN."""
    return ", ".join("?" * len(values))


def _place(offsets: str, place: int, length: int) -> int:
    """A place in a sentence as shown, from one in the text as read: the layout's gaps are not shown."""
    return bisect_left([int(each) for each in offsets.split()], place) if offsets else min(max(place, 0), length)


def _marked(text: str, sought: str) -> Pieces:
    """The text in pieces, every occurrence of `sought` highlighted."""
    pieces: list[tuple[str, bool]] = []
    rest, low = text, sought.lower()
    while (at := rest.lower().find(low)) >= 0:
        pieces += [(rest[:at], False), (rest[at : at + len(sought)], True)]
        rest = rest[at + len(sought) :]
    return tuple((piece, marked) for piece, marked in [*pieces, (rest, False)] if piece)
