"""The stages of a build after reading, as functions that can be exchanged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.model import Article, Extraction

PAGE = "graph.html"


@dataclass(frozen=True, slots=True)
class Stages:
    """The stages after reading; each is a function of the stage before.

    `check` gives the problems of one article's graph, `write_graph` and then `write_page` fill the folder;
    `checked_base` raises KgError for a base that is no IRI, `base` is the one used where none is given.
    """

    extract: Callable[[Article], Extraction]
    write_graph: Callable[[Sequence[Extraction], Path, str], object]
    check: Callable[[Extraction, str], list[str]]
    write_page: Callable[[Path], object]
    checked_base: Callable[[str], str]
    base: str


def standard_stages() -> Stages:
    """The stages of policy-kg, loaded when a build starts: `kg --help` needs none of them."""
    from kg.extract import extract
    from kg.graph.folder import write_graph
    from kg.graph.iris import DEFAULT_BASE, checked_base
    from kg.graph.shapes import check_extraction

    return Stages(extract, write_graph, check_extraction, _write_page, checked_base, DEFAULT_BASE)


def _write_page(folder: Path) -> None:
    from kg.query.port import open_store
    from kg.view.page import write_page
    from kg.view.read import read_view

    write_page(read_view(open_store(folder), folder), folder / PAGE)
