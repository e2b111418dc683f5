"""Places by their grammar: nested addresses, works and sites named by their function."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from kg.extract.edges import Edges
from kg.extract.organisations import INDEFINITE, is_generic
from kg.extract.spans import Span
from kg.lexicon.words import alternatives, load_words
from kg.model import Entity

ADDRESS, FACILITY, SITE = "places.address", "places.facility", "places.site"

# verbs after which a name with a head of the class "site" is a place someone goes to
GOES = re.compile(
    r"(?:来到|走进|走到|前往|参观|考察|调研|察看|查看|走访|深入|登上|步入|到|赴|抵达|视察|了|在|位于|、|和|及|以及|分别到|还到)$"
)


@cache
def _settlement() -> re.Pattern[str]:
    """What may follow a division in an address, narrowing it down: 旧城镇, 仙庄片区, 五棵树村."""
    heads = alternatives(load_words("grammar", "places")["settlement"])
    return re.compile(rf"[\u3400-\u9fff]{{1,7}}?(?:{heads})(?![庄镇乡村委民干党支长里口头])")


@cache
def _heads(cls: str) -> re.Pattern[str]:
    return re.compile(alternatives(load_words("grammar", "places")[cls]))


def find_places(text: str, names: Sequence[Span]) -> list[Span]:
    """Places in `text` that no table lists, ordered by start; `names` are the places and organisations known so far.

    Offsets are characters of `Article.clean`. 黄骅市旧城镇仙庄片区 gives 旧城镇 and 仙庄片区 beside the 黄骅市 of the
    lexicon.
    """
    edges = Edges(text, names)
    address = [span for place in names if place.kind == "places" for span in _address(text, place, edges)]
    facilities = list(_by_head(text, "facility", [*names, *address], edges))
    anchored = list(_by_head(text, "anchored", [*names, *address, *facilities], edges))
    sites = list(_by_head(text, "site", [*names, *address, *facilities, *anchored], edges))
    return sorted([*address, *facilities, *anchored, *sites], key=lambda span: (span.start, -span.end))


def place(name: str, cls: str, printed: str = "", scope: str = "") -> Entity:
    """A place by its name; `scope` tells namesakes apart (旧城镇 of 黄骅市)."""
    aliases = (printed,) if printed and printed != name else ()
    return Entity(f"place/{scope}{name}", "places", cls, name, aliases)


def _address(text: str, start: Span, edges: Edges) -> Iterator[Span]:
    if start.entity.cls != "AdministrativeArea" or "level" not in dict(start.entity.attributes):
        return
    if dict(start.entity.attributes)["level"].value == "country":
        return
    outer, at = text[start.start : start.end], start.end
    while match := _settlement().match(text, at):
        if edges.before(match.end() - 1) > at or is_generic(match[0][:-1]):
            return
        cls = "AdministrativeArea" if match[0][-1] in "镇乡道" else "Site"
        yield Span(match.start(), match.end(), place(match[0], cls, outer + match[0], outer), ADDRESS)
        outer, at = outer + match[0], match.end()


def _by_head(text: str, cls: str, names: Sequence[Span], edges: Edges) -> Iterator[Span]:
    taken = {span.end for span in names}
    for match in _heads(cls).finditer(text):
        start = edges.before(match.start())
        opening = next((span for span in names if span.start == start and span.kind == "places" and span.end <= match.start()), None)
        modifier = text[opening.end if opening else start : match.start()]
        if match.end() in taken or INDEFINITE.match(text[start : match.start()]):
            continue
        if not _is_name(text, cls, start, modifier, match[0], opening is not None):
            continue
        name = text[start : match.end()]
        yield Span(start, match.end(), place(name, "Site"), FACILITY if cls == "facility" else SITE)


def _is_name(text: str, cls: str, start: int, modifier: str, head: str, anchored: bool) -> bool:
    if modifier.count("“") != modifier.count("”"):
        return False
    if cls == "site":
        return bool(GOES.search(text[max(0, start - 4) : start])) and (len(modifier) >= 2 and not is_generic(modifier))
    if cls == "anchored":
        return anchored and len(modifier) <= 2
    if anchored:
        return not modifier or len(modifier) >= 2
    return len(modifier) >= 2 and not is_generic(modifier) and (len(head) > 1 or len(modifier) >= 2)
