"""A view as one HTML file that asks nothing of the network.

`pyvis.Network` is the model: nodes, edges and options pass through it, and its wheel carries the vis-network script
that is written into the page. The template is this package's own: a strict content security policy that lists the
hashes of the two scripts, data as JSON that cannot end its element, and scripts that only write text.
"""

from __future__ import annotations

import base64
import hashlib
import json
import math
import re
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pyvis
from pyvis.edge import Edge
from pyvis.network import Network

from kg.graph.folder import write_files
from kg.model import BY_NAME
from kg.view.data import view_data
from kg.view.layout import Place, lay_out, node_sizes

if TYPE_CHECKING:
    from pathlib import Path

    from kg.view.records import View

Json = dict[str, Any]

SCRIPTS = (
    "model", "words", "dom", "state", "places", "labels", "canvas", "card", "itinerary", "reader", "lists", "search",
    "table", "share", "frame", "actions", "start",
)  # fmt: skip
"""The page's own script, in the order in which its parts are joined."""

VIS_SCRIPT = "templates/lib/vis-9.1.2/vis-network.min.js"
OPTIONS: Json = {
    "autoResize": True,
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "nodes": {"borderWidth": 1, "borderWidthSelected": 3, "labelHighlightBold": False},
    "edges": {"smooth": False, "selectionWidth": 1.5, "hoverWidth": 0},
    "interaction": {"hideEdgesOnDrag": True, "hover": False, "keyboard": False, "tooltipDelay": 100000},
}
FEW_LINKS = 1500
"""Lines that a processor without graphics draws 25 times a second (2,000: 25 to 28 frames)."""

_UNSAFE = re.compile("[<>&\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


class PageNetwork(Network):  # type: ignore[misc]
    """A `pyvis.Network` with one drawn line for each pair of nodes, added in constant time and without arrowheads."""

    def add_edge(self, source: int, to: int, **options: Any) -> None:
        """Adds a line; unlike its model it does not walk all nodes and edges first (11,000 edges: 4 s)."""
        self.edges.append(Edge(source, to, False, **options).options)


def write_page(view: View, path: Path) -> None:
    """Writes the page of a view to `path`, whole or not at all; the same view gives the same bytes.

    Raises StoreError where the file cannot be written.
    """
    write_files(path.parent, {path.name: page_html(view).encode()})


def page_html(view: View) -> str:
    """The page of a view as text."""
    network, links = build_network(view)
    data = {
        "network": {"nodes": network.nodes, "edges": network.edges, "options": network.options},
        "view": view_data(view, links),
        "words": json.loads(_template("words.json")),
    }
    script, vis, style = _own_script(), _vis_script(), _template("style.css")
    network.set_template_dir(str(files("kg.view") / "template"), "page.html")
    html: str = network.templateEnv.get_template(network.path).render(
        title=_printable(view.title),
        data=safe_json(data),
        style=style,
        style_hash=_csp_hash(style),
        vis=vis,
        script=script,
        script_hashes=" ".join(f"'{_csp_hash(text)}'" for text in (vis, script)),
    )
    return html + "\n"


def build_network(view: View) -> tuple[PageNetwork, dict[frozenset[str], int]]:
    """The pyvis network of a view, and the number of the line that joins each pair of node keys.

    Nodes are numbered in the order of the view; those that the opening picture leaves out have no place yet.
    """
    places, sizes = lay_out(view), node_sizes(view.nodes)
    network = PageNetwork()
    numbers = {node.key: number for number, node in enumerate(view.nodes)}
    for node in view.nodes:
        kind = BY_NAME[node.kind]
        drawn = {"shape": kind.shape, "color": kind.colour, "size": sizes[node.key]}
        network.add_node(numbers[node.key], node.name, **drawn, **_position(places.get(node.key)))
    links: dict[frozenset[str], int] = {}
    for one, other, count in _pairs(view):
        links[frozenset((one, other))] = len(links)
        width = round(0.8 + 0.5 * math.log2(count), 1) if count else 1.0
        network.add_edge(numbers[one], numbers[other], id=len(network.edges), width=width)
    network.options = _options(len(links))
    return network, links


def _options(links: int) -> Json:
    """The options of the picture; above `FEW_LINKS` lines it hides them while the wheel turns."""
    interaction = OPTIONS["interaction"] | {"hideEdgesOnZoom": links > FEW_LINKS}
    return OPTIONS | {"interaction": interaction}


def _position(place: Place | None) -> Json:
    return {"x": place.x, "y": place.y} if place else {}


def _pairs(view: View) -> list[tuple[str, str, int]]:
    """Each pair of nodes that facts join or sentences name together, with its number of facts; facts first."""
    counts: dict[tuple[str, str], int] = {}
    seen: dict[frozenset[str], tuple[str, str]] = {}
    for fact in view.links:
        pair = seen.setdefault(frozenset((fact.subject, fact.object)), (fact.subject, fact.object))
        counts[pair] = counts.get(pair, 0) + 1
    alone = [(each.one, each.other, 0) for each in view.together if frozenset((each.one, each.other)) not in seen]
    return [(*pair, count) for pair, count in counts.items()] + alone


def safe_json(data: Any) -> str:
    """JSON that stays data inside a script element: no `<`, `>`, `&`, line separators or direction marks in it."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return _UNSAFE.sub(lambda match: f"\\u{ord(match.group()):04x}", text)


def _printable(text: str) -> str:
    """The text with direction marks spelled out, for places that no script fills."""
    return _UNSAFE.sub(lambda m: m.group() if m.group() in "<>&" else f"⟨U+{ord(m.group()):04X}⟩", text)


def _template(name: str) -> str:
    return (files("kg.view") / "template" / name).read_text(encoding="utf-8")


def _own_script() -> str:
    parts = "\n".join(_template(f"script/{name}.js") for name in SCRIPTS)
    return f'"use strict";\n(() => {{\n{parts}}})();\n'


def _vis_script() -> str:
    """The vis-network script of pyvis's wheel, without the address of its source map."""
    script = (files(pyvis) / VIS_SCRIPT).read_text(encoding="utf-8")
    return re.sub(r"//# sourceMappingURL=.*", "", script)


def _csp_hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
