"""Where nodes lie: always in the same places, never on top of each other."""

from __future__ import annotations

import math

from kg.view.layout import RIM_KINDS, lay_out
from kg.view.records import Node, View
from tests.view.synthetic import synthetic_view


def test_the_same_view_gives_the_same_places(view: View) -> None:
    assert lay_out(view) == lay_out(view)
    assert len({(place.x, place.y) for place in lay_out(view).values()}) == len(view.nodes)


def test_no_two_nodes_overlap() -> None:
    places = list(lay_out(synthetic_view(300, 600)).values())
    for number, one in enumerate(places):
        for other in places[:number]:
            assert math.hypot(one.x - other.x, one.y - other.y) >= one.size + other.size


def test_themes_and_statements_lie_around_the_others(view: View) -> None:
    places, kinds = lay_out(view), {node.key: node.kind for node in view.nodes}
    reach = {key: math.hypot(place.x, place.y) for key, place in places.items()}
    core = max(reach[key] for key in reach if kinds[key] not in RIM_KINDS)
    assert core < min(reach[key] for key in reach if kinds[key] in RIM_KINDS)


def test_heavier_nodes_are_larger(view: View) -> None:
    places = lay_out(view)
    people = [places[node.key].size for node in view.nodes if node.kind == "people"]
    assert people == sorted(people, reverse=True)
    assert people[0] > people[-1]


def test_only_what_the_page_opens_with_has_a_place() -> None:
    nodes = (
        Node("person/甲", "people", "Person", "甲", weight=1.0),
        Node("person/乙", "people", "Person", "乙", first=False),
    )
    assert set(lay_out(View("", "", nodes, ()))) == {"person/甲"}


def test_an_empty_view_has_no_places() -> None:
    assert lay_out(View("", "", (), ())) == {}
