"""How long a page takes to draw, in headless Chromium without a GPU, beside plain pyvis.

Run as `python -m tests.benchmarks.view [--plain]`; needs playwright and a Chromium (`CHROMIUM=/path`, else the one on
PATH). The figures: writing the file, the first drawing after the navigation began, frames a second while zooming, and
requests. `--plain` adds pyvis as it comes, on the same nodes and edges: minutes for the larger graphs.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from functools import partial
from pathlib import Path

from playwright.sync_api import Page, Request, sync_playwright

from kg.view.page import write_page
from kg.view.records import View
from tests.view.browser import FLAGS, chromium_path
from tests.view.synthetic import synthetic_view

SIZES = ((200, 400), (1_000, 2_000), (5_000, 11_000))
ZOOM_SECONDS = 2.0
COUNT_FRAMES = """() => {
  window.frames_ = 0;
  const context = document.querySelector('#canvas canvas').getContext('2d');
  const clear = context.clearRect.bind(context);
  context.clearRect = (...box) => { window.frames_ += 1; clear(...box); };
}"""
# pyvis hides its canvas behind a loading bar until the physics have come to rest.
AWAIT_DRAWING = """window.drawn_ = null;
addEventListener('DOMContentLoaded', () => {
  const wait = setInterval(() => {
    if (!window.network) return;
    clearInterval(wait);
    window.network.once('stabilizationIterationsDone', () => {
      window.network.once('afterDrawing', () => { window.drawn_ = performance.now(); });
    });
  }, 5);
});"""


def main() -> None:
    """Prints one line per size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--plain", action="store_true", help="measure plain pyvis too")
    parser.add_argument("--most", type=int, default=SIZES[-1][0], help="most nodes (default: %(default)s)")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=list(FLAGS))
        browser.new_page().close()
        for nodes, links in SIZES:
            if nodes > arguments.most:
                continue
            view = synthetic_view(nodes, links)
            path = Path(folder) / f"{nodes}.html"
            started = time.perf_counter()
            write_page(view, path)
            written = time.perf_counter() - started
            page = browser.new_page(viewport={"width": 1400, "height": 900})
            requests: list[str] = []
            page.on("request", partial(_note, requests))
            print(f"{nodes:>6} nodes {links:>6} links: written {written:.2f} s, {_drawn(page, path)}, "
                  f"{_zooming(page):.0f} frames/s zooming, {len(requests) - 1} requests", flush=True)  # fmt: skip
            page.close()
            if arguments.plain:
                page = browser.new_page(viewport={"width": 1400, "height": 900})
                print(f"{'':>6} plain pyvis: {_plain(page, view, Path(folder) / f'plain-{nodes}.html')}", flush=True)
                page.close()
        browser.close()


def _note(requests: list[str], request: Request) -> None:
    requests.append(request.url)


def _drawn(page: Page, path: Path) -> str:
    page.goto(path.as_uri())
    page.wait_for_function("window.policyKg && policyKg.firstDraw() !== null", timeout=600_000)
    drawn = page.evaluate("policyKg.firstDraw()")
    loaded = page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd")
    return f"first drawing {drawn / 1000:.2f} s (load event {loaded / 1000:.2f} s)"


def _zooming(page: Page) -> float:
    """Frames a second while the wheel turns in and out over the middle of the picture."""
    page.mouse.move(640, 450)
    page.evaluate(COUNT_FRAMES)
    started = time.perf_counter()
    turn = 0
    while time.perf_counter() - started < ZOOM_SECONDS:
        page.mouse.wheel(0, -120 if turn % 20 < 10 else 120)
        turn += 1
    seconds = time.perf_counter() - started
    return float(page.evaluate("window.frames_")) / seconds


def _plain(page: Page, view: View, path: Path) -> str:
    """The first drawing of the same graph by pyvis as it comes: physics on, its own template and scripts."""
    from pyvis.network import Network

    network = Network(cdn_resources="in_line")
    for node in view.nodes:
        network.add_node(node.key, node.name)
    network.edges = [{"from": fact.subject, "to": fact.object} for fact in view.facts]
    path.write_text(network.generate_html(), encoding="utf-8")
    page.route("http*://**", lambda route: route.abort())
    page.add_init_script(AWAIT_DRAWING)
    started = time.perf_counter()
    page.goto(path.as_uri(), wait_until="commit")
    page.wait_for_function("window.drawn_ !== null", timeout=900_000)
    return f"first drawing {time.perf_counter() - started:.1f} s (CDN requests refused at once)"


if __name__ == "__main__":
    main()
