"""The time a graph covers, cut into days, months or years: the columns of charts over time."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

DAYS = 45
"""Up to so many days a chart has one column a day."""
MONTHS = 48
"""Up to so many months it has one a month, beyond one a year."""


@dataclass(frozen=True)
class Periods:
    """The columns from the ISO day `first` to `last`, each named by how its days begin: `2023-05-12`, `2023-05`."""

    first: str
    last: str

    @cached_property
    def width(self) -> int:
        """How many characters of an ISO day name its column: 10 for days, 7 for months, 4 for years."""
        first, last = (datetime.date.fromisoformat(day) for day in (self.first, self.last))
        if (last - first).days < DAYS:
            return 10
        return 7 if (last.year - first.year) * 12 + last.month - first.month < MONTHS else 4

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Every column in order, those without anything in them too; none where the graph has no day."""
        if not self.first:
            return ()
        first, last = (datetime.date.fromisoformat(day) for day in (self.first, self.last))
        days = (first + datetime.timedelta(n) for n in range((last - first).days + 1))
        return tuple(dict.fromkeys(day.isoformat()[: self.width] for day in days))

    def name(self, day: str) -> str:
        """The column of an ISO day; "" where the day is not settled or outside."""
        return day[: self.width] if self.first and self.first <= day <= self.last else ""

    def count(self, days: Iterable[str]) -> Counter[str]:
        """How many of `days` fall into each column."""
        return Counter(name for name in map(self.name, days) if name)
