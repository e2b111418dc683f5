"""Dates of publication: checked where they are given, read where the text prints them in full, never guessed."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone

from kg.errors import CorpusError
from kg.text import DATELINE

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SOURCE = r"(?:来源|作者|编辑|责任编辑) ?[：:] ?[^，。：:]{1,20}?"
_STAMP = re.compile(
    rf"[（(\[]?(?:{_SOURCE} )?(?:(?:发布|更新|刊发)?(?:时间|日期) ?[：:]? ?)?"
    r"(?P<year>\d{4})(?:年|[-/.])(?P<month>\d{1,2})(?:月|[-/.])(?P<day>\d{1,2})日?"
    r"(?: ?\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?"
    rf"(?: ?{_SOURCE})?[）)\]]?"
)
"""A line above the body that states when the text was published and nothing that it is about."""

_FIELD = re.compile(
    r"(?P<year>\d{4})(?P<separator>[-/.年]?)(?P<month>\d{1,2})(?:(?P=separator)|月)(?P<day>\d{1,2})日?"
    r"(?:[T ]?\d{1,2}(?::\d{2}){1,2}(?:\.\d+)?(?P<offset>Z|[+-]\d{2}:?\d{2})?)?"
)
_BEIJING = timezone(timedelta(hours=8))


def check_date(value: str, where: str) -> str:
    """`value` if it is a calendar day in the form YYYY-MM-DD (`2023-05-12`); raises CorpusError naming `where`."""
    if not _ISO.fullmatch(value) or _calendar_day(*map(int, value.split("-"))) is None:
        raise CorpusError(where, f"{value!r} is not a date", "a calendar day as YYYY-MM-DD, such as 2023-05-12")
    return value


def parse_date(value: str, where: str) -> str:
    """The day that a field called date states: `2023-05-12`, `2023/5/12`, `20230512`, `2023年5月12日 10:20`.

    A moment with its offset from UTC is a day in Beijing: `2023-05-12T18:00:00Z` is 2023-05-13. Raises CorpusError,
    naming `where`, for what states no calendar day.
    """
    stated = _FIELD.fullmatch(value.strip())
    day = stated and _calendar_day(int(stated["year"]), int(stated["month"]), int(stated["day"]))
    if not stated or not day:
        raise CorpusError(where, f"{value!r} is not a date", "a calendar day as YYYY-MM-DD, such as 2023-05-12")
    if not stated["offset"]:
        return day
    try:
        return datetime.fromisoformat(value.strip()).astimezone(_BEIJING).date().isoformat()
    except (ValueError, OverflowError):
        return day


def find_date(headline: str, body: str) -> str | None:
    """The day of publication if the text prints it with its year, ISO 8601; else None.

    Looked for in the dateline that opens the body (`新华社北京2024年5月1日电`) and in lines of the headline block that
    are a stamp (`（2024年5月1日）`, `2024-05-01 10:20 来源：新华社`). A day without year (`5月12日电`) gives None.
    """
    dateline = DATELINE.match(body)
    if dateline and dateline["year"]:
        return _calendar_day(int(dateline["year"]), int(dateline["month"]), int(dateline["day"]))
    for line in headline.split("\n"):
        stamp = _STAMP.fullmatch(line)
        if stamp:
            return _calendar_day(int(stamp["year"]), int(stamp["month"]), int(stamp["day"]))
    return None


def is_stamp(line: str) -> bool:
    """Whether a line of the headline block states day or source of publication (`来源：新华社`) and is no headline."""
    return bool(_STAMP.fullmatch(line) or re.fullmatch(_SOURCE, line))


def _calendar_day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
