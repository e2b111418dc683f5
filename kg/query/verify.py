"""Every evidence of a built folder checked again, against the text it was read from."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cache, partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pyoxigraph as ox

from kg.errors import StoreError
from kg.graph.coverage import coverage_graph
from kg.graph.facts import fact_iri
from kg.graph.folder import NQUADS
from kg.graph.store import open_embedded
from kg.graph.vocabulary import PK, PROV, RDF
from kg.query.stores import folder_base, store_folder

# Only such a path is opened, whatever the graph says.
_TEXT_FILE = re.compile(r"texts/[0-9a-f]{16}\.txt")

# What only evidence says: no fact has such a predicate, so these triples need not be remembered as stated.
_OF_EVIDENCE = frozenset(
    PK + name for name in ("supports", "start", "end", "quote", "rule", "confidence", "status", "polarity")
)  # fmt: skip
_SLICE = 32
"""Articles checked at a time."""
_SHOWN = 1000
"""Problems that a report of a corpus lists; it ends at the first articles that have any."""

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
        if predicate.value not in _OF_EVIDENCE:
            self.triples.add((str(subject), str(predicate), str(value)))
        if predicate.value == RDF + "type" and value.value.startswith(PK):
            self.by_class[value.value.removeprefix(PK)].append(place)

    def short(self, iri: str) -> str:
        return unquote(iri.removeprefix(self.base))


def check_evidence(
    folder: Path, workers: int = 1, on_progress: Callable[[int, int], None] = lambda done, total: None
) -> Report:
    """The report on a built folder: every quote, hash and fact checked again.

    For each evidence the article's text must be there with its SHA-256, hold exactly the quote between start and end
    (characters of the text as read), and the supported fact must exist, under the IRI that its triple gives, with its
    plain triple unless the evidence has a polarity. Each fact must have evidence, each triple of the vocabulary
    between two nodes a fact. Raises StoreError where the folder has no readable graph.

    A corpus is checked article by article, by so many `workers` (processes); its check ends with the first articles
    that have problems, and the facts that articles share are looked at only when no article has any. `on_progress`
    hears how many articles of how many are done.
    """
    if store_folder(folder).is_dir():
        return _check_store(folder, workers, on_progress)
    graph = _read_graph(folder)
    problems = [
        *_article_problems(graph, folder),
        *_evidence_problems(graph, folder),
        *_fact_problems(graph),
    ]
    articles, facts, evidence = (len(set(graph.by_class[name])) for name in ("Article", "Fact", "Evidence"))
    return Report(articles, facts, evidence, tuple(sorted(set(problems))))


@dataclass(frozen=True, slots=True)
class _Checked:
    """What a slice of articles came to: own facts and evidence counted, the shared facts that it supports."""

    articles: int
    facts: int
    evidence: int
    supported: frozenset[str]
    problems: frozenset[Problem]


def _check_store(folder: Path, workers: int, on_progress: Callable[[int, int], None]) -> Report:
    _opened.cache_clear()  # the folder may hold another store than when this process last checked it
    store = open_embedded(store_folder(folder))
    articles = sorted({graph.value for graph in store.named_graphs()} - {coverage_graph(folder_base(folder))})
    slices = [articles[i : i + _SLICE] for i in range(0, len(articles), _SLICE)]
    done: list[_Checked] = []
    supported: set[str] = set()
    for checked in _each_slice(partial(_check_articles, folder), slices, workers):
        done.append(checked)
        supported |= checked.supported
        on_progress(sum(each.articles for each in done), len(articles))
        if checked.problems:
            break
    problems = [problem for checked in done for problem in checked.problems]
    facts, found = _check_shared(store, folder_base(folder), supported) if not problems else (len(supported), [])
    return Report(
        sum(checked.articles for checked in done),
        facts + sum(checked.facts for checked in done),
        sum(checked.evidence for checked in done),
        tuple(sorted({*problems, *found})[:_SHOWN]),
    )


def _each_slice(
    check: Callable[[Sequence[str]], _Checked], slices: Sequence[Sequence[str]], workers: int
) -> Iterator[_Checked]:
    if workers == 1 or len(slices) == 1:
        yield from map(check, slices)
        return
    with _pool(min(workers, len(slices))) as pool:
        try:
            yield from pool.map(check, slices)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _pool(workers: int) -> Executor:
    return ProcessPoolExecutor(workers, get_context("spawn"))


@cache
def _opened(folder: Path) -> tuple[ox.Store, str]:
    """The store of a folder and its base, opened once by each process."""
    return open_embedded(store_folder(folder)), folder_base(folder)


def _check_articles(folder: Path, articles: Sequence[str]) -> _Checked:
    store, base = _opened(folder)
    facts = evidence = 0
    supported: set[str] = set()
    problems: set[Problem] = set()
    for article in articles:
        graph, shared = _article_graph(store, base, article)
        problems.update(_article_problems(graph, folder), _evidence_problems(graph, folder), _fact_problems(graph))
        if not graph.by_class["Article"]:
            problems.add(Problem(graph.short(article), "its graph does not describe it"))
        facts += len(set(graph.by_class["Fact"])) - len(shared)
        evidence += len(set(graph.by_class["Evidence"]))
        supported |= shared
    return _Checked(len(articles), facts, evidence, frozenset(supported), frozenset(problems))


def _article_graph(store: ox.Store, base: str, article: str) -> tuple[_Graph, set[str]]:
    """An article's graph with the shared facts that it supports, and the IRIs of these."""
    graph = _Graph(base)
    for quad in store.quads_for_pattern(None, None, None, ox.NamedNode(article)):
        graph.add(*quad)
    own = {place[1] for place in graph.by_class["Fact"]}
    shared: set[str] = set()
    for place in graph.by_class["Evidence"]:
        fact = _first(graph.nodes[place], PK + "supports")
        if fact and fact not in own and fact not in shared and _add_fact(graph, store, fact):
            shared.add(fact)
    return graph, shared


def _add_fact(graph: _Graph, store: ox.Store, fact: str) -> bool:
    """Adds what the default graph says of a fact, and its plain triple; whether there is such a fact."""
    found = False
    for quad in store.quads_for_pattern(ox.NamedNode(fact), None, None, ox.DefaultGraph()):
        graph.add(*quad)
        found = True
    parts = [graph.nodes.get(("", fact), {}).get(RDF + part, []) for part in ("subject", "predicate", "object")]
    if all(parts):
        triple = ox.Quad(parts[0][0], parts[1][0], parts[2][0])
        if triple in store:
            graph.triples.add((str(triple.subject), str(triple.predicate), str(triple.object)))
    return found


def _check_shared(store: ox.Store, base: str, supported: set[str]) -> tuple[int, list[Problem]]:
    """How many facts the default graph has, and those without evidence, and its triples without a fact."""
    graph = _Graph(base)
    kind = ox.NamedNode(RDF + "type"), ox.NamedNode(PK + "Fact")
    facts = {str(quad.subject)[1:-1] for quad in store.quads_for_pattern(None, *kind, ox.DefaultGraph())}
    problems = [Problem(graph.short(fact), "has no evidence") for fact in facts - supported]
    for quad in store.quads_for_pattern(None, None, None, ox.DefaultGraph()):
        relation = quad.predicate.value.startswith(PK) and isinstance(quad.object, ox.NamedNode)
        if relation and fact_iri(str(quad.subject), str(quad.predicate), str(quad.object), base) not in facts:
            problems.append(
                Problem(graph.short(str(quad.subject)[1:-1]), f"{quad.predicate} {quad.object} has no fact")
            )
    return len(facts), problems


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
