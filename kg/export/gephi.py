"""GraphML and GEXF 1.3 for Gephi and other programs that draw networks.

Parallel edges between two entities are facts with different predicates; both formats keep them apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from kg.export.network import Edge, Network, Node, read_network
from kg.export.outputs import open_output
from kg.export.source import Source
from kg.export.xml import Values, content, element
from kg.model import BY_NAME

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
NODE_VALUES: Mapping[str, str] = {
    "label": "string", "kind": "string", "class": "string", "degree": "int", "first": "string", "last": "string",
    "event_start": "string", "event_end": "string", "articles": "int",
}  # fmt: skip
"""Attributes of nodes and their types in GraphML."""
EDGE_VALUES: Mapping[str, str] = {
    "label": "string", "predicate": "string", "en": "string", "status": "string", "first": "string", "last": "string",
    "day": "string", "evidence": "int", "weight": "double",
}  # fmt: skip
_GEXF_TYPES = {"int": "integer"}
_GRAPHML = "http://graphml.graphdrawing.org/xmlns"
_GEXF = "http://gexf.net/1.3"


def write_graphml(source: Source, path: Path) -> None:
    """The network of `source` as GraphML; raises QueryError for an article that is not there."""
    _write(path, graphml_lines(read_network(source)))


def write_gexf(source: Source, path: Path) -> None:
    """The network of `source` as GEXF with colours and a time line (days of publication)."""
    _write(path, gexf_lines(read_network(source)))


def _write(path: Path, lines: Iterator[str]) -> None:
    with open_output(path) as out:
        for line in lines:
            out.write(f"{line}\n".encode())


def _of_node(node: Node) -> Values:
    return {
        "label": node.label, "kind": BY_NAME[node.kind].zh, "class": node.cls, "degree": node.degree,
        "first": node.first, "last": node.last, "event_start": node.start, "event_end": node.end,
        "articles": node.articles,
    }  # fmt: skip


def _of_edge(edge: Edge) -> Values:
    support = edge.support
    return {
        "label": edge.zh, "predicate": edge.predicate, "en": edge.en, "status": support.status,
        "first": support.days.first, "last": support.days.last, "day": support.day,
        "evidence": support.evidence, "weight": support.evidence,
    }  # fmt: skip


# --- GraphML


def graphml_lines(network: Network) -> Iterator[str]:
    """The lines of a GraphML document; values that are open are left out."""
    yield _HEAD + element("graphml", {"xmlns": _GRAPHML}, closed=False)
    for part, values in (("node", NODE_VALUES), ("edge", EDGE_VALUES)):
        for name, kind in values.items():
            yield element("key", {"id": f"{part}-{name}", "for": part, "attr.name": name, "attr.type": kind})
    yield element("graph", {"edgedefault": "directed"}, closed=False)
    for node in network.nodes:
        yield element("node", {"id": node.key}, closed=False) + _data("node", _of_node(node)) + "</node>"
    for edge in network.edges:
        ends = {"id": edge.key, "source": edge.source, "target": edge.target}
        yield element("edge", ends, closed=False) + _data("edge", _of_edge(edge)) + "</edge>"
    yield "</graph>\n</graphml>"


def _data(part: str, values: Values) -> str:
    said = {name: content(str(value)) for name, value in values.items() if value != ""}
    return "".join(f'<data key="{part}-{name}">{text}</data>' for name, text in said.items())


# --- GEXF


def gexf_lines(network: Network) -> Iterator[str]:
    """The lines of a GEXF document; a node is there from the first to the last day that an article speaks of it."""
    spaces = {"xmlns": _GEXF, "xmlns:viz": f"{_GEXF}/viz", "version": "1.3"}
    yield _HEAD + element("gexf", spaces, closed=False)
    graph = {"mode": "dynamic", "timeformat": "date", "defaultedgetype": "directed"}
    yield element("graph", graph, closed=False)
    for part, values in (("node", NODE_VALUES), ("edge", EDGE_VALUES)):
        yield element("attributes", {"class": part}, closed=False)
        for name, kind in values.items():
            if name not in _BUILT_IN:
                yield element("attribute", {"id": name, "title": name, "type": _GEXF_TYPES.get(kind, kind)})
        yield "</attributes>"
    yield "<nodes>"
    yield from map(_gexf_node, network.nodes)
    yield "</nodes>\n<edges>"
    yield from map(_gexf_edge, network.edges)
    yield "</edges>\n</graph>\n</gexf>"


_BUILT_IN = ("label", "weight")
"""Attributes that GEXF has of its own."""


def _gexf_node(node: Node) -> str:
    days = {"start": node.first, "end": node.last}
    head = element("node", {"id": node.key, "label": node.label, **days}, closed=False)
    return f"{head}{_values(_of_node(node))}{_colour(BY_NAME[node.kind].colour)}</node>"


def _gexf_edge(edge: Edge) -> str:
    support = edge.support
    ends = {"id": edge.key, "source": edge.source, "target": edge.target, "kind": edge.predicate, "label": edge.zh}
    days = {"start": support.days.first, "end": support.days.last}
    head = element("edge", {**ends, "weight": support.evidence, **days}, closed=False)
    return f"{head}{_values(_of_edge(edge))}</edge>"


def _values(values: Values) -> str:
    said = {name: value for name, value in values.items() if name not in _BUILT_IN and value != ""}
    return f"<attvalues>{''.join(element('attvalue', {'for': k, 'value': v}) for k, v in said.items())}</attvalues>"


def _colour(colour: str) -> str:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return element("viz:color", {"r": red, "g": green, "b": blue})
