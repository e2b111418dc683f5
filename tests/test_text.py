"""Cleaning keeps positions, the headline ends where the body starts, sentences end where they should."""

from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.text import clean_text, headline_length, split_sentences

PIECES = [
    *"，。；？“”《》（）·•-5月日电A２％3",
    *("习近平", "考察", "在河北", "12", "GDP", "更加奋发有为的精神状态推进各项工作推动京津冀协同"),
    *("新华社石家庄5月12日电", "央视网消息（新闻联播）："),
]
GAPS = [" ", "\u3000", "\n", "\n\n", "\r\n", "\f", "\ufeff", "\u200b", "\x00"]
TEXTS = st.lists(st.sampled_from([*PIECES, *GAPS]), max_size=80).map("".join) | st.text(max_size=200)


def clean(raw: str) -> str:
    return clean_text(raw)[0]


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


# --- cleaning


@given(TEXTS)
@settings(max_examples=400, deadline=None)
def test_cleaning_twice_is_cleaning_once(raw: str) -> None:
    once = clean(raw)
    assert clean(once) == once


@given(TEXTS)
@settings(max_examples=400, deadline=None)
def test_every_character_stands_where_its_offset_says(raw: str) -> None:
    text, offsets = clean_text(raw)
    assert len(text) == len(offsets)
    assert all(a < b for a, b in pairwise(offsets))
    for character, position in zip(text, offsets, strict=True):
        read = raw[position]
        if character == "\n":
            assert read in "\n\r\v\f\x85\u2028\u2029"
        elif character == " ":
            assert read.isspace()
        else:
            assert clean(read) == character


def test_seed_becomes_paragraphs(seed: Path) -> None:
    raw = seed.read_bytes().decode()
    text, offsets = clean_text(raw)
    lines = text.split("\n")
    assert lines[:5] == [
        "习近平在河北考察并主持召开深入推进京津冀协同发展座谈会时强调",
        "以更加奋发有为的精神状态推进各项工作",
        "推动京津冀协同发展不断迈上新台阶",
        "李强丁薛祥出席座谈会 蔡奇陪同考察并出席座谈会",
        lines[4],
    ]
    assert lines[4].startswith("新华社石家庄5月12日电 中共中央总书记、国家主席、中央军委主席习近平近日")
    assert len(lines) == 23
    assert all(line[-1] == "。" for line in lines[4:])
    assert "习近平走进麦田，仔细察看小麦长势" in text, "a line break inside a name is closed"
    assert "主义现代化国家、全面推进" in text, "a page break inside a paragraph is closed"
    assert [raw[offsets[i]] for i, c in enumerate(text) if c != "\n"] == [c for c in text if c != "\n"]


def test_paragraphs_of_an_ordinary_text_stay() -> None:
    raw = "李希在云南调研\n\n央视网消息（新闻联播）：李希到云南调研。\n\n  李希强调，要坚持。\n"
    assert clean(raw) == "李希在云南调研\n央视网消息（新闻联播）：李希到云南调研。\n李希强调，要坚持。"


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\u2028"])
def test_every_kind_of_line_end_separates_paragraphs(ending: str) -> None:
    assert clean(f"甲方表示。{ending}乙方表示。{ending}") == "甲方表示。\n乙方表示。"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("新华社石家庄 5 月 12 日电 中共中央", "新华社石家庄5月12日电 中共中央"),
        ("李强丁薛祥出席 蔡奇陪同", "李强丁薛祥出席 蔡奇陪同"),
        ("增长 5.2 %，为", "增长5.2%，为"),
        ("发展 ，稳定", "发展，稳定"),
        ("“ 一带一路 ”建设", "“一带一路”建设"),
        ("发展 GDP 总量", "发展GDP总量"),
        ("New  York Times 报道", "New York Times报道"),
        ("２０２３年ＧＤＰ", "2023年GDP"),
        ("⼀国两制", "一国两制"),
        ("马克•扎克", "马克·扎克"),
        ("\ufeff京\u200b津\u00ad冀", "京津冀"),
        ("强调\u00a0坚持", "强调 坚持"),
        ("　　习近平指出", "习近平指出"),
        ("", ""),
        (" \n\u3000\n", ""),
    ],
)
def test_blanks_and_forms(raw: str, expected: str) -> None:
    assert clean(raw) == expected


