"""A built folder of the two sample articles, and the stores that open it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.graph.folder import write_graph
from kg.query.port import Store, open_store
from kg.query.stores import STORES
from tests.graph.sample import extraction, second


def pytest_configure(config: pytest.Config) -> None:
    """rdflib warns of its own calls to what it deprecates."""
    config.addinivalue_line("filterwarnings", "ignore:Dataset:DeprecationWarning:rdflib")


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    write_graph([extraction(), second()], folder)
    return folder


@pytest.fixture(scope="session", params=sorted(STORES))
def store(request: pytest.FixtureRequest, built: Path) -> Store:
    return open_store(built, request.param)


@pytest.fixture(scope="session")
def oxigraph(built: Path) -> Store:
    return open_store(built)
