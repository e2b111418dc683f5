"""What has been read of one article so far, and the cue at which a rule reads on."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from kg.extract.dates import DateSpan
from kg.extract.events import Draft
from kg.extract.scene import DATE, PERSON, Sentence, Unit, pattern
from kg.extract.spans import Span
from kg.extract.subjects import subject_before
from kg.model import Entity
from kg.text import after_last

PAUSES = "，。；： "


@dataclass(frozen=True, slots=True)
class Claim:
    """A relation as read: `subject` and `object` are entities or drafts of events, the evidence `start:end` characters
    of `Article.clean`; `date` says when it came about, where the text does."""

    subject: Entity | Draft
    predicate: str
    object: Entity | Draft
    start: int
    end: int
    rule: str
    date: DateSpan | None = None


@dataclass
class Story:
    """The events and relations of an article as they are read, sentence by sentence.

    `topic` is whom a sentence without a subject goes on about; `meeting` and `visit` are the events that go on; `day`
    is that of the last dated stop of a tour, `date` the first date of the paragraph; `guest` is the post by which the
    headline names a guest, `before` the sentence before this one.
    """

    text: str
    published: str | None
    drafts: list[Draft] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    topic: list[Unit] = field(default_factory=list)
    meeting: Draft | None = None
    visit: Draft | None = None
    day: DateSpan | None = None
    date: DateSpan | None = None
    guest: Unit | None = None
    before: Sentence | None = None
    paragraph: int = -1
    said_at: dict[tuple[int, int], Draft] = field(default_factory=dict)

    def claim(
        self, subject: Entity | Draft, predicate: str, target: Entity | Draft, span: tuple[int, int], rule: str,
        date: DateSpan | None = None,
    ) -> None:  # fmt: skip
        self.claims.append(Claim(subject, predicate, target, *span, rule, date))

    def attend(self, units: Sequence[Unit], event: Draft, span: tuple[int, int], rule: str, *roles: str) -> None:
        """People (and organisations) at an event; every chair and speaker attends too."""
        for unit in units:
            entity = entity_of(unit)
            for role in (*roles, "attended"):
                self.claim(entity, role, event, span, rule)
            event.participants.add(entity.key)

    def locate(self, draft: Draft, units: Sequence[Unit], span: tuple[int, int], rule: str) -> None:
        """The places of an event."""
        for unit in units:
            self.claim(draft, "tookPlaceIn", entity_of(unit), span, rule)
            draft.places.add(entity_of(unit).key)

    def open(self, draft: Draft) -> Draft:
        """The draft, from now on one of the story."""
        self.drafts.append(draft)
        return draft

    def tour_of(self, person: Entity) -> Draft | None:
        """The tour of a person: an article tells of one."""
        return next((d for d in self.drafts if d.cls == "Visit" and d.actor == person.key), None)

    def is_past(self, date: DateSpan | None) -> bool:
        """Whether a date lies more than two months back, so that it is recalled, not reported."""
        if date is None or self.published is None or date.first.startswith("--"):
            return False
        return _months(self.published) - _months(date.first) > 2


def _months(day: str) -> int:
    return int(day[:4]) * 12 + int(day[5:7])


def _is_room(unit: Unit) -> bool:
    return isinstance(unit.span, Span) and unit.span.rule == "places.room"


def entity_of(unit: Unit) -> Entity:
    """The entity that a unit names; dates name none."""
    assert isinstance(unit.span, Span)
    return unit.span.entity


_IN = pattern("(?:在|于)(?P<where><W>+)")
_TOURS = re.compile("考察|调研|访问|视察")
_ADDRESS = pattern("<W>+")
# 11日下午抵达万象，出席…: the hour is that of the arrival
_TRAVELS = re.compile("抵达|离开|启程|乘坐?专机|乘包机|回到")
_CLAUSE_END = re.compile("[，。；]")


@dataclass(frozen=True)
class Cue:
    """A place of a folded sentence at which a rule matched."""

    story: Story
    sentence: Sentence
    match: re.Match[str]

    @cached_property
    def clause(self) -> int:
        """Where the clause of the match begins in the folded sentence."""
        return self.clause_before(self.match.start())

    def clause_before(self, at: int) -> int:
        return after_last(self.sentence.folded, PAUSES, at)

    @cached_property
    def subject(self) -> list[Unit]:
        """Who acts: the group before the match, or whom the sentence goes on about."""
        return self.subject_at(self.match.start())

    def subject_at(self, at: int) -> list[Unit]:
        return subject_before(self.sentence, at, self.story.topic)

    @cached_property
    def stated_subject(self) -> list[Unit]:
        """Who acts, if this sentence names them."""
        return [unit for unit in self.subject if unit.start >= self.sentence.start]

    def units(self, group: str, signs: str = "") -> list[Unit]:
        """The units in a group of the match."""
        return self.sentence.units_in(*self.match.span(group), signs)

    def evidence(self, units: Sequence[Unit], end: int | None = None) -> tuple[int, int]:
        """From the first of the units that stands in this sentence to the end of the match, characters of the text."""
        first, last = self.sentence.text_span(self.match.start(), self.match.end() if end is None else end)
        inside = [unit.start for unit in units if self.sentence.start <= unit.start < last]
        return min([first, *inside]), last

    def date(self, at: int | None = None) -> DateSpan | None:
        """The last date of the sentence before the match (or `at`), else the first behind it in its clause."""
        at = self.match.start() if at is None else at
        before = self._dates(0, at)
        if before:
            travels = _TRAVELS.search(self.sentence.folded, self.sentence.fold(before[-1].start), at)
            return None if travels else before[-1]
        end = _CLAUSE_END.search(self.sentence.folded, at)
        behind = self._dates(at, end.start() if end else len(self.sentence.folded))
        return behind[0] if behind else None

    def _dates(self, first: int, last: int) -> list[DateSpan]:
        units = self.sentence.units_in(first, last, DATE)
        return [unit.span for unit in units if isinstance(unit.span, DateSpan)]

    def places(self) -> list[Unit]:
        """The places of 在… before the match in its clause, unless another verb of travel has them."""
        at = self.match.start()
        found = list(_IN.finditer(self.sentence.folded, self.clause, at))
        if not found or _TOURS.search(self.sentence.folded, found[-1].end(), at):
            return []
        return self.sentence.units_in(*found[-1].span("where"))

    def stops(self) -> list[Unit]:
        """The places of the group `where`, of a nested address the innermost that is no room: 盐池县王乐井乡曾记畔村
        gives 曾记畔村, 人民大会堂东大厅 gives 人民大会堂."""
        addresses = _ADDRESS.finditer(self.sentence.folded, *self.match.span("where"))
        chains = [self.sentence.units_in(*address.span()) for address in addresses]
        return [next((unit for unit in reversed(chain) if not _is_room(unit)), chain[0]) for chain in chains]

    def words(self, first: int, last: int) -> str:
        """The text of `folded[first:last]` as a name: people without their posts, dates left out."""
        parts: list[str] = []
        for at in range(first, last):
            sign = self.sentence.folded[at]
            if sign == PERSON:
                parts.append(self.sentence.units_in(at, at + 1)[0].name)
            elif sign != DATE:
                start, end = self.sentence.text_span(at, at + 1)
                parts.append(self.story.text[start:end])
        return "".join(parts).strip()


@dataclass(frozen=True)
class Rule:
    """A rule of grammar: where `pattern` matches the narrative part of a folded sentence, `read` adds what it says.

    `yes` are sentences with a relation that the rule reads from them ("甲 met 乙"), `no` those without one.
    """

    id: str
    pattern: Callable[[], re.Pattern[str]]
    read: Callable[[Cue], None]
    yes: tuple[tuple[str, str], ...]
    no: tuple[str, ...] = ()
