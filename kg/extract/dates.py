"""Dates in a text, resolved with the date of publication and never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

DAY, RANGE, RELATIVE = "dates.day", "dates.range", "dates.relative"

PARTS = {
    "上午": "morning", "早上": "morning", "早晨": "morning", "清晨": "morning", "凌晨": "morning",
    "中午": "afternoon", "下午": "afternoon", "傍晚": "evening", "晚上": "evening", "晚间": "evening", "晚": "evening",
}  # fmt: skip
_PART = "|".join(PARTS)
_DATE = re.compile(
    rf"""
    (?:(?P<year>\d{{4}})年)?
    (?:(?P<month>\d{{1,2}})月)?(?P<day>\d{{1,2}})日
    (?:(?:至|到|—|-|－|～|~)(?:(?P<month2>\d{{1,2}})月)?(?P<day2>\d{{1,2}})日)?
    (?:当天)?(?P<part>{_PART})?
    |(?P<relative>今天|今日|今早|今晚|昨天|昨日|昨晚|前天)(?:（(?P<rmonth>\d{{1,2}})月(?P<rday>\d{{1,2}})日）)?(?P<rpart>{_PART})?
    """,
    re.VERBOSE,
)
# 5日内, 30日龄: a number of days, not a day of a month
NOT_A_DATE = re.compile(r"[内龄均游报电元本]")
# a coming event lies within about six weeks of the report of it (登记将于5月30日举行); else a day lies behind
AHEAD = timedelta(days=45)
_COMING = re.compile("(?:将|定|拟)[于在]$|将$")
_BACK = {"今": 0, "昨": 1, "前": 2}


@dataclass(frozen=True, slots=True)
class DateSpan:
    """A date at `start:end` of `Article.clean`.

    `first` and `last` are ISO 8601 (equal for one day) or "--05-12" where the year is open; `part` is morning,
    afternoon, evening or "".
    """

    start: int
    end: int
    first: str
    last: str
    part: str
    rule: str


def find_dates(text: str, published: str | None) -> list[DateSpan]:
    """The days and spans of days in `text`, ordered by start.

    `published` is the ISO date of publication. Without it, a day without its year stays open (--05-12) and one without
    its month is left out. A day without its month (11日上午) is that of the last month named if that fits within two
    weeks before, else the latest such day before publication.
    """
    return list(_dates(text, _parse(published)))


def _parse(published: str | None) -> date | None:
    return date.fromisoformat(published) if published else None


def _dates(text: str, published: date | None) -> Iterator[DateSpan]:
    last_month: int | None = None
    for match in _matches(text):
        if (NOT_A_DATE.match(text, match.end()) and not match["part"]) or text.endswith("为期", 0, match.start()):
            continue
        if match["relative"]:
            found = _relative(match, published)
        else:
            found = _calendar(match, published, last_month)
            last_month = int(match["month2"] or match["month"] or last_month or 0) or None
        if found:
            yield found


# a search for what all dates begin with takes a sixth of the time of one for the whole form
_BEGINS = re.compile(r"[\d今昨前]")


def _matches(text: str) -> Iterator[re.Match[str]]:
    at = 0
    while begins := _BEGINS.search(text, at):
        match = _DATE.match(text, begins.start())
        if match:
            yield match
        at = match.end() if match else begins.end()


def _relative(match: re.Match[str], published: date | None) -> DateSpan | None:
    part = PARTS.get(match["rpart"] or "", "") or {"今早": "morning", "今晚": "evening", "昨晚": "evening"}.get(
        match["relative"], ""
    )
    if match["rday"]:
        day = _resolve(None, int(match["rmonth"]), int(match["rday"]), published)
    elif published:
        day = (published - timedelta(days=_BACK[match["relative"][0]])).isoformat()
    else:
        return None
    return DateSpan(match.start(), match.end(), day, day, part, RELATIVE) if day else None


def _calendar(match: re.Match[str], published: date | None, last_month: int | None) -> DateSpan | None:
    year = int(match["year"]) if match["year"] else None
    day = int(match["day"])
    month = int(match["month"]) if match["month"] else _month(day, published, last_month)
    if month is None:
        return None
    coming = _COMING.search(match.string, max(0, match.start() - 3), match.start()) is not None
    first = _resolve(year, month, day, published, coming)
    last = first
    if match["day2"]:
        last = _resolve(year, int(match["month2"] or month), int(match["day2"]), published, coming)
    if not first or not last or last < first:
        return None
    part = PARTS.get(match["part"] or "", "")
    return DateSpan(match.start(), match.end(), first, last, part, RANGE if match["day2"] else DAY)


def _month(day: int, published: date | None, last_month: int | None) -> int | None:
    """The month of a day that stands alone."""
    if published is None:
        return last_month
    if last_month:
        named = _resolve(None, last_month, day, published)
        if (
            named
            and not named.startswith("--")
            and timedelta() <= published - date.fromisoformat(named) <= timedelta(days=14)
        ):
            return last_month
    month = published.replace(day=1)
    if day > published.day + 1:
        month -= timedelta(days=1)
    return month.month


def _resolve(year: int | None, month: int, day: int, published: date | None, coming: bool = False) -> str:
    """The ISO date, "--MM-DD" where the year is open, "" where there is no such day; a `coming` one lies ahead."""
    try:
        if year:
            return date(year, month, day).isoformat()
        if published is None:
            return f"--{month:02d}-{day:02d}" if date(2000, month, day) else ""
        years = (published.year + 1, published.year, published.year - 1)
        candidates = [date(y, month, day) for y in years if _exists(y, month, day)]
        if coming:
            return min(day for day in candidates if day >= published).isoformat()
        return next(day for day in candidates if day <= published + AHEAD).isoformat()
    except (ValueError, StopIteration):
        return ""


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
