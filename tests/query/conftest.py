"""A built folder of the two sample articles, and the stores that open it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from pathlib import Path

import pytest

from kg.graph.folder import write_graph
from kg.query.port import Store, open_store
from kg.query.stores import REMOTE, STORES
from tests.graph.sample import extraction, second
from tests.servers.loading import send_folder
from tests.servers.sparql import sparql_server
from tests.servers.virtuoso import PASSWORD, USER

VIRTUOSO = "virtuoso"
ENGINES = (*sorted(STORES), VIRTUOSO)
"""Every store of the registry; the remote one with two servers, ours and Virtuoso."""

Opener = Callable[[Path], Store]


def pytest_configure(config: pytest.Config) -> None:
    """rdflib warns of its own calls to what it deprecates."""
    config.addinivalue_line("filterwarnings", "ignore:Dataset:DeprecationWarning:rdflib")


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    write_graph([extraction(), second()], folder)
    return folder


@pytest.fixture(scope="session", params=ENGINES)
def opener(request: pytest.FixtureRequest) -> Iterator[Opener]:
    """Opens a folder in one of the stores; a server then holds that folder and no other."""
    if request.param == REMOTE:
        with sparql_server() as server:
            yield lru_cache(1)(lambda folder: send_folder(server.url, folder))
    elif request.param == VIRTUOSO:
        address = request.getfixturevalue("virtuoso_address")
        yield lru_cache(1)(lambda folder: send_folder(address, folder, f"{USER}:{PASSWORD}"))
    else:
        yield cache(lambda folder: open_store(folder, request.param))


@pytest.fixture
def store(opener: Opener, built: Path) -> Store:
    return opener(built)


@pytest.fixture(scope="session")
def oxigraph(built: Path) -> Store:
    return open_store(built)
