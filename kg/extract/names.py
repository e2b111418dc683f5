"""Places and organisations that the lexicon knows, resolved among namesakes by what stands around them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from kg.extract.spans import Span
from kg.lexicon.divisions import load_divisions
from kg.lexicon.gazetteer import Hit, Name, load_gazetteer
from kg.lexicon.tables import Row
from kg.model import Entity, Literal

GAZETTEER, SHORT, SIDE, PAIR = "names.gazetteer", "names.short-in-context", "names.side", "names.country-pair"

# 中国式现代化, 中国特色 and the like name no country; 北京时间 no city
NOT_A_NAME = re.compile(r"中国(?=式|特色|梦|化|芯|红|年画)|北京(?=时间)|上海(?=合作组织|精神)|大湾区(?=大学)|日本海")
LEVEL_RANK = {"province": 3, "prefecture": 2, "county": 1}
# 河北区位优势 is not 河北区, 北京市民 not 北京市: what follows makes a word with the last character
WORD_AFTER = re.compile(r"区(?=[位域块间别划])|市(?=[场民值容面]|政(?![府协治法]))|县(?=[域城])|州(?=[长际])|海(?=[洋域])")
# names that are words without the division around them: 城区, 郊区
DISTRICT_WORDS = frozenset(("城区", "郊区", "矿区", "东区", "西区", "南区", "北区", "新区", "开发区", "市中区"))
NOT_A_SIDE = frozenset("南东北西双对各官军我他地上下前后多单")


def find_names(text: str) -> list[Span]:
    """Places and organisations of the lexicon in `text`, without overlaps but for a parent body that opens the name
    of its part (中共中央 in 中共中央政治局); ordered by start.

    `text` is `Article.clean` or a part of it, offsets are its characters.
    """
    hits = _longest(text, load_gazetteer().hits(text))
    chosen = _resolve(text, hits)
    spans = [span for hit, name in chosen for span in _spans(text, hit, name)]
    return sorted([*spans, *_sides(text, spans)], key=lambda span: (span.start, -span.end))


def _longest(text: str, hits: Sequence[Hit]) -> list[Hit]:
    banned = {match.start() for match in NOT_A_NAME.finditer(text)}
    kept: list[Hit] = []
    for hit in hits:
        if hit.start in banned or (kept and hit.start < kept[-1].end) or WORD_AFTER.match(text, hit.end - 1):
            continue
        bare = all(name.needs_context for name in hit.names) or text[hit.start : hit.end] in DISTRICT_WORDS
        if bare and not _in_address(text, hit, kept):
            continue
        kept.append(hit)
    return kept


def _in_address(text: str, hit: Hit, before: Sequence[Hit]) -> bool:
    """Whether a form that is also a word follows the name of a division that contains it: 云南腾冲, 河北固安."""
    if not before or before[-1].end != hit.start:
        return False
    return any(_contains(outer, inner) for outer in before[-1].names for inner in hit.names)


def _contains(outer: Name, inner: Name) -> bool:
    if outer.table != "divisions" or inner.table != "divisions":
        return False
    return any(row.id == outer.row.id for row in load_divisions().ancestors(inner.row.id))


def _resolve(text: str, hits: Sequence[Hit]) -> list[tuple[Hit, Name | None]]:
    """Each hit with the entity meant, None where namesakes cannot be told apart."""
    certain = Counter(hit.names[0].key for hit in hits if len(hit.names) == 1)
    resolved: list[tuple[Hit, Name | None]] = []
    before: Hit | None = None
    for hit in hits:
        neighbour = before if before and before.end == hit.start else None
        resolved.append((hit, _choose(hit, neighbour, certain)))
        before = hit
    return resolved


def _choose(hit: Hit, neighbour: Hit | None, certain: Counter[str]) -> Name | None:
    if len(hit.names) == 1:
        return hit.names[0]
    inside = [n for n in hit.names if neighbour and any(_contains(outer, n) for outer in neighbour.names)]
    if inside:
        return inside[0]
    ranked = sorted(hit.names, key=lambda name: _plausibility(name, certain), reverse=True)
    if _plausibility(ranked[0], certain) == _plausibility(ranked[1], certain):
        return None
    return ranked[0]


def _plausibility(name: Name, certain: Counter[str]) -> tuple[int, int]:
    """How much speaks for an entity: itself and what contains it named elsewhere, then its level."""
    if name.table != "divisions":
        return certain[name.key], 2 if name.kind == "places" else 4
    above = sum(certain[f"place/{row.id}"] for row in load_divisions().ancestors(name.row.id))
    return certain[name.key] + above, LEVEL_RANK[name.row.extra["level"]]


def _spans(text: str, hit: Hit, name: Name | None) -> Iterable[Span]:
    if name is None:
        form = text[hit.start : hit.end]
        first = hit.names[0]
        yield Span(hit.start, hit.end, Entity(f"place/{form}", first.kind, first.cls, form), GAZETTEER)
        return
    yield Span(hit.start, hit.end, entity_of(name), SHORT if name.needs_context else GAZETTEER)
    parent = name.row.extra.get("parent", "") if name.kind == "organisations" else ""
    if parent and text.startswith(parent, hit.start) and len(parent) < hit.end - hit.start:
        yield Span(hit.start, hit.start + len(parent), entity_of(load_gazetteer().names[parent][0]), GAZETTEER)


def entity_of(name: Name) -> Entity:
    """The entity of a lexicon entry, with its code and level where it is a division: 130000, province."""
    attributes: tuple[tuple[str, Literal], ...] = ()
    if name.table == "divisions":
        attributes = (
            ("divisionCode", Literal(name.row.id)),
            ("level", Literal(name.row.extra["level"])),
        )
    elif name.table == "countries":
        attributes = (("countryCode", Literal(name.row.id)), ("level", Literal("country")))
    return Entity(name.key, name.kind, name.cls, name.name, name.aliases, attributes)


def division_entity(row: Row) -> Entity:
    """The entity of a division: 河北省 with its code 130000."""
    return entity_of(Name(f"place/{row.id}", "places", "AdministrativeArea", row.name, row.aliases, "divisions", row))


def _countries(spans: Iterable[Span]) -> dict[str, Entity]:
    """One-character abbreviations of the countries named in the text, and of China: 越 → 越南."""
    named = {span.entity.key for span in spans if ("level", Literal("country")) in span.entity.attributes}
    short: dict[str, Entity] = {}
    for names in load_gazetteer().names.values():
        for name in names:
            if name.table == "countries" and (name.key in named or name.name == "中国"):
                for abbr in name.row.values("abbr"):
                    short.setdefault(abbr, entity_of(name))
    return short


def _sides(text: str, spans: Sequence[Span]) -> list[Span]:
    """中方, 越方 and pairs such as 中越, 越中, 中吉乌, for countries that the text names (and China)."""
    if "中" not in text:
        return []
    short = _countries(spans)
    letters = "".join(sorted(set(short) - NOT_A_SIDE))
    found = [
        Span(match.start(), match.end(), short[match[1]], SIDE)
        for match in re.finditer(rf"([{letters}])方(?![面式案针向法便位阵圆])", text)
    ]
    others = letters.replace("中", "")
    if others:
        pair = rf"中[{others}]{{1,3}}(?=[^国方])|[{others}](?=中(?![国央午旬期文心学小部东亚]))中"
        for match in re.finditer(pair, text):
            found += [Span(at, at + 1, short[text[at]], PAIR) for at in range(match.start(), match.end())]
    taken = {at for span in spans for at in range(span.start, span.end)}
    return [span for span in found if span.start not in taken]
