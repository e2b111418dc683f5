"""One body, several names: short and full forms; and names so general that several bodies bear them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache

from kg.lexicon.gazetteer import load_gazetteer
from kg.lexicon.tables import Row, load_table
from kg.lexicon.words import all_words
from kg.paths import lexicon_dir
from kg.resolve.offices import place_of
from kg.resolve.partition import linked, parted, qualifiers, shown
from kg.resolve.records import Corpus, Decision, Known

RULES: Mapping[str, tuple[str, str]] = {
    "organisations.same-form": ("同一机构的简称与全称", "short and full form of one body"),
    "organisations.country-sign": ("国名一字简称", "the sign of a country for its name"),
    "organisations.also-called": ("文中别名即此名", "a text has one name for the other"),
    "organisations.general-name": ("通用名称，无相同人地", "a general name, nothing in common"),
}  # fmt: skip
SHORTEST = 4
"""Characters of an alias or of a name behind a sign: shorter ones are borne by many."""
GENERAL = frozenset(
    ("", "人民", "中心", "中医", "儿童", "妇幼", "第一", "第二", "第三", "实验", "农民", "农机", "村民", "供销", "运输",
     "护士", "行业", "物业", "康复", "技师", "投资", "石油", "商业", "调查", "事故", "现场", "派出", "上级", "单位",
     "机关", "教师", "最高", "高等", "国防", "边防", "总统", "联邦", "中央", "地方", "当地", "两国", "各国")
)  # fmt: skip
"""What may stand before a head in a name that is nobody's own: 儿童医院, 运输工会."""
_STATE = re.compile(r"(?:阿拉伯|伊斯兰|社会主义|人民|民主|联邦|王国|大公国|共和国|合众国)+政府$")
_NUMBER = re.compile(r"第?[0-9一二三四五六七八九十百]+")


def split_general(corpus: Corpus) -> tuple[dict[str, Mapping[str, str]], list[Decision]]:
    """The parts of general names whose articles share nothing telling, with the decisions."""
    parts: dict[str, Mapping[str, str]] = {}
    decisions: list[Decision] = []
    for known in corpus.of_kind("organisations"):
        if len(known.articles) > 1 and is_general(known.own):
            key = known.key
            groups = linked(known.articles, lambda article, key=key: corpus.telling[article] - {key})  # type: ignore[misc]
            if len(groups) > 1:
                parts[key] = parted(key, qualifiers(corpus, groups), groups)
                decisions += apart(corpus, parts[key], groups, "organisations.general-name")
    return parts, decisions


def apart(corpus: Corpus, part: Mapping[str, str], groups: list[frozenset[str]], rule: str) -> Iterator[Decision]:
    """That each group is another than the first."""
    keys = [part[min(group)] for group in groups]
    for key, group in zip(keys[1:], groups[1:], strict=True):
        yield Decision(keys[0], key, False, rule, "", shown(corpus, group))


@cache
def is_general(name: str) -> bool:
    """Whether nothing in a name says whose body it is: 儿童医院, 市委; not 河北省委, 国务院."""
    if name in load_gazetteer().names or place_of(name) is not None or _sign(name):
        return False
    head = next((word for word in _heads() if name.endswith(word)), "")
    return bool(head) and name[: len(name) - len(head)] in GENERAL


@cache
def _heads() -> tuple[str, ...]:
    words = {*all_words("grammar", "organs"), *all_words("grammar", "organisations")}
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


def propose_bodies(corpus: Corpus) -> Iterator[Decision]:
    """Pairs of names of one body."""
    known = corpus.of_kind("organisations")
    forms: defaultdict[str, list[Known]] = defaultdict(list)
    for body in known:
        if not is_general(body.own.partition("_")[0]):
            forms[usual_form(body.name)].append(body)
    for form, bodies in sorted(forms.items()):
        first, *others = sorted(bodies, key=lambda body: (-len(body.articles), body.key))
        for other in others:
            yield _decision(corpus, first, other, "organisations.same-form", form)
        fulls = [full for full in _with_country(form) if full in forms]
        if len(fulls) == 1:
            yield _decision(corpus, forms[fulls[0]][0], first, "organisations.country-sign", fulls[0])
    yield from _also_called(corpus, known)


