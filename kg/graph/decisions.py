"""Who is who as N-Quads: each decision a node of the default graph, its outcome owl:sameAs or owl:differentFrom."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from kg.graph import vocabulary as v
from kg.graph.iris import digest_iri, entity_iri
from kg.graph.nquads import DEFAULT_GRAPH, literal_text
from kg.resolve.records import Decision

SAME, DIFFERENT = f"<{v.OWL}sameAs>", f"<{v.OWL}differentFrom>"


def term_of(key: str, base: str) -> str:
    """A key as N-Triples; concepts of the thesaurus have an IRI of their own, which is their key."""
    return f"<{key if '://' in key else entity_iri(key, base)}>"


def decision_groups(
    decisions: Iterable[Decision], home: Mapping[str, str], base: str
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The lines of the decisions in groups with a name each, sorted by it.

    A key that another stands for is `owl:sameAs` it; two that are apart are `owl:differentFrom` each other. An open
    pair has its node only.
    """

    def term(key: str) -> str:
        return term_of(key, base)

    for key in sorted(home):
        if key != home[key]:
            yield f"alias\t{key}", (f"{term(home[key])} {SAME} {term(key)}{DEFAULT_GRAPH}",)
    nodes = {_node(decision, base): decision for decision in decisions}
    for node in sorted(nodes):
        yield f"decision\t{node}", tuple(sorted(_lines(node, nodes[node], home, term)))


def _node(decision: Decision, base: str) -> str:
    return f"<{digest_iri('decision', ' '.join((decision.one, decision.other, decision.rule)), base, 32)}>"


def _lines(node: str, decision: Decision, home: Mapping[str, str], term: Callable[[str], str]) -> Iterator[str]:
    one, other = (home.get(key, key) for key in (decision.one, decision.other))
    if decision.state != "open" and not decision.same and one != other:
        yield f"{term(one)} {DIFFERENT} {term(other)}{DEFAULT_GRAPH}"
    about = [
        (f"{v.RDF}type", f"<{v.PK}Decision>"),
        (f"{v.RDF}subject", term(decision.one)),
        (f"{v.RDF}predicate", SAME if decision.same else DIFFERENT),
        (f"{v.RDF}object", term(decision.other)),
        (f"{v.PK}rule", literal_text(decision.rule)),
        (f"{v.PK}decisionState", literal_text(decision.state)),
        *((f"{v.PROV}wasDerivedFrom", term(article)) for article in decision.articles),
    ]
    if decision.ground:
        about.append((f"{v.PK}ground", literal_text(decision.ground)))
    for predicate, value in about:
        yield f"{node} <{predicate}> {value}{DEFAULT_GRAPH}"
