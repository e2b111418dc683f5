"""Extractions to N-Quads text, straight from the records: what a corpus is written with.

The lines are those of `kg.graph.facts.graph_quads`, character for character; making them as text costs a fifth of
making them as RDF terms. What articles share (facts and entities of the default graph) is kept as small rows, so that
any set of articles can be merged without reading them again.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal as LiteralNode
from pyoxigraph import Quad, RdfFormat, parse

from kg.graph import vocabulary as v
from kg.graph.facts import article_metadata, literal, roster_positions
from kg.graph.iris import DEFAULT_BASE, entity_iri
from kg.model.kinds import BY_NAME
from kg.model.records import Article, Datatype, Entity, Evidence, Extraction, Fact, Literal

# What cannot stand in a literal as it is; rare enough to leave it to pyoxigraph.
_SPECIAL = re.compile('[\x00-\x1f\x7f"\\\\\ufdd0-\ufdef\ufffe\uffff\U0001fffe-\U0010ffff]')
_EVIDENCE_DIGITS = 32
_CONCEPT = "concept"

_TYPE = f"<{v.RDF}type>"
_LABEL = f"<{v.RDFS}label>"
_PREF_LABEL = f"<{v.SKOS}prefLabel>"
_ALT_LABEL = f"<{v.SKOS}altLabel>"
_DERIVED = f"<{v.PROV}wasDerivedFrom>"
_FACT = f"{_TYPE} <{v.PK}Fact>"
_EVIDENCE = f"{_TYPE} <{v.PK}Evidence>"
_SUBJECT, _PREDICATE, _OBJECT = (f"<{v.RDF}{part}>" for part in ("subject", "predicate", "object"))
_INTEGER = f"^^<{v.XSD}integer>"
DEFAULT_GRAPH = " .\n"
"""The end of a line of the default graph."""

Attribute = tuple[str, str]
Description = tuple[str, str, str, tuple[str, ...], tuple[Attribute, ...]]
"""Of an entity by one article: kind, class, name, aliases, attributes as predicate and object in N-Triples."""


def _pk(name: str) -> str:
    return f"<{v.PK}{name}>"


@dataclass(frozen=True, slots=True, order=True)
class SharedFact:
    """A fact of the default graph: its terms in N-Triples and whether a plain triple states it (it is affirmed)."""

    subject: str
    predicate: str
    object: str
    stated: bool


@dataclass(frozen=True, slots=True)
class ArticleGraph:
    """What one article contributes: `lines` of its own graph `iri`, sorted, and what it shares with others.

    `described` gives for each shared entity's IRI what the article says of it.
    """

    iri: str
    lines: tuple[str, ...]
    facts: tuple[SharedFact, ...]
    described: tuple[tuple[str, Description], ...]


def article_graph(extraction: Extraction, base: str = DEFAULT_BASE) -> ArticleGraph:
    """The contribution of one article to the graph below `base`; depends on nothing else."""
    return _Writer(extraction, base).write()


def own_keys(extraction: Extraction) -> set[str]:
    """The keys of the entities that the article's own graph describes, the article itself among them."""
    return {e.key for e in extraction.entities if BY_NAME[e.kind].home == "article"} | {extraction.article.key}


def fact_lines(fact: SharedFact, base: str) -> Iterator[str]:
    """The lines of a shared fact."""
    return _fact_lines(fact, fact_node(fact, base), DEFAULT_GRAPH)


def fact_node(fact: SharedFact, base: str) -> str:
    """The node of a fact in N-Triples: `<…fact/SHA-256 of its triple>`."""
    text = f"{fact.subject} {fact.predicate} {fact.object} ."
    return f"<{base}fact/{hashlib.sha256(text.encode()).hexdigest()}>"


def _fact_lines(fact: SharedFact, node: str, end: str) -> Iterator[str]:
    if fact.stated:
        yield f"{fact.subject} {fact.predicate} {fact.object}{end}"
    yield f"{node} {_FACT}{end}"
    yield f"{node} {_SUBJECT} {fact.subject}{end}"
    yield f"{node} {_PREDICATE} {fact.predicate}{end}"
    yield f"{node} {_OBJECT} {fact.object}{end}"


def entity_lines(iri: str, descriptions: Mapping[Description, int], end: str = DEFAULT_GRAPH) -> set[str]:
    """The lines that describe an entity from what articles say of it, each with the number of articles that say so.

    The label is the name that most of them use, of equals the first in code point order; the others are altLabels.
    """
    counts: Counter[str] = Counter()
    for (_, _, name, _, _), articles in descriptions.items():
        counts[name] += articles
    label = min(counts, key=lambda text: (-counts[text], text))
    aliases = {alias for _, _, name, others, _ in descriptions for alias in (name, *others)} - {label, ""}
    shown = literal_text(label, "zh")
    about = {f"{_LABEL} {shown}", f"{_PREF_LABEL} {shown}"}
    about.update(f"{_ALT_LABEL} {literal_text(alias, 'zh')}" for alias in aliases)
    for _, cls, _, _, attributes in descriptions:
        about.add(f"{_TYPE} {_pk(cls)}")
        if cls in v.EXPLICIT_SUPERCLASS:
            about.add(f"{_TYPE} <{v.EXPLICIT_SUPERCLASS[cls]}>")
        about.update(f"{predicate} {value}" for predicate, value in attributes)
    return {f"<{iri}> {said}{end}" for said in about}


def literal_text(value: str, datatype: Datatype = "string") -> str:
    """A literal as canonical N-Triples: `"河北省"@zh`."""
    if datatype in ("zh", "en"):
        return f"{_quoted(value)}@{datatype}"
    return _quoted(value) if datatype == "string" else str(literal(value, datatype))


