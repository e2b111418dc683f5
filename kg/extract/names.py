"""Places and organisations that the lexicon knows, resolved among namesakes by what stands around them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache

from kg.extract.entries import division_entity, entity_of
from kg.extract.signs import PAIR, SHORT, countries_named, in_short, of_one_country, sides, signs_of_countries
from kg.extract.spans import Span, outside
from kg.lexicon.divisions import load_divisions
from kg.lexicon.gazetteer import Hit, Name, load_gazetteer
from kg.lexicon.words import all_words, load_words
from kg.model import Entity

GAZETTEER, FOREIGN_BODY = "names.gazetteer", "names.foreign-body"

# 中国式现代化, 中国特色 and the like name no country; 北京时间 no city
NOT_A_NAME = re.compile(
    r"日本国(?=[土内会立际家防民])|中国(?=式|特色|梦|化|芯|红|年画)|北京(?=时间)|上海(?=合作组织|精神)|大湾区(?=大学)|日本海"
    r"|(?<=发展)中国(?=家)|(?<=欠发达)中国(?=家)|北大(?=厅|门|街|道|桥)|(?<=[0-9])日土|(?<=跨)太平洋|抗大(?=[险灾旱洪震])|[德法美英韩俄泰]国(?=际)"
    r"|中共(?=创|庆|享|同|谋|赢|迎|绘|铸|襄|度|叙|话)"
)
LEVEL_RANK = {"province": 3, "prefecture": 2, "county": 1}
# 河北区位优势 is not 河北区, 北京市民 not 北京市: what follows makes a word with the last character
WORD_AFTER = re.compile(
    r"国(?=防部|防军|防大臣|防委)|部(?=[门分署队])|行(?=业)|区(?=[位域块间别划])|市(?=[场民值容面]|政(?![府协治法]))|县(?=[域城])|州(?=[长际])|海(?=[洋域])"
)
# names that are words without the division around them: 城区, 郊区
DISTRICT_WORDS = frozenset(("城区", "郊区", "矿区", "东区", "西区", "南区", "北区", "新区", "开发区", "市中区"))


def find_names(text: str) -> list[Span]:
    """Places and organisations of the lexicon in `text`, without overlaps but for a parent body that opens the name
    of its part (中共中央 in 中共中央政治局); ordered by start.

    `text` is `Article.clean` or a part of it, offsets are its characters.
    """
    hits = _longest(text, load_gazetteer().hits(text))
    chosen = _resolve(text, hits)
    sessions = list(_sessions(text))
    spans = _with_foreign_bodies(text, [span for hit, name in chosen for span in _spans(text, hit, name)])
    spans = [*outside(spans, sessions), *sessions]
    return sorted([*spans, *in_short(text), *sides(text, spans)], key=lambda span: (span.start, -span.end))


def _longest(text: str, hits: Sequence[Hit]) -> list[Hit]:
    banned = {match.span() for match in NOT_A_NAME.finditer(text)}
    kept: list[Hit] = []
    for hit in hits:
        if (kept and hit.start < kept[-1].end) or (hit.start, hit.end) in banned or WORD_AFTER.match(text, hit.end - 1):
            continue
        bare = (bool(hit.names) and all(name.needs_context for name in hit.names)) or text[
            hit.start : hit.end
        ] in DISTRICT_WORDS
        if bare and not (_in_address(text, hit, kept) or _is_region(text, hit) or _is_gone_to(text, hit)):
            continue
        if _is_part(text, hit, kept) or (_is_fragile(text, hit) and not _opens(text, hit.start, kept)):
            continue
        kept.append(hit)
    return [hit for hit in kept if hit.names]


# 东北全面振兴, 西部大开发: a quarter of the country, not a direction
_REGION = re.compile(r"东北(?![部方风侧角面向约亚虎])|(?:西部|中部|东部)(?=地区|大开发|崛起|陆海)")


def _is_region(text: str, hit: Hit) -> bool:
    return hit.names[0].table == "regions" and _REGION.match(text, hit.start) is not None


FRAGILE_TABLES = frozenset(("companies", "universities", "media", "sites", "natural", "regions"))
# single characters after which a name may begin
_OPENERS = frozenset("在到赴由从向和与及同的是对于为把被给、让使跨环滨")


@cache
def _fragile() -> frozenset[str]:
    return frozenset(all_words("grammar", "fragile"))


@cache
def _edge_words() -> frozenset[str]:
    words = load_words("grammar", "edges")
    return frozenset((*words["verb"], *words["function"]))


def _is_fragile(text: str, hit: Hit) -> bool:
    """Whether a form may also arise across two words: 强生 in 加强生态, 和县 in 民和县."""
    form = text[hit.start : hit.end]
    table = hit.names[0].table if hit.names else ""
    short = table in FRAGILE_TABLES or (table == "divisions" and hit.names[0].row.extra["level"] == "county")
    return form in _fragile() or (short and len(form) == 2)


def _opens(text: str, start: int, kept: Sequence[Hit]) -> bool:
    """Whether a name can begin at `start`: after punctuation, another name, or a word that is an edge."""
    if start == 0 or (kept and kept[-1].end == start) or not "\u3400" <= text[start - 1] <= "\u9fff":
        return True
    return text[start - 1] in _OPENERS or text[start - 2 : start] in _edge_words()


def _is_part(text: str, hit: Hit, kept: Sequence[Hit]) -> bool:
    """Whether a short name of a party is the end of a longer one: 民主党 in 人民民主党."""
    if not hit.names or any(name.table != "parties" for name in hit.names) or hit.end - hit.start > 4:
        return False
    if text[hit.end - 1] not in "党盟":
        return False
    return not _opens(text, hit.start, kept) and text[hit.start - 1] != "国"


# 在大理考察, 来到长治，: a prefecture whose short form is also a word, where someone is or goes
_GOES_TO = ("在", "赴", "来到", "抵达", "前往", "离开", "走进", "深入")
_THERE = re.compile("考察|调研|视察|检查|督导|出席|会见|举行|召开|开幕|启动|主持|参加|下基层|慰问|[，。、]|市|州")


def _is_gone_to(text: str, hit: Hit) -> bool:
    prefecture = any(n.table == "divisions" and n.row.extra["level"] == "prefecture" for n in hit.names)
    return prefecture and text.endswith(_GOES_TO, 0, hit.start) and _THERE.match(text, hit.end) is not None


# what joins the names of two places: 深圳至中山, 贵州、云南
_BETWEEN = frozenset(("至", "到", "、", "—", "－", "-", "和", "与", "及"))


def _in_address(text: str, hit: Hit, before: Sequence[Hit]) -> bool:
    """Whether a form that is also a word follows the name of a division that contains it or stands in line with one:
    云南腾冲, 河北固安, 深圳至中山."""
    if not before or not hit.names:
        return False
    last = before[-1]
    if last.end == hit.start:
        return any(_contains(outer, inner) for outer in last.names for inner in hit.names)
    joined = text[last.end : hit.start] in _BETWEEN
    return joined and any(_side_by_side(one, other) for one in last.names for other in hit.names)


def _side_by_side(one: Name, other: Name) -> bool:
    """Whether two divisions of one level lie in the same province: 深圳市 and 中山市."""
    if one.table != "divisions" or other.table != "divisions":
        return False
    return one.row.id[:2] == other.row.id[:2] and one.row.extra["level"] == other.row.extra["level"]


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
    natural = [name for name in hit.names if name.table in ("natural", "sites")]
    if natural and all(name.table != "divisions" or name.row.extra["level"] == "county" for name in hit.names):
        return natural[0]
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
    bracketed = text[hit.start] == "《" and text[hit.end - 1] == "》"
    start, end = (hit.start + 1, hit.end - 1) if bracketed else (hit.start, hit.end)
    yield Span(start, end, entity_of(name), SHORT if name.needs_context else GAZETTEER)
    if name.table == "regions" and (outer := _opening_division(text[start:end], name)):
        yield Span(start, start + outer[1], outer[0], GAZETTEER)
    parent = name.row.extra.get("parent", "") if name.kind == "organisations" else ""
    if parent and text.startswith(parent, hit.start) and len(parent) < hit.end - hit.start:
        yield Span(hit.start, hit.start + len(parent), entity_of(load_gazetteer().names[parent][0]), GAZETTEER)


def _opening_division(form: str, name: Name) -> tuple[Entity, int] | None:
    """河北省 and 2 for 河北雄安新区: the division that a region lies in, where its form begins with it."""
    row = load_divisions().by_code.get(name.row.extra["parent"])
    opening = next((own for own in sorted(row.names, key=len, reverse=True) if form.startswith(own)), "") if row else ""
    return (division_entity(row), len(opening)) if row and opening and name.name != form else None


def _with_foreign_bodies(text: str, spans: list[Span]) -> list[Span]:
    """以色列外交部 for a body of China's behind another country, 越共中央 for one behind another country's party."""
    kept: list[Span] = []
    for span in spans:
        if _is_party(span) and (centre := _CENTRE.match(text, span.end)):
            kept += [span, *(_party_spans(text, span, centre))]
            continue
        if kept and span.start < kept[-1].end and kept[-1].rule == FOREIGN_BODY:
            continue
        before = next((s for s in reversed(kept) if s.end == span.start), None)
        if _is_central(span) and (abbreviated := _abbreviated(text, span, spans)):
            kept += abbreviated
            continue
        foreign = before is not None and span.kind == "organisations" and _is_foreign(before) and _is_central(span)
        if before is None or not foreign:
            kept.append(span)
            continue
        kept.append(Span(before.start, span.end, _organisation(text[before.start : span.end]), FOREIGN_BODY))
    return kept


# ministries that every country has, so that one sign before them names the country: 俄国防部
_MINISTRY = re.compile("(?:国防|外交|财政|内政|卫生|能源|司法|交通|教育|商务|农业|国家安全|公安)部")


def _abbreviated(text: str, ministry: Span, spans: Sequence[Span]) -> list[Span]:
    """俄国防部 where the text names 俄罗斯; [] where no sign of a country stands before the ministry."""
    at = ministry.start - 1
    if at < 0 or not _MINISTRY.match(text, ministry.start) or not _opens(text, at, ()):
        return []
    if text[at] not in signs_of_countries():
        return []
    country = countries_named(spans).get(text[at]) or of_one_country().get(text[at])
    if country is None:
        return [Span(at, ministry.end, _organisation(text[at : ministry.end]), FOREIGN_BODY)]
    body = _organisation(country.name + text[ministry.start : ministry.end])
    return [Span(at, ministry.end, body, FOREIGN_BODY), Span(at, at + 1, country, PAIR)]


# the organs of another country's party: 越共中央政治局
_CENTRE = re.compile(
    "中央(?:委员会)?(?:政治局|书记处|军委|军事委员会|纪委|检查委员会|组织部|宣传部|对外联络部|对外关系委员会)?"
)


def _is_party(span: Span) -> bool:
    return any(name.table == "parties" for name in load_gazetteer().names.get(span.entity.name, ()))


def _party_spans(text: str, party: Span, centre: re.Match[str]) -> Iterable[Span]:
    """越共中央 and, where the text goes on, 越共中央政治局."""
    whole = 5 if centre[0].startswith("中央委员会") else 2
    yield Span(party.start, party.end + whole, _organisation(text[party.start : party.end + whole]), FOREIGN_BODY)
    if len(centre[0]) > whole:
        yield Span(party.start, centre.end(), _organisation(text[party.start : centre.end()]), FOREIGN_BODY)


def _is_foreign(span: Span) -> bool:
    country = dict(span.entity.attributes).get("countryCode")
    return country is not None and country.value != "CN" and span.end - span.start > 1


def _is_central(span: Span) -> bool:
    return any(name.table == "central" for name in load_gazetteer().names.get(span.entity.name, ()))


def _organisation(name: str) -> Entity:
    return Entity(f"organisation/{name}", "organisations", "Organisation", name)


# bodies with the number of their term: 政协第十四届全国委员会, 第十四届全国人大
_TERM = r"第[一二三四五六七八九十百]+届"
SESSIONS = (
    (rf"(?:中国人民)?政协(?:{_TERM})?全国委员会常务委员会|全国政协[一二三四五六七八九十]+届常委会", "全国政协常委会"),
    (rf"(?:中国人民)?政协(?:{_TERM})?全国委员会", "全国政协"),
    (rf"(?:{_TERM}|[一二三四五六七八九十]+届)全国(?:人民代表大会常务委员会|人大常委会)", "全国人大常委会"),
    (rf"(?:{_TERM}|[一二三四五六七八九十]+届)全国(?:人民代表大会|人大)", "全国人大"),
    (rf"(?:中国共产党|中共)?{_TERM}中央委员会", "中共中央"),
    (rf"(?:中国共产党|中共)?{_TERM}中央纪律检查委员会|[一二三四五六七八九十]+届中央纪委", "中央纪委"),
)


_SESSION = re.compile("|".join(f"({form})" for form, _ in SESSIONS))


def _sessions(text: str) -> Iterable[Span]:
    """A body named with its term of office, as the body."""
    last = 0
    for match in _SESSION.finditer(text) if "届" in text or "全国委员会" in text else ():
        name = SESSIONS[(match.lastindex or 1) - 1][1]
        known = load_gazetteer().names.get(name)
        if match.start() >= last:
            yield Span(match.start(), match.end(), entity_of(known[0]) if known else _organisation(name), GAZETTEER)
        last = match.end()
