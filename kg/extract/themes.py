"""Themes (提法): the goals, fields, programmes and set phrases that a text urges, reports on or discusses.

Two sources: the thesaurus, found wherever its labels stand, and the grammar of policy sentences, which finds what the
thesaurus lacks and marks it as a candidate. Everything here is a function of the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from kg.extract.spans import Cover
from kg.extract.theme_grammar import Phrase, Shape, read_shape, refine
from kg.extract.theme_rules import (
    DOCUMENT,
    HEADLINE,
    NARRATIVE,
    REPORT,
    RULES,
    SPEECH,
    THESAURUS,
    URGES,
    VERB_OBJECT,
    Rule,
)
from kg.extract.triggers import needed_words
from kg.lexicon.matcher import Matcher
from kg.lexicon.thesaurus import load_themes
from kg.text import after_last, headline_length

_WEIGHT = {HEADLINE: 1.5, SPEECH: 1.0, REPORT: 0.7, NARRATIVE: 0.5}
"""How much a mention in each kind of passage says about what the article is about."""


@dataclass(frozen=True, slots=True)
class ThemeMention:
    """A place where a text names a theme: characters `start` to `end` (exclusive) of the cleaned text.

    `label` is the theme's name: the preferred label of the thesaurus `concept`, or the bare noun phrase of a candidate.
    `surface` is the phrase as printed with its verb (推进渔港升级和航道整治), `forms` every spelling found here.
    `score` weighs the rule's confidence with where in the article it stands.
    """

    start: int
    end: int
    label: str
    concept: str | None
    candidate: bool
    rule: str
    score: float
    surface: str
    forms: tuple[str, ...] = ()
    headline: bool = False


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme of one article with all its mentions; `core` ones are what the article is about."""

    label: str
    aliases: tuple[str, ...]
    concept: str | None
    candidate: bool
    score: float
    core: bool
    mentions: tuple[ThemeMention, ...]


_REVIEWED = re.compile("审议|通过|印发|出台|讨论|修订|施行|公布|提请|起草|草案|条例|批准")
_TITLE = re.compile(r"^(?:中华人民共和国)?(?:[^《》]{0,12}?关于(?P<about>.+?)的)?(?P<name>.*?)(?:[（(].*[）)])?$")


def find_themes(
    text: str, sentences: Sequence[tuple[int, int]], known: Collection[tuple[int, int]] = ()
) -> list[ThemeMention]:
    """The mentions of themes in `text`, ordered by start; overlapping ones are kept where they name different themes.

    `text` is the cleaned text of an article, paragraphs separated by "\\n"; `sentences` and `known` (names of people,
    places and organisations) are spans of its characters. No theme begins or ends inside a known name.

    加快建设科技强国，是战略支撑。 → 科技强国 (surface 建设科技强国)
    """
    shape = read_shape(text, known)
    regions = _Regions(shape, sentences)
    found = [
        mention for rule in RULES for mention in _found_by(rule, shape, regions, known) if _is_whole(text, mention)
    ]
    return sorted(_without_shadows(text, found), key=lambda mention: (mention.start, -mention.end, mention.rule))


# 马克思主义者, 农业科技人员, 友好人士: with what follows it is a word for people or things
_GOES_ON = re.compile("者|平台|高峰论坛|人士|人员|愿望|精神(?!文明)|意义|作用|小组|指导意见|委员会")
# 中共二十大, “五子”, …的指导意见: a congress, a word in quotes, a kind of paper
_NO_THEME = re.compile("[一二三四五六七八九十]大$|^..$|(?:指导意见|实施意见|专题询问|领导人)$|主席|总理|总统")


def _is_whole(text: str, mention: ThemeMention) -> bool:
    """Whether a mention is not the front of a longer word, and a candidate reads as a theme."""
    if not mention.candidate:
        return mention.rule != THESAURUS or _GOES_ON.match(text, mention.end) is None
    return _GOES_ON.match(text, mention.end) is None and _NO_THEME.search(mention.label) is None


def find_by_rule(
    rule: Rule, text: str, sentences: Sequence[tuple[int, int]], known: Collection[tuple[int, int]] = ()
) -> list[ThemeMention]:
    """What one rule finds by itself; the arguments are those of `find_themes`."""
    shape = read_shape(text, known)
    return list(_found_by(rule, shape, _Regions(shape, sentences), known))


