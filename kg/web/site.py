"""What every answer of the explorer is made from, opened once: graph, catalogue, query workers, templates."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import jinja2
from anyio import CapacityLimiter, to_thread

import kg
from kg.graph.vocabulary import PK
from kg.query.port import Store, open_store
from kg.web import charts
from kg.web.addresses import Addresses
from kg.web.catalogue import catalogue_file, folder_digest
from kg.web.engine import Engine
from kg.web.language import Words
from kg.web.periods import Periods
from kg.web.reading import Catalogue
from kg.web.sections import Asking
from kg.web.worker import Job, Limits, Outcome

R = TypeVar("R")
TEMPLATES = Path(__file__).parent / "templates"
STATIC = Path(__file__).parent / "static"
PAGE_THREADS = 3
QUERY_THREADS = 100
"""Queries that run or wait for a worker; further ones wait before they count as asked."""


@dataclass(frozen=True, eq=False)
class Site:
    """One built folder, open for reading."""

    folder: Path
    store: Store
    catalogue: Catalogue
    engine: Engine
    limits: Limits

    @cached_property
    def addresses(self) -> Addresses:
        """IRIs to paths and back."""
        return Addresses(self.store.prefixes["id"])

    @cached_property
    def periods(self) -> Periods:
        """The time that the articles cover."""
        ((first, last),) = self.catalogue.rows("SELECT MIN(NULLIF(date, '')), MAX(date) FROM article")
        return Periods(first or "", last if first else "")

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """What `manifest.json` says; nothing where there is none."""
        try:
            said = json.loads((self.folder / "manifest.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return {name: said.get(name) for name in ("counts", "missing")} if isinstance(said, dict) else {}

    @cached_property
    def templates(self) -> jinja2.Environment:
        """The templates; they escape everything that is not markup of this package's own making."""
        environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True,
            undefined=jinja2.StrictUndefined,
        )  # fmt: skip
        environment.globals |= {"path_of": self.addresses.path, "bar": charts.bar, "level": charts.level,
                                "version": kg.__version__, "periods": self.periods, "ontology": PK}  # fmt: skip
        return environment

    async def in_thread(self, make: Callable[..., R], *values: object) -> R:
        """What `make` gives, made in one of few threads: they share one interpreter, and more only wait for it."""
        return await to_thread.run_sync(make, *values, limiter=self._page_threads)

    async def ask(self, job: Job) -> Outcome:
        """What became of a query; waiting for it holds up no page."""
        return await to_thread.run_sync(self.engine.answer, job, limiter=self._query_threads)

    @cached_property
    def _page_threads(self) -> CapacityLimiter:
        return CapacityLimiter(PAGE_THREADS)

    @cached_property
    def _query_threads(self) -> CapacityLimiter:
        return CapacityLimiter(QUERY_THREADS)

    def asking(self, words: Words) -> Asking:
        """What sections are made from, for a visitor of this language."""
        return Asking(self.catalogue, words, self.addresses, self.periods)

    def close(self) -> None:
        """Ends the query workers."""
        self.engine.close()


def open_site(
    folder: Path, limits: Limits | None = None, on_article: Callable[[int, int], None] = lambda done, all_: None
) -> Site:
    """The site of a built folder; makes its catalogue first where it has none, which `on_article` may watch.

    Raises StoreError where the folder has no graph, MissingExtra where SQLite is too old.
    """
    store = open_store(folder)
    limits = limits or Limits()
    catalogue = Catalogue(catalogue_file(folder, store.prefixes["id"], folder_digest(folder), on_article))
    return Site(folder, store, catalogue, Engine(folder, limits), limits)
