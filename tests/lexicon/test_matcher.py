"""Words in a text: every one, or from the left the longest."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.lexicon.matcher import Matcher

WORDS = Matcher({"中国": 1, "中国特色": 2, "中国特色社会": 3, "特色社": 4, "社会": 5, "会": 6})
letters = st.text("甲乙丙𠀀", max_size=12)


def test_words_inside_words_are_found() -> None:
    assert WORDS.all("在中国特色社") == [(1, 3, 1), (1, 5, 2), (3, 6, 4)]


def test_the_longest_from_the_left() -> None:
    assert WORDS.longest("中国特色社中国特色社会会") == [(0, 4, 2), (5, 11, 3), (11, 12, 6)]


def test_a_longer_word_that_breaks_off_hides_none() -> None:
    assert Matcher({"乙丙丁": 1, "甲乙丙戊": 2, "丙": 3}).longest("甲乙丙丁") == [(1, 4, 1)]


def test_no_words() -> None:
    empty: Matcher[int] = Matcher({})
    assert (empty.all("中国"), empty.longest("中国"), WORDS.all("")) == ([], [], [])


@given(st.sets(letters.filter(bool), max_size=8), letters)
def test_as_looking_for_each_word_by_itself(words: set[str], text: str) -> None:
    spans = [(at, at + len(word)) for word in words for at in range(len(text)) if text.startswith(word, at)]
    matcher = Matcher(dict.fromkeys(sorted(words)))
    assert sorted((start, end) for start, end, _ in matcher.all(text)) == sorted(spans)
    longest, at = [], 0
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start >= at:
            longest.append((start, end))
            at = end
    assert [(start, end) for start, end, _ in matcher.longest(text)] == longest