def _found_by(
    rule: Rule, shape: Shape, regions: _Regions, known: Collection[tuple[int, int]]
) -> Iterator[ThemeMention]:
    if rule.pattern is None:
        yield from _in_thesaurus(rule, shape, regions, known)
        return
    if not any(letter in shape.letters for letter in _needed()[rule.id]):
        return
    for match in rule.pattern.finditer(shape.letters):
        region = regions.at(match.start("np"))
        if region == NARRATIVE and rule.id == VERB_OBJECT and _continues_topic(shape, match.start()):
            region = REPORT
        if region in rule.regions and _has_key(shape, rule, match):
            read = _documents if rule.id == DOCUMENT else _read
            yield from read(rule, shape, match, region)


@cache
def _needed() -> Mapping[str, frozenset[str]]:
    """For each rule the classes of which every match holds one ("E" for what names a meeting); "" where none is."""
    return {rule.id: needed_words(rule.pattern) or frozenset(("",)) for rule in RULES if rule.pattern}


class _Regions:
    """What kind of passage each token of a text stands in."""

    def __init__(self, shape: Shape, sentences: Sequence[tuple[int, int]]) -> None:
        self._starts: list[int] = []
        self._kinds: list[str] = []
        body = headline_length(shape.text)
        spoken = False
        for start, end in sentences:
            first, last = bisect_right(shape.starts, start) - 1, bisect_right(shape.starts, end - 1)
            spoken = spoken and "\n" not in shape.text[max(0, start - 2) : start]
            self._add(shape.letters, max(first, 0), last, start < body, spoken)
            spoken = spoken or "s" in shape.letters[first:last]

    def _add(self, letters: str, first: int, last: int, headline: bool, spoken: bool) -> None:
        told = NARRATIVE if "w" in letters[first:last] else REPORT
        said = letters.find("s", first, last)
        if headline or spoken or said < 0:
            self._mark(first, HEADLINE if headline else SPEECH if spoken else told)
        else:
            self._mark(first, NARRATIVE if "w" in letters[first:said] else REPORT)
            self._mark(said, SPEECH)

    def _mark(self, token: int, kind: str) -> None:
        self._starts.append(token)
        self._kinds.append(kind)

    def at(self, token: int) -> str:
        """The kind of passage of a token; a report where no sentence covers it."""
        index = bisect_right(self._starts, token) - 1
        return self._kinds[index] if index >= 0 else REPORT


@cache
def _concepts() -> dict[str, str]:
    """The preferred label of the concept that each label of the thesaurus names, quotation marks dropped."""
    return {_bare(label): concept.pref for concept in load_themes() for label in concept.labels}


@cache
def _thesaurus() -> Matcher[str]:
    return Matcher({label: concept.pref for concept in load_themes() for label in concept.labels})


def _bare(label: str) -> str:
    return label.translate(_NO_QUOTES)


_NO_QUOTES = str.maketrans("", "", "“”‘’《》 ")


def _in_thesaurus(
    rule: Rule, shape: Shape, regions: _Regions, known: Collection[tuple[int, int]]
) -> Iterator[ThemeMention]:
    """The labels of the thesaurus in the text, longest first, none that begins or ends inside a known name."""
    inside = Cover(len(shape.text) + 1, ((start + 1, end) for start, end in known))
    whole = set(known)
    for start, end, concept in _thesaurus().longest(shape.text):
        if inside.meets(start, start + 1) or inside.meets(end, end + 1) or (start, end) in whole:
            continue
        token = bisect_right(shape.starts, start) - 1
        if _cuts_a_word(shape, end):
            continue
        if end - start < 3 and not _stands_alone(shape, token, start, end):
            continue
        label = shape.text[start:end]
        yield _mention(rule, regions.at(token), start, end, concept, concept, label, (label,))


def _cuts_a_word(shape: Shape, end: int) -> bool:
    """Whether a label ends one character before the end of an unknown word: 枢纽港 in 枢纽港口."""
    tail = bisect_right(shape.starts, end - 1) - 1
    return shape.ends[tail] - end == 1 and shape.letters[tail] == "n"


def _stands_alone(shape: Shape, token: int, start: int, end: int) -> bool:
    """Whether a short label is a word by itself here: 就业 in 促进就业, not in 就业指导中心."""
    around = shape.letters[max(token - 1, 0) : token] + shape.letters[token + 1 : token + 2]
    return shape.starts[token] == start and shape.ends[token] == end and not set(around) & set("nxgzihHtTyj")


