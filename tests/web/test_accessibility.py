"""axe-core finds no serious fault on the pages of the explorer and on the graph page, light and dark.

axe-core is not part of the repository: `npm install --no-save axe-core` puts it into node_modules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Literal

import pytest

from tests.conftest import ROOT
from tests.web.test_in_browser import PAGES, article

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    Look = Callable[..., Page]

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
SERIOUS = ("serious", "critical")
RUN = "async () => (await axe.run(document, {resultTypes: ['violations']})).violations"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not AXE.is_file(), reason="no node_modules/axe-core: npm install --no-save axe-core"),
]


def faults(page: Page) -> list[str]:
    """What axe-core calls serious or critical, each with the first elements it is about."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    return [
        f"{found['id']}: {found['help']}: {[node['html'][:160] for node in found['nodes'][:3]]}"
        for found in page.evaluate(RUN)
        if found["impact"] in SERIOUS
    ]


@pytest.fixture
def look(browser: Browser) -> Iterator[Look]:
    """Opens an address, in light or dark."""
    contexts = []

    def opened(address: str, scheme: Literal["light", "dark"] = "light") -> Page:
        contexts.append(browser.new_context(color_scheme=scheme, bypass_csp=True, locale="zh-CN"))
        page = contexts[-1].new_page()
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("name", PAGES)
def test_pages_of_the_explorer(look: Look, seed_address: str, name: str) -> None:
    assert faults(look(seed_address + PAGES[name])) == []


@pytest.mark.parametrize("name", ["overview", "busy person", "event", "theme", "search", "sparql"])
def test_pages_in_the_dark(look: Look, seed_address: str, name: str) -> None:
    assert faults(look(seed_address + PAGES[name], "dark")) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_article(look: Look, seed_address: str, scheme: str) -> None:
    page = look(seed_address, scheme)
    page.goto(article(page, seed_address))
    assert faults(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/", "/id/person/习近平"])
def test_pages_of_many_days(look: Look, corpus_address: str, path: str, scheme: str) -> None:
    assert faults(look(corpus_address + path, scheme)) == []


def test_suggestions(look: Look, seed_address: str) -> None:
    page = look(seed_address)
    page.locator("#q").fill("河北")
    page.locator("#suggestions [role=option]").first.wait_for()
    assert faults(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_graph_page(look: Look, seed_folder: Path, scheme: str) -> None:
    page = look((seed_folder / "graph.html").as_uri(), scheme)
    page.wait_for_function("() => window.policyKg && policyKg.firstDraw() !== null")
    assert faults(page) == []
    page.goto((seed_folder / "graph.html").as_uri() + "#node=person/倪岳峰")
    page.wait_for_function("() => document.querySelector('#detail h2')?.textContent === '倪岳峰'")
    assert faults(page) == []
