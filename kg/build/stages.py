"""The stages of a build after reading, as functions that can be exchanged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from kg.model import Article, Extraction

PAGE = "graph.html"


@dataclass(frozen=True, slots=True)
class Stages:
    """The stages after reading; each is a function of the stage before.

    `check` gives the problems of one article's graph, `write_graph` and then `write_page` fill the folder;
    `checked_base` raises KgError for a base that is no IRI, `base` is the one used where none is given. `ner` is the
    digest of a pipeline of the user's that finds names, empty where there is none.
    """

    extract: Callable[[Article], Extraction]
    write_graph: Callable[[Sequence[Extraction], Path, str], object]
    check: Callable[[Extraction, str], list[str]]
    write_page: Callable[[Path], object]
    checked_base: Callable[[str], str]
    base: str
    ner: str = ""


def standard_stages(ner: str | None = None) -> Stages:
    """The stages of policy-kg, loaded when a build starts: `kg --help` needs none of them.

    `ner` is an installed spaCy pipeline that finds names; raises MissingExtra where it cannot be loaded.
    """
    from kg.extract import extract
    from kg.graph.folder import write_graph
    from kg.graph.iris import DEFAULT_BASE, checked_base
    from kg.graph.shapes import check_extraction

    stages = Stages(extract, write_graph, check_extraction, _write_page, checked_base, DEFAULT_BASE)
    if ner is None:
        return stages
    from kg.extract.plugin import plugin_digest

    return replace(stages, extract=partial(extract, ner=ner), ner=plugin_digest(ner))


def _write_page(folder: Path) -> None:
    from kg.query.port import open_store
    from kg.view.page import write_page
    from kg.view.read import read_view

    write_page(read_view(open_store(folder), folder), folder / PAGE)
