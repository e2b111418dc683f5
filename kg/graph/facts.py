"""Extractions to quads: each fact once in the default graph, what an article says in the graph of that article."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from pyoxigraph import DefaultGraph, Quad, Triple
from pyoxigraph import Literal as LiteralNode
from pyoxigraph import NamedNode as Node

from kg.graph import vocabulary as v
from kg.graph.iris import DEFAULT_BASE, checked_base, digest_iri, entity_iri
from kg.model.kinds import BY_NAME
from kg.model.records import Article, Datatype, Entity, Evidence, Extraction, Fact, Literal

TYPE = Node(v.RDF + "type")
LABEL = Node(v.RDFS + "label")
PREF_LABEL = Node(v.SKOS + "prefLabel")
ALT_LABEL = Node(v.SKOS + "altLabel")
WAS_DERIVED_FROM = Node(v.PROV + "wasDerivedFrom")
URL = Node(v.SCHEMA + "url")

_LANGUAGES = ("zh", "en")
_EVIDENCE_DIGITS = 32
# The attribute that gives a theme the IRI of its thesaurus concept; it names the node and is no property.
_CONCEPT = "concept"

GraphName = Node | DefaultGraph
Object = Node | LiteralNode


def pk(name: str) -> Node:
    """The node of a class or property of the ontology: `pk("holdsPost")`."""
    return Node(v.PK + name)


def literal(value: str, datatype: Datatype | str = "string") -> LiteralNode:
    """An RDF literal that every store keeps: `zh`/`en` become language tags, the rest XSD datatypes.

    Integers lose sign and leading zeros, decimals trailing zeros (`0.90` → `0.9`).
    """
    if datatype in _LANGUAGES:
        return LiteralNode(value, language=datatype)
    if datatype == "string":
        return LiteralNode(value)
    return LiteralNode(_canonical(value, datatype), datatype=Node(v.XSD + datatype))


def _canonical(value: str, datatype: str) -> str:
    if datatype == "integer":
        return str(int(value))
    if datatype == "decimal":
        digits = format(Decimal(value), "f")
        return digits.rstrip("0").rstrip(".") if "." in digits else digits
    return value


def fact_iri(subject: str, predicate: str, object_: str, base: str = DEFAULT_BASE) -> str:
    """The node of a fact: `fact/` and the SHA-256 of its canonical N-Triples line (`<s> <p> <o> .`, no line end).

    The three terms come as N-Triples writes them, which is what `str` makes of them.
    """
    return digest_iri("fact", f"{subject} {predicate} {object_} .", base)


@dataclass(frozen=True, slots=True)
class _Names:
    """Nodes of entity keys below `base`; `concepts` are the keys that have an IRI of their own."""

    base: str
    concepts: Mapping[str, str]

    def __getitem__(self, key: str) -> Node:
        return Node(self.concepts.get(key) or entity_iri(key, self.base))


def _names(entities: Iterable[Entity], base: str) -> _Names:
    concepts = {e.key: value.value for e in entities for name, value in e.attributes if name == _CONCEPT}
    return _Names(base, concepts)


def graph_quads(extractions: Iterable[Extraction], base: str = DEFAULT_BASE) -> list[Quad]:
    """All quads of the extractions, each once, sorted by their N-Quads text.

    The order of the extractions does not matter. An entity that several articles name differently is labelled by
    the name that most of them use (of equals, the first in code point order), the others become altLabels.
    Raises KgError where `base` is not a base IRI.
    """
    checked_base(base)
    quads: set[Quad] = set()
    described: dict[str, list[Entity]] = defaultdict(list)
    for extraction in extractions:
        names = _names(extraction.entities, base)
        quads.update(_article_quads(extraction, names))
        for entity in extraction.entities:
            if BY_NAME[entity.kind].home == "default":
                described[names[entity.key].value].append(entity)
    for iri, entities in described.items():
        quads.update(_entity_quads(Node(iri), entities, DefaultGraph()))
    return sorted(quads, key=str)


def _article_quads(extraction: Extraction, names: _Names) -> Iterator[Quad]:
    """Everything one article says, but the descriptions of entities at home in the default graph."""
    article, graph = extraction.article, names[extraction.article.key]
    at_home = {e.key for e in extraction.entities if BY_NAME[e.kind].home == "article"} | {article.key}
    yield from (Quad(graph, predicate, value, graph) for predicate, value in article_metadata(article))
    for entity in extraction.entities:
        if entity.key in at_home:
            yield from _entity_quads(names[entity.key], [entity], graph)
    positions = roster_positions(extraction)
    for fact in extraction.facts:
        yield from _fact_quads(fact, names, graph, fact.subject in at_home, positions.get(fact))


def article_metadata(article: Article) -> Iterator[tuple[Node, Object]]:
    title = literal(article.title or article.name or article.key, "zh")
    yield TYPE, pk("Article")
    yield LABEL, title
    yield PREF_LABEL, title
    yield pk("sha256"), literal(article.sha256)
    yield pk("textFile"), literal(text_file(article))
    if article.date:
        yield pk("datePublished"), literal(article.date, "date")
    if article.url:
        yield URL, literal(article.url, "anyURI")
    for name, value in (("dateline", article.dateline), ("publisher", article.publisher), ("sourceName", article.name)):
        if value:
            yield pk(name), literal(value)


def text_file(article: Article) -> str:
    """Where a built folder keeps the article's text: `texts/<first 16 digits of its SHA-256>.txt`."""
    return f"texts/{article.sha256[:16]}.txt"


