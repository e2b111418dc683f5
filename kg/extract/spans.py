"""Spans of the cleaned text that name an entity: what passes between the components."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.model import Entity


@dataclass(frozen=True, slots=True)
class Span:
    """`clean[start:end]` names `entity`, found by `rule`; offsets are characters of `Article.clean`."""

    start: int
    end: int
    entity: Entity
    rule: str

    @property
    def kind(self) -> str:
        return self.entity.kind

    def overlaps(self, start: int, end: int) -> bool:
        return self.start < end and start < self.end


class Cover:
    """Which characters of a text are covered; asking for a stretch is one search in bytes, however long it is."""

    __slots__ = ("_marks",)

    def __init__(self, length: int, spans: Iterable[tuple[int, int]] = ()) -> None:
        self._marks = bytearray(length)
        for start, end in spans:
            self.add(start, end)

    def add(self, start: int, end: int) -> None:
        self._marks[start:end] = b"\1" * (end - start)

    @classmethod
    def at(cls, length: int, positions: Iterable[int]) -> Cover:
        """The cover of single characters."""
        return cls(length).joined(positions)

    def joined(self, positions: Iterable[int]) -> Cover:
        """This cover and the characters at `positions`."""
        other = Cover(0)
        other._marks = self._marks[:]
        for at in positions:
            other._marks[at] = 1
        return other

    def meets(self, start: int, end: int) -> bool:
        """Whether a character of `start:end` is covered."""
        return self._marks.find(1, start, end) >= 0

    def first(self, start: int, end: int) -> int:
        """The first covered character of `start:end`, -1 if there is none."""
        return self._marks.find(1, start, end)

    def last(self, start: int, end: int) -> int:
        """The last covered character of `start:end`, -1 if there is none."""
        return self._marks.rfind(1, start, end)


def keep_longest(spans: Iterable[Span]) -> list[Span]:
    """The overlap policy: from the left the longest span wins, what it overlaps goes; ordered by start."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


def without_nested(spans: Sequence[Span]) -> list[Span]:
    """The spans (by start, the longest first) without counties of the lexicon inside a name that grammar found.

    The one that opens it stays, unless the name is a settlement's: 禄口 of 南京禄口机场 goes, 南京 stays.
    """
    longer = [span for span in spans if span.rule.startswith(("places.", "organisations."))]
    return [span for span in spans if not any(_nested(span, other) for other in longer)]


def _nested(span: Span, other: Span) -> bool:
    inside = other.start <= span.start and span.end <= other.end and span.end - span.start < other.end - other.start
    if not inside or span.rule.startswith(("places.", "organisations.")) or span.kind != "places":
        return False
    level = dict(span.entity.attributes).get("level")
    if level is not None and level.value != "county" and other.rule != "places.address":
        return False
    return span.start > other.start or other.rule == "places.address"


def outside(spans: Iterable[Span], others: Sequence[Span]) -> list[Span]:
    """The spans that overlap none of the others (both ordered by start)."""
    kept: list[Span] = []
    first = 0
    for span in sorted(spans, key=lambda span: span.start):
        while first < len(others) and others[first].end <= span.start:
            first += 1
        if first == len(others) or others[first].start >= span.end:
            kept.append(span)
    return kept
