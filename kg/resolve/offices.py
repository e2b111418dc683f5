"""What the name of a post says of its holder: the title, whose office it is, what walk of life."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Literal as Choice

from kg.extract.titles import Title, find_titles
from kg.lexicon.divisions import load_divisions
from kg.lexicon.gazetteer import Name, load_gazetteer
from kg.lexicon.tables import load_table
from kg.lexicon.words import all_words
from kg.paths import lexicon_dir

Walk = Choice["leader", "state", "learned", "business", "military", "foreign", "other"]
SINGLE = frozenset(
    ("总统", "总理", "首相", "国王", "女王", "王储", "元首", "国家主席", "总书记", "外交部长",
     "国防部长", "财政部长", "副总统", "议长", "众议长",
     "国务院总理", "中共中央总书记")
)  # fmt: skip
"""Titles of states that one person at a time holds."""
SYNONYMS = {
    "外长": "外交部长", "外交部部长": "外交部长", "外交大臣": "外交部长", "防长": "国防部长", "国防部部长": "国防部长",
    "国防大臣": "国防部长", "财长": "财政部长", "财政部部长": "财政部长", "副外交部长": "副外长",
    "外交部副部长": "副外长",
}  # fmt: skip
SENIOR = frozenset(("书记", "省长", "主席", "市长", "部长", "主任", "行长", "审计长", "秘书长", "检察长", "院长"))
"""Titles at the head of a province or a central body: leaders come from there, and names hardly repeat."""
MEMBERS = frozenset(("中央委员", "候补中央委员", "全国政协委员", "全国政协常委", "全国人大代表"))
"""Titles that name their body themselves."""
STATE_CLASSES = ("state", "party", "complete")
_WALKS: dict[str, Walk] = {"learned": "learned", "business": "business", "military": "military", "foreign": "foreign"}


@dataclass(frozen=True, slots=True)
class Office:
    """A post's name taken apart.

    `title` is the title in its usual form (外交部长 for 外长), "" where the name ends in none; `country` the foreign
    country, `province` the two digits of the Chinese one, `body` what stands before the title. An office with none of
    the three is bare (总统). `top` says that the body is a province or its party committee, `senior` that the office is
    at the head of such a body or of a central one, `single` that one person at a time holds it, `plain` that nothing
    puts it in the past or to come (前, 原, 候任).
    """

    name: str
    title: str
    walk: Walk
    country: str = ""
    province: str = ""
    body: str = ""
    top: bool = False
    senior: bool = False
    plain: bool = True

    @property
    def single(self) -> bool:
        return self.title in SINGLE and (bool(self.country) or self.walk == "leader")

    @property
    def seat(self) -> str:
        """The office without regard to how it is put: `俄罗斯 外交部长` for 俄罗斯外长."""
        return f"{self.country or self.body} {self.title}"


@cache
def load_leaders() -> frozenset[str]:
    """The posts whose holders are the leaders of party and state."""
    return frozenset(all_words("posts", "national"))


@cache
def office_of(name: str) -> Office:
    """The office of a post's name: 俄罗斯外长 has the country 俄罗斯 and the title 外交部长."""
    if name in load_leaders():
        return Office(name, name, "leader", body=name)
    titles = [title for title in find_titles(name) if title.end == len(name)]
    if not titles:
        return Office(name, "", "other", body=name)
    title = titles[-1]
    return replace(_office(name, title), plain=title.end - title.start == len(title.word) and not title.former)


def _office(name: str, title: Title) -> Office:
    body = name[: title.start]
    word = SYNONYMS.get(title.word, title.word)
    if "问题" not in body and (country := _foreign(body)):
        inner = body[len(country[1]) :] + title.word
        return Office(name, SYNONYMS.get(inner, inner), "foreign", country=country[0], body=body)
    if title.cls == "complete":
        return Office(name, word, "state", body=name)
    place = place_of(body)
    if place and place.table == "divisions":
        top = place.row.extra["level"] == "province" and _is_top(body, place)
        walk = "state" if title.cls in STATE_CLASSES else _walk(title.cls, body)
        return Office(name, word, walk, "", place.row.id[:2], body, top, top and title.word in SENIOR)
    central = _is_central(body)
    walk = "state" if central and title.cls in STATE_CLASSES else _walk(title.cls, body)
    return Office(name, word, walk, body=body, senior=central and title.word in SENIOR)


def _foreign(body: str) -> tuple[str, str] | None:
    """The foreign country that the body of a post begins with, and the form it has there ("" for a party)."""
    for end in range(len(body), 1, -1):
        for name in load_gazetteer().names.get(body[:end], ()):
            code = {"countries": name.row.id, "parties": name.row.extra.get("country", "")}.get(name.table, "")
            country = _countries().get(code, "")
            if code != "CN" and body[:1] in (country[:1], *_signs(code)):  # 社会民主党 is a party of many states
                return country, body[:end] if name.table == "countries" else ""
    return None


@cache
def _countries() -> dict[str, str]:
    """Countries by their code."""
    return {row.id: row.name for row in load_table(lexicon_dir() / "places" / "countries.tsv")}


@cache
def _signs(code: str) -> tuple[str, ...]:
    """The one-character names of a country: 越 for 越南."""
    rows = load_table(lexicon_dir() / "places" / "countries.tsv")
    return next((row.values("abbr") for row in rows if row.id == code), ())


_LEARNED_BODIES = ("大学", "学院", "研究所", "研究院", "医院", "科学院", "工程院", "实验室", "中学", "小学")
_BUSINESS_BODIES = ("公司", "集团", "银行", "企业", "合作社", "厂")
_MILITARY_BODIES = ("军", "部队", "战区", "舰", "旅", "连", "营")


def _walk(cls: str, body: str) -> Walk:
    """The walk of life that a title or, for titles of many bodies (主任), the body stands for."""
    for endings, walk in (
        (_LEARNED_BODIES, "learned"), (_BUSINESS_BODIES, "business"), (_MILITARY_BODIES, "military"),
    ):  # fmt: skip
        if body.endswith(endings):
            return walk  # type: ignore[return-value]
    return _WALKS.get(cls, "other")


def _is_top(body: str, place: Name) -> bool:
    """河北省 or 河北省委, not 河北省教育厅."""
    rest = next((body[len(form) :] for form in sorted(place.row.names, key=len)[::-1] if body.startswith(form)), body)
    return rest in ("", "委", "党委", "政府", "人民政府")


def _is_central(body: str) -> bool:
    return any(name.table == "central" for name in load_gazetteer().names.get(body, ()))


@cache
def place_of(text: str) -> Name | None:
    """The country or Chinese division that a name begins with, the longest form that only one of them has."""
    for end in range(len(text), 1, -1):
        found = load_gazetteer().names.get(text[:end], ())
        places = [name for name in found if name.table in ("countries", "divisions") and not name.needs_context]
        if len(places) == 1:
            return places[0]
    return None


@cache
def word_classes(name: str) -> str:
    """The class of the title that is the whole of `name` (总统: foreign, 书记: party); "" where it is more."""
    titles = find_titles(name)
    return titles[0].cls if len(titles) == 1 and (titles[0].start, titles[0].end) == (0, len(name)) else ""


def is_bare(name: str) -> bool:
    """Whether the name of a post is a title alone, whose office it is left open: 总统, 前总统, 副主任."""
    return name not in load_leaders() | MEMBERS and word_classes(name) not in ("", "complete")


def province_of(code: str) -> str:
    """The two digits of the province of a division's key (`place/130900` → 13); "" for other keys."""
    digits = code.removeprefix("place/")
    return digits[:2] if digits in load_divisions().by_code else ""
