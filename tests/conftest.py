"""What every test may use: the repository's folders, a sample article, a stand-in for extraction."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.servers.virtuoso import virtuoso, virtuoso_missing
from tests.view.browser import open_browser

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def root() -> Path:
    """The root of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def seed(root: Path) -> Path:
    """The seed article: text taken from a PDF."""
    return root / "seeds" / "articles" / "hebei-2023.txt"


@pytest.fixture(scope="session")
def shared() -> Path:
    """Material beside the repository; tests that need it are skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("needs the material in ../shared, which is not part of the repository")
    return SHARED


@pytest.fixture(scope="session")
def virtuoso_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Virtuoso with a database of its own; tests that need it are skipped where it is not installed."""
    if missing := virtuoso_missing():
        pytest.skip(missing)
    with virtuoso(tmp_path_factory.mktemp("virtuoso")) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium for all tests of pages: playwright runs once in a process."""
    with open_browser() as opened:
        yield opened


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages in English whatever the computer speaks, errors as users see them."""
    monkeypatch.setenv("KG_LANG", "en")
    monkeypatch.delenv("KG_DEBUG", raising=False)