def _also_called(corpus: Corpus, known: list[Known]) -> Iterator[Decision]:
    """Bodies that have the name of another as an alias that no third one has, with the same numbers in both."""
    owners: defaultdict[str, list[Known]] = defaultdict(list)
    for body in known:
        for alias in body.aliases:
            owners[alias].append(body)
    for body in known:
        others = [other for other in owners.get(body.name, ()) if other.key != body.key]
        telling = len(body.name) >= SHORTEST and not is_general(body.own.partition("_")[0])
        if len(others) == 1 and telling and _NUMBER.findall(body.name) == _NUMBER.findall(others[0].name):
            yield _decision(corpus, others[0], body, "organisations.also-called", body.name)


def _decision(corpus: Corpus, one: Known, other: Known, rule: str, ground: str) -> Decision:
    return Decision(one.key, other.key, True, rule, ground, shown(corpus, one.articles | other.articles))


@cache
def usual_form(name: str) -> str:
    """A body's name in its usual form: 云溪省发展改革委 for 云溪省发改委, 瑞士政府 for 瑞士联邦政府.

    The lexicon's own name stands for its aliases; parts of a name that are one (党组) keep to their body.
    """
    if name.endswith("党组") and len(name) > SHORTEST:
        return usual_form(name[:-2]) + "党组"
    found = [entry for entry in load_gazetteer().names.get(name, ()) if entry.kind == "organisations"]
    if len(found) == 1:
        return found[0].name
    place = place_of(name)
    if place and place.table == "countries":
        printed = next(form for form in sorted(place.row.names, key=len)[::-1] if name.startswith(form))
        rest = _STATE.sub("政府", name[len(printed) :]) if place.name != "中国" else name[len(printed) :]
        return place.name + _usual_ending(rest, divided=False)
    divided = bool(place and place.table == "divisions")
    if place and divided:
        printed = next(form for form in sorted(place.row.names, key=len)[::-1] if name.startswith(form))
        if len(name) > len(printed) and printed in (place.name, place.row.name):
            return place.name + _usual_ending(name[len(printed) :], divided=True)
    return _usual_ending(name, divided=divided)


def _usual_ending(name: str, *, divided: bool) -> str:
    for alias, row in _endings():
        fits = divided or (row.extra["class"] == "any" and len(name) > len(alias) + 1)
        if fits and name.endswith(alias):
            return name[: -len(alias)] + row.name
    return name


@cache
def _endings() -> tuple[tuple[str, Row], ...]:
    """The endings that have a usual form, the longest first; a usual form stands for itself."""
    rows = load_table(lexicon_dir() / "grammar" / "short-forms.tsv")
    endings = [(form, row) for row in rows for form in row.names]
    return tuple(sorted(endings, key=lambda ending: (-len(ending[0]), ending[0])))


def _with_country(form: str) -> Iterator[str]:
    """The names that a one-character country at the head of one may stand for: 美国国防部 for 美国防部."""
    if len(form) >= SHORTEST:
        for country in _sign(form):
            yield usual_form(country + form[1:])


@cache
def _signs() -> Mapping[str, tuple[str, ...]]:
    signs: defaultdict[str, list[str]] = defaultdict(list)
    for row in load_table(lexicon_dir() / "places" / "countries.tsv"):
        for sign in row.values("abbr"):
            if row.id != "CN":
                signs[sign].append(row.name)
    return {sign: tuple(sorted(countries)) for sign, countries in signs.items()}


def _sign(name: str) -> tuple[str, ...]:
    """The countries whose sign a name begins with."""
    return _signs().get(name[:1], ())
