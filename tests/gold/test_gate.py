"""Quality does not fall: precision and recall on the gold articles stay above the pinned floors."""

from __future__ import annotations

import json

import pytest

from tests.gold.gate import FLOORS, GROUPS, fallen, gold_digest, measure, source_of

PINNED = json.loads(FLOORS.read_text(encoding="utf-8"))


def test_the_floors_are_those_of_this_gold() -> None:
    assert PINNED["gold"] == gold_digest(), "the gold has changed: python -m tests.gold.gate pins the floors anew"


@pytest.mark.parametrize("group", GROUPS)
def test_no_measure_is_below_its_floor(group: str) -> None:
    if not source_of(group).is_dir():
        pytest.skip("the texts are in ../shared, which is not part of the repository")
    assert fallen(measure(group), PINNED[group]) == []


def test_a_fallen_measure_is_named() -> None:
    assert fallen({"FACTS F1": 0.8}, {"FACTS F1": 0.9, "ENTITIES F1": 0.5}) == [
        "FACTS F1: 0.8000 < 0.9",
        "ENTITIES F1: 0.0000 < 0.5",
    ]
