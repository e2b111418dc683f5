"""The coverage of a corpus as N-Quads: a named graph of its own beside those of the articles."""

from __future__ import annotations

from collections.abc import Collection

from kg.corpus.coverage import GRAPH, Coverage, coverage_statements
from kg.graph import vocabulary as v
from kg.graph.iris import DEFAULT_BASE, entity_iri
from kg.graph.nquads import literal_text
from kg.model import Literal


def coverage_graph(base: str = DEFAULT_BASE) -> str:
    """The IRI of the graph: `…/graph/coverage`."""
    return entity_iri(GRAPH, base)


def coverage_lines(coverage: Coverage, articles: Collection[str], base: str = DEFAULT_BASE) -> list[str]:
    """The lines of the graph, sorted, each once; only `articles` (keys) are linked as copies, the others have no node.

    `<…/coverage/新华社_2024-05-01> <…#articleCount> "2"^^<…#integer> <…/graph/coverage> .`
    """
    end = f" <{coverage_graph(base)}> .\n"
    known, lines = frozenset(articles), set()
    for subject, predicate, object_ in coverage_statements(coverage):
        if predicate == "pk:copyOf" and not {subject, object_} <= known:
            continue
        lines.add(f"<{entity_iri(subject, base)}> <{_name(predicate)}> {_object(predicate, object_, base)}{end}")
    return sorted(lines)


def _object(predicate: str, value: str | Literal, base: str) -> str:
    if isinstance(value, Literal):
        return literal_text(value.value, value.datatype)
    return f"<{_name(value) if predicate == 'rdf:type' else entity_iri(value, base)}>"


def _name(prefixed: str) -> str:
    prefix, _, local = prefixed.partition(":")
    return v.NAMESPACES[prefix] + local
