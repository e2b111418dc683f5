"""Reported speech: where what is said begins and ends, who goes on speaking, who is told."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extract.pipeline import read_article
from kg.extract.speech import Speech
from tests.extract.cases import article_of, read_cases

SENTENCES = sorted({case.text for case in read_cases("statements")})


def speech_in(text: str) -> list[Speech]:
    return read_article(article_of(text, "2024-05-14")).speech


def said(text: str) -> list[str]:
    clean = article_of(text).clean
    return [clean[slice(*item.content)] for item in speech_in(text)]


@pytest.mark.parametrize(
    ("text", "lead", "content"),
    [
        ("李强强调，要稳就业。", "李强强调", "要稳就业。"),
        ("李强在会上强调：“要稳就业。”", "李强在会上强调", "要稳就业。”"),
        ("国务院总理李强13日会见客人时指出，要合作。", "国务院总理李强13日会见客人时指出", "要合作。"),
    ],
)
def test_the_lead_ends_with_the_verb_and_the_content_with_the_sentence(text: str, lead: str, content: str) -> None:
    (item,) = speech_in(text)
    assert text[slice(*item.lead)] == lead
    assert text[slice(*item.content)] == content
    assert not item.goes_on


def test_a_sentence_without_words_of_its_own_goes_on() -> None:
    first, second = speech_in("李强强调，要稳就业。要扩大内需。")
    assert (first.goes_on, second.goes_on) == (False, True)
    assert (second.speaker, second.verb) == (first.speaker, "强调")


def test_a_new_paragraph_ends_a_speech() -> None:
    assert said("李强强调，要稳就业。\n要扩大内需。") == ["要稳就业。"]


@pytest.mark.parametrize(
    "sentence", ["随后，李强来到车间。", "听取汇报后，他离开会场。", "王毅参加会见。", "会后，双方签署文件。"]
)
def test_what_tells_a_story_ends_a_speech(sentence: str) -> None:
    assert said(f"李强强调，要稳就业。{sentence}") == ["要稳就业。"]


def test_a_pronoun_is_whoever_spoke_last() -> None:
    items = speech_in("李强会见塞西。塞西表示，埃方愿深化合作。他说，两国是好伙伴。")
    assert [item.speaker.name for item in items if item.speaker] == ["塞西", "塞西"]


def test_a_verb_of_saying_inside_a_quotation_opens_nothing() -> None:
    (item,) = speech_in("李强说：“大家都表示，要干好。”")
    assert item.verb == "说" and item.speaker is not None and item.speaker.name == "李强"


def test_a_meeting_speaks_for_itself() -> None:
    (item,) = speech_in("会议强调，要稳就业。")
    assert item.by_meeting and item.speaker is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("习近平强调，河北要勇担使命。", [["河北省"]]),
        ("习近平强调，北京、天津和河北要形成合力。", [["北京市", "天津市", "河北省"]]),
        ("习近平强调，上海要当好龙头，江苏要发挥优势。", [["上海市"], ["江苏省"]]),
        ("习近平强调，四川省委必须扛起责任。", [["四川省委"]]),
        ("习近平强调，要加强统筹。", []),
        ("习近平强调，北京要求各区落实。", []),
        ("习近平强调，河北的要求很明确。", []),
    ],
)
def test_who_is_told(text: str, told: list[list[str]]) -> None:
    (item,) = speech_in(text)
    assert [[unit.name for unit in directive.units] for directive in item.directives] == told


def test_a_directive_reaches_to_the_next() -> None:
    text = "习近平强调，上海要当好龙头，江苏要发挥优势。"
    (item,) = speech_in(text)
    assert [text[d.start : d.end] for d in item.directives] == ["上海要当好龙头，", "江苏要发挥优势。"]


@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4).map("\n".join))
@settings(max_examples=40, deadline=None)
def test_speech_lies_inside_its_sentence_in_order(text: str) -> None:
    items = speech_in(text)
    starts = [item.sentence.start for item in items]
    assert starts == sorted(set(starts))
    for item in items:
        assert item.sentence.start <= item.lead[0] <= item.lead[1] <= item.content[1] == item.sentence.end
        assert item.content[0] >= item.lead[0]
        for directive in item.directives:
            assert item.sentence.start <= directive.start < directive.end <= item.sentence.end
            assert directive.units
