"""Every text of the explorer is there in English and in Chinese, and none is left over."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg.web.language import CHINESE, Words, choose_language
from kg.web.sections import GROUPS
from kg.web.site import TEMPLATES

WEB = TEMPLATES.parent
SAID = re.compile(r"""\b(?:t|words)\(\s*(?P<quote>["'])(?P<text>.*?)(?P=quote)""", re.DOTALL)
CAPTIONS = re.compile(r'"(Times advocated|Visits|Events taken part in together|Articles that use the theme)"')


def _sources() -> list[str]:
    files = [*TEMPLATES.glob("*.html"), *(file for file in WEB.glob("*.py") if file.name != "language.py")]
    return [file.read_text(encoding="utf-8") for file in files]


def _said() -> set[str]:
    """Every text that a template or a module says as a literal."""
    texts = {match["text"] for source in _sources() for match in SAID.finditer(source)}
    texts |= {match[1] for source in _sources() for match in CAPTIONS.finditer(source)}
    return texts | {group.title for groups in GROUPS.values() for group in groups}


def test_what_is_said_has_its_chinese() -> None:
    assert len(_said()) > 80
    assert sorted(_said() - CHINESE.keys()) == []


def test_no_chinese_is_left_over() -> None:
    anywhere = "\n".join(_sources())
    unsaid = [text for text in CHINESE if f'"{text}"' not in anywhere and f"'{text}'" not in anywhere]
    assert sorted(set(unsaid) - SAID_ELSEWHERE) == []


SAID_ELSEWHERE = {
    "Article", "Thing", "reported", "derived", "background", "denied", "planned", "claimed", "morning", "afternoon",
    "evening",
}  # fmt: skip
"""What the data say, in words of the ontology, and what `Words` itself says."""


def test_values_stand_in_both_languages() -> None:
    for text, chinese in CHINESE.items():
        assert set(re.findall(r"\{(\w+)\}", text)) == set(re.findall(r"\{(\w+)\}", chinese)), text
    assert Words("zh")("articles: {n}", n=3) == "3 篇文章提及"
    assert Words("en")("articles: {n}", n=3) == "articles: 3"


@pytest.mark.parametrize(
    ("remembered", "accepted", "language"),
    [
        ("", "", "zh"),
        ("en", "zh-CN", "en"),
        ("xx", "en-GB,en;q=0.9", "en"),
        ("", "zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("", "de,en;q=0.5", "en"),
        ("", "fr", "zh"),
        ("", "en;q=0.2, zh-TW;q=0.6", "zh"),
    ],
)
def test_the_language_is_the_one_chosen_or_accepted(remembered: str, accepted: str, language: str) -> None:
    assert choose_language(remembered, accepted) == language


def test_kinds_and_terms_have_names_in_both() -> None:
    assert Words("zh").kind("people") == "人物"
    assert Words("en").kinds("people") == "People"
    assert Words("zh").term("holdsPost") != Words("en").term("holdsPost")


def test_the_templates_are_in_the_package() -> None:
    assert Path(TEMPLATES, "base.html").is_file()