def _continues_topic(shape: Shape, at: int) -> bool:
    """Whether the words of a clause before a token name what someone learned about: 了解…、加强…等情况."""
    clause = max(shape.letters.rfind(mark, 0, at) for mark in ",.")
    return "r" in shape.letters[clause + 1 : at]


def _has_key(shape: Shape, rule: Rule, match: re.Match[str]) -> bool:
    if not rule.keys:
        return True
    at = match.start("key")
    return shape.slice(at, at + 1) in rule.keys


def _read(rule: Rule, shape: Shape, match: re.Match[str], region: str) -> Iterator[ThemeMention]:
    """The mentions that a match of a rule gives: one for each theme of its noun phrase."""
    first, last = match.span("np")
    verbs = match.span("verb") if match.re.groupindex.get("verb") else (-1, -1)
    for phrase in refine(shape, first, last):
        if not rule.needs or not set(rule.needs).isdisjoint(shape.letters[phrase.first : phrase.last]):
            yield _candidate(rule, shape, region, phrase, verbs if phrase.first <= first + 4 else (-1, -1))


def _candidate(rule: Rule, shape: Shape, region: str, phrase: Phrase, verbs: tuple[int, int]) -> ThemeMention:
    """A mention of what a rule found; `verbs` are the tokens of the verbs that govern it, (-1, -1) for none."""
    start, end = shape.starts[phrase.first], shape.ends[phrase.last - 1]
    surface = shape.text[start:end]
    forms = dict.fromkeys(phrase.forms)
    if verbs[0] >= 0:
        surface = shape.text[shape.starts[verbs[0]] : end]
        forms |= dict.fromkeys((surface, shape.text[shape.starts[verbs[1] - 1] : end]))
    concept = next((found for form in forms if (found := _concepts().get(_bare(form)))), None)
    label = concept or _bare_ends(phrase.label)
    return _mention(rule, region, start, end, label, concept, surface, tuple(forms))


def _bare_ends(label: str) -> str:
    """A label that is one quotation loses its marks: “双城记” is 双城记."""
    return label[1:-1] if label[0] == "“" and label.find("”") == len(label) - 1 else label


def _mention(
    rule: Rule, region: str, start: int, end: int, label: str, concept: str | None, surface: str, forms: tuple[str, ...]
) -> ThemeMention:
    score = round(rule.confidence * _WEIGHT[region], 3)
    headline = region == HEADLINE
    return ThemeMention(start, end, label, concept, concept is None, rule.id, score, surface, forms, headline)


def _documents(rule: Rule, shape: Shape, match: re.Match[str], region: str) -> Iterator[ThemeMention]:
    """The subject of a document that the sentence reviews, adopts or issues."""
    first, last = match.span("np")
    start, end = shape.starts[first], shape.ends[last - 1]
    around = shape.text[max(0, shape.text.rfind("。", 0, start)) : end]
    title = _TITLE.match(shape.text[start + 1 : end - 1])
    if title is None or not _REVIEWED.search(around):
        return
    label = title["about"] or title["name"]
    if len(label) < 4:
        return
    forms = (label, shape.text[start:end])
    concept = _concepts().get(_bare(label))
    yield _mention(rule, region, start, end, concept or label, concept, shape.text[start:end], forms)


def _without_shadows(text: str, mentions: Iterable[ThemeMention]) -> Iterator[ThemeMention]:
    """One mention for each theme and place; candidates that a thesaurus label covers or cuts are dropped."""
    mentions = list(mentions)
    labels = [mention for mention in mentions if mention.rule == THESAURUS]
    starts = [mention.start for mention in labels]
    grown = [m for m in mentions if m.rule != THESAURUS and not _shadowed(m, labels, starts)]
    seen: dict[tuple[int, int], ThemeMention] = {}
    for mention in (*labels, *grown):
        key = (mention.start, mention.end)
        if mention.rule == THESAURUS and mention.end - mention.start < 4 and _part_of_longer(text, mention, grown):
            continue
        seen[key] = _joined(seen[key], mention) if key in seen else mention
    yield from seen.values()


def _part_of_longer(text: str, mention: ThemeMention, others: Iterable[ThemeMention]) -> bool:
    """Whether a short label only helps to name a longer theme: 城市群 in 世界级城市群, not 新能源 in 新材料、新能源."""
    for other in others:
        if other.start <= mention.start and mention.end <= other.end:
            before, after = text[other.start : mention.start][-1:], text[mention.end : other.end][:1]
            if before not in _LIST_MARKS or after not in _LIST_MARKS:
                return True
    return False


