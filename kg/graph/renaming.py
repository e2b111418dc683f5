"""An article's graph with other IRIs for what it names: facts get those of their triples, evidence stays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kg.graph import vocabulary as v
from kg.graph.nquads import SharedFact, fact_node

_PARTS = (f"<{v.RDF}subject>", f"<{v.RDF}predicate>", f"<{v.RDF}object>")


def renamed(fact: SharedFact, iris: Mapping[str, str]) -> SharedFact:
    """The fact about the new IRIs; `iris` maps terms in N-Triples (`<https://…>`)."""
    return SharedFact(
        iris.get(fact.subject, fact.subject), fact.predicate, iris.get(fact.object, fact.object), fact.stated
    )


def renamed_graph(text: str, shared: Iterable[SharedFact], iris: Mapping[str, str], base: str) -> str:
    """The lines of an article's graph with the new IRIs, sorted, each once.

    `shared` are the facts of the default graph that the article supports, as they were before. The IRI of an evidence
    comes from the article as it was read and stays, whoever is who.
    """
    lines = text.splitlines(keepends=True)
    nodes = _changed_nodes([*shared, *_own_facts(lines)], iris, base)
    terms = {**iris, **nodes}
    return "".join(sorted({_renamed_line(line, terms) for line in lines}))


def _changed_nodes(facts: Iterable[SharedFact], iris: Mapping[str, str], base: str) -> dict[str, str]:
    nodes: dict[str, str] = {}
    for fact in facts:
        new = renamed(fact, iris)
        if new != fact:
            nodes[fact_node(fact, base)] = fact_node(new, base)
    return nodes


def _own_facts(lines: Iterable[str]) -> Iterator[SharedFact]:
    """The facts that the graph itself describes."""
    found: dict[str, dict[str, str]] = {}
    for line in lines:
        subject, predicate, rest = line.split(" ", 2)
        if predicate in _PARTS:
            found.setdefault(subject, {})[predicate] = _object(rest)
    for parts in found.values():
        subject, predicate, object_ = (parts[part] for part in _PARTS)
        yield SharedFact(subject, predicate, object_, True)


def _object(rest: str) -> str:
    """The object of a line whose rest is `object graph .`; the graph is an IRI without spaces."""
    return rest.rsplit(" ", 2)[0]


def _renamed_line(line: str, terms: Mapping[str, str]) -> str:
    subject, predicate, rest = line.split(" ", 2)
    object_ = _object(rest)
    return f"{terms.get(subject, subject)} {predicate} {terms.get(object_, object_)}{rest[len(object_) :]}"
