"""Floor 4: facts to triples, Turtle, SHACL and the folder that a build leaves behind.

The public names are loaded when they are first asked for, so that one module of this floor does not bring in all.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.graph.folder import Written, write_graph
    from kg.graph.iris import DEFAULT_BASE
    from kg.graph.shapes import check_extraction
    from kg.graph.vocabulary import load_ontology

__all__ = ["DEFAULT_BASE", "Written", "check_extraction", "load_ontology", "write_graph"]

_HOMES = {
    "DEFAULT_BASE": "iris", "Written": "folder", "check_extraction": "shapes", "load_ontology": "vocabulary",
    "write_graph": "folder",
}  # fmt: skip


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
