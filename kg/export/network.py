"""The network of entities: nodes, and one edge for each fact of the default graph that a text affirms.

Statements and articles are documents rather than actors; they are in the tables and in the Neo4j files. Memory holds a
record for each entity and each fact between entities; the evidence is counted article after article.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kg.export.reading import STATUSES, Article, Evidence, read_articles, read_entities
from kg.export.source import Source
from kg.export.tally import Days, Tally
from kg.graph.vocabulary import load_ontology


@dataclass(slots=True)
class Support:
    """The evidence of a fact, counted: the best status, days of publication, the first day on which it came about."""

    status: str = STATUSES[-1]
    days: Days = field(default_factory=Days)
    day: str = ""
    evidence: int = 0

    def add(self, evidence: Evidence, published: str) -> None:
        """Count one evidence; a day whose year is open cannot be compared and is left out."""
        self.status = min(self.status, evidence.status, key=STATUSES.index)
        self.days.add(published)
        if evidence.day and not evidence.day.startswith("--"):
            self.day = min(self.day or evidence.day, evidence.day)
        self.evidence += 1


@dataclass(frozen=True, slots=True)
class Node:
    """An entity of the network. `start` and `end` are days of an event; `first` and `last` days of publication."""

    key: str
    label: str
    kind: str
    cls: str
    degree: int
    first: str
    last: str
    start: str
    end: str
    articles: int


@dataclass(frozen=True, slots=True)
class Edge:
    """A fact between two nodes; `key` is that of the fact's node, `zh` and `en` are labels of the predicate."""

    key: str
    source: str
    target: str
    predicate: str
    zh: str
    en: str
    support: Support


@dataclass(frozen=True, slots=True)
class Network:
    """Nodes by key, edges by source, predicate and target."""

    nodes: Sequence[Node]
    edges: Sequence[Edge]


Link = tuple[str, str, str, str]
"""Subject, predicate, object and the fact's node of an edge, as IRIs."""


def read_network(source: Source) -> Network:
    """The network of the wanted articles; raises QueryError for one that is not there."""
    entities = read_entities(source)
    tally = Tally(entities)
    links: dict[Link, Support] = {}
    for article in read_articles(source):
        tally.hear(article)
        count_links(article, entities, entities, links)
    return network_of(source, tally, links)


def count_links(
    article: Article, subjects: Container[str], objects: Container[str], links: dict[Link, Support]
) -> None:
    """Add the evidence of one article to the facts from `subjects` to `objects` (IRIs) that it supports."""
    for e in article.evidence:
        if e.affirmed and e.subject in subjects and e.object.value in objects:
            links.setdefault((e.subject, e.predicate, e.object.value, e.fact), Support()).add(e, article.date)


def network_of(source: Source, tally: Tally, links: Mapping[Link, Support]) -> Network:
    """The network of what was counted."""
    degrees = Counter(iri for subject, _, value, _ in links for iri in (subject, value))
    return Network(list(_nodes(tally, degrees)), edges_of(source, links))


def edges_of(source: Source, links: Mapping[Link, Support]) -> list[Edge]:
    """The edges of what was counted, by subject, predicate and object."""
    return [_edge(source, link, links[link]) for link in sorted(links)]


def _nodes(tally: Tally, degrees: Mapping[str, int]) -> Iterator[Node]:
    for iri, entity in tally.entities.items():
        if iri in tally.days:
            days = tally.days[iri]
            start, end = (next(iter(tally.values(iri, name)), "") for name in ("startDate", "endDate"))
            names = entity.key, entity.name, entity.kind, entity.cls
            yield Node(*names, degrees[iri], days.first, days.last, start, end, tally.articles[iri])


def _edge(source: Source, link: Link, support: Support) -> Edge:
    subject, predicate, value, fact = link
    ontology = load_ontology()
    labels = ontology.label(predicate), ontology.label(predicate, "en")
    return Edge(source.key(fact), source.key(subject), source.key(value), predicate, *labels, support)
