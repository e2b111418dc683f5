"""The records that pass between floors: frozen, without behaviour beyond reading themselves."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal as Choice

Status = Choice["reported", "derived", "background"]
Polarity = Choice["affirmed", "denied", "planned", "claimed"]
Datatype = Choice["string", "zh", "en", "date", "gMonthDay", "gYear", "gYearMonth", "integer", "decimal", "boolean"]


@dataclass(frozen=True)
class Article:
    """One source text with its metadata.

    `text` is the text exactly as read (after decoding); `clean` is what extraction reads: wrapped lines joined,
    paragraphs separated by one "\\n". `offsets[i]` is the position in `text` of the character `clean[i]`
    (`len(offsets) == len(clean)`, strictly increasing). `date` is the date of publication, ISO 8601, or None.
    `name` is where the text came from, for people to read (a file name, an item of a broadcast).
    `headline` counts the characters of `clean` that are headline, not body.
    """

    text: str
    clean: str
    offsets: Sequence[int] = field(repr=False)
    name: str = ""
    title: str | None = None
    date: str | None = None
    publisher: str | None = None
    url: str | None = None
    dateline: str | None = None
    headline: int = 0

    @cached_property
    def sha256(self) -> str:
        """SHA-256 of `text` in UTF-8, 64 hexadecimal digits."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def key(self) -> str:
        """The article's path below the data base: `article/<16 hexadecimal digits>`."""
        return f"article/{self.sha256[:16]}"

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The characters of `text` behind `clean[start:end]` (end exclusive); needs `start < end`."""
        return self.offsets[start], self.offsets[end - 1] + 1


@dataclass(frozen=True, slots=True)
class Evidence:
    """A place in the text that supports a fact: `text[start:end] == quote`, characters of `Article.text`.

    `rule` is the id of the rule that read it, `confidence` that rule's measured precision (0–1). Where the text says
    when the fact came about, `date` is the day ("2023-05-11", "--05-11" with its year open) and `part` morning,
    afternoon or evening; else "".
    """

    start: int
    end: int
    quote: str
    rule: str
    confidence: float
    date: str = ""
    part: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """A span of `Article.text` that names the entity `key` (end exclusive)."""

    kind: str
    start: int
    end: int
    key: str
    rule: str
    confidence: float = 1.0


@dataclass(frozen=True, slots=True, order=True)
class Literal:
    """A literal value: lexical form and datatype ("zh" and "en" are language tags, the others XSD names)."""

    value: str
    datatype: Datatype = "string"


@dataclass(frozen=True, slots=True)
class Entity:
    """Something the text names.

    `key` is its path below the data base (`person/习近平`, `place/130000`), `cls` the local name of its most
    special ontology class (`Person`, `AdministrativeArea`, `Meeting`), `attributes` are property local names
    with literals that come from knowledge, not from this text (`divisionCode`, `level`, `candidate`).
    """

    key: str
    kind: str
    cls: str
    name: str
    aliases: tuple[str, ...] = ()
    attributes: tuple[tuple[str, Literal], ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """A statement about two entities, or about an entity and a literal, with the places that support it.

    `subject` and `object` are entity keys; `predicate` is a local name of the ontology. `status` says whether the
    text reports it, it is derived from the statement `because`, or it is background from a lexicon (its evidence
    is then the mention that brings the entity in). Facts of another polarity than "affirmed" have evidence but no
    plain triple.
    """

    subject: str
    predicate: str
    object: str | Literal
    evidence: tuple[Evidence, ...]
    status: Status = "reported"
    polarity: Polarity = "affirmed"
    because: str | None = None


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that one article says, ordered: entities by key, facts by subject, predicate, object.

    `sentences` are spans of `Article.text`. Statements are entities of kind "statements" whose facts (`speaker`,
    `verb`, `text`, `directedTo`, `madeAt`, `about`) belong to the article's own graph. The article itself is the
    subject of its `mentions` and `about` facts; each `mentions` fact has one evidence for each mention.
    """

    article: Article
    sentences: tuple[tuple[int, int], ...]
    mentions: tuple[Mention, ...]
    entities: tuple[Entity, ...]
    facts: tuple[Fact, ...]