def _entity_quads(node: Node, entities: list[Entity], graph: GraphName) -> Iterator[Quad]:
    """One description of `node` from all that articles say of it."""
    counts = Counter(entity.name for entity in entities)
    name = min(counts, key=lambda text: (-counts[text], text))
    aliases = {alias for entity in entities for alias in (entity.name, *entity.aliases)} - {name, ""}
    for cls in {entity.cls for entity in entities}:
        yield Quad(node, TYPE, pk(cls), graph)
        if cls in v.EXPLICIT_SUPERCLASS:
            yield Quad(node, TYPE, Node(v.EXPLICIT_SUPERCLASS[cls]), graph)
    yield Quad(node, LABEL, literal(name, "zh"), graph)
    yield Quad(node, PREF_LABEL, literal(name, "zh"), graph)
    for alias in aliases:
        yield Quad(node, ALT_LABEL, literal(alias, "zh"), graph)
    for entity in entities:
        for attribute, value in entity.attributes:
            if attribute != _CONCEPT:
                yield Quad(node, pk(attribute), literal(value.value, value.datatype), graph)


def _fact_quads(fact: Fact, names: _Names, article: Node, at_home: bool, position: int | None) -> Iterator[Quad]:
    """The plain triple (of affirmed facts), the fact's node, and its evidence in the article's graph."""
    triple = _triple(fact, names)
    home: GraphName = article if at_home else DefaultGraph()
    node = Node(fact_iri(str(triple.subject), str(triple.predicate), str(triple.object), names.base))
    if fact.polarity == "affirmed":
        yield Quad(triple.subject, triple.predicate, triple.object, home)
    yield Quad(node, TYPE, pk("Fact"), home)
    yield Quad(node, Node(v.RDF + "subject"), triple.subject, home)
    yield Quad(node, Node(v.RDF + "predicate"), triple.predicate, home)
    yield Quad(node, Node(v.RDF + "object"), triple.object, home)
    because = names[fact.because] if fact.because else None
    for evidence in fact.evidence:
        about = _evidence(evidence, fact, node, article, because, position)
        identity = "\n".join(f"{predicate} {value}" for predicate, value in about)
        iri = Node(digest_iri("evidence", identity, names.base, _EVIDENCE_DIGITS))
        yield from (Quad(iri, predicate, value, article) for predicate, value in about)


def _triple(fact: Fact, names: _Names) -> Triple:
    if isinstance(fact.object, Literal):
        return Triple(names[fact.subject], pk(fact.predicate), literal(fact.object.value, fact.object.datatype))
    return Triple(names[fact.subject], pk(fact.predicate), names[fact.object])


def _evidence(
    evidence: Evidence, fact: Fact, node: Node, article: Node, because: Node | None, position: int | None
) -> list[tuple[Node, Object]]:
    about: list[tuple[Node, Object]] = [
        (TYPE, pk("Evidence")),
        (pk("supports"), node),
        (WAS_DERIVED_FROM, article),
        (pk("start"), literal(str(evidence.start), "integer")),
        (pk("end"), literal(str(evidence.end), "integer")),
        (pk("quote"), literal(evidence.quote)),
        (pk("rule"), literal(evidence.rule)),
        (pk("confidence"), literal(repr(evidence.confidence), "decimal")),
        (pk("status"), literal(fact.status)),
    ]
    if because:
        about.append((WAS_DERIVED_FROM, because))
    if fact.polarity != "affirmed":
        about.append((pk("polarity"), literal(fact.polarity)))
    if position is not None:
        about.append((pk("rosterPosition"), literal(str(position), "integer")))
    if evidence.date:
        about.append((pk("occurredOn"), literal(evidence.date, _day_datatype(evidence.date))))
    if evidence.part:
        about.append((pk("dayPart"), literal(evidence.part)))
    return about


def _day_datatype(day: str) -> Datatype:
    """`2023-05-11` is a date; `--05-11`, whose year is open, a gMonthDay."""
    return "gMonthDay" if day.startswith("--") else "date"


def roster_positions(extraction: Extraction) -> dict[Fact, int]:
    """Place (1, 2, …) of each affirmed `attended` fact in its event's attendance list.

    The order is that of the names in the text; a headline, which names a few only, counts where the body is silent.
    """
    body = _body_start(extraction.article)
    named: dict[str, list[int]] = defaultdict(list)
    for mention in extraction.mentions:
        named[mention.key].append(mention.start)
    rosters: dict[str | Literal, list[Fact]] = defaultdict(list)
    for fact in extraction.facts:
        if fact.predicate == "attended" and fact.polarity == "affirmed" and fact.evidence:
            rosters[fact.object].append(fact)

    def first_place(fact: Fact) -> tuple[bool, int, str]:
        places = (_name_within(evidence, named[fact.subject]) for evidence in fact.evidence)
        in_headline, start = min((place < body, place) for place in places)
        return in_headline, start, fact.subject

    return {
        fact: position
        for roster in rosters.values()
        for position, fact in enumerate(sorted(roster, key=first_place), start=1)
    }


def _name_within(evidence: Evidence, starts: list[int]) -> int:
    """Where the name stands inside the evidence; where the evidence begins if the name is not in it."""
    return min((start for start in starts if evidence.start <= start < evidence.end), default=evidence.start)


def _body_start(article: Article) -> int:
    """Where the body begins, in characters of `Article.text`."""
    return article.offsets[article.headline] if 0 < article.headline < len(article.clean) else 0
