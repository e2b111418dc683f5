"""A rule that its trigger words leave out could not have matched."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.containment import STATED_RULES
from kg.extract.relations import RULES
from kg.extract.scene import DATE, ORGANISATION, PERSON, PLACE
from kg.extract.triggers import Triggers, needed_words

COMPILED = [*(rule.pattern() for rule in RULES), *STATED_RULES]
TRIGGERS = Triggers(COMPILED)
SIGNS = (PERSON, PLACE, ORGANISATION, DATE, "，", "。", "、", "和", "同", "在", "的", "会议", "座谈会", "第三次", "了")
WORDS = sorted({word for pattern in COMPILED for word in needed_words(pattern)} | set(SIGNS))


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("(?:亲切)?会[见晤]了?", {"会"}),
        ("(?:亲切)?(?:会见|接待)了?", {"会见", "接待"}),
        ("(?:会见|会晤)?了", {"了"}),
        ("[见晤]面{1,2}", {"面"}),
        ("[见晤]+", {"见", "晤"}),
        ("(?<=在)[^，]{2}(?=召开)", set()),
        ("(?:会见|[^，])", set()),
        ("(?P<verb>主持召开|举行)[^，。]{0,9}会", {"主持召开", "举行"}),
        ("", set()),
    ],
)
def test_words_that_every_match_needs(source: str, words: set[str]) -> None:
    assert needed_words(re.compile(source)) == words


def test_patterns_without_words_are_always_possible() -> None:
    triggers = Triggers([re.compile("会见"), re.compile("[^，]+"), re.compile("会见|访问")])
    assert triggers.possible("他们访问", 4) == [1, 2]
    assert triggers.possible("他们访问", 3) == [1]
    assert triggers.possible("", 0) == [1]


@given(st.lists(st.sampled_from(WORDS), max_size=12).map("".join), st.integers(0, 60))
def test_no_match_is_lost(text: str, cut: int) -> None:
    end = min(cut, len(text))
    matching = {place for place, pattern in enumerate(COMPILED) if next(pattern.finditer(text, 0, end), None)}
    assert matching <= set(TRIGGERS.possible(text, end))
