"""Lists with pauses are found where a search for the whole form finds them."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from kg.extract.people import find_lists

WHOLE = re.compile(r"[\u3400-\u9fff·]{2,12}(?:、[\u3400-\u9fff·]{2,12})+")


@given(st.lists(st.sampled_from(["甲", "乙丙", "、", "·", "，", "a", "丁" * 11, "戊" * 14]), max_size=16).map("".join))
def test_lists_are_those_of_the_whole_form(text: str) -> None:
    assert list(find_lists(text)) == [match.span() for match in WHOLE.finditer(text)]


def test_an_item_of_one_sign_opens_no_list() -> None:
    assert list(find_lists("甲、乙丙、丁戊出席，己庚、辛")) == [(2, 9)]
