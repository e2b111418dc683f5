"""Every evidence of a built folder checked again, against the text it was read from."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pyoxigraph as ox

from kg.errors import StoreError
from kg.graph.facts import fact_iri
from kg.graph.folder import NQUADS
from kg.graph.vocabulary import PK, PROV, RDF
from kg.query.stores import folder_base

# Only such a path is opened, whatever the graph says.
_TEXT_FILE = re.compile(r"texts/[0-9a-f]{16}\.txt")

Values = Mapping[str, list[Any]]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something that does not hold: at which node (its path below the base), and what."""

    where: str
    found: str

    def __str__(self) -> str:
        return f"{self.where} · {self.found}"


@dataclass(frozen=True, slots=True)
class Report:
    """What `check_evidence` looked at, and the problems it met, sorted."""

    articles: int
    facts: int
    evidence: int
    problems: tuple[Problem, ...]

    @property
    def holds(self) -> bool:
        """True if nothing is wrong."""
        return not self.problems


@dataclass(slots=True)
class _Graph:
    """The quads of a folder, arranged for checking."""

    base: str
    triples: set[tuple[str, str, str]] = field(default_factory=set)
    nodes: dict[tuple[str, str], dict[str, list[Any]]] = field(default_factory=dict)
    by_class: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))

    def add(self, subject: Any, predicate: Any, value: Any, graph: Any) -> None:
        place = (getattr(graph, "value", ""), subject.value)
        self.nodes.setdefault(place, {}).setdefault(predicate.value, []).append(value)
        self.triples.add((str(subject), str(predicate), str(value)))
        if predicate.value == RDF + "type" and value.value.startswith(PK):
            self.by_class[value.value.removeprefix(PK)].append(place)

    def short(self, iri: str) -> str:
        return unquote(iri.removeprefix(self.base))


def check_evidence(folder: Path) -> Report:
    """The report on a built folder: every quote, hash and fact checked again.

    For each evidence the article's text must be there with its SHA-256, hold exactly the quote between start and end
    (characters of the text as read), and the supported fact must exist, under the IRI that its triple gives, with its
    plain triple unless the evidence has a polarity. Each fact must have evidence, each triple of the vocabulary
    between two nodes a fact. Raises StoreError where the folder has no readable graph.
    """
    graph = _read_graph(folder)
    problems = [
        *_article_problems(graph, folder),
        *_evidence_problems(graph, folder),
        *_fact_problems(graph),
    ]
    articles, facts, evidence = (len(set(graph.by_class[name])) for name in ("Article", "Fact", "Evidence"))
    return Report(articles, facts, evidence, tuple(sorted(set(problems))))


def _read_graph(folder: Path) -> _Graph:
    graph = _Graph(folder_base(folder))
    try:
        for quad in ox.parse(path=folder / NQUADS, format=ox.RdfFormat.N_QUADS):
            graph.add(*quad)
    except (OSError, SyntaxError) as error:
        raise StoreError(
            str(folder / NQUADS), str(error), "a graph written by kg build", "run kg build first"
        ) from error
    return graph


def _article_problems(graph: _Graph, folder: Path) -> Iterator[Problem]:
    for place in graph.by_class["Article"]:
        where, said = graph.short(place[1]), graph.nodes[place]
        if place[0] != place[1]:
            yield Problem(where, f"described in the graph {graph.short(place[0]) or 'default'}, not in its own")
        name, text = _first(said, PK + "textFile"), _text(said, folder)
        if text is None:
            yield Problem(where, f"no readable text at {name or '(no file is named)'}")
        elif hashlib.sha256(text.encode()).hexdigest() != _first(said, PK + "sha256"):
            yield Problem(where, f"{name} is not the text that was read: its SHA-256 differs")


def _text(article: Values, folder: Path) -> str | None:
    name = _first(article, PK + "textFile")
    if not _TEXT_FILE.fullmatch(name):
        return None
    try:
        return (folder / name).read_bytes().decode()
    except (OSError, UnicodeDecodeError):
        return None


def _evidence_problems(graph: _Graph, folder: Path) -> Iterator[Problem]:
    facts = {place[1]: place for place in graph.by_class["Fact"]}
    texts: dict[str, str | None] = {}
    for place in graph.by_class["Evidence"]:
        article, said = place[0], graph.nodes[place]
        if article not in texts:
            texts[article] = _text(graph.nodes.get((article, article), {}), folder)
        for found in (
            *_source_problems(graph, article, said),
            *_quote_problems(texts[article], said),
            *_support_problems(graph, facts, said),
        ):
            yield Problem(f"{graph.short(article)} · {graph.short(place[1])}", found)


def _source_problems(graph: _Graph, article: str, said: Values) -> Iterator[str]:
    sources = {source.value for source in said.get(PROV + "wasDerivedFrom", ())}
    if (article, article) not in graph.nodes:
        yield "its article is not described"
    if article not in sources:
        yield "is not derived from the article in whose graph it stands"
    for source in sorted(sources - {article}):
        if (article, source) not in graph.nodes:
            yield f"derived from {graph.short(source)}, which the article does not have"


def _quote_problems(text: str | None, said: Values) -> Iterator[str]:
    if text is None:
        return  # reported once, at the article
    start, end, quote = (_first(said, PK + name) for name in ("start", "end", "quote"))
    if not (start.isdecimal() and end.isdecimal() and int(start) < int(end)):
        yield f"start {start!r} and end {end!r} are no span"
    elif text[int(start) : int(end)] != quote:
        yield f"characters {start}–{end} are {text[int(start) : int(end)]!r}, the quote is {quote!r}"


def _support_problems(graph: _Graph, facts: Mapping[str, tuple[str, str]], said: Values) -> Iterator[str]:
    supported = _first(said, PK + "supports")
    if supported not in facts:
        yield f"supports {graph.short(supported) or 'nothing'}, which is no fact here"
        return
    triple = _stated(graph.nodes[facts[supported]])
    if triple and PK + "polarity" not in said and triple not in graph.triples:
        yield f"affirms {graph.short(supported)}, whose triple is missing"


def _stated(fact: Values) -> tuple[str, str, str] | None:
    """The triple of a fact node, or None where it is incomplete."""
    terms = [fact.get(RDF + part, []) for part in ("subject", "predicate", "object")]
    return (str(terms[0][0]), str(terms[1][0]), str(terms[2][0])) if all(terms) else None


def _fact_problems(graph: _Graph) -> Iterator[Problem]:
    supported = {_first(graph.nodes[place], PK + "supports") for place in graph.by_class["Evidence"]}
    stated = set()
    for place in graph.by_class["Fact"]:
        where, said = graph.short(place[1]), graph.nodes[place]
        triple = _stated(said)
        if triple is None:
            yield Problem(where, "subject, predicate or object is missing")
            continue
        stated.add(triple)
        if fact_iri(*triple, graph.base) != place[1]:
            yield Problem(where, f"is not the IRI of {' '.join(triple)}")
        if place[1] not in supported:
            yield Problem(where, "has no evidence")
    for subject_, predicate_, object_ in graph.triples - stated:
        relation = predicate_.startswith(f"<{PK}") and object_.startswith("<") and predicate_ != f"<{PK}supports>"
        if relation:
            yield Problem(graph.short(subject_.strip("<>")), f"{predicate_} {object_} has no fact")


def _first(said: Values, predicate: str) -> str:
    values = said.get(predicate)
    return values[0].value if values else ""
