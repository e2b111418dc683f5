"""What a page shows: one `View`, made of frozen records that know neither the store nor the page.

Entities are named by their key, the path below the data base (`person/习近平`); offsets count characters of the
article's text as read, end exclusive.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.model import Polarity, Status


@dataclass(frozen=True, slots=True)
class Proof:
    """A place in a text that supports a fact: `text[start:end] == quote` in the article with the key `article`.

    `date` is the day on which, by this place, the fact came about ("2023-05-11", "--05-11" with its year open) and
    `part` morning, afternoon or evening; else "".
    """

    article: str
    start: int
    end: int
    quote: str
    rule: str
    confidence: float
    date: str = ""
    part: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement of the graph, with what supports it.

    `object` is an entity key where `literal` is false, else the literal's lexical form. `since` and `until` are the
    ISO dates (`2023-05-12`) between which the date filter finds it: the days that its proofs give, else the event's own
    dates, else those of the articles; "" where there are none. `unshown` counts the proofs that the page leaves out.
    """

    subject: str
    predicate: str
    object: str
    literal: bool = False
    status: Status = "reported"
    polarity: Polarity = "affirmed"
    since: str = ""
    until: str = ""
    proofs: tuple[Proof, ...] = ()
    unshown: int = 0


@dataclass(frozen=True, slots=True)
class Node:
    """An entity of the graph.

    `weight` orders nodes by importance; `first` says that the opening picture shows it; `iri` is given where it is
    not the base and the key.
    """

    key: str
    kind: str
    cls: str
    name: str
    aliases: tuple[str, ...] = ()
    weight: float = 0.0
    first: bool = True
    iri: str = ""


@dataclass(frozen=True, slots=True)
class Marking:
    """A span of an article's text that names the entity `key`."""

    start: int
    end: int
    key: str


@dataclass(frozen=True, slots=True)
class Article:
    """A source text. `text` is None where the page carries only quotes, because the text is missing or too much.

    `gaps` are the stretches of `text` that the layout of its source put in (line wraps, blanks inside dates) and a
    reader need not see; `sentences` are its sentences. Both are spans of `text`. `facts` are those whose subject is the
    article itself, such as the themes in it.
    """

    key: str
    title: str
    date: str = ""
    publisher: str = ""
    url: str = ""
    text: str | None = None
    markings: tuple[Marking, ...] = ()
    gaps: tuple[tuple[int, int], ...] = ()
    sentences: tuple[tuple[int, int], ...] = ()
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Together:
    """Two entities named in `count` sentences together: an observation, not a fact of the graph."""

    one: str
    other: str
    count: int
    proofs: tuple[Proof, ...] = ()


@dataclass(frozen=True, slots=True)
class Extent:
    """How many entities, facts and articles there are in the graph asked, whether or not they reached the view."""

    nodes: int = 0
    facts: int = 0
    articles: int = 0


@dataclass(frozen=True)
class View:
    """Everything a page shows. Nodes are ordered by weight, facts by subject, predicate and object.

    `whole` is the extent of the graph that was asked: what the view leaves out is the difference.
    """

    title: str
    base: str
    nodes: tuple[Node, ...]
    facts: tuple[Fact, ...]
    articles: tuple[Article, ...] = ()
    together: tuple[Together, ...] = ()
    whole: Extent = field(default_factory=Extent)
    focus: str | None = None
    depth: int = 1

    @cached_property
    def links(self) -> tuple[Fact, ...]:
        """The facts between two different nodes of the view: what a picture draws as lines."""
        keys = {node.key for node in self.nodes}
        return tuple(
            fact
            for fact in self.facts
            if not fact.literal and fact.subject != fact.object and {fact.subject, fact.object} <= keys
        )

    @cached_property
    def counts(self) -> Counter[str]:
        """How many nodes of each kind the view holds."""
        return Counter(node.kind for node in self.nodes)
