"""A text with its names folded into single signs, so that grammar can be written as regular expressions.

`李强5日在人民大会堂会见呼日勒苏赫` becomes `P D 在 L 会见 P` (without the spaces), the signs being private-use
characters that no text contains. People are folded together with the posts before their name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from kg.extract.dates import DateSpan
from kg.extract.posts import SHARED, Holding
from kg.extract.restored import PostSpan
from kg.extract.spans import Span, keep_longest

PERSON, ORGANISATION, PLACE, DATE, POST = "\ue000", "\ue001", "\ue002", "\ue003", "\ue004"
# a text that holds these characters itself is read as if it held none
_FOREIGN_SIGNS = re.compile(f"[{PERSON}-{POST}]")
SIGNS = {"people": PERSON, "organisations": ORGANISATION, "places": PLACE, "posts": POST}


def pattern(source: str) -> re.Pattern[str]:
    """A compiled rule: <P>, <O>, <L>, <D>, <T> stand for person, organisation, place, date and post without a person,
    <G> for a group of people (习近平、李强和蔡奇等), <W> for a place or organisation, with what a list adds to it."""
    # 、辜胜阻、: a name of a list that was not read does not end it
    unread = f"、[\u3400-\u9fff]{{2,4}}(?=、{PERSON})"
    group = f"{PERSON}(?:(?:、|和|及|以及|与|暨)(?:夫人|丈夫)?{PERSON}|{unread})*(?:等人?)?"
    for name, value in (
        ("<G>", group), ("<P>", PERSON), ("<O>", ORGANISATION), ("<L>", PLACE), ("<D>", DATE), ("<T>", POST),
        ("<W>", f"[{PLACE}{ORGANISATION}]"), ("<GAP>", f"[^，。；：{PERSON}\\n]{{0,30}}?"),
    ):  # fmt: skip
        source = source.replace(name, value)
    return re.compile(source)


@dataclass(frozen=True, slots=True)
class Unit:
    """A folded stretch of the text: a person with their posts, a place, an organisation, a date, a post."""

    start: int
    end: int
    sign: str
    span: Span | DateSpan

    @property
    def name(self) -> str:
        return self.span.entity.name if isinstance(self.span, Span) else self.span.first


@dataclass(frozen=True)
class Sentence:
    """A sentence of `Article.clean` at `start:end` in its folded form.

    `folded[i]` stands for the character `origin[i]` of the text or for the unit that begins there; `origin` has one
    more entry, the end. `paragraph` counts paragraphs from 0.
    """

    start: int
    end: int
    paragraph: int
    headline: bool
    folded: str
    origin: tuple[int, ...]
    units: tuple[Unit, ...]

    @cached_property
    def _by_start(self) -> dict[int, Unit]:
        return {unit.start: unit for unit in self.units}

    def units_in(self, first: int, last: int, signs: str = "") -> list[Unit]:
        """The units folded into `folded[first:last]`, of these signs (all if empty)."""
        chosen = (at for at in range(first, last) if "\ue000" <= self.folded[at] <= "\ue004")
        return [self._by_start[self.origin[at]] for at in chosen if not signs or self.folded[at] in signs]

    def text_span(self, first: int, last: int) -> tuple[int, int]:
        """Where `folded[first:last]` lies in the text."""
        return self.origin[first], self.origin[last]

    def fold(self, position: int) -> int:
        """The place in `folded` of a character of the text (of the unit that covers it)."""
        low, high = 0, len(self.folded)
        while low < high:
            middle = (low + high) // 2
            if self.origin[middle + 1] <= position:
                low = middle + 1
            else:
                high = middle
        return low


def build_units(
    text: str,
    people: Sequence[Span],
    names: Sequence[Span],
    posts: Sequence[PostSpan],
    holdings: Iterable[Holding],
    dates: Iterable[DateSpan],
) -> list[Unit]:
    """The units of a text without overlaps: people with the posts before their name first, then the longest name.

    All spans are of characters of `text`, which is `Article.clean`.
    """
    opens = {person.start: person.start for person in people}
    for holding in holdings:
        if holding.post.span.start < holding.person.start and holding.rule != SHARED:
            start = holding.person.start
            opens[start] = min(opens.get(start, start), holding.post.span.start)
    closes = _titles_after(people, posts)
    people = _without_spouses(text, people, opens, closes)
    units = [Unit(opens[p.start], closes.get(p.end, p.end), PERSON, p) for p in people]
    taken = _covered(units)
    units += [Unit(date.start, date.end, DATE, date) for date in dates if date.start not in taken]
    taken = _covered(units)
    loose = [post.span for post in posts if not taken.intersection(range(post.span.start, post.span.end))]
    loose = [span for span in loose if span.rule != "posts.bare"]
    for span in keep_longest([*loose, *(n for n in names if not taken.intersection(range(n.start, n.end)))]):
        units.append(Unit(span.start, span.end, SIGNS[span.kind], span))
    return sorted(units, key=lambda unit: unit.start)


def _without_spouses(text: str, people: Sequence[Span], opens: dict[int, int], closes: Mapping[int, int]) -> list[Span]:
    """The people without those named to introduce their wife, husband or envoy: 某主席夫人彭丽媛 is 彭丽媛, from 某 on;
    某主席特别代表、国务院副总理刘国中 is 刘国中."""
    starts = {opens[person.start]: person for person in people}
    introduced: set[Span] = set()
    for person in people:
        role = _INTRODUCED.match(text, closes.get(person.end, person.end))
        other = starts.get(role.end()) if role else None
        if other is not None:
            opens[other.start] = opens[person.start]
            introduced.add(person)
    return [person for person in people if person not in introduced]


_INTRODUCED = re.compile("(?:夫人|丈夫|妻子|特别代表|私人代表|特使|全权代表)、?")


def _titles_after(people: Sequence[Span], posts: Sequence[PostSpan]) -> dict[int, int]:
    """习近平总书记, 托卡耶夫总统: the title behind a name belongs to the unit of the name."""
    ends = {person.end for person in people}
    return {post.span.start: post.span.end for post in posts if post.span.start in ends}


def _covered(units: Iterable[Unit]) -> set[int]:
    return {at for unit in units for at in range(unit.start, unit.end)}


def fold_sentences(
    text: str, sentences: Sequence[tuple[int, int]], headline: int, units: Sequence[Unit]
) -> list[Sentence]:
    """The sentences of `text` in folded form; `headline` counts the characters of `text` that are headline."""
    text = _FOREIGN_SIGNS.sub("\ufffd", text)
    folded: list[Sentence] = []
    at = paragraph = counted = 0
    for start, end in sentences:
        while at < len(units) and units[at].start < start:
            at += 1
        inside = []
        while at < len(units) and units[at].end <= end:
            inside.append(units[at])
            at += 1
        signs, origin = _fold(text, start, end, inside)
        paragraph, counted = paragraph + text.count("\n", counted, start), start
        folded.append(Sentence(start, end, paragraph, end <= headline, signs, origin, tuple(inside)))
    return folded


def _fold(text: str, start: int, end: int, units: Sequence[Unit]) -> tuple[str, tuple[int, ...]]:
    signs: list[str] = []
    origin: list[int] = []
    position = start
    for unit in units:
        if unit.start < position:
            continue
        signs += text[position : unit.start]
        origin += range(position, unit.start)
        signs.append(unit.sign)
        origin.append(unit.start)
        position = unit.end
    signs += text[position:end]
    origin += range(position, end + 1)
    return _join_rosters("".join(signs)), tuple(origin)


_JOINED = re.compile(
    f"(?<={PERSON})，(?={PERSON}(?:[、和，]{PERSON})*(?:等|出席|陪同|参加|列席|先后|分别))"
    f"|(?<={PERSON})，(?={ORGANISATION}[^，。；{PERSON}]{{0,24}}(?:负责人|负责同志)(?:出席|参加|列席|陪同))"
)


def _join_rosters(folded: str) -> str:
    """国务院总理李强，国务院副总理丁薛祥出席: a comma between two people who are both subjects joins them."""
    return _JOINED.sub("、", folded) if f"{PERSON}，" in folded else folded
