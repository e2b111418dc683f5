"""What pages show, as frozen records that know neither the catalogue nor HTML."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entity:
    """Anything that has a page: a person, a place, …, a statement, an article (kind `articles`).

    `articles` counts the articles that mention it, the first on the day `first` and the last on `last` (ISO, "" where
    none has a date); `facts` counts what is stated of it and with it.
    """

    id: int
    iri: str
    kind: str
    cls: str
    name: str
    articles: int = 0
    first: str = ""
    last: str = ""
    facts: int = 0


@dataclass(frozen=True, slots=True)
class Article:
    """A source text; `file` is the path of its text in the built folder, "" where there is none."""

    iri: str
    title: str
    date: str = ""
    publisher: str = ""
    url: str = ""
    file: str = ""


Pieces = tuple[tuple[str, bool], ...]
"""A text in pieces; True marks those to highlight."""


@dataclass(frozen=True, slots=True)
class Proof:
    """One place in a text that supports a fact: the sentence around it in pieces, the evidence highlighted.

    `start` is where the evidence begins and `anchor` where its sentence does, in characters of the article's text as
    read. `day` and `part` are when, by this place, the fact came about; `position` is a place in an attendance list.
    """

    article: Article
    pieces: Pieces
    start: int
    anchor: int
    rule: str
    confidence: float
    status: str
    polarity: str
    day: str = ""
    part: str = ""
    position: int | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement of the graph with its latest proofs; `count` is how many it has in all.

    Exactly one of `object` and `value` (a literal's text) is given. `first` and `last` are ISO days, "" if unknown.
    """

    iri: str
    subject: Entity
    predicate: str
    object: Entity | None
    value: str
    first: str
    last: str
    count: int
    proofs: tuple[Proof, ...] = ()

    def other(self, entity: Entity) -> Entity:
        """The end of the fact that is not `entity`; `entity` itself for a literal."""
        return (self.object or entity) if self.subject == entity else self.subject


@dataclass(frozen=True, slots=True)
class Found:
    """A sentence that full-text search found, in pieces with the words looked for highlighted."""

    article: Article
    pieces: Pieces
    anchor: int
