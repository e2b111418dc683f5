"""The seats of heads of state and government: places where someone is or goes, else the bodies that sit there."""

from __future__ import annotations

import re
from collections.abc import Iterator

_SEAT = re.compile(
    "(?:总理府|总统府|首相府|主席府|总统官邸|总理官邸|首相官邸|国会大厦|议会大厦|王宫)(?![发高官表宣新方])"
)
_AT = re.compile("(?:在|抵达|来到|前往|进入|步入|走进|离开|到)$")


def find_seats(text: str) -> Iterator[tuple[int, int]]:
    """Each seat named in `text`, in its order; offsets are characters of it."""
    return (match.span() for match in _SEAT.finditer(text))


def is_gone_to(text: str, position: int) -> bool:
    """Whether someone is at or goes to what is named at `position`: 在 or 抵达 stands before it."""
    return _AT.search(text, max(0, position - 2), position) is not None


def is_seat(text: str, start: int, end: int) -> bool:
    """Whether `text[start:end]` names a seat as a place: 曼谷总理府 in 在曼谷总理府会谈."""
    match = _SEAT.search(text, start, end + 1)
    return match is not None and match.end() == end and is_gone_to(text, start)
