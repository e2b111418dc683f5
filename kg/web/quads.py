"""The quads of a built folder, read node by node: what is read whole takes a third less time than with queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.graph.folder import NQUADS
from kg.graph.store import open_embedded
from kg.query.stores import store_folder

Node = Mapping[str, Sequence[str]]
"""What is said of a node: the texts of the values by the IRI of the property."""
FACTS = ox.DefaultGraph()
"""The graph in which every fact stands once."""


def open_quads(folder: Path) -> ox.Store:
    """The store of a built folder: on disk, only read, where it has one; else `graph.nq` in memory.

    Raises StoreError for a store that is broken, OSError or SyntaxError for a file that is.
    """
    on_disk = store_folder(folder)
    if on_disk.is_dir():
        return open_embedded(on_disk)
    store = ox.Store()
    store.bulk_load(path=folder / NQUADS, format=ox.RdfFormat.N_QUADS)
    return store


def nodes_in(store: ox.Store, graph: str) -> dict[str, Node]:
    """Every node that a named graph describes."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for quad in store.quads_for_pattern(None, None, None, ox.NamedNode(graph)):
        found[_text(quad.subject)][quad.predicate.value].append(_text(quad.object))
    return dict(found)


def node_in(store: ox.Store, iri: str, graph: ox.NamedNode | ox.DefaultGraph = FACTS) -> Node:
    """What one graph says of a node."""
    found: dict[str, list[str]] = defaultdict(list)
    for quad in store.quads_for_pattern(ox.NamedNode(iri), None, None, graph):
        found[quad.predicate.value].append(_text(quad.object))
    return found


def pairs(store: ox.Store, property_: str) -> Iterator[tuple[str, str]]:
    """Every subject with a value of a property, among the facts."""
    for quad in store.quads_for_pattern(None, ox.NamedNode(property_), None, FACTS):
        yield _text(quad.subject), _text(quad.object)


def graphs(store: ox.Store) -> Iterator[str]:
    """The IRIs of the named graphs."""
    return (graph.value for graph in store.named_graphs())


def _text(term: Any) -> str:
    """The IRI of a node, the lexical form of a literal."""
    return str(term.value) if isinstance(term, (ox.NamedNode, ox.Literal)) else str(term)
