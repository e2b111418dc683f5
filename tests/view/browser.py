"""A Chromium for the tests of the page; they skip, with the reason, where there is none."""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
)  # fmt: skip
WAIT = 10_000


def chromium_path() -> str | None:
    """The browser of `CHROMIUM`, else the first one on PATH; None where there is none."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


@contextmanager
def open_browser() -> Iterator[Browser]:
    """A headless Chromium; skips the test where playwright or a Chromium is missing."""
    if importlib.util.find_spec("playwright") is None:
        pytest.skip("playwright is not installed: pip install 'policy-kg[test]'")
    if not chromium_path():
        pytest.skip("no Chromium on PATH (set CHROMIUM to its path)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium_path(), args=list(FLAGS))
        yield opened
        opened.close()


class Look:
    """Opens page files and notes every request beside the file itself, and every error."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.requests: list[str] = []
        self.errors: list[str] = []
        self._contexts: list[BrowserContext] = []

    def __call__(self, path: Path, fragment: str = "", language: str = "en", **options: Any) -> Page:
        """The page of a file, drawn; `fragment` is its permalink (`#node=…`)."""
        size = options.pop("size", (1400, 900))
        context = self.browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            locale={"zh": "zh-CN"}.get(language, language),
            offline=True,
            **options,
        )
        self._contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(WAIT)
        page.on("request", self._note_request)
        page.on("console", self._note_message)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.goto(path.as_uri() + fragment)
        page.wait_for_function("() => window.policyKg && policyKg.firstDraw() !== null")
        return page

    def _note_request(self, request: Request) -> None:
        if not request.url.startswith(("file:", "data:", "blob:")):
            self.requests.append(request.url)

    def _note_message(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.errors.append(message.text)

    def close(self) -> None:
        """Closes what was opened."""
        for context in self._contexts:
            context.close()
