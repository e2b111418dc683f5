"""People by name: beside titles, in rosters, before verbs of saying, and again wherever their name recurs."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache

from kg.extract.edges import Edges
from kg.extract.spans import Span
from kg.extract.titles import Title
from kg.lexicon.tables import load_table
from kg.lexicon.words import all_words, alternatives
from kg.model import Entity
from kg.paths import lexicon_dir

AFTER_TITLE, BEFORE_TITLE, ROSTER, SPEAKER, KNOWN, AGAIN, PART, DOTTED, COMRADE, SURNAME, AFTER_ROLE = (
    "people.after-title", "people.before-title", "people.roster", "people.speaker", "people.known",
    "people.named-before", "people.part-of-name", "people.dotted-name", "people.comrade", "people.surname",
    "people.after-role",
)  # fmt: skip


@cache
def transliteration() -> str:
    """The signs of which foreign names are written, as the inside of a character class."""
    return "".join(all_words("people", "transliteration"))


DOT = "·・•"
LONGEST_FOREIGN = 14
FIRM, WEAK, NONE = 3, 1, 0
# characters that seldom close a name and often open what follows it
NOT_LAST = frozenset("和与及同向对在到等将率为就由应说称任当出主也欲还均已又则仍曾都拟赴们")
NOT_FIRST = frozenset("兼将出也还又已均都在是等和与同向对及被再曾并而或其该这那不就")
COMMON_SURNAME = 60.0  # of 150,000 names counted; rarer ones only count where a name must stand
RARE_SURNAME = 5.0


@cache
def _surnames(least: float) -> frozenset[str]:
    """Surnames of one character at least as frequent as `least`, all of two characters."""
    rows = load_table(lexicon_dir() / "people" / "surnames.tsv")
    return frozenset(row.id for row in rows if len(row.id) > 1 or float(row.extra["frequency"]) >= least)


@cache
def _not_names() -> frozenset[str]:
    return frozenset(all_words("people", "not-names"))


@cache
def _known() -> frozenset[str]:
    path = lexicon_dir() / "people" / "known.tsv"
    return frozenset(row.id for row in load_table(path)) if path.exists() else frozenset()


@cache
def _known_automaton():  # type: ignore[no-untyped-def]
    import ahocorasick

    automaton = ahocorasick.Automaton()
    for name in _known():
        automaton.add_word(name, name)
    automaton.make_automaton()
    return automaton


@cache
def _followers() -> tuple[re.Pattern[str], frozenset[str]]:
    words = all_words("people", "followers")
    firm = alternatives(word for word in words if len(word) > 1)
    return re.compile(rf"[^\u3400-\u9fffA-Za-z·]|\Z|{firm}"), frozenset(word for word in words if len(word) == 1)


def follow(text: str, end: int) -> int:
    """How firmly what stands at `end` closes a name: FIRM punctuation or a word, WEAK one character, NONE."""
    firm, weak = _followers()
    if firm.match(text, end):
        return FIRM
    return WEAK if text[end] in weak else NONE


def chinese_ends(text: str, start: int, least: float = RARE_SURNAME) -> list[int]:
    """Where a Chinese name that begins at `start` may end: surname and two, then one, given characters.

    `least` is the frequency that a surname of one character must have.
    """
    surnames = _surnames(least)
    size = 2 if text[start : start + 2] in surnames else 1
    if text[start : start + size] not in surnames:
        return []
    ends = [start + size + given for given in (2, 1)]
    return [end for end in ends if end <= len(text) and re.fullmatch(r"[\u3400-\u9fff]+", text[start:end])]


@cache
def _foreign() -> re.Pattern[str]:
    return re.compile(rf"[{transliteration()}]{{2,{LONGEST_FOREIGN}}}")


@cache
def _dotted() -> re.Pattern[str]:
    part = r"[\u3400-\u9fff]"
    return re.compile(
        rf"{part}{{1,8}}(?:[{DOT}]{part}{{1,8}}|(?<=[{transliteration()}]{{2}})-(?=[{transliteration()}]){part}{{1,8}})+"
    )


def name_at(text: str, start: int, foreign: bool, firm: bool = False) -> int | None:
    """The end of the name that begins at `start`, or None; `firm` asks for a firm close.

    Of the possible ends the one that is best followed wins, among equals the longest; a dotted name
    (伊萨亚斯·阿费沃基) is taken up to the end of its last part.
    """
    if (end := _dotted_end(text, start)) is not None:
        return end
    ends = chinese_ends(text, start)
    if match := _foreign().match(text, start):
        least = 2 if foreign else 4
        ends += [end for end in range(match.end(), start + least - 1, -1) if end not in ends]
    best, best_rank = None, (WEAK, False, 0) if firm else (NONE, False, 0)
    for end in ends:
        name = text[start:end]
        firmness = follow(text, end) - (FIRM if name[-1] in NOT_LAST and name not in _known() else 0)
        rank = (firmness, name in _known(), end - start)
        if _begins_a_word(text, start) and name not in _known():
            continue
        if (
            name[:2] in _not_names()
            or any(char in "的了在" for char in name)
            or (name[0] in NOT_FIRST and name not in _known())
        ):
            continue
        if (rank > best_rank and rank[0] > best_rank[0]) or (
            rank[0] == best_rank[0] and rank[0] > NONE and rank > best_rank
        ):
            best, best_rank = end, rank
    if best is None and foreign and follow(text, start) == NONE:
        best = _any_name_end(text, start)
    return best


def _begins_a_word(text: str, start: int) -> bool:
    """Whether a word that follows names begins at `start`, so that no name does: 通电话, 代表."""
    match = _followers()[0].match(text, start)
    return match is not None and len(match[0]) > 1


def _any_name_end(text: str, start: int) -> int | None:
    """The end of a name in characters of no closed list (岸田文雄, 奥云额尔登): two to six signs closed firmly."""
    for end in range(start + 2, min(start + 6, len(text)) + 1):
        name = text[start:end]
        if not re.fullmatch(r"[\u3400-\u9fff]+", name) or name[0] in NOT_FIRST or name[:2] in _not_names():
            return None
        if follow(text, end) == FIRM:
            return end if name[-1] not in NOT_LAST else None
    return None


def _dotted_end(text: str, start: int) -> int | None:
    """The end of a name in parts: where its last part, of foreign signs if may be, is closed best."""
    match = _dotted().match(text, start)
    if not match:
        return None
    last = max(match[0].rfind(dot) for dot in f"{DOT}-") + 1 + start
    signs = _foreign().match(text, last)
    ends = range(match.end(), last, -1)

    def closed(end: int) -> tuple[bool, int, int]:
        firmness = follow(text, end)
        return signs is not None and end <= signs.end() and firmness > NONE, firmness, end

    return max(ends, key=closed)


def person(name: str) -> Entity:
    """The person of a name; dots of foreign names are written "·"."""
    clean = re.sub(f"[{DOT}]", "·", name)
    return Entity(f"person/{clean}", "people", "Person", clean)


def find_people(text: str, titles: Sequence[Title], names: Sequence[Span]) -> list[Span]:
    """People in `text`, ordered by start, without overlaps; `names` are the places and organisations known so far.

    Offsets are characters of `Article.clean`. First the places where a name must stand (after a title, in a roster,
    before a verb of saying) are read, then every recurrence of what was found there.
    """
    firm = {at for span in names if not _gives_way(span) for at in range(span.start, span.end)}
    blocked = {at for span in names for at in range(span.start, span.end)}
    found: dict[int, Span] = {}
    rules: tuple[Callable[..., Iterable[tuple[int, int, str]]], ...] = (
        _dotted_names, _known_names, _after_titles, _before_titles, _comrades, _in_rosters, _speakers,
    )  # fmt: skip
    taken: set[int] = set()
    for rule in rules:
        for start, end, rule_id in rule(text, titles, names):
            inside = set(range(start, end))
            if taken & inside or inside & (firm if rule_id in SURE else blocked):
                continue
            taken |= inside
            found[start] = Span(start, end, person(text[start:end]), rule_id)
            blocked |= inside
    spans = list(found.values())
    spans += _again(text, spans, blocked)
    spans += _by_surname(text, titles, spans, blocked)
    return sorted(spans, key=lambda span: span.start)


# rules whose people win over a place of the lexicon inside them: 加西亚 holds 西亚
SURE = frozenset((DOTTED, KNOWN, AFTER_TITLE))


def _gives_way(span: Span) -> bool:
    """Whether a name of a place or an organisation yields to a person that a sure rule reads there."""
    attributes = dict(span.entity.attributes)
    if "divisionCode" in attributes or "countryCode" in attributes:
        return False
    return span.kind == "places" or span.end - span.start <= 3


Found = Iterator[tuple[int, int, str]]


def _known_names(text: str, titles: Sequence[Title], names: Sequence[Span]) -> Found:
    for end, name in _known_automaton().iter(text) if _known() else ():
        start = end + 1 - len(name)
        if follow(text, end + 1) >= WEAK or len(name) > 3:
            yield start, end + 1, KNOWN


def _after_titles(text: str, titles: Sequence[Title], names: Sequence[Span]) -> Found:
    starts = {span.start for span in names}
    gives_way = {span.start: _gives_way(span) and span.kind == "places" for span in reversed(names)}
    ends = sorted({span.end for span in names})
    for title in titles:
        at = title.end
        if text[at : at + 1] in ("、", "，", "的") or (at in starts and not gives_way.get(at, False)):
            continue
        nearest = bisect_right(ends, title.start + 1) - 1
        if title.cls == "role":
            end = name_at(text, at, foreign=False, firm=True)
            if end is not None and end in chinese_ends(text, at, COMMON_SURNAME):
                yield at, end, AFTER_ROLE
            continue
        has_body = title.cls == "complete" or (nearest >= 0 and _reaches(text, ends[nearest], title.start))
        foreign = title.cls == "foreign" or (has_body and title.cls in ("state", "party", "military", "business"))
        end = name_at(text, at, foreign, firm=not has_body)
        if end is not None and (has_body or _is_likely(text, at, end)):
            yield at, end, AFTER_TITLE


def _reaches(text: str, end: int, title: int) -> bool:
    """Whether a body that ends at `end` goes with the title at `title`: at most four characters lie between."""
    return title - end <= 4 and re.fullmatch(r"[\u3400-\u9fff]*", text[end:title]) is not None


def _is_likely(text: str, start: int, end: int) -> bool:
    """Whether a name after a bare title is one by its form: known, of a common surname, or three foreign signs."""
    name = text[start:end]
    foreign = len(name) >= 3 and _foreign().fullmatch(name) is not None
    return foreign or name in _known() or end in chinese_ends(text, start, COMMON_SURNAME)


def _dotted_names(text: str, titles: Sequence[Title], names: Sequence[Span]) -> Found:
    """伊萨亚斯·阿费沃基 wherever it stands; the first part begins behind a title, at the signs of transliterations
    that lead to the dot, or, where these are few (艾合买提·吐尔逊), at the edge before them."""
    edges = Edges(text, names)
    ends, signs = {title.end for title in titles}, frozenset(all_words("people", "transliteration"))
    last = 0
    for dot in re.finditer(rf"(?<=[\u3400-\u9fff])(?:[{DOT}]|(?<=[{transliteration()}])-)(?=[\u3400-\u9fff])", text):
        if dot.start() < last:
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
        if (end := _dotted_end(text, start)) is not None:
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
        foreign = len(name) >= 3 and title.cls in ("foreign", "state", "party") and _foreign().fullmatch(name)
        if foreign or title.start in chinese_ends(text, start, COMMON_SURNAME):
            yield start, title.start, BEFORE_TITLE


def _may_be_name(text: str, start: int, name: str) -> bool:
    """Whether nothing speaks against a name: not its length, its last sign or a word that it begins with."""
    if name in _known():
        return True
    if not 2 <= len(name) <= LONGEST_FOREIGN or name[-1] in NOT_LAST:
        return False
    return name not in _not_names() and name[:2] not in _not_names() and not _begins_a_word(text, start)


_COMRADE = re.compile(
    r"(?:^|(?<=[，。；：、\n ）命]))([\u3400-\u9fff]{2,4}?)(?=同志|先生|女士)"
    r"|(?<=任命|免去)([\u3400-\u9fff·]{2,10}?)(?=同志|为|的)",
    re.MULTILINE,
)


def _comrades(text: str, titles: Sequence[Title], names: Sequence[Span]) -> Found:
    """陈刚同志任…, 任命张平为…: a name before 同志, 先生 or 女士, or behind 任命 or 免去."""
    for match in _COMRADE.finditer(text):
        start, end = match.span(1) if match[1] else match.span(2)
        if end in chinese_ends(text, start) and text[start:end] not in _not_names():
            yield start, end, COMRADE


_ITEM = r"[\u3400-\u9fff·]{2,12}"


def _in_rosters(text: str, titles: Sequence[Title], names: Sequence[Span]) -> Found:
    for match in re.finditer(rf"{_ITEM}(?:、{_ITEM})+", text):
        yield from _roster_items(text, match.start(), match.end())


def _roster_items(text: str, start: int, end: int) -> Found:
    """The names of a list if the items but the last are names as a whole and the last begins with one.

    In a long list most of them vouch for the rest.
    """
    items = [(start + match.start(), start + match.end()) for match in re.finditer("[^、]+", text[start:end])]
    last = items[-1][0]
    close = name_at(text, last, foreign=False, firm=True)
    run = _vouched([_is_whole_name(text, *item) for item in items[:-1]], [text[a:b] for a, b in items[:-1]])
    if close is None or not run or not _roster_closes(text, close, run):
        return
    for item in items[len(items) - 1 - run : -1]:
        yield *item, ROSTER
    yield last, close, ROSTER


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
    if name in _known():
        return True
    return end in chinese_ends(text, start, COMMON_SURNAME) and name[:2] not in _not_names() and end - start <= 4


_ATTENDS = re.compile(
    r"等(?!级|待|于)|出席|参加|陪同|列席|分别|先后|主持|作|当选|担任|一同|发言|任|为|以及|及|和|，[^，。]{0,12}(?:出席|参加|陪同)|\d+[位名]|陪"
)


def _roster_closes(text: str, end: int, run: int) -> bool:
    return bool(_ATTENDS.match(text, end)) or run >= 4


def _speakers(text: str, titles: Sequence[Title], names: Sequence[Span]) -> Found:
    """习近平指出, 扎帕罗夫表示, 郑栅洁介绍说: a name between the start of a clause and a verb of saying."""
    verbs = alternatives(all_words("statements", "verbs"))
    for match in re.finditer(
        rf"(?:(?<=[，。；：\n ”）])|^)([\u3400-\u9fff]{{2,10}}?)(?:{verbs})(?=[，：说]|道)", text, re.MULTILINE
    ):
        start, end = match.span(1)
        name = match[1]
        if name in _not_names() or name[:2] in _not_names():
            continue
        if end in chinese_ends(text, start, COMMON_SURNAME) or (len(name) >= 3 and _foreign().fullmatch(name)):
            yield start, end, SPEAKER


def _by_surname(text: str, titles: Sequence[Title], spans: Sequence[Span], blocked: set[int]) -> list[Span]:
    """习主席, 李总理: a surname before a title, where one person of the text bears it."""
    bearers: dict[str, set[str]] = {}
    entities = {span.entity.key: span.entity for span in spans}
    for entity in entities.values():
        bearers.setdefault(entity.name[0], set()).add(entity.key)
    found: list[Span] = []
    for title in titles:
        at = title.start - 1
        keys = bearers.get(text[at], set()) if at >= 0 and at not in blocked else set()
        if len(keys) == 1 and (
            at == 0 or not re.match(r"[\u3400-\u9fff]", text[at - 1]) or text[at - 1] in BEFORE_SURNAME
        ):
            found.append(Span(at, title.start, entities[next(iter(keys))], SURNAME))
    return found


BEFORE_SURNAME = frozenset("在对向同与和由领彻悟习实按照据听合给请以为受")


def _again(text: str, spans: Sequence[Span], blocked: set[int]) -> list[Span]:
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
            if not any(position in blocked for position in range(at, end)):
                blocked.update(range(at, end))
                found.append(Span(at, end, *forms[form]))
            at = text.find(form, end)
    return found
