"""Events: what no date or name tells apart is apart; sessions by their numbers, one day's names of one meeting."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from kg.extract.events import head_of, is_bare
from kg.lexicon.gazetteer import load_gazetteer
from kg.resolve.bodies import apart, usual_form
from kg.resolve.partition import linked, parted, qualifiers, shown
from kg.resolve.records import PARTICIPATION, Corpus, Decision, Known

RULES: Mapping[str, tuple[str, str]] = {
    "events.general-name": ("名称通用，参与者、议题无一相同", "a general name, nothing in common"),
    "events.same-session": ("同一届次", "one number of term and session"),
    "events.same-day": ("同日，名称相含，有相同参与者或地点", "one day, one name in the other, people or place shared"),
    "events.also-called": ("同日，文中别名即另一名称", "one day, a text calls one by the name of the other"),
}  # fmt: skip
NEAR_DAYS = 14
"""Days between two reports of one undated event."""
NUMBERED = 5
"""Characters that a name has beside its number to be that of one event: 亚太经合组织第三十次领导人非正式会议."""
_NUM = "[一二三四五六七八九十百]+"
_PLENUM = re.compile(rf"(.*?)第?({_NUM})届(?:中央委员会)?第?({_NUM})(?:次全体会议|中全会)")
_CONGRESS = re.compile(
    rf"第?({_NUM})届(?:全国人大|全国人民代表大会)(常委会|常务委员会)?第?({_NUM})次会议"
    rf"|(?:全国人大|全国人民代表大会)第?({_NUM})届(常委会|常务委员会)?第?({_NUM})次会议"
)
_CONFERENCE = re.compile(rf"(?:全国政协|政协)第?({_NUM})届(?:全国委员会)?(常委会|常务委员会)?第?({_NUM})次会议")
_NUMBERS = re.compile(rf"第?(?:[0-9]+|{_NUM})(?:次|届|场|轮|批|中全会)|[0-9]{{4}}年?")
# meetings of which one day may see several
_DAILY = re.compile(
    r"(?:发布会|记者会|吹风会|仪式|招待会|[宴午晚]宴|见面会|通气会)$|(?:召开|主持)[^的]{0,6}(?:座谈会|会议)$|^(?:来华|访华|出席|等|访问)"
)


def session_of(name: str) -> str:
    """The usual name of a meeting that term and number name for ever, "" for other events.

    中共二十届三中全会 for 党的二十届三中全会, 全国人大常委会十四届四次会议 for 十四届全国人大常委会第四次会议.
    """
    if match := _PLENUM.fullmatch(name):
        party = _party(match[1])
        return f"{party}{match[2]}届{match[3]}中全会" if party else ""
    for pattern, body in ((_CONGRESS, "全国人大"), (_CONFERENCE, "全国政协")):
        if match := pattern.fullmatch(name):
            term, standing, number = match.groups()[:3] if match[1] else match.groups()[3:]
            return f"{body}{'常委会' if standing else ''}{term}届{number}次会议"
    return ""


def _party(name: str) -> str:
    """The party whose plenum it is: without a name, the Communist Party of China."""
    if name in ("", "党的", "中共", "中国共产党"):
        return "中共"
    return usual_form(name) if name in load_gazetteer().names else ""


def split_events(corpus: Corpus) -> tuple[dict[str, Mapping[str, str]], list[Decision]]:
    """The parts of names of events that do not tell which is meant, with the decisions."""
    parts: dict[str, Mapping[str, str]] = {}
    decisions: list[Decision] = []
    for known in corpus.of_kind("events"):
        if len(known.articles) < 2 or not _is_general(known):
            continue
        groups = linked(known.articles, _tokens(corpus, known))
        if len(groups) > 1:
            parts[known.key] = parted(known.key, qualifiers(corpus, groups), groups)
            decisions += apart(corpus, parts[known.key], groups, "events.general-name")
    return parts, decisions


def _is_general(known: Known) -> bool:
    """Whether key and name leave open which event is meant: undated ones without a session, daily kinds, bare heads."""
    if session_of(known.name):
        return False
    plain = _NUMBERS.sub("", known.name)
    numbered = plain != known.name and len(plain) >= NUMBERED and not is_bare(plain)
    if _DAILY.search(known.name) or not plain or is_bare(plain):
        return True
    return known.own.startswith("undated") and not numbered


class _Tokens:
    """What two articles that tell of one event have in common: a participant that the name does not give, a topic or
    a place; for undated ones within a few days."""

    def __init__(self, corpus: Corpus, known: Known) -> None:
        self._found: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
        windows = _windows(corpus, known.articles) if known.own.startswith("undated") else {}
        claims = [*corpus.of_object.get(known.key, ()), *corpus.of_subject.get(known.key, ())]
        for claim in claims:
            other = claim.subject if claim.object == known.key else claim.object
            shared = claim.predicate in PARTICIPATION or claim.predicate in ("about", "tookPlaceIn")
            if shared and other.partition("/")[2] not in known.name:
                self._found[claim.article].add((windows.get(claim.article, ""), other))
        for article in known.articles:
            if windows and len(known.name) > len(head_of(known.name)) and not _DAILY.search(known.name):
                self._found[article].add((windows[article], "name"))

    def __call__(self, article: str) -> Iterable[tuple[str, str]]:
        return self._found.get(article, ())


def _tokens(corpus: Corpus, known: Known) -> _Tokens:
    return _Tokens(corpus, known)


def _windows(corpus: Corpus, articles: Iterable[str]) -> dict[str, str]:
    """Article → first day of its run of days, none of which is more than a few days after the one before."""
    windows: dict[str, str] = {}
    start = before = ""
    for article in sorted(articles, key=lambda each: (corpus.date(each), each)):
        day = corpus.date(article)
        if not (before and day and (date.fromisoformat(day) - date.fromisoformat(before)).days <= NEAR_DAYS):
            start = day or article
        windows[article], before = start, day
    return windows


def propose_events(corpus: Corpus) -> Iterator[Decision]:
    """Pairs of events that are one."""
    known = corpus.of_kind("events")
    yield from _same_sessions(corpus, known)
    by_day: defaultdict[str, list[Known]] = defaultdict(list)
    for event in known:
        if not event.own.startswith("undated"):
            by_day[event.own[:10]].append(event)
    for _, events in sorted(by_day.items()):
        for i, one in enumerate(events):
            for other in events[i + 1 :]:
                yield from _same_day(corpus, one, other)


def _same_sessions(corpus: Corpus, known: Iterable[Known]) -> Iterator[Decision]:
    """Sessions of one number: the undated with the dated one, where there is one; days of a session stay apart."""
    sessions: defaultdict[str, list[Known]] = defaultdict(list)
    for event in known:
        if session := session_of(event.name):
            sessions[session].append(event)
    for session, events in sorted(sessions.items()):
        spans = defaultdict(list)
        for event in events:
            spans["" if event.own.startswith("undated") else _span(corpus, event)].append(event)
        dated = [group for span, group in sorted(spans.items()) if span]
        groups = [dated[0] + spans[""]] if len(dated) == 1 else [*dated, spans[""]]
        for group in filter(None, groups):
            first, *others = sorted(group, key=lambda event: (-len(event.articles), event.key))
            for other in others:
                yield _decision(corpus, first, other, "events.same-session", session)


def _span(corpus: Corpus, event: Known) -> str:
    """First and last days that articles give."""
    days = sorted({c.object for c in corpus.of_subject.get(event.key, ()) if c.predicate in ("startDate", "endDate")})
    return " ".join(days)


def _same_day(corpus: Corpus, one: Known, other: Known) -> Iterator[Decision]:
    names = [_plain(event.name) for event in (one, other)]
    if _NUMBERS.findall(one.name) != _NUMBERS.findall(other.name) or _span(corpus, one) != _span(corpus, other):
        return
    if one.classes != other.classes or _is_general(one) or _is_general(other) or one.articles & other.articles:
        return
    short, long = sorted(names, key=len)
    if one.name in other.aliases or other.name in one.aliases:
        yield _decision(corpus, one, other, "events.also-called", short)
    elif len(short) >= 4 and head_of(short) == head_of(long) and short in long and _shares(corpus, one, other):
        yield _decision(corpus, one, other, "events.same-day", short)


def _decision(corpus: Corpus, one: Known, other: Known, rule: str, ground: str) -> Decision:
    first, second = sorted((one, other), key=lambda event: (-len(event.articles), event.key))
    return Decision(first.key, second.key, True, rule, ground, shown(corpus, one.articles | other.articles))


def _plain(name: str) -> str:
    return re.sub(r"[^\u3400-\u9fff0-9A-Za-z]", "", name)


def _shares(corpus: Corpus, one: Known, other: Known) -> bool:
    """Whether the two have a participant in common, or where they took place."""
    around = []
    for event in (one, other):
        people = {c.subject for c in corpus.of_object.get(event.key, ()) if c.predicate in PARTICIPATION}
        places = {c.object for c in corpus.of_subject.get(event.key, ()) if c.predicate == "tookPlaceIn"}
        around.append(people | places)
    return not around[0].isdisjoint(around[1])
