"""A built graph as records for tables and networks: its entities, then one article after the other with its evidence.

Everything is asked through the query port. Memory holds the entities (a record each), and one article at a time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from kg.export.source import Source
from kg.graph.vocabulary import EXPLICIT_SUPERCLASS, PK, PROV, RDF, SCHEMA, SKOS
from kg.model import KINDS
from kg.query.port import Store, Term

STATUSES = ("reported", "derived", "background")
"""From what the text says to what a lexicon knows; of several the first is that of the fact."""

_KIND_OF_CLASS: Mapping[str, str] = MappingProxyType(
    {kind.cls: kind.name for kind in KINDS if kind.cls}
    | {
        cls: kind.name
        for cls, parent in EXPLICIT_SUPERCLASS.items()
        for kind in KINDS
        if kind.cls and parent == PK + kind.cls
    }
)
_ENTITIES = "SELECT ?node ?class ?name WHERE { ?node a ?class ; skos:prefLabel ?name }"
_VALUES = """SELECT ?node ?property ?value WHERE {
  VALUES ?property { skos:altLabel pk:candidate pk:divisionCode pk:countryCode pk:level } ?node ?property ?value }"""
_ARTICLES = "SELECT ?a ?day WHERE { GRAPH ?a { ?a a pk:Article . OPTIONAL { ?a pk:datePublished ?day } } }"
_GRAPH = "SELECT ?s ?p ?o WHERE { GRAPH $article { ?s ?p ?o } }"
_FACTS = """SELECT DISTINCT ?fact ?s ?p ?o WHERE { GRAPH $article { ?e pk:supports ?fact }
  ?fact rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o }"""
_LAST_DAY = "9999"
"""Articles without a day of publication come after all others."""


@dataclass(frozen=True, slots=True)
class Entity:
    """An entity of the default graph: `cls` is its most special class, `values` are literals by property."""

    iri: str
    key: str
    kind: str
    cls: str
    name: str
    aliases: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One place in an article with the fact it supports; terms are IRIs, `fact` is the IRI of the fact's node.

    `start` and `end` are characters of the article's text as read. `because` is the statement behind a derived fact.
    """

    iri: str
    fact: str
    subject: str
    predicate: str
    object: Term
    start: int
    end: int
    quote: str
    rule: str
    confidence: str
    status: str
    polarity: str
    position: int | None = None
    day: str = ""
    part: str = ""
    because: str = ""

    @property
    def affirmed(self) -> bool:
        """Whether the text says so, rather than denying, planning or quoting it."""
        return self.polarity == "affirmed"


@dataclass(frozen=True, slots=True)
class Article:
    """One article with its evidence in the order of the text; `statements` are names by IRI."""

    iri: str
    title: str
    date: str
    publisher: str
    url: str
    source: str
    dateline: str
    sha256: str
    text_file: str
    statements: Mapping[str, str]
    evidence: Sequence[Evidence]

    def affirmed(self, *predicates: str) -> list[Evidence]:
        """The evidence of what the article says with one of these predicates."""
        return [e for e in self.evidence if e.predicate in predicates and e.affirmed]


Said = Mapping[str, Sequence[Term]]
"""What a graph says of one subject: values by IRI of the property."""


def read_entities(source: Source) -> dict[str, Entity]:
    """The entities of the default graph by IRI, in the order of their IRIs."""
    classes: dict[str, set[str]] = defaultdict(set)
    names: dict[str, str] = {}
    for found in source.store.query(_ENTITIES).records():
        if (cls := found["class"].removeprefix(PK)) in _KIND_OF_CLASS:
            classes[found["node"]].add(cls)
            names[found["node"]] = found["name"]
    aliases: dict[str, list[str]] = defaultdict(list)
    values: dict[str, dict[str, str]] = defaultdict(dict)
    for found in source.store.query(_VALUES).records():
        if found["property"] == SKOS + "altLabel":
            aliases[found["node"]].append(found["value"])
        else:
            values[found["node"]][found["property"].removeprefix(PK)] = found["value"]
    return {
        iri: Entity(
            iri, source.key(iri), *_kind_and_class(classes[iri]), names[iri], tuple(sorted(aliases[iri])), values[iri]
        )
        for iri in sorted(names)
    }


