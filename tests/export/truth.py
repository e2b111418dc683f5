"""What is in a built folder, read from its N-Quads without any of the code under test."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.graph.vocabulary import PK, RDF, SKOS


class Truth:
    """The quads of a folder and what they say."""

    def __init__(self, folder: Path) -> None:
        self.quads = set(ox.parse(path=folder / "graph.nq", format=ox.RdfFormat.N_QUADS))

    def pairs(self, predicate: str, *, default: bool | None = None) -> Iterator[tuple[Any, Any]]:
        """Subjects and objects of a property; in the default graph, in the others, or anywhere (None)."""
        for quad in self.quads:
            in_default = isinstance(quad.graph_name, ox.DefaultGraph)
            if quad.predicate.value == predicate and default in (None, in_default):
                yield quad.subject, quad.object

    @cached_property
    def names(self) -> dict[str, str]:
        """The entities of the default graph."""
        return {s.value: o.value for s, o in self.pairs(SKOS + "prefLabel", default=True)}

    @cached_property
    def edges(self) -> set[tuple[str, str, str]]:
        """The plain triples between entities: IRIs and the property's local name."""
        return {
            (q.subject.value, q.predicate.value.removeprefix(PK), q.object.value)
            for q in self.quads
            if q.predicate.value.startswith(PK)
            and isinstance(q.graph_name, ox.DefaultGraph)
            and isinstance(q.object, ox.NamedNode)
            and {q.subject.value, q.object.value} <= self.names.keys()
        }

    def of_class(self, name: str) -> set[str]:
        """The IRIs of a class."""
        return {s.value for s, o in self.pairs(RDF + "type") if o.value == PK + name}

    @cached_property
    def evidence(self) -> Counter[tuple[str, str, str]]:
        """How many affirmed evidence supports each fact, by subject, predicate and object."""
        said = {name: dict(self.pairs(RDF + name)) for name in ("subject", "predicate", "object")}
        other = {s for s, _ in self.pairs(PK + "polarity")}
        return Counter(
            (said["subject"][f].value, said["predicate"][f].value.removeprefix(PK), said["object"][f].value)
            for e, f in self.pairs(PK + "supports")
            if e not in other
        )
