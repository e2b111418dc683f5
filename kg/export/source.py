"""What is exported: a built folder, or some of its graphs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import QueryError
from kg.export.quads import read_quads
from kg.graph.iris import is_iri
from kg.query.port import Store, open_store
from kg.query.stores import folder_base

if TYPE_CHECKING:
    import pyoxigraph as ox

DEFAULT = "default"
"""How `graphs` names the graph of the facts."""


@dataclass(frozen=True)
class Source:
    """A built folder and the graphs wanted of it: `default`, articles by key or IRI; none means all of them."""

    folder: Path
    graphs: tuple[str, ...] = ()

    @cached_property
    def base(self) -> str:
        """The base of the data's IRIs."""
        return folder_base(self.folder)

    @cached_property
    def store(self) -> Store:
        """The folder's store behind the query port."""
        return open_store(self.folder)

    @cached_property
    def wanted(self) -> frozenset[str]:
        """The IRIs of the graphs, "" for the default graph; empty where all are wanted. Raises QueryError."""
        return frozenset("" if name == DEFAULT else self._iri(name) for name in self.graphs)

    def _iri(self, name: str) -> str:
        iri = name if is_iri(name) else self.base + name
        if not is_iri(iri):
            raise QueryError("--graph", name, "default, or the key of an article such as article/0123456789abcdef")
        return iri

    def key(self, iri: str) -> str:
        """The path of an IRI below the base, `person/习近平`; any other IRI as it is."""
        return iri.removeprefix(self.base)

    def quads(self) -> Iterator[ox.Quad]:
        """The quads of the wanted graphs, in the store's order; raises QueryError for a graph that is not there."""
        if not self.wanted:
            yield from read_quads(self.folder)
            return
        missing = set(self.wanted)
        for quad in read_quads(self.folder):
            graph = getattr(quad.graph_name, "value", "")
            if graph in self.wanted:
                missing.discard(graph)
                yield quad
        self.check_found(missing)

    def check_found(self, missing: set[str]) -> None:
        """Nothing if `missing` is empty; else QueryError with one of these graphs."""
        for graph in sorted(missing):
            found = f"the folder has no graph {graph.removeprefix(self.base) or DEFAULT}"
            raise QueryError("--graph", found, "default, or the key of an article such as article/0123456789abcdef")

    @property
    def articles(self) -> frozenset[str]:
        """The IRIs of the wanted articles, empty where all are; raises QueryError where only facts are wanted."""
        if self.wanted == {""}:
            expected = "all graphs or an article: tables and networks are made of evidence, which articles hold"
            raise QueryError("--graph", DEFAULT, expected)
        return self.wanted - {""}
