"""People by name: beside titles, in rosters, before verbs of saying, and again wherever their name recurs."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from functools import cache

from kg.extract.edges import Edges
from kg.extract.forms import (
    COMMON_SURNAME,
    DOT,
    FIRM,
    LONGEST_FOREIGN,
    NOT_LAST,
    WEAK,
    begins_a_word,
    chinese_ends,
    dotted_end,
    follow,
    foreign_signs,
    given_end,
    japanese_end,
    known_people,
    name_at,
    not_names,
    sounds_foreign,
    transliteration,
)
from kg.extract.organisations import BARE_ORGAN, ORGAN
from kg.extract.spans import Cover, Span
from kg.extract.titles import Title, title_words
from kg.lexicon.matcher import Matcher
from kg.lexicon.words import all_words, alternatives
from kg.model import Entity

AFTER_TITLE, BEFORE_TITLE, ROSTER, SPEAKER, KNOWN, AGAIN, PART, DOTTED, COMRADE, SURNAME, AFTER_ROLE = (
    "people.after-title", "people.before-title", "people.roster", "people.speaker", "people.known",
    "people.named-before", "people.part-of-name", "people.dotted-name", "people.comrade", "people.surname",
    "people.after-role",
)  # fmt: skip


@cache
def _known() -> Matcher[None]:
    return Matcher(dict.fromkeys(known_people()))


def person(name: str) -> Entity:
    """The person of a name; dots of foreign names are written "·"."""
    clean = re.sub(f"[{DOT}]", "·", name)
    return Entity(f"person/{clean}", "people", "Person", clean)


def find_people(text: str, titles: Sequence[Title], names: Sequence[Span]) -> list[Span]:
    """People in `text`, ordered by start, without overlaps; `names` are the places and organisations known so far.

    Offsets are characters of `Article.clean`. First the places where a name must stand (after a title, in a roster,
    before a verb of saying) are read, then every recurrence of what was found there.
    """
    blocked = Cover(len(text), ((span.start, span.end) for span in names))
    walls = {at: span for span in reversed(names) if not _gives_way(span) for at in range(span.start, span.end)}
    found: dict[int, Span] = {}
    rules: tuple[Callable[..., Iterable[tuple[int, int, str]]], ...] = (
        _dotted_names, _known_names, _after_titles, _before_titles, _comrades, _in_rosters, _speakers,
    )  # fmt: skip
    taken = Cover(len(text))
    for rule in rules:
        for start, end, rule_id in rule(text, titles, names):
            sure = rule_id in SURE
            crosses = _hits_a_wall(text, start, end, rule_id, walls) if sure else blocked.meets(start, end)
            if crosses or taken.meets(start, end) or text[start:end] in title_words():
                continue
            taken.add(start, end)
            found[start] = Span(start, end, person(text[start:end]), rule_id)
            blocked.add(start, end)
    spans = _with_whole_names(list(found.values()))
    spans += _again(text, spans, blocked)
    spans += _by_surname(text, titles, spans, blocked)
    return sorted(spans, key=lambda span: span.start)


# rules whose people win over a place of the lexicon inside them: 加西亚 holds 西亚
SURE = frozenset((DOTTED, KNOWN, AFTER_TITLE))


def _hits_a_wall(text: str, start: int, end: int, rule: str, walls: Mapping[int, Span]) -> bool:
    """Whether a name crosses a place or body that does not yield; one of foreign signs or behind a title may hold a
    place (巴西 in 阿巴西) or outgrow it."""
    crossed = {walls[at] for at in range(start, end) if at in walls}
    holds = rule != DOTTED or all(map(foreign_signs().fullmatch, re.split(f"[{DOT}-]", text[start:end])))
    return any(not ((holds and start < span.start and span.end <= end) or _outgrows(text, span)) for span in crossed)


def _gives_way(span: Span) -> bool:
    """Whether a name of a place or an organisation yields to a person that a sure rule reads there."""
    attributes = dict(span.entity.attributes)
    if "divisionCode" in attributes or "countryCode" in attributes:
        return False
    return span.kind == "places" or span.end - span.start <= 3


Found = Iterator[tuple[int, int, str]]


def _known_names(text: str, titles: Sequence[Title], names: Sequence[Span]) -> Found:
    """Names of the table; in a headline they may run together (李强赵乐际分别会见…)."""
    hits = _known().all(text)
    starts = {start for start, _, _ in hits}
    for start, end, _ in hits:
        if end - start > 3 or end in starts or follow(text, end) >= WEAK:
            yield start, end, KNOWN


def _after_titles(text: str, titles: Sequence[Title], names: Sequence[Span]) -> Found:
    openers = {span.start: span for span in names}
    by_end = {span.end: span for span in sorted(names, key=lambda span: -span.start)}
    ends = sorted(by_end)
    for title in titles:
        if text[title.end : title.end + 1] in ("、", "，", "的") or _is_taken(text, title.end, openers):
            continue
        if title.cls == "role":
            end, rule = _after_role(text, title), AFTER_ROLE
        else:
            nearest = bisect_right(ends, title.start + 1) - 1
            body = by_end[ends[nearest]] if nearest >= 0 and _reaches(text, ends[nearest], title.start) else None
            end, rule = _after_title(text, title, body), AFTER_TITLE
        if end is None and text.startswith("——", title.end):
            title = replace(title, end=title.end + 2)
            end, rule = _after_title(text, title, None), AFTER_TITLE
        if end is not None:
            yield title.end, end, rule
            yield from _listed_with(text, title, end, by_end)


def _listed_with(text: str, title: Title, end: int, by_end: Mapping[int, Span]) -> Found:
    """The names of a list behind a Japanese one: 日本前首相村山富市、鸠山由纪夫等."""
    body = by_end.get(title.start)
    while body and text.startswith("日本", body.start) and text.startswith("、", end):
        start = end + 1
        end = japanese_end(text, start) or start
        if text[end : end + 1] not in tuple("、等和及，"):
            return
        yield start, end, ROSTER


def _is_taken(text: str, start: int, openers: Mapping[int, Span]) -> bool:
    """Whether a place or organisation stands where a name would: 沈阳 does not in 书记沈阳光、."""
    span = openers.get(start)
    return span is not None and not (_gives_way(span) and span.kind == "places") and not _outgrows(text, span)


def _outgrows(text: str, span: Span) -> bool:
    """Whether a place only opens a Chinese name of three signs that closes firmly."""
    return (
        span.kind == "places"
        and span.end - span.start == 2
        and given_end(text, span.start) == span.start + 3
        and follow(text, span.start + 3) == FIRM
    )


def _after_title(text: str, title: Title, body: Span | None) -> int | None:
    """The end of the name behind a title; `body` is the place or organisation that goes with it."""
    has_body = title.cls == "complete" or body is not None
    if body is not None and text.startswith("日本", body.start):
        return japanese_end(text, title.end)
    foreign = title.cls == "foreign" or (has_body and title.cls in ("state", "party", "military", "business"))
    foreign = foreign and not (body is not None and _is_home(body))
    end = name_at(text, title.end, foreign, firm=not has_body)
    if end is None:
        return given_end(text, title.end)
    return end if has_body or _is_likely(text, title.end, end) else None


# divisions where names are also written in signs of no closed list: 多吉次仁
_OTHER_PEOPLES = re.compile("自治|西藏|青海|新疆|内蒙古|甘孜|阿坝|云南")


def _is_home(body: Span) -> bool:
    """Whether a body is a division of China or an organ of one, whose people bear Chinese names."""
    division = "divisionCode" in dict(body.entity.attributes) or body.rule in (ORGAN, BARE_ORGAN)
    return division and _OTHER_PEOPLES.search(body.entity.name) is None


SPOUSE_ROLES = frozenset(("夫人", "丈夫", "妻子"))


def _after_role(text: str, title: Title) -> int | None:
    """The end of a name behind 村民, 班长 or 夫人; only that of a spouse may be foreign."""
    end = name_at(text, title.end, foreign=False, firm=True)
    if end is not None and end in chinese_ends(text, title.end, COMMON_SURNAME):
        return end
    if (end := given_end(text, title.end)) is not None or title.word not in SPOUSE_ROLES:
        return end
    end = name_at(text, title.end, foreign=True, firm=True) or title.end
    return end if foreign_signs().fullmatch(text, title.end, end) or "·" in text[title.end : end] else None


def _reaches(text: str, end: int, title: int) -> bool:
    """Whether a body that ends at `end` goes with the title at `title`: at most four characters lie between."""
    return title - end <= 4 and re.fullmatch(r"[\u3400-\u9fff]*", text[end:title]) is not None


def _is_likely(text: str, start: int, end: int) -> bool:
    """Whether a name after a bare title is one by its form: known, of a common surname, or three foreign signs."""
    name = text[start:end]
    foreign = len(name) >= 3 and foreign_signs().fullmatch(name) is not None
    return foreign or name in known_people() or end in chinese_ends(text, start, COMMON_SURNAME)


def _in_a_title(text: str, at: int) -> bool:
    """Whether a dot stands inside 【】 or 《》, where it parts the name of a series: 【强信心·权威访谈】."""
    line = text.rfind("\n", 0, at) + 1
    return any(text.rfind(opening, line, at) > text.rfind(closing, line, at) for opening, closing in ("【】", "《》"))


def _dotted_names(text: str, titles: Sequence[Title], names: Sequence[Span]) -> Found:
    """伊萨亚斯·阿费沃基 wherever it stands; the first part begins behind a title, at the signs of transliterations
    that lead to the dot, or, where these are few (艾合买提·吐尔逊), at the edge before them."""
    ends, signs = {title.end for title in titles}, frozenset(all_words("people", "transliteration"))
    edges = Edges(text, names, ends)
    last = 0
    for dot in re.finditer(rf"(?<=[\u3400-\u9fff])(?:[{DOT}]|(?<=[{transliteration()}])-)(?=[\u3400-\u9fff])", text):
        if dot.start() < last or _in_a_title(text, dot.start()):
            continue
        start = dot.start()
        while start > max(0, dot.start() - 8) and text[start - 1] in signs and start not in ends:
            start -= 1
        if dot.start() - start < 3 and start not in ends and dot[0] != "-":
            edge = edges.before(dot.start() - 1)
            start = (
                edge
                if dot.start() - edge <= 5 and re.fullmatch("[\u3400-\u9fff]+", text[edge : dot.start()])
                else start
            )
        if start == dot.start():
            continue
        if (end := dotted_end(text, start)) is not None and sounds_foreign(text[start:end]):
            last = end
            yield start, end, DOTTED


def _before_titles(text: str, titles: Sequence[Title], names: Sequence[Span]) -> Found:
    """苏林总书记, 吴萍局长, 穆罕默德总统: a name between an edge and a title without a body."""
    edges = Edges(text, names)
    for title in titles:
        if title.former or title.cls in ("role", "learned"):
            continue
        start = edges.before(title.start)
        name = text[start : title.start]
        if not _may_be_name(text, start, name):
            continue
        foreign = len(name) >= 3 and title.cls in ("foreign", "state", "party") and foreign_signs().fullmatch(name)
        if foreign or title.start in chinese_ends(text, start, COMMON_SURNAME):
            yield start, title.start, BEFORE_TITLE


def _may_be_name(text: str, start: int, name: str) -> bool:
    """Whether nothing speaks against a name: not its length, its last sign or a word that it begins with."""
    if name in known_people():
        return True
    if not 2 <= len(name) <= LONGEST_FOREIGN or name[-1] in NOT_LAST:
        return False
    return name not in not_names() and name[:2] not in not_names() and not begins_a_word(text, start)


_COMRADE = re.compile(
    r"(?:^|(?<=[，。；：、\n ）命]))([\u3400-\u9fff]{2,4}?)(?=同志|先生|女士)"
    r"|(?<=任命|免去)([\u3400-\u9fff·]{2,10}?(?:、[\u3400-\u9fff·]{2,10}?)*)(?=同志|为|的)",
    re.MULTILINE,
)


def _comrades(text: str, titles: Sequence[Title], names: Sequence[Span]) -> Found:
    """陈刚同志任…, 任命张平为…: a name before 同志, 先生 or 女士, or behind 任命 or 免去."""
    for match in _COMRADE.finditer(text):
        first, last = match.span(1) if match[1] else match.span(2)
        for name in re.finditer("[^、]+", text[first:last]):
            start, end = first + name.start(), first + name.end()
            if end in chinese_ends(text, start) and text[start:end] not in not_names():
                yield start, end, COMRADE


_ITEM = r"[\u3400-\u9fff·]{2,12}"
_LISTED, _LISTED_BEFORE = re.compile(f"(?:、{_ITEM})+"), re.compile(f"{_ITEM}$")


def _in_rosters(text: str, titles: Sequence[Title], names: Sequence[Span]) -> Found:
    ends = {title.end for title in titles}
    for start, end in find_lists(text):
        yield from _roster_items(text, start, end, ends)


def find_lists(text: str) -> Iterator[tuple[int, int]]:
    """Where two and more items of two to twelve signs stand with pauses between them, from the left.

    What a search for an item, then a pause and another finds; but it looks for the pauses, of which there are few.
    """
    last = 0
    for match in _LISTED.finditer(text):
        first = _LISTED_BEFORE.search(text, max(match.start() - 12, last), match.start())
        start = first.start() if first else match.start() + 1
        if first or text.find("、", start, match.end()) >= 0:
            last = match.end()
            yield start, last


def _roster_items(text: str, start: int, end: int, title_ends: Set[int]) -> Found:
    """The names of a list if the items but the last are names as a whole and the last begins with one.

    In a long list most of them vouch for the rest; in a short one the verb behind it, or the title before it.
    """
    items = [(start + match.start(), start + match.end()) for match in re.finditer("[^、]+", text[start:end])]
    last = items[-1][0]
    titled = _opened_by_title(text, *items[0], title_ends)
    close = name_at(text, last, foreign=False, firm=True) or (given_end(text, last) if titled else None)
    run = _vouched([_is_whole_name(text, *item) for item in items[:-1]], [text[a:b] for a, b in items[:-1]])
    if close is None or not (run or titled) or not (titled or _roster_closes(text, close, run)):
        return
    for item in items[len(items) - 1 - run : -1]:
        yield *item, ROSTER
    yield last, close, ROSTER


def _opened_by_title(text: str, start: int, end: int, title_ends: Set[int]) -> bool:
    """Whether the first item of a list is a title with a whole name: 航天员叶光富."""
    return any(at in title_ends and _is_whole_name(text, at, end) for at in range(start + 1, end - 1))


def _vouched(whole: Sequence[bool], items: Sequence[str]) -> int:
    """How many items, from the last back, count as names: those that are, in a list of four where most are all."""
    run = 0
    for verdict in reversed(whole):
        if not verdict:
            break
        run += 1
    shaped = all(2 <= len(item) <= 4 or DOT[0] in item for item in items)
    return len(items) if shaped and len(items) >= 4 and sum(whole) >= LEAST_VOUCHED * len(items) else run


LEAST_VOUCHED = 0.6


def _is_whole_name(text: str, start: int, end: int) -> bool:
    name = text[start:end]
    if name in known_people():
        return True
    return end in chinese_ends(text, start, COMMON_SURNAME) and name[:2] not in not_names() and end - start <= 4


_ATTENDS = re.compile(
    r"等(?!级|待|于)|出席|参加|陪同|列席|分别|先后|主持|作|当选|担任|一同|发言|任|为|以及|及|和|，[^，。]{0,12}(?:出席|参加|陪同)|\d+[位名]|陪"
)


def _roster_closes(text: str, end: int, run: int) -> bool:
    return bool(_ATTENDS.match(text, end)) or run >= 4


# what only people do, so that a name stands before it
_DEEDS = "致贺电|致贺信|致唁电|致慰问电|当选|就任|宣誓就职|获颁|夺冠|逝世|病逝|因病去世"


@cache
def _speaks() -> re.Pattern[str]:
    verbs = alternatives(all_words("statements", "verbs"))
    return re.compile(
        rf"(?:(?<=[，。；：\n ”）])|^)([\u3400-\u9fff]{{2,10}}?)(?:(?:{verbs})(?=[，：说]|道)|(?:{_DEEDS}))",
        re.MULTILINE,
    )


def _speakers(text: str, titles: Sequence[Title], names: Sequence[Span]) -> Found:
    """习近平指出, 扎帕罗夫表示, 郑栅洁介绍说: a name between the start of a clause and a verb of saying, or of what
    only people do."""
    ends = {title.end: title.start for title in titles}
    for match in _speaks().finditer(text):
        start, end = match.span(1)
        name = match[1]
        if name in not_names() or name[:2] in not_names() or start < ends.get(end, start):
            continue
        if end in chinese_ends(text, start, COMMON_SURNAME) or (len(name) >= 3 and foreign_signs().fullmatch(name)):
            yield start, end, SPEAKER


def _by_surname(text: str, titles: Sequence[Title], spans: Sequence[Span], blocked: Cover) -> list[Span]:
    """习主席, 李总理: a surname before a title, where one person of the text bears it."""
    bearers: dict[str, set[str]] = {}
    entities = {span.entity.key: span.entity for span in spans}
    for entity in entities.values():
        bearers.setdefault(entity.name[0], set()).add(entity.key)
    found: list[Span] = []
    for title in titles:
        at = title.start - 1
        keys = bearers.get(text[at], set()) if at >= 0 and not blocked.meets(at, at + 1) else set()
        if len(keys) == 1 and (
            at == 0 or not re.match(r"[\u3400-\u9fff]", text[at - 1]) or text[at - 1] in BEFORE_SURNAME
        ):
            found.append(Span(at, title.start, entities[next(iter(keys))], SURNAME))
    return found


BEFORE_SURNAME = frozenset("在对向同与和由领彻悟习实按照据听合给请以为受")


def _with_whole_names(spans: Sequence[Span]) -> list[Span]:
    """The spans, those of a part of one dotted name (阿费沃基表示) as the person of the whole name."""
    wholes: defaultdict[str, dict[str, Entity]] = defaultdict(dict)
    for span in spans:
        first, *others = re.split("[·-]", span.entity.name)
        for part in {first, others[-1]} if others else ():
            wholes[part][span.entity.key] = span.entity
    shortened = {part: next(iter(bearers.values())) for part, bearers in wholes.items() if len(bearers) == 1}
    return [
        Span(span.start, span.end, shortened[span.entity.name], PART) if span.entity.name in shortened else span
        for span in spans
    ]


def _again(text: str, spans: Sequence[Span], blocked: Cover) -> list[Span]:
    """Every recurrence of a name, and of the parts by which a foreign name is shortened (阿费沃基)."""
    forms: dict[str, tuple[Entity, str]] = {}
    for span in spans:
        name = text[span.start : span.end]
        forms[name] = (span.entity, AGAIN)
    for span in spans:
        parts = re.split(f"[{DOT}-]", text[span.start : span.end])
        for part in (parts[0], parts[-1]) if len(parts) > 1 else ():
            if len(part) >= 2:
                forms.setdefault(part, (span.entity, PART))
    found: list[Span] = []
    for form in sorted(forms, key=len, reverse=True):
        at = text.find(form)
        while at >= 0:
            end = at + len(form)
            if not blocked.meets(at, end):
                blocked.add(at, end)
                found.append(Span(at, end, *forms[form]))
            at = text.find(form, end)
    return found