def _kind_and_class(classes: set[str]) -> tuple[str, str]:
    """The kind and the most special of the classes: Visit of Event and Visit."""
    cls = min(classes, key=lambda cls: (cls not in EXPLICIT_SUPERCLASS, cls))
    return _KIND_OF_CLASS[cls], cls


def read_articles(source: Source) -> Iterator[Article]:
    """The wanted articles by day of publication, then IRI; raises QueryError for one that is not there."""
    days = {found["a"]: found.get("day", _LAST_DAY) for found in source.store.query(_ARTICLES).records()}
    source.check_found({iri for iri in source.articles if iri not in days})
    for _, iri in sorted((day, iri) for iri, day in days.items() if iri in (source.articles or days)):
        yield _read_article(source.store, iri)


def _read_article(store: Store, iri: str) -> Article:
    graph = _read_graph(store, iri)
    facts = _read_facts(store, iri, graph)
    evidence = [_evidence(node, said, facts) for node, said in graph.items() if PK + "supports" in said]
    about = graph[iri]
    return Article(
        iri,
        title=_text(about, SKOS + "prefLabel"),
        date=_text(about, PK + "datePublished"),
        publisher=_text(about, PK + "publisher"),
        url=_text(about, SCHEMA + "url"),
        source=_text(about, PK + "sourceName"),
        dateline=_text(about, PK + "dateline"),
        sha256=_text(about, PK + "sha256"),
        text_file=_text(about, PK + "textFile"),
        statements=_statement_names(graph),
        evidence=sorted(evidence, key=_place),
    )


def _read_graph(store: Store, iri: str) -> dict[str, dict[str, list[Term]]]:
    """The graph of an article: subject → property → values."""
    graph: dict[str, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for subject, predicate, value in store.query(_GRAPH, {"article": Term.iri(iri)}).rows:
        if subject and predicate and value:
            graph[subject.value][predicate.value].append(value)
    return graph


def _read_facts(store: Store, iri: str, graph: Mapping[str, Said]) -> dict[str, tuple[str, str, Term]]:
    """Subject, predicate and object of every fact that the article supports, by the fact's node.

    Those about the article and its statements stand in its graph, the others in the default graph.
    """
    facts = {
        node: (said[RDF + "subject"][0].value, said[RDF + "predicate"][0].value, said[RDF + "object"][0])
        for node, said in graph.items()
        if RDF + "subject" in said
    }
    for fact, subject, predicate, value in store.query(_FACTS, {"article": Term.iri(iri)}).rows:
        if fact and subject and predicate and value:
            facts[fact.value] = subject.value, predicate.value, value
    return facts


def _evidence(node: str, said: Said, facts: Mapping[str, tuple[str, str, Term]]) -> Evidence:
    fact = _text(said, PK + "supports")
    subject, predicate, value = facts[fact]
    sources = [term.value for term in said[PROV + "wasDerivedFrom"]]
    position = _text(said, PK + "rosterPosition")
    return Evidence(
        node,
        fact,
        subject,
        predicate.removeprefix(PK),
        value,
        start=int(_text(said, PK + "start")),
        end=int(_text(said, PK + "end")),
        quote=_text(said, PK + "quote"),
        rule=_text(said, PK + "rule"),
        confidence=_text(said, PK + "confidence"),
        status=_text(said, PK + "status"),
        polarity=_text(said, PK + "polarity") or "affirmed",
        position=int(position) if position else None,
        day=_text(said, PK + "occurredOn"),
        part=_text(said, PK + "dayPart"),
        because=next((iri for iri in sorted(sources) if "/statement/" in iri), ""),
    )


def _text(said: Said, predicate: str) -> str:
    """The value of a property that has one, "" if it has none."""
    return next((term.value for term in said.get(predicate, ())), "")


def _statement_names(graph: Mapping[str, Said]) -> dict[str, str]:
    typed = Term.iri(PK + "Statement")
    return {
        node: _text(said, SKOS + "prefLabel")
        for node, said in sorted(graph.items())
        if typed in said.get(RDF + "type", ())
    }


def _place(evidence: Evidence) -> tuple[int, int, str, str, Term, str]:
    return evidence.start, evidence.end, evidence.predicate, evidence.subject, evidence.object, evidence.iri
