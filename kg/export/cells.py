"""Texts as cells of CSV tables (RFC 4180), safe in a spreadsheet.

A cell with a comma, a quotation mark or a line break is quoted, a quotation mark in it doubled: every reader of RFC
4180 gets the text back. A spreadsheet takes a cell that begins like a formula for one (`=cmd|…`); such a cell gets an
apostrophe in front, and so does one that begins with an apostrophe, so that taking one away gives the text back.
"""

from __future__ import annotations

from collections.abc import Sequence

Cell = str | int | Sequence[str]
"""A value of a table; a sequence is a list of texts."""

FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
"""What spreadsheets take for a formula, full width too; white space counts since some drop it before they look."""
_APOSTROPHE = "'"
LIST_MARK = "|"
_LIST_MARK_INSIDE = "｜"


def cell(value: Cell) -> str:
    """The text of a cell: `=1+1` as `'=1+1`, a list as `一|二` (a `|` inside an item as `｜`), a number as digits."""
    if isinstance(value, int):
        return str(value)
    return guarded(value if isinstance(value, str) else joined(value))


def joined(items: Sequence[str]) -> str:
    """A list as one text."""
    return LIST_MARK.join(item.replace(LIST_MARK, _LIST_MARK_INSIDE) for item in items)


def guarded(text: str) -> str:
    """The text with an apostrophe in front where a spreadsheet would calculate with it."""
    return _APOSTROPHE + text if text.startswith((_APOSTROPHE, *FORMULA_STARTS)) else text


def unguarded(text: str) -> str:
    """The text behind a cell; the inverse of `guarded`."""
    return text.removeprefix(_APOSTROPHE)


def open_day(day: str) -> str:
    """A day as ISO 8601-2 (EDTF) writes it: `2023-05-12`; `XXXX-05-12` where the year is open (xsd:gMonthDay)."""
    return "XXXX-" + day.removeprefix("--") if day.startswith("--") else day
