"""Built folders to export: the two sample articles, and one whose names are nasty."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.graph.folder import write_graph
from tests.export.nasty import nasty
from tests.graph.sample import extraction, second


def pytest_configure(config: pytest.Config) -> None:
    """rdflib warns of its own calls to what it deprecates."""
    config.addinivalue_line("filterwarnings", "ignore:Dataset:DeprecationWarning:rdflib")


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two articles that share people and places."""
    folder = tmp_path_factory.mktemp("sample")
    write_graph([extraction(), second()], folder)
    return folder


@pytest.fixture(scope="session")
def awkward(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One article of names that formats could mistake for something else."""
    folder = tmp_path_factory.mktemp("awkward")
    write_graph([nasty(), second()], folder)
    return folder


@pytest.fixture(scope="session", params=["sample", "awkward"])
def built(request: pytest.FixtureRequest) -> Path:
    """Each of the folders."""
    folder: Path = request.getfixturevalue(request.param)
    return folder
