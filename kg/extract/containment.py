"""What lies in what: containment known to the lexicon, nested addresses and names that begin with a place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from kg.extract.entries import countries, division_entity
from kg.extract.scene import Sentence, pattern
from kg.extract.spans import Span
from kg.extract.story import entity_of
from kg.extract.triggers import Triggers
from kg.lexicon.divisions import load_divisions
from kg.lexicon.gazetteer import Name, load_gazetteer
from kg.model import Entity, Status

DIVISION, REGION, COUNTRY, ADDRESS, IN_NAME, SITE_IN_NAME, STATED, STATED_WITHIN = (
    "within.division", "within.region", "within.country", "within.address", "locatedIn.name", "within.name",
    "locatedIn.stated", "within.stated",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Containment:
    """`inner` lies in `outer`; the evidence is `start:end` of `Article.clean`, of background facts the mention."""

    inner: Entity
    predicate: str
    outer: Entity
    start: int
    end: int
    rule: str
    status: Status


def find_containment(text: str, spans: Sequence[Span]) -> list[Containment]:
    """Containment among the places and organisations at `spans` (ordered by start), the chain of divisions above each
    included; offsets are characters of `Article.clean`."""
    places = [span for span in spans if span.kind == "places" and span.end - span.start > 1]
    alone = _alone(places, spans)
    return [
        *_divisions(places, alone),
        *_regions(places),
        *_abroad(places),
        *_addresses(text, places),
        *_names(text, spans),
    ]


def _code(entity: Entity) -> str:
    value = dict(entity.attributes).get("divisionCode")
    return value.value if value else ""


def _first_spans(places: Sequence[Span]) -> dict[str, Span]:
    first: dict[str, Span] = {}
    for span in places:
        first.setdefault(span.entity.key, span)
    return first


def _alone(places: Sequence[Span], spans: Sequence[Span]) -> frozenset[str]:
    """The places named by themselves, not only inside the name of something else (长春 of 长春光学仪器股份有限公司)."""
    longer = [span for span in spans if span.end - span.start > 2]
    return frozenset(
        place.entity.key
        for place in places
        if not any(
            o.start <= place.start and place.end <= o.end and o.end - o.start > place.end - place.start for o in longer
        )
    )


def _divisions(places: Sequence[Span], alone: frozenset[str]) -> Iterator[Containment]:
    """Each division in the one directly above it, and in the nearest one above it that the text names."""
    first = _first_spans(places)
    for span in first.values():
        ancestors = load_divisions().ancestors(_code(span.entity)) if _code(span.entity) else ()
        inner = span.entity
        for row in ancestors:
            outer = division_entity(row)
            yield Containment(inner, "within", outer, span.start, span.end, DIVISION, "background")
            inner = outer
        named = next((row for row in ancestors if f"place/{row.id}" in alone), None)
        if named and named is not ancestors[0]:
            yield Containment(
                span.entity, "within", division_entity(named), span.start, span.end, DIVISION, "background"
            )


def _regions(places: Sequence[Span]) -> Iterator[Containment]:
    """河北省 in 京津冀, 雄安新区 in 河北省, where the text names both."""
    first = _first_spans(places)
    for name in _all_regions():
        if name.key not in first:
            continue
        region = first[name.key]
        for member in name.row.values("members"):
            if (inner := first.get(f"place/{member}")) is not None:
                yield Containment(inner.entity, "within", region.entity, inner.start, inner.end, REGION, "background")
        for parent in _above(name.row.extra["parent"]):
            if (outer := first.get(f"place/{parent}")) is not None:
                yield Containment(region.entity, "within", outer.entity, region.start, region.end, REGION, "background")
                break


def _abroad(places: Sequence[Span]) -> Iterator[Containment]:
    """曼谷 in 泰国, where the text names both."""
    first = _first_spans(places)
    for span in first.values():
        name = _world().get(span.entity.key)
        country = countries().get(name.row.extra["country"]) if name else None
        if country and (outer := first.get(country.key)):
            yield Containment(span.entity, "within", outer.entity, span.start, span.end, COUNTRY, "background")


@cache
def _world() -> dict[str, Name]:
    return {name.key: name for name in load_gazetteer().of_table("world")}


@cache
def _abroad_by_name() -> dict[str, Entity]:
    """The countries but for China by their names."""
    return {country.name: country for code, country in countries().items() if code != "CN"}


def _of_country(span: Span) -> Entity | None:
    """The country that opens the full name of a body printed with its sign: 俄罗斯 of 俄国防部."""
    name = span.entity.name
    opening = next((name[:size] for size in range(6, 1, -1) if name[:size] in _abroad_by_name()), "")
    return _abroad_by_name()[opening] if opening and not _ABROAD.match(name, len(opening)) else None


@cache
def _all_regions() -> tuple[Name, ...]:
    return load_gazetteer().of_table("regions")


def _above(code: str) -> tuple[str, ...]:
    """The code and those of what contains it, the nearest first; () for none."""
    return (code, *(row.id for row in load_divisions().ancestors(code))) if code else ()


def _addresses(text: str, places: Sequence[Span]) -> Iterator[Containment]:
    """黄骅市旧城镇仙庄片区: what stands right behind a place lies in it."""
    by_end = {span.end: span for span in sorted(places, key=lambda span: -span.start)}
    for span in places:
        outer = by_end.get(span.start)
        if (
            outer
            and outer.entity.key != span.entity.key
            and not _code(span.entity)
            and (_is_address(outer) or span.rule in _INNER)
        ):
            yield Containment(span.entity, "within", outer.entity, outer.start, span.end, ADDRESS, "reported")


def _is_address(outer: Span) -> bool:
    return outer.entity.cls == "AdministrativeArea" or outer.rule == "places.address"


# 人民大会堂金色大厅, 曼谷总理府: they lie in what stands before them, whatever it is
_INNER = ("places.room", "places.seat")


def _names(text: str, spans: Sequence[Span]) -> Iterator[Containment]:
    """安徽工业大学 in 安徽省, 合肥市滨湖规划展馆 in 合肥市: the name begins with the place."""
    places = [span for span in spans if span.kind == "places"]
    starts = {place.start for place in places if place.end - place.start > 1}
    for span in spans:
        if span.kind == "organisations" and span.start not in starts and (country := _of_country(span)):
            yield Containment(span.entity, "locatedIn", country, span.start, span.end, IN_NAME, "derived")
        for outer in places:
            if span.start < outer.start < span.end and _is_host(text, span, outer):
                yield Containment(span.entity, "locatedIn", outer.entity, span.start, span.end, IN_NAME, "derived")
            if (
                outer.end - outer.start > 1
                and outer.start == span.start
                and outer.end < span.end
                and outer.entity.key != span.entity.key
            ):
                if _elsewhere(text, span, outer):
                    continue
                predicate, rule = ("within", SITE_IN_NAME) if span.kind == "places" else ("locatedIn", IN_NAME)
                yield Containment(span.entity, predicate, outer.entity, span.start, span.end, rule, "derived")


def _is_host(text: str, span: Span, outer: Span) -> bool:
    """Whether an organisation is a mission in a country: 洪都拉斯 of 中国驻洪都拉斯大使馆."""
    return span.kind == "organisations" and text.startswith("驻", outer.start - 1) and text[span.end - 1] in "馆团处"


# 中国—马来西亚产业园, 法国驻…
_ABROAD = re.compile("[—\\-驻和与]|至|到")


def _elsewhere(text: str, named: Span, country: Span) -> bool:
    """Whether what is named after a country may lie in another: 中国馆, 德国—马来西亚产业园, 中国驻德国使馆."""
    if "countryCode" not in dict(country.entity.attributes):
        return False
    return (named.kind == "places" and country.entity.name == "中国") or bool(_ABROAD.match(text, country.end))


_WORKS = (
    "通道|大桥|隧道|铁路|公路|高速|工程|枢纽|港口|港|机场|公园|景区|园区|新区|基地|湖|湖泊|河流|岛屿|城市|市|县|镇|村"
)
# 位于保定市的研究院 · 研究院位于保定市 · 某通道是某湾区连接两岸的战略性通道 · 某江口形成了包括甲桥、乙桥在内的五条通道
STATED_RULES = (
    pattern(r"(?:位于|地处|坐落于|坐落在)(?P<outer><L>+)(?:境内|市区|郊区|北部|南部|东部|西部)?的(?P<inner><W>)"),
    pattern(r"(?P<inner><W>)(?:位于|地处|坐落于|坐落在)(?P<outer><L>+)(?=境内|市区|郊区|[，。；]|北部|南部|东部|西部)"),
    pattern(
        rf"(?:^|(?<=[，。；]))(?P<inner><L>)是(?P<outer><L>)[^，。；]{{0,30}}的[^，。；]{{0,8}}(?:{_WORKS})(?=[，。；])"
    ),
    pattern(
        "(?P<outer><L>)[^，。；]{0,14}(?:形成了?|建成了?|拥有|分布着|坐落着|有)"
        "包括(?P<inner><L>(?:(?:、|和|及|以及)<L>)*)在内的"
    ),
)


@cache
def _triggers() -> Triggers:
    return Triggers(STATED_RULES)


def find_stated(sentences: Sequence[Sentence]) -> Iterator[Containment]:
    """Containment that a sentence states; of a nested address (位于北京市房山区的…) the innermost place contains."""
    for sentence in sentences:
        for order in _triggers().possible(sentence.folded, len(sentence.folded)):
            for match in STATED_RULES[order].finditer(sentence.folded):
                outer = sentence.units_in(*match.span("outer"))[-1]
                for inner in sentence.units_in(*match.span("inner")):
                    yield _containment(sentence, match, entity_of(inner), entity_of(outer))


def _containment(sentence: Sentence, match: re.Match[str], inner: Entity, outer: Entity) -> Containment:
    predicate, rule = ("within", STATED_WITHIN) if inner.kind == "places" else ("locatedIn", STATED)
    return Containment(inner, predicate, outer, *sentence.text_span(*match.span()), rule, "reported")