_LIST_MARKS = ("", "、", "和", "与", "及", "等")


def _shadowed(mention: ThemeMention, labels: Sequence[ThemeMention], starts: Sequence[int]) -> bool:
    index = bisect_right(starts, mention.end - 1) - 1
    while index >= 0 and labels[index].end > mention.start:
        other = labels[index]
        inside = other.start <= mention.start and mention.end <= other.end
        apart = mention.start <= other.start and other.end <= mention.end
        if (inside and (other.start, other.end) != (mention.start, mention.end)) or not (inside or apart):
            return True
        index -= 1
    return False


def _joined(one: ThemeMention, other: ThemeMention) -> ThemeMention:
    """Two mentions of the same characters: the surer one, with the forms of both."""
    best, rest = (one, other) if one.score >= other.score else (other, one)
    longest = max(best.surface, rest.surface, key=len)
    return replace(best, surface=longest, forms=tuple(dict.fromkeys((*best.forms, *rest.forms))))


# 主要, 只要, 重要, 需要, 要求, 要素: no call for anything
_CALL = re.compile("(?<![主只重需首])要(?![求素闻点地])|必须|应当|应该|希望|愿(?!望)")


# 感谢中方为印尼经济发展…, 制约农业发展的障碍: named, not urged
_DEPLORED = re.compile("感谢|违反|违背|破坏|制约|阻碍|威胁|损害|危害")


# 力戒形式主义, 应对全球性风险: without its verb the label names what is fought
_EVIL = re.compile(
    "^(?!反对|整治|防范|应对|打击).*(?:形式主义|官僚主义|保护主义|单边主义|霸权主义|恐怖主义|逆全球化|鸿沟|威胁|挑战)$"
)
# 扩大合作规模, 融入国家发展大局: heads too wide to be what someone stands for
_WIDE = re.compile("(?:大局|规模|规律|根本利益|优先方向|职责|主力军|重大|框架|风险|优良传统|设备|筹备|行动|发展方式)$")


def is_urged(text: str, mention: ThemeMention) -> bool:
    """Whether who speaks at a mention urges its theme: by the rule that found it, or after a call in its sentence."""
    if _EVIL.search(mention.label) or (_WIDE.search(mention.label) and mention.rule != DOCUMENT):
        return False
    if _DEPLORED.search(text, after_last(text, "，。；！？\n", mention.start), mention.start):
        return False
    start = after_last(text, "。！？\n", mention.start)
    return mention.rule in URGES or _CALL.search(text, start, mention.start) is not None


def merge_themes(mentions: Iterable[ThemeMention]) -> list[Theme]:
    """The themes that the mentions name, the most important first.

    Mentions of one concept are one theme; candidates are one theme where one spelling is the beginning or the end of
    the other and at least half of it: 渔港升级改造 and 渔港升级改造和航道整治.
    """
    groups: dict[str, list[ThemeMention]] = defaultdict(list)
    for mention in mentions:
        groups[mention.label if mention.concept else _bare(mention.label)].append(mention)
    for key in sorted(groups, key=len, reverse=True):
        home = _home(key, groups)
        if home:
            groups[home] += groups.pop(key)
    themes = [_theme(group) for group in groups.values()]
    return sorted(themes, key=lambda theme: (-theme.score, theme.mentions[0].start))


def _home(key: str, groups: dict[str, list[ThemeMention]]) -> str | None:
    """The shorter theme of which this candidate is a longer spelling."""
    if groups[key][0].concept:
        return None
    lengths = range(max(4, len(key) // 2 + 1), len(key))
    shorter = {part for length in lengths for part in (key[:length], key[-length:]) if part in groups}
    homes = (other for other in groups if other in shorter and not groups[other][0].concept)
    return next(homes, None) if shorter else None


_CORE = 0.8
"""A theme of this score is core."""


def _theme(mentions: Sequence[ThemeMention]) -> Theme:
    ordered = tuple(sorted(mentions, key=lambda mention: (mention.start, mention.end)))
    best = max(ordered, key=lambda mention: (mention.concept is not None, -len(mention.label)))
    score = sum(mention.score for mention in ordered)
    spellings = dict.fromkeys(form for mention in ordered for form in (*mention.forms, mention.surface))
    aliases = tuple(form for form in spellings if form != best.label)
    core = score >= _CORE or any(mention.headline for mention in ordered)
    return Theme(best.label, aliases, best.concept, best.concept is None, round(score, 3), core, ordered)
