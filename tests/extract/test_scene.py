"""Folding: a text whose names are single signs, and the way back to its characters."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extract.pipeline import read_article
from kg.extract.scene import DATE, ORGANISATION, PERSON, PLACE, POST, Sentence, Unit, fold_sentences, pattern
from kg.extract.spans import Span
from kg.model import Entity
from tests.extract.cases import KINDS, article_of, read_cases

LETTERS: dict[int, str] = str.maketrans({PERSON: "P", ORGANISATION: "O", PLACE: "L", DATE: "D", POST: "T"})
SIGNS = {ord(letter): chr(sign) for sign, letter in LETTERS.items()}
SENTENCES = sorted({case.text for kind in KINDS for case in read_cases(kind)})


def folded(text: str, date: str | None = "2024-05-14") -> list[str]:
    return [sentence.folded.translate(LETTERS) for sentence in read_article(article_of(text, date)).folded]


def unit(start: int, end: int, sign: str = PERSON) -> Unit:
    return Unit(start, end, sign, Span(start, end, Entity("person/甲", "people", "Person", "甲"), "people.known"))


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("习近平5月13日在人民大会堂会见梁强。", "PD在L会见P。"),
        ("国务院总理李强会见客人。", "P会见客人。"),
        ("中共中央总书记、国家主席、中央军委主席习近平强调，要实干。", "P强调，要实干。"),
        ("习近平总书记强调，要实干。", "P强调，要实干。"),
        ("国务院副总理丁薛祥，国务院副总理何立峰出席。", "P、P出席。"),
        ("河北省委召开会议。", "O召开会议。"),
        ("10日至12日，他在河北考察。", "D，他在L考察。"),
    ],
)
def test_names_become_signs(text: str, form: str) -> None:
    assert folded(text) == [form]


@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3).map("".join))
@settings(max_examples=40, deadline=None)
def test_every_sign_leads_back_to_its_characters(text: str) -> None:
    article = article_of(text, "2024-05-14")
    for sentence in read_article(article).folded:
        assert len(sentence.origin) == len(sentence.folded) + 1
        assert list(sentence.origin) == sorted(set(sentence.origin))
        assert (sentence.origin[0], sentence.origin[-1]) == (sentence.start, sentence.end)
        for at, sign in enumerate(sentence.folded):
            first, last = sentence.text_span(at, at + 1)
            if PERSON <= sign <= POST:
                assert sentence.units_in(at, at + 1)[0].start == first
            elif sign != "、":  # a comma between two people is read as one of a list
                assert article.clean[first:last] == sign
            assert {sentence.fold(position) for position in range(first, last)} == {at}


def test_headline_paragraph_and_units_of_a_sentence() -> None:
    headline, body = read_article(article_of("韩正在云南考察\n国家副主席韩正13日在云南考察。", "2024-05-14")).folded
    assert (headline.headline, body.headline) == (True, False)
    assert (headline.paragraph, body.paragraph) == (0, 1)
    assert [unit.name for unit in body.units] == ["韩正", "2024-05-13", "云南省"]


def test_units_by_sign() -> None:
    (sentence,) = fold_sentences("甲见乙。", [(0, 4)], 0, [unit(0, 1), unit(2, 3, PLACE)])
    assert [u.start for u in sentence.units_in(0, 4)] == [0, 2]
    assert [u.start for u in sentence.units_in(0, 4, PLACE)] == [2]


def test_units_that_overlap_are_folded_once() -> None:
    (sentence,) = fold_sentences("甲乙丙。", [(0, 4)], 0, [unit(0, 2), unit(1, 3, PLACE)])
    assert sentence.folded == f"{PERSON}丙。"


@pytest.mark.parametrize(
    ("source", "text"),
    [("<G>", "P"), ("<G>", "P、P和P等人"), ("<P>会见", "P会见"), ("<W>", "L"), ("<W>", "O"), ("<D><T>", "DT")],
)
def test_patterns_stand_for_signs(source: str, text: str) -> None:
    assert pattern(source).fullmatch(text.translate(SIGNS))


def test_a_sentence_knows_where_a_character_went() -> None:
    (sentence,) = fold_sentences("在甲乙见。", [(0, 5)], 0, [unit(1, 3)])
    assert isinstance(sentence, Sentence)
    assert [sentence.fold(position) for position in range(5)] == [0, 1, 1, 2, 3]
