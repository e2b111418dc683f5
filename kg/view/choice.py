"""Which entities of a graph a page carries, which of them it opens with, and in which order."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.view.records import Node

OVERVIEW = 150
"""Most entities a corpus opens with: more is a hairball, and nobody reads it."""
CARRIED = 5000
"""Most entities one file carries: the first drawing of all of them takes about a second."""
WEIGHT = {"people": 1.0, "events": 1.0, "places": 0.9, "organisations": 0.9, "posts": 0.6, "themes": 0.6,
          "statements": 0.2}  # fmt: skip
"""How much an entity's facts and mentions count by kind: themes are many, statements belong to who made them."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for (the IRI to start from, steps around it, how many to open with), and of how many articles."""

    focus: str | None
    depth: int
    top: int | None
    articles: int


def chosen_nodes(
    entities: Mapping[str, Node], links: Sequence[tuple[str, str]], mentioned: Mapping[str, int], wish: Wish
) -> tuple[Node, ...]:
    """The entities to carry, heaviest first, each marked whether the page opens with it."""
    joined = fact_counts(end for link in links for end in link)
    weighed = [
        replace(node, weight=round(WEIGHT[node.kind] * (joined[iri] + mentioned.get(iri, 0)), 2))
        for iri, node in entities.items()
    ]
    near = _steps(wish.focus, links) if wish.focus else {}
    ordered = sorted(weighed, key=lambda node: (near.get(node.iri, 9), -node.weight, node.key))[:CARRIED]
    by_weight = sorted(ordered, key=lambda node: (-node.weight, node.key))
    first = _first(by_weight, links, wish)
    return tuple(replace(node, first=node.iri in first) for node in by_weight)


def _first(nodes: Sequence[Node], links: Sequence[tuple[str, str]], wish: Wish) -> set[str]:
    """IRIs of the entities to open with: all of one article, the heaviest of a corpus; the focus always.

    Of a corpus those come first that a fact joins with another heavy one: names without a line say little in a picture.
    """
    if wish.top is None and wish.articles <= 1:
        return {node.iri for node in nodes}
    most = wish.top or OVERVIEW
    pool = [node.iri for node in nodes if node.kind != "statements"] or [node.iri for node in nodes]
    heavy = set(pool[: 2 * most])
    joined = {end for link in links if heavy.issuperset(link) for end in link}
    first = sorted(pool[: 2 * most], key=lambda iri: iri not in joined)[:most]
    return set(first) | ({wish.focus} if wish.focus else set())


def _steps(start: str, links: Iterable[tuple[str, str]]) -> dict[str, int]:
    """Steps from `start` by IRI."""
    beside: dict[str, set[str]] = defaultdict(set)
    for one, other in links:
        beside[one].add(other)
        beside[other].add(one)
    steps, frontier = {start: 0}, {start}
    while frontier:
        frontier = {other for iri in frontier for other in beside[iri]} - steps.keys()
        steps.update(dict.fromkeys(frontier, max(steps.values()) + 1))
    return steps


def fact_counts(names: Iterable[str]) -> Counter[str]:
    """How often each name occurs."""
    return Counter(names)
