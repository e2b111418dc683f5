"""What is tagged is merged by the policy: lexicon and rules win, longer spans only with a high score."""

from __future__ import annotations

import pytest

from kg.extract.merge import BY_PLUGIN, BY_TAGGER, NEVER, TAGGER, TagSource, looks_needed, merge_tagged
from kg.extract.people import person
from kg.extract.spans import Span
from kg.extract.tagger import Tagged
from kg.model import Entity


def tagged(text: str, form: str, kind: str = "people", score: float = 0.95, nth: int = 0) -> Tagged:
    start = [at for at in range(len(text)) if text.startswith(form, at)][nth]
    return Tagged(start, start + len(form), kind, score)


def known(text: str, form: str, kind: str = "places") -> Span:
    start = text.index(form)
    entity = person(form) if kind == "people" else Entity(f"{kind}/{form}", kind, "Place", form)
    return Span(start, start + len(form), entity, "test")


def merged(
    text: str, names: list[Span], *found: Tagged, people: list[Span] | None = None
) -> list[tuple[str, str, str]]:
    both = merge_tagged(text, people or [], names, TagSource("test", lambda _, known: found, BY_TAGGER))
    return [(span.kind, text[span.start : span.end], span.rule) for spans in both for span in spans]


def test_nothing_tagged_changes_nothing() -> None:
    text = "李强在北京会见来宾。"
    people, names = [known(text, "李强", "people")], [known(text, "北京")]
    assert merge_tagged(text, people, names, TagSource("test", lambda _, known: [], BY_TAGGER)) == (people, names)


def test_person_where_nothing_stands() -> None:
    text = "徐倩雯来到北京。"
    assert merged(text, [known(text, "北京")], tagged(text, "徐倩雯")) == [
        ("people", "徐倩雯", "people.test"),
        ("places", "北京", "test"),
    ]


@pytest.mark.parametrize("form", ["江口", "长江口", "长江", "在长江"])
def test_known_name_wins_over_what_crosses_equals_or_lies_inside_it(form: str) -> None:
    text = "船在长江口停泊。"
    assert merged(text, [known(text, "长江口")], tagged(text, form)) == [("places", "长江口", "test")]


@pytest.mark.parametrize(("score", "expected"), [(0.98, "许银川"), (0.55, "银川")])
def test_longer_person_needs_a_high_score(score: float, expected: str) -> None:
    text = "许银川赢了这盘棋。"
    assert [form for _, form, _ in merged(text, [known(text, "银川")], tagged(text, "许银川", score=score))] == [
        expected
    ]


def test_longer_person_never_takes_the_place_of_a_person() -> None:
    text = "李强会见来宾。"
    people = [known(text, "李强", "people")]
    assert merged(text, [], tagged(text, "李强会", score=0.99), people=people) == [("people", "李强", "test")]


def test_low_scores_do_not_count() -> None:
    text = "徐倩雯来了，长湖边人多。"
    assert merged(text, [], tagged(text, "徐倩雯", score=0.55), tagged(text, "长湖", "places", 0.6)) == []


def test_form_counts_only_where_most_of_its_occurrences_are_tagged() -> None:
    text = "揭晓了。名单揭晓。结果揭晓。"
    assert merged(text, [], tagged(text, "揭晓")) == []


def test_form_once_believed_is_found_again() -> None:
    text = "徐倩雯说。徐倩雯笑了。见到徐倩雯时。"
    found = merged(text, [], tagged(text, "徐倩雯"), tagged(text, "徐倩雯", score=0.4, nth=1))
    assert [form for _, form, _ in found] == ["徐倩雯"] * 3


@pytest.mark.parametrize("text", ["沃佳诺耶村已被控制。", "“沃佳诺”号驱逐舰返航。", "学习沃佳诺强军思想。"])
def test_what_goes_on_as_another_name_is_no_person(text: str) -> None:
    assert merged(text, [], tagged(text, "沃佳诺")) == []


def test_person_before_the_office_of_a_mayor_stays() -> None:
    text = "徐倩雯市长来了。"
    assert merged(text, [], tagged(text, "徐倩雯")) == [("people", "徐倩雯", "people.test")]


def test_sign_of_a_country_is_the_country() -> None:
    text = "访美期间，伊方没有回应。"
    found = [tagged(text, "美", "places"), tagged(text, "伊方", "places")]
    _, names = merge_tagged(text, [], [], TagSource("test", lambda _, known: found, BY_PLUGIN))
    assert [(span.entity.name, span.rule) for span in names] == [("美国", "places.test")]


@pytest.mark.parametrize(
    ("text", "form", "least"),
    [
        ("李建华说，", "李建华", 0.5),
        ("徐倩雯说，", "徐倩雯", 0.75),
        ("徐倩说，", "徐倩", 0.9),
        ("科瓦列夫斯说，", "科瓦列夫斯", 0.6),
        ("水庆霞说，", "水庆霞", 0.97),
        ("吴女士说，", "吴女士", NEVER),
        ("走进黄花镇，", "黄花镇", NEVER),
        ("余震说，", "余震", NEVER),
    ],
)
def test_what_a_name_looks_like_decides_how_sure_it_must_be(text: str, form: str, least: float) -> None:
    start = text.index(form)
    assert looks_needed(text, start, start + len(form)) == least
    if least != NEVER:
        assert merged(text, [], tagged(text, form, score=least)) == [("people", form, "people.test")]
        assert merged(text, [], tagged(text, form, score=least - 0.05)) == []


def test_tagger_looks_only_where_a_person_may_be_named() -> None:
    people, names = merge_tagged("种地三十年，赵兰芝没离开过长江。", [], [], TAGGER)
    assert [(span.entity.name, span.rule) for span in people] == [("赵兰芝", "people.tagger")]
    assert names == []
