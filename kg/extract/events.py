"""Events as they take shape over a text: drafts that gather names, dates, places and participants."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from kg.extract.dates import DateSpan
from kg.lexicon.words import alternatives, load_words
from kg.model import Entity

# heads that name no event by themselves: 会议强调, 座谈会上
BARE = re.compile(r"(?:本届|本次|此次|这次|该|上述|全体|今天的|当天的|了|有关|相关|上午的|下午的|重要|当日|首场|的)*")
OPENINGS = ("开幕式", "闭幕式", "开幕会", "闭幕会", "论坛开幕式", "开班式", "结业式", "开学典礼", "毕业典礼")
# heads that may mean any meeting named before
GENERAL = ("会议", "全会", "大会", "活动", "仪式", "全体会议")
# what is no congress and so has no opening of its own
PASSING = ("会见", "会谈", "会晤", "会面", "接见", "宴会", "欢迎宴会", "欢迎仪式", "仪式")
LABEL_LENGTH = 24  # characters of a name that go into an IRI


@dataclass(eq=False)
class Draft:
    """An event in the making; `head` is the last word of its name (座谈会), `actor` the key of whose event it is.

    `first`, `last` are dates as in DateSpan; `spans` where the text names it, characters of `Article.clean`.
    """

    cls: str
    name: str
    head: str = ""
    actor: str = ""
    aliases: list[str] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    first: str = ""
    last: str = ""
    part: str = ""
    participants: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)
    dates: list[tuple[int, int, str]] = field(default_factory=list)
    addressed: bool = False

    def set_date(self, date: DateSpan | None, closes: bool = False) -> None:
        """Take the date read beside the event, if it has none; a tour grows over the days of its stops.

        The day on which an event `closes` is its last; when it began stays open.
        """
        if date is None or (date.first.startswith("--") and self.first):
            return
        if closes:
            self.last = self.last or date.last
        elif not self.first:
            self.first, self.last, self.part = date.first, max(self.last, date.last), date.part
        elif self.cls == "Visit":
            self.first, self.last = min(self.first, date.first), max(self.last, date.last)
        self.dates.append((date.start, date.end, date.rule))

    def add_name(self, name: str) -> None:
        if name != self.name and name not in self.aliases:
            self.aliases.append(name)

    @property
    def key(self) -> str:
        label = re.sub(r"[\s“”‘’《》（）()「」/、，：—\-]", "", self.name)[:LABEL_LENGTH]
        return f"event/{self.first or 'undated'}-{label}"

    def entity(self) -> Entity:
        return Entity(self.key, "events", self.cls, self.name, tuple(self.aliases))


@cache
def head_words() -> str:
    """The heads of events as alternatives of a regular expression, the longest first."""
    return alternatives(load_words("events", "heads")["Meeting"])


@cache
def _heads() -> re.Pattern[str]:
    return re.compile(rf"(?:{head_words()})$")


def head_of(name: str) -> str:
    """The head that a name ends in: 座谈会 for 京津冀协同发展座谈会; "" where there is none."""
    match = _heads().search(name)
    return match[0] if match else ""


def is_bare(name: str) -> bool:
    """Whether a name is a head alone, with at most a demonstrative: 会议, 此次论坛."""
    head = head_of(name)
    return bool(head) and BARE.fullmatch(name[: len(name) - len(head)]) is not None


def resolve_event(drafts: Sequence[Draft], name: str) -> Draft | None:
    """The draft that a name means: the same name, a longer one that ends in it (启动仪式), or one with its words."""
    head = head_of(name)
    same_head = [draft for draft in drafts if draft.head and (head in draft.head or draft.head in head)] if head else []
    for draft in drafts:
        if name in (draft.name, *draft.aliases):
            return draft
    if is_bare(name):
        if head in OPENINGS and not same_head and drafts:
            return next((draft for draft in drafts if draft.cls == "Meeting" and draft.head not in PASSING), None)
        exact = [draft for draft in same_head if draft.head == head]
        general = [draft for draft in drafts if draft.cls == "Meeting"] if head in GENERAL else []
        return next(reversed(exact or same_head or general), None)
    for draft in same_head:
        if _alike(name, draft.name):
            return draft
    return None


_ORDINAL = re.compile("第[一二三四五六七八九十百]+(?=次|届|场|轮)")
LIKE = 0.7  # share of the shorter name's characters that two sessions of one number have in common


def _alike(one: str, other: str) -> bool:
    """Whether two names with like heads are one event's: one number and mostly the same characters, or the shorter's
    characters all in the longer."""
    numbers = [_ORDINAL.findall(name) for name in (one, other)]
    short, long = sorted((_plain(one), _plain(other)), key=len)
    shared = len(set(short) & set(long)) / max(len(set(short)), 1)
    if all(numbers):
        return numbers[0][-1] == numbers[1][-1] and shared >= LIKE
    return len(short) >= 5 and shared == 1.0


def _plain(name: str) -> str:
    return re.sub(r"[^\u3400-\u9fff0-9]", "", name)
