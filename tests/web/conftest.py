"""Built folders and the explorer of each: asked without a network, or served on loopback to a Chromium."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kg.build import Options, build
from kg.graph.folder import write_graph
from tests.graph import sample
from tests.view.browser import WAIT

pytest.importorskip("starlette", reason="needs the extra: pip install 'policy-kg[serve]'")
pytest.importorskip("httpx", reason="needs the extra: pip install 'policy-kg[test]'")

import uvicorn
from starlette.testclient import TestClient

from kg.web.app import make_app
from kg.web.site import Site, open_site
from kg.web.worker import Limits

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

LIMITS = Limits(seconds=20, rows=50, size=200_000, workers=1)
DAYS = tuple(f"202310{day}" for day in range(17, 20))
"""The days of the small corpus: an international forum, so that many meet many."""
EXPECTED = ("status of 404", "status of 400")
"""What the browser itself says on its console about pages that are meant to be errors."""

OpenSite = Callable[..., Site]


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two invented articles."""
    built = tmp_path_factory.mktemp("two-articles")
    write_graph([sample.extraction(), sample.second()], built)
    return built


@pytest.fixture(scope="session")
def site(folder: Path) -> Iterator[Site]:
    opened = open_site(folder, LIMITS)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def client(site: Site) -> TestClient:
    """A client of the explorer of `folder`; it follows no redirects."""
    return TestClient(make_app(site), follow_redirects=False, raise_server_exceptions=False)


@pytest.fixture(scope="session")
def seed_folder(tmp_path_factory: pytest.TempPathFactory, seed: Path) -> Path:
    """The seed article, built."""
    out = tmp_path_factory.mktemp("seed") / "build"
    build([str(seed)], out, Options(validate=False))
    return out


@pytest.fixture(scope="session")
def corpus_folder(tmp_path_factory: pytest.TempPathFactory, shared: Path) -> Path:
    """A few days of broadcasts, built; `KG_TEST_CORPUS` names a built folder of more days that takes their place."""
    if given := os.environ.get("KG_TEST_CORPUS"):
        return Path(given)
    files = [shared / "corpus" / "cctv" / f"{day}.md" for day in DAYS]
    if not all(file.is_file() for file in files):
        pytest.skip("needs days of ../shared/corpus, which are not part of the repository")
    out = tmp_path_factory.mktemp("corpus") / "build"
    build([str(file) for file in files], out, Options(validate=False, workers=1))
    return out


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The address of the explorer of a folder on loopback, served in a thread until the block ends."""
    site = open_site(folder, LIMITS)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        server = uvicorn.Server(uvicorn.Config(make_app(site), log_level="warning", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [taken]})
        thread.start()
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"
        server.should_exit = True
        thread.join()
    site.close()


@pytest.fixture(scope="session")
def seed_address(seed_folder: Path) -> Iterator[str]:
    with serving(seed_folder) as address:
        yield address


@pytest.fixture(scope="session")
def corpus_address(corpus_folder: Path) -> Iterator[str]:
    with serving(corpus_folder) as address:
        yield address


class Visit:
    """Opens pages of the explorer, and notes every request to another origin and every error on the console."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.errors: list[str] = []
        self.elsewhere: list[str] = []
        self._contexts: list[BrowserContext] = []

    def __call__(self, address: str, language: str = "en", size: tuple[int, int] = (1280, 900), **more: Any) -> Page:
        context = self.browser.new_context(
            viewport={"width": size[0], "height": size[1]}, locale={"zh": "zh-CN", "en": "en-US"}[language], **more
        )
        self._contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(WAIT)
        own = "/".join(address.split("/")[:3])

        def note_request(request: Request) -> None:
            if not request.url.startswith((f"{own}/", "data:", "blob:")):
                self.elsewhere.append(request.url)

        page.on("request", note_request)
        page.on("console", self._note_message)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.goto(address)
        return page

    def _note_message(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not any(words in message.text for words in EXPECTED):
            self.errors.append(message.text)

    def close(self) -> None:
        for context in self._contexts:
            context.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """Opens pages; afterwards none may have asked another origin for anything or have logged an error."""
    visiting = Visit(browser)
    yield visiting
    visiting.close()
    assert visiting.elsewhere == []
    assert visiting.errors == []
