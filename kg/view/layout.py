"""Where every node of a picture lies: computed beforehand, the same numbers every time.

The people, places, organisations, posts and events of a view form its core, laid out by forces. Statements and themes,
of which an article has many, lie on rings around it, each at the angle of what it belongs to. No two nodes overlap.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import networkx as nx
import rustworkx as rx

if TYPE_CHECKING:
    from kg.view.records import Node, View

Point = tuple[float, float]

RIM_KINDS = ("statements", "themes")
"""Kinds on the rings, from the inner to the outer: what is said lies between who says it and what it is about."""

SEED = 20230512
FORCE_LIMIT = 600
"""Most nodes that forces move (rustworkx: 0.15 s); the others start beside their neighbours."""
FORCE_ROUNDS = 300
SPACING = 64.0
"""Length of the side of the square that a core node has on average, in units of the picture."""
FEW = 14
"""A core of fewer nodes than this has nearly twice the room: it fills the window all the same."""
RING_GAP = 46.0
RIM_SPACING = 15.0
"""Least distance along a ring: a theme's disc and some air."""
CROWDED = 0.25
"""Share of a ring's circumference above which its nodes are simply spaced evenly."""
SPREAD_ROUNDS = 300
CLEARANCE = 7.0
GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))
SIZES = {"people": (9, 24), "events": (9, 20), "places": (7, 18), "organisations": (7, 18), "posts": (6, 12),
         "themes": (4, 11), "statements": (4, 6)}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """Position and radius of one node, in units of the picture (at 100 % one unit is one pixel)."""

    x: int
    y: int
    size: int


def lay_out(view: View) -> dict[str, Place]:
    """Places by node key, for the nodes that the opening picture shows; the same view gives the same places."""
    nodes = [node for node in view.nodes if node.first]
    sizes = node_sizes(view.nodes)
    graph = _graph(view, {node.key for node in nodes})
    rims = [[node.key for node in nodes if node.kind == kind] for kind in RIM_KINDS]
    inside = [node.key for node in nodes if node.kind not in RIM_KINDS]
    if len(inside) < 3:
        inside, rims = [node.key for node in nodes], []
    points = _without_overlap(_core(graph, inside), sizes)
    for rim in rims:
        points.update(_ring(graph, rim, points, sizes))
    return {key: Place(round(x), round(y), sizes[key]) for key, (x, y) in points.items()}


def node_sizes(nodes: Iterable[Node]) -> dict[str, int]:
    """Radius by node key: within the range of its kind, its area grows with the node's weight."""
    nodes = list(nodes)
    heaviest: dict[str, float] = defaultdict(float)
    for node in nodes:
        heaviest[node.kind] = max(heaviest[node.kind], node.weight)
    return {node.key: _size(node, heaviest[node.kind]) for node in nodes}


def _size(node: Node, heaviest: float) -> int:
    least, most = SIZES.get(node.kind, (5, 10))
    share = math.sqrt(node.weight / heaviest) if heaviest else 0.0
    return round(least + (most - least) * share)


