"""Places by their grammar: nested addresses, works and sites named by their function."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from kg.extract.edges import Edges
from kg.extract.forms import transliteration
from kg.extract.names import GAZETTEER
from kg.extract.organisations import INDEFINITE, LEADING_VERB, is_generic
from kg.extract.seats import find_seats, is_gone_to
from kg.extract.spans import Cover, Span
from kg.lexicon.words import alternatives, load_words
from kg.model import Entity

ADDRESS, ABROAD, FACILITY, SITE = "places.address", "places.abroad", "places.facility", "places.site"
ROOM, SEAT = "places.room", "places.seat"

# 港口, 站点, 大桥镇: what follows makes another word with the last character of a head
PART_OF_WORD = re.compile(
    r"港(?=[口区湾澳元币股珠台商人资])|站(?=[点在起位立稳长])|山(?=[区水脉东西地村乡])|江(?=[苏西河南北海阴津油门宁都山阳川达])|河(?=[北南流湖道套])"
    r"|湖(?=[北南泊区州广])|岛(?=[屿国内链])|州(?=[长际督])|馆(?=[长藏员])|场(?=[地景所长])|园(?=[区林长])|库(?=[区存容])|桥(?=[梁头])"
)
# verbs after which a name with a head of the class "site" is a place someone goes to
GOES = re.compile(
    r"(?:来到|走进|走到|前往|参观|考察|调研|察看|查看|走访|深入|登上|步入|到|赴|抵达|视察|了|在|位于|、|和|及|以及|分别到|还到)$"
)


@cache
def _settlement() -> re.Pattern[str]:
    """What may follow a division in an address, narrowing it down: 旧城镇, 仙庄片区, 五棵树村."""
    heads = alternatives(load_words("grammar", "places")["settlement"])
    town = r"[\u3400-\u9fff]{1,6}?(?:镇|乡|街道|苏木)(?![政人村长干党])"
    village = rf"[\u3400-\u9fff]{{1,8}}(?:{heads})(?![委民干党支长里口头庄镇乡村])"
    return re.compile(f"{town}|{village}")


# 鼓楼区改造老旧小区: what is done to a settlement, not its name
_WORKS_ON = re.compile(
    "改造|建设|打造|推进|整治|升级|提升|新建|实施|开展|完善|优化|加快|派出|选派|派驻|共有|现有|累计|多个|各"
)


@cache
def _heads(cls: str) -> re.Pattern[str]:
    return re.compile(alternatives(load_words("grammar", "places")[cls]))


def find_places(text: str, names: Sequence[Span], barriers: Sequence[int] = ()) -> list[Span]:
    """Places in `text` that no table lists, ordered by start; `names` are the places and organisations known so far.

    Offsets are characters of `Article.clean`. 黄骅市旧城镇仙庄片区 gives 旧城镇 and 仙庄片区 beside the 黄骅市 of the
    lexicon.
    """
    edges = Edges(text, names, barriers)
    divisions = frozenset(
        span.start
        for span in names
        if "divisionCode" in dict(span.entity.attributes) and text[span.end : span.end + 1] not in tuple("镇乡街村")
    )
    address = [span for place in names if place.kind == "places" for span in _address(text, place, edges, divisions)]
    foreign = [span for place in names if place.kind == "places" for span in _abroad(text, place)]
    address += list(_villages(text, [*names, *address]))
    inner = [*(span for outer in names for span in _room(text, outer)), *_seats(text, names)]
    facilities = list(_by_head(text, "facility", [*names, *address, *foreign, *inner], edges))
    anchored = list(_by_head(text, "anchored", [*names, *address, *facilities], edges))
    sites = list(_by_head(text, "site", [*names, *address, *inner, *facilities, *anchored], edges))
    grown = _longest_of_each([*facilities, *anchored, *sites])
    return sorted([*address, *foreign, *inner, *grown], key=lambda span: (span.start, -span.end))


def place(name: str, cls: str, printed: str = "", scope: str = "") -> Entity:
    """A place by its name; `scope` tells namesakes apart (旧城镇 of 黄骅市)."""
    aliases = (printed,) if printed and printed != name else ()
    return Entity(f"place/{scope}{name}", "places", cls, name, aliases)


def _address(text: str, start: Span, edges: Edges, divisions: frozenset[int]) -> Iterator[Span]:
    if start.entity.cls != "AdministrativeArea" or "level" not in dict(start.entity.attributes):
        return
    if dict(start.entity.attributes)["level"].value == "country":
        return
    outer, at = text[start.start : start.end], start.end
    if at in divisions or edges.stops_at(at):
        return
    while match := _settlement().match(text, at, min(len(text), edges.after(at))):
        if is_generic(match[0][:-1]) or _WORKS_ON.match(match[0]):
            return
        cls = "AdministrativeArea" if match[0][-1] in "镇乡道" else "Site"
        yield Span(match.start(), match.end(), place(match[0], cls, outer + match[0], outer), ADDRESS)
        outer, at = outer + match[0], match.end()


def _abroad(text: str, country: Span) -> Iterator[Span]:
    """哈萨克斯坦阿拉木图州: a division of a country in transliteration right behind its name."""
    if "countryCode" not in dict(country.entity.attributes) or country.end - country.start < 2:
        return
    if match := (_transliterated().match(text, country.end) or _in_characters(text, country)):
        yield Span(match.start(), match.end(), place(match[0], "AdministrativeArea"), ABROAD)


_VILLAGE = re.compile(
    "(?<=[、在到赴村])(?P<town>[\u3400-\u9fff]{2,3}(?:镇|乡))(?P<village>[\u3400-\u9fff]{1,5}?(?:村|社区))(?![委民干党支长里口头庄镇乡村])"
)


def _villages(text: str, names: Sequence[Span]) -> Iterator[Span]:
    """麻田镇南会村 in a list of stops: a town and its village without the county around them."""
    inside = Cover(len(text), ((span.start, span.end) for span in names))
    for match in _VILLAGE.finditer(text):
        town, village = match["town"], match["village"]
        if not inside.meets(*match.span()) and not is_generic(town[:-1]) and not is_generic(village[:-1]):
            yield Span(*match.span("town"), place(town, "AdministrativeArea"), ADDRESS)
            yield Span(*match.span("village"), place(village, "Site", town + village, town), ADDRESS)


_ROOM = re.compile("[\u3400-\u9fff]{1,4}?(?:大厅|宴会厅|会议厅|贵宾厅|礼堂|会议室)(?![长级])")


def _room(text: str, site: Span) -> Iterator[Span]:
    """人民大会堂 + 金色大厅."""
    if site.entity.cls == "Site" and (match := _ROOM.match(text, site.end)):
        outer = text[site.start : site.end]
        yield Span(match.start(), match.end(), place(match[0], "Site", outer + match[0], outer), ROOM)


def _seats(text: str, names: Sequence[Span]) -> Iterator[Span]:
    """总理府 in 在曼谷总理府会谈 and 抵达总理府; one of a city named before it tells which."""
    by_end = {span.end: span for span in names if span.kind == "places"}
    city = ""
    for start, end in find_seats(text):
        outer = by_end.get(start)
        if is_gone_to(text, outer.start if outer else start):
            city = text[outer.start : outer.end] if outer else city
            yield Span(start, end, place(text[start:end], "Site", city + text[start:end], city), SEAT)


_CHARACTERS = {
    "日本": re.compile("[\u3400-\u9fff]{2,4}?(?:市|县|町|村)(?![场民长政内区值级])"),
    "韩国": re.compile("[\u3400-\u9fff]{2,3}?(?:市|道|郡)(?![场民长政内区值级路德])"),
    "朝鲜": re.compile("[\u3400-\u9fff]{2,3}?(?:市|道|郡)(?![场民长政内区值级路德])"),
}


def _in_characters(text: str, country: Span) -> re.Match[str] | None:
    """日本镰仓市, 韩国安城市: a division of a country whose names are written in characters."""
    rule = _CHARACTERS.get(country.entity.name)
    return rule.match(text, country.end) if rule else None


@cache
def _transliterated() -> re.Pattern[str]:
    heads = alternatives(load_words("grammar", "places")["foreign"])
    return re.compile(rf"[{transliteration()}]{{2,8}}(?:{heads})(?![长政场民])")


def _longest_of_each(spans: Sequence[Span]) -> list[Span]:
    """Without the spans that only open a longer one (鲁迅旧居 of 鲁迅旧居陈列馆) and are named nowhere else."""
    opened = {span for span in spans for other in spans if other.start <= span.start and span.end < other.end}
    elsewhere = {span.entity.key for span in spans if span not in opened}
    return [span for span in spans if span not in opened or span.entity.key in elsewhere]


def _by_head(text: str, cls: str, names: Sequence[Span], edges: Edges) -> Iterator[Span]:
    taken = {span.end for span in names}
    begun = ((span.start, span.start + 1) for span in names if span.end - span.start > 2)
    inside = Cover(len(text), [*((span.start + 1, span.end) for span in names), *begun])
    cut = {span.end: span for span in names if span.rule == GAZETTEER and span.entity.cls == "Site"}
    for match in _heads(cls).finditer(text):
        if (known := cut.get(match.start() + 1)) and len(match[0]) > 1 and known.start < match.start():
            yield Span(known.start, match.end(), place(text[known.start : match.end()], "Site"), FACILITY)
            continue
        if PART_OF_WORD.match(text, match.end() - 1) or inside.meets(match.start(), match.start() + 1):
            continue
        start = edges.before(match.start())
        start = LEADING_VERB.match(text, start, match.start()).end()  # type: ignore[union-attr]
        opening = next(
            (span for span in names if span.start == start and span.kind == "places" and span.end <= match.start()),
            None,
        )
        modifier = text[opening.end if opening else start : match.start()]
        if match.end() in taken or INDEFINITE.match(text[start : match.start()]):
            continue
        if not _is_name(text, cls, start, modifier, match[0], opening is not None):
            continue
        start = _line_start(text, start, names)
        rule = FACILITY if cls == "facility" else SITE
        yield Span(start, match.end(), place(text[start : match.end()], "Site"), rule)


def _line_start(text: str, start: int, names: Sequence[Span]) -> int:
    """Where a line between two places begins: 厦门至重庆高铁."""
    if start < 2 or text[start - 1] not in "至到—":
        return start
    return next((span.start for span in names if span.kind == "places" and span.end == start - 1), start)


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
