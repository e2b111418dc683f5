"""A built folder, its view and page, and a Chromium that looks at pages with the network watched."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.graph.folder import write_graph
from kg.query.port import open_store
from kg.view.page import write_page
from kg.view.read import read_view
from tests.graph import sample
from tests.view.browser import Look

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

    from kg.query.port import Store
    from kg.view.records import View


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    built = tmp_path_factory.mktemp("one-article")
    write_graph([sample.extraction()], built)
    return built


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    built = tmp_path_factory.mktemp("two-articles")
    write_graph([sample.extraction(), sample.second()], built)
    return built


@pytest.fixture(scope="session")
def store(folder: Path) -> Store:
    return open_store(folder)


@pytest.fixture(scope="session")
def view(folder: Path, store: Store) -> View:
    return read_view(store, folder)


@pytest.fixture(scope="session")
def page_file(folder: Path, view: View) -> Path:
    write_page(view, folder / "graph.html")
    return folder / "graph.html"


@pytest.fixture
def look(browser: Browser) -> Iterator[Look]:
    """Opens pages; afterwards no page may have asked the network for anything or have logged an error."""
    looking = Look(browser)
    yield looking
    looking.close()
    assert looking.requests == []
    assert looking.errors == []
