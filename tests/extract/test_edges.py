"""Where a name may begin and must end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.edges import LONGEST_NAME, Edges
from kg.extract.spans import Span
from kg.model import Entity


def begins(text: str, head: str, names: list[Span] | None = None, barriers: tuple[int, ...] = ()) -> str:
    """What stands between the edge and `head` in `text`."""
    at = text.index(head)
    return text[Edges(text, names or [], barriers).before(at) : at]


@pytest.mark.parametrize(
    ("text", "head", "modifier"),
    [
        ("出席，沧州中学", "中学", "沧州"),
        ("他来到沧州中学", "中学", "沧州"),
        ("参观沧州中学", "中学", "沧州"),
        ("北京和沧州中学", "中学", "沧州"),
        ("沧州中学", "中学", "沧州"),
        ("“青年”中学", "中学", "“青年”"),
        ("西安高等学校", "学校", "西安高等"),
    ],
)
def test_a_name_begins_after_verbs_function_words_and_punctuation(text: str, head: str, modifier: str) -> None:
    assert begins(text, head) == modifier


def test_a_known_name_is_not_cut() -> None:
    text = "来到和田中学"
    assert begins(text, "中学") == "田"
    name = Span(2, 4, Entity("place/653200", "places", "AdministrativeArea", "和田地区"), "names.gazetteer")
    assert begins(text, "中学", [name]) == "和田"


def test_a_barrier_is_an_edge() -> None:
    text = "五月二日沧州中学"
    assert begins(text, "中学", barriers=(4,)) == "沧州"


def test_no_name_is_longer_than_the_longest() -> None:
    text = "甲" * (LONGEST_NAME + 5) + "中学"
    assert Edges(text, []).before(len(text) - 2) == len(text) - 2


@given(st.text("沧州中学和在，的“”参观北京高等", max_size=40), st.integers(0, 40))
def test_edges_lie_where_they_should(text: str, at: int) -> None:
    at = min(at, len(text))
    edges = Edges(text, [])
    assert 0 <= edges.before(at) <= at
    assert at < edges.after(at) <= at + LONGEST_NAME


def test_a_name_may_hold_and_where_it_is_asked_to() -> None:
    text = "交通和通信部，"
    edges = Edges(text, [])
    assert text[: edges.after(0)] == "交通"
    assert text[: edges.after(0, joining=True)] == "交通和通信部"