def _graph(view: View, keys: Collection[str]) -> nx.Graph[str]:
    """The undirected graph of the facts between `keys`, each edge weighted by its number of facts."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(node.key for node in view.nodes if node.key in keys)
    for fact in view.links:
        if fact.subject in keys and fact.object in keys:
            weight = graph.get_edge_data(fact.subject, fact.object, {"weight": 0})["weight"]
            graph.add_edge(fact.subject, fact.object, weight=weight + 1)
    return graph


def _core(graph: nx.Graph[str], keys: list[str]) -> dict[str, Point]:
    """Points of `keys` around the origin: forces move the heaviest, the others start beside their neighbours."""
    moved = keys[:FORCE_LIMIT]
    radius = SPACING * (1 + FEW / (len(keys) + FEW)) * math.sqrt(len(keys) / math.pi)
    points = _forces(graph.subgraph(moved), moved, radius)
    for number, key in enumerate(keys[FORCE_LIMIT:]):
        anchors = [points[other] for other in sorted(graph.neighbors(key)) if other in points]
        points[key] = _nudged(_centre(anchors), number) if anchors else _on_circle(radius, number * GOLDEN_ANGLE)
    return points


def _forces(graph: nx.Graph[str], keys: list[str], radius: float) -> dict[str, Point]:
    """Points of `keys` by the Fruchterman-Reingold model, the unconnected ones on a circle; all within `radius`."""
    joined = [key for key in keys if graph.degree(key)]
    alone = [key for key in keys if not graph.degree(key)]
    points: dict[str, Point] = {}
    if joined:
        indexed: rx.PyGraph[str, float] = rx.PyGraph()
        index = dict(zip(joined, indexed.add_nodes_from(joined), strict=True))
        ends = sorted(tuple(sorted((index[one], index[other]))) for one, other in graph.edges)
        indexed.add_edges_from([(one, other, 1.0) for one, other in ends])
        found = rx.spring_layout(indexed, seed=SEED, num_iter=FORCE_ROUNDS, repulsive_exponent=2)
        points = _evened({key: (float(found[index[key]][0]), float(found[index[key]][1])) for key in joined}, radius)
    for number, key in enumerate(alone):
        points[key] = _on_circle(radius * 1.05, 2 * math.pi * number / len(alone))
    return points


def _evened(points: Mapping[str, Point], radius: float) -> dict[str, Point]:
    """The points at their angles around the heaviest, but evenly dense: the disc of `radius` filled from its middle."""
    middle = points[next(iter(points))]
    offsets = {key: (x - middle[0], y - middle[1]) for key, (x, y) in points.items()}
    ranked = sorted(offsets, key=lambda key: (math.hypot(*offsets[key]), key))
    return {
        key: _on_circle(radius * math.sqrt(rank / len(ranked)), math.atan2(offsets[key][1], offsets[key][0]))
        for rank, key in enumerate(ranked)
    }


def _ring(
    graph: nx.Graph[str], keys: list[str], points: Mapping[str, Point], sizes: Mapping[str, int]
) -> dict[str, Point]:
    """Points of `keys` on circles around `points`, near the angles of their neighbours."""
    if not keys:
        return {}
    wanted = {key: _angle(graph, key, points) for key in keys}
    ordered = sorted(keys, key=lambda key: (wanted[key], key))
    radius = max(math.hypot(*point) for point in points.values()) + RING_GAP
    step = max(2 * sizes[key] for key in keys) + RIM_SPACING
    rows = max(1, math.ceil(len(keys) * step / (2 * math.pi * (radius + RING_GAP))))
    angles = _spread([wanted[key] for key in ordered], step / radius)
    return {
        key: _on_circle(radius + RING_GAP * (number % rows), angle)
        for number, (key, angle) in enumerate(zip(ordered, angles, strict=True))
    }


def _spread(angles: list[float], gap: float) -> list[float]:
    """The rising angles pushed apart until neighbours on the circle are `gap` apart; evenly spaced where crowded."""
    count, turn = len(angles), 2 * math.pi
    if count * gap > CROWDED * turn:
        offsets = [angle - turn * number / count for number, angle in enumerate(angles)]
        start = math.atan2(sum(map(math.sin, offsets)), sum(map(math.cos, offsets)))
        return [start + turn * number / count for number in range(count)]
    spread = list(angles)
    for _ in range(SPREAD_ROUNDS):
        moved = False
        for number in range(count):
            after = (number + 1) % count
            short = gap - (spread[after] - spread[number] + (turn if after == 0 else 0.0))
            if count > 1 and short > gap / 100:
                spread[number] -= short / 2
                spread[after] += short / 2
                moved = True
        if not moved:
            break
    return spread


def _angle(graph: nx.Graph[str], key: str, points: Mapping[str, Point]) -> float:
    """The direction from the origin in which the neighbours of `key` lie; the outermost count most."""
    x, y = _centre([points[other] for other in sorted(graph.neighbors(key)) if other in points])
    return math.atan2(y, x)


def _centre(points: list[Point]) -> Point:
    if not points:
        return 0.0, 0.0
    return sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)


def _on_circle(radius: float, angle: float) -> Point:
    return radius * math.cos(angle), radius * math.sin(angle)


def _nudged(point: Point, number: int) -> Point:
    """A point near `point`, another for every number: nodes with the same neighbours do not start in one place."""
    x, y = _on_circle(SPACING / 2, number * GOLDEN_ANGLE)
    return point[0] + x, point[1] + y


def _without_overlap(points: Mapping[str, Point], sizes: Mapping[str, int]) -> dict[str, Point]:
    """The points, each moved along a spiral to the nearest free place; the first, heaviest ones stay."""
    cell = 2 * max(sizes.values(), default=1) + CLEARANCE
    taken: dict[tuple[int, int], list[tuple[Point, int]]] = defaultdict(list)
    free: dict[str, Point] = {}
    for key, point in points.items():
        spot, turn = point, 0
        while _collides(spot, sizes[key], taken, cell):
            turn += 1
            x, y = _on_circle(4.0 * math.sqrt(turn), turn * GOLDEN_ANGLE)
            spot = point[0] + x, point[1] + y
        taken[_cell(spot, cell)].append((spot, sizes[key]))
        free[key] = spot
    return free


def _cell(point: Point, side: float) -> tuple[int, int]:
    return math.floor(point[0] / side), math.floor(point[1] / side)


def _collides(spot: Point, size: int, taken: Mapping[tuple[int, int], list[tuple[Point, int]]], side: float) -> bool:
    column, row = _cell(spot, side)
    return any(
        math.dist(spot, other) < size + other_size + CLEARANCE
        for x in (column - 1, column, column + 1)
        for y in (row - 1, row, row + 1)
        for other, other_size in taken.get((x, y), ())
    )