def _quoted(value: str) -> str:
    return str(LiteralNode(value)) if _SPECIAL.search(value) else f'"{value}"'


class _Writer:
    """The lines of one article while they are collected."""

    def __init__(self, extraction: Extraction, base: str) -> None:
        self.extraction, self.base = extraction, base
        concepts = {e.key: value.value for e in extraction.entities for name, value in e.attributes if name == _CONCEPT}
        self._node = _cached(lambda key: f"<{concepts.get(key) or entity_iri(key, base)}>")
        self._text = _cached(_quoted)
        self._decimal = _cached(lambda number: str(literal(repr(number), "decimal")))
        self.article = self._node(extraction.article.key)
        self.end = f" {self.article} .\n"
        self.lines: set[str] = set()
        self.shared: set[SharedFact] = set()

    def write(self) -> ArticleGraph:
        entities = self.extraction.entities
        own = own_keys(self.extraction)
        self._write_metadata(self.extraction.article)
        for entity in entities:
            if entity.key in own:
                self.lines |= entity_lines(self._node(entity.key)[1:-1], {_description(entity): 1}, self.end)
        positions = roster_positions(self.extraction)
        for fact in self.extraction.facts:
            self._write_fact(fact, own, positions.get(fact))
        described = tuple((self._node(e.key)[1:-1], _description(e)) for e in entities if e.key not in own)
        return ArticleGraph(self.article[1:-1], tuple(sorted(self.lines)), tuple(sorted(self.shared)), described)

    def _write_metadata(self, article: Article) -> None:
        for predicate, value in article_metadata(article):
            self.lines.add(f"{self.article} {predicate} {value}{self.end}")

    def _write_fact(self, fact: Fact, own: set[str], position: int | None) -> None:
        shared = SharedFact(
            self._node(fact.subject), _pk(fact.predicate), self._object(fact.object), fact.polarity == "affirmed"
        )
        node = fact_node(shared, self.base)
        if fact.subject in own:
            self.lines.update(_fact_lines(shared, node, self.end))
        else:
            self.shared.add(shared)
        before, after = self._said_of_all(fact, node, position)
        for evidence in fact.evidence:
            self._write_evidence([*before, *self._evidence(evidence, fact), *after, *_when(evidence)])

    def _object(self, value: str | Literal) -> str:
        return literal_text(value.value, value.datatype) if isinstance(value, Literal) else self._node(value)

    def _said_of_all(self, fact: Fact, node: str, position: int | None) -> tuple[list[str], list[str]]:
        """What every evidence of a fact says, before and after what is its own."""
        before = [_EVIDENCE, f"{_pk('supports')} {node}", f"{_DERIVED} {self.article}"]
        after = [f"{_pk('status')} {self._text(fact.status)}"]
        if fact.because:
            after.append(f"{_DERIVED} {self._node(fact.because)}")
        if fact.polarity != "affirmed":
            after.append(f"{_pk('polarity')} {self._text(fact.polarity)}")
        if position is not None:
            after.append(f'{_pk("rosterPosition")} "{position}"{_INTEGER}')
        return before, after

    def _evidence(self, evidence: Evidence, fact: Fact) -> tuple[str, ...]:
        return (
            f'<{v.PK}start> "{evidence.start}"{_INTEGER}',
            f'<{v.PK}end> "{evidence.end}"{_INTEGER}',
            f"<{v.PK}quote> {self._text(evidence.quote)}",
            f"<{v.PK}rule> {self._text(evidence.rule)}",
            f"<{v.PK}confidence> {self._decimal(evidence.confidence)}",
        )

    def _write_evidence(self, about: list[str]) -> None:
        digest = hashlib.sha256("\n".join(about).encode()).hexdigest()[:_EVIDENCE_DIGITS]
        start = f"<{self.base}evidence/{digest}> "
        self.lines.update([f"{start}{said}{self.end}" for said in about])


def _when(evidence: Evidence) -> Iterator[str]:
    if evidence.date:
        datatype: Datatype = "gMonthDay" if evidence.date.startswith("--") else "date"
        yield f"{_pk('occurredOn')} {literal_text(evidence.date, datatype)}"
    if evidence.part:
        yield f"{_pk('dayPart')} {literal_text(evidence.part)}"


def _description(entity: Entity) -> Description:
    attributes = (
        (_pk(name), literal_text(value.value, value.datatype)) for name, value in entity.attributes if name != _CONCEPT
    )
    return entity.kind, entity.cls, entity.name, tuple(entity.aliases), tuple(sorted(attributes))


def _cached(function: Callable[..., str]) -> Callable[..., str]:
    known: dict[object, str] = {}

    def look_up(key: object) -> str:
        found = known.get(key)
        if found is None:
            found = known[key] = function(key)
        return found

    return look_up


def merged_lines(graphs: Iterable[ArticleGraph], base: str = DEFAULT_BASE) -> list[str]:
    """All lines of the articles together, each once, sorted."""
    lines: set[str] = set()
    described: dict[str, Counter[Description]] = defaultdict(Counter)
    for graph in graphs:
        lines.update(graph.lines)
        lines.update(line for fact in graph.facts for line in fact_lines(fact, base))
        for iri, description in graph.described:
            described[iri][description] += 1
    for iri, descriptions in described.items():
        lines |= entity_lines(iri, descriptions)
    return sorted(lines)


def parsed(text: str) -> Iterator[Quad]:
    """The quads of N-Quads text."""
    return parse(text, format=RdfFormat.N_QUADS)