def wrap(paragraphs: list[str], width: int, *, indent: str = "", between: str = "\n") -> str:
    """Paragraphs as a page sets them: lines of `width` characters, the first of each indented."""
    lines = []
    for paragraph in paragraphs:
        text = indent + paragraph
        lines += [text[i : i + width] for i in range(0, len(text), width)]
    return between.join(lines)


BODY = [
    "会议指出，要坚持稳中求进工作总基调，完整、准确、全面贯彻新发展理念，加快构建新发展格局，着力推动高质量发展，统筹国内国际两个大局，统筹发展和安全。",
    "会议强调，各地区各部门要认真学习领会会议精神，结合实际抓好贯彻落实，确保各项任务落到实处见到实效。",
    "会议还研究了其他事项，要求有关方面密切协作，形成工作合力。",
]


@pytest.mark.parametrize("between", ["\n", "\n\n", "\r\n"])
@pytest.mark.parametrize("width", [22, 28, 35])
def test_indented_wrapped_paragraphs_are_joined(width: int, between: str) -> None:
    assert clean(wrap(BODY, width, indent="　　", between=between)) == "\n".join(BODY)


def test_a_page_break_and_a_page_number_inside_a_paragraph_vanish() -> None:
    page = wrap(BODY, 25, indent="　　", between="\n\n").split("\n\n")
    broken = "\n\n".join([*page[:2], "\f", "— 3 —", *page[2:]])
    assert clean(broken) == "\n".join(BODY)


def test_equal_headlines_over_long_paragraphs_are_no_wrapped_text() -> None:
    headlines = [
        "坚持稳中求进工作总基调推动高质量发展",
        "完整准确全面贯彻新发展理念加快新发展",
        "加快构建新发展格局着力推动高质量发展",
    ]
    text = "\n".join([*headlines, *(paragraph * 2 for paragraph in BODY)])
    assert clean(text) == text


@pytest.mark.slow
@pytest.mark.parametrize("character", ["习", "a", " ", "\n", "\r", "。", "“", "《", "\u3000", "5"])
def test_ten_megabytes_of_one_character_take_seconds(character: str) -> None:
    raw = character * (10_000_000 // len(character.encode()))
    start = time.perf_counter()
    text, _ = clean_text(raw)
    headline_length(text)
    split_sentences(text)
    assert time.perf_counter() - start < 20


# --- headline


@pytest.mark.parametrize(
    ("text", "headline"),
    [
        ("李希在云南调研\n央视网消息（新闻联播）：李希到云南调研。", "李希在云南调研"),
        ("要闻\n副题 又一题\n新华社北京1月2日电 会议召开。", "要闻\n副题 又一题"),
        ("为什么要扩大内需？\n会议指出，要扩大内需。", "为什么要扩大内需？"),
        ("习近平在河北考察。", ""),
        ("新华社长篇通讯：登高壮观\n央视网消息（新闻联播）：新华社播发通讯。", "新华社长篇通讯：登高壮观"),
        ("李希在云南调研", ""),
        ("同志们！\n今天我们开会。", ""),
        ("", ""),
    ],
)
def test_headline(text: str, headline: str) -> None:
    assert text[: headline_length(text)] == headline


# --- sentences


@pytest.mark.parametrize(
    "expected",
    [
        ["会议指出，要稳。", "会议强调，要进！", "为何？", "一是稳；", "二是进。"],
        ["他说：“要干。”", "会后，他走了。"],
        ["要回答“为谁执政？靠谁执政？”的问题。", "下一句。"],
        ["坚持“稳。进”方针。", "好。"],
        ["“一定办好。”他说。", "大家鼓掌。"],
        ["他指出：“要坚定。", "要自信。”", "他强调，要团结。"],
        ["通过《为什么？怎么办？》一书。", "好。"],
        ["李强（前排左。右）出席。", "好。"],
        ["他问：“真的？！”", "好。"],
        ["没有闭合的“引号。", "照样断句。"],
    ],
)
def test_sentences(expected: list[str]) -> None:
    assert sentences("".join(expected)) == expected


def test_a_headline_line_is_a_sentence() -> None:
    assert sentences("李强丁薛祥出席座谈会 蔡奇陪同考察\n会议召开。") == [
        "李强丁薛祥出席座谈会 蔡奇陪同考察",
        "会议召开。",
    ]


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_sentences_cover_the_text_in_order(raw: str) -> None:
    text = clean(raw)
    spans = split_sentences(text)
    assert "".join(text[a:b] for a, b in spans).replace(" ", "") == text.replace("\n", "").replace(" ", "")
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    assert all("\n" not in text[a:b] for a, b in spans)
