"""Organisations by their grammar: organs of divisions and countries, and names that end in a kind of body."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from kg.extract.edges import Edges
from kg.extract.entries import division_entity
from kg.extract.seats import is_seat
from kg.extract.signs import PAIR, country_called
from kg.extract.spans import Span
from kg.lexicon.divisions import load_divisions
from kg.lexicon.gazetteer import load_gazetteer
from kg.lexicon.words import all_words, alternatives, load_words
from kg.model import Entity

ORGAN, BARE_ORGAN, FOREIGN, HEAD, TEAM = (
    "organisations.organ-of-division", "organisations.organ-restored",
    "organisations.body-of-country", "organisations.head", "organisations.team",
)  # fmt: skip

LEVEL_OF = {
    "省": "province",
    "自治区": "province",
    "市": "prefecture",
    "州": "prefecture",
    "县": "county",
    "区": "county",
}
MUNICIPALITIES = frozenset(("110000", "120000", "310000", "500000"))  # 市政府 is theirs as well
# 我国企业集团, 各大学, 一所医院: a head after these is a kind of body, not a name
INDEFINITE_INSIDE = re.compile(
    r"主席|代表|总统|[部市省县局]长|书记|首[艘个座家条]|省市|省区市|以上|以下|县级|派出|派遣|部分|受灾|中小学|一(?:所|家|座|个|处|学校|医院|公司)|[0-9两三四五六七八九十]+(?:省|市|县|个|家|所)|各"
)
INDEFINITE = re.compile(
    r"^(?:所有|全部|百余|[座条家个处批名位支](?![a-z])|[一二三四五六七八九十百千万两几多数各每某0-9]+[家所个座支批名余多]?|有关|相关|部分|大部分|大多数|多数|许多|很多|整[个座]|全[省市县国])"
)


# 以色列北部, 阿富汗西北部: a part of a country, not a ministry
DIRECTION = re.compile("[东南西北中内外]部$|党和")


@cache
def _organ() -> re.Pattern[str]:
    return re.compile(alternatives(all_words("grammar", "organs")))


@cache
def _bare_organ() -> re.Pattern[str]:
    words = load_words("grammar", "organs")
    organs = [*words["party"], *words["government"]]
    plain = [word for word in organs if word[0] not in "省市区县州旗盟"]
    return re.compile(rf"(省|自治区|市|州|县)({alternatives(plain)})")


@cache
def _head() -> re.Pattern[str]:
    words = load_words("grammar", "organisations")
    heads = alternatives(word for cls in ("company", "institute", "body") for word in words[cls])
    return re.compile(rf"(?:{heads})(?![门长]|）[股有责公集]|(?<=党组)织)(?!(?<=分行)[业政动为])")


@cache
def _foreign_body() -> re.Pattern[str]:
    words = load_words("grammar", "organisations")
    heads = alternatives([*words["body"], *words["abroad"]])
    own = "(?:电台|电视台|大学|学院|医院|总部|司令部)?"
    verbs = "[前原与和]|派|提供|本届|新一?届?政府"
    return re.compile(rf"(?!{verbs})[\u3400-\u9fff]{{0,10}}?(?:{heads}){own}(?![长门分队署件属势面限大谈])")


@cache
def _generic() -> frozenset[str]:
    return frozenset(all_words("grammar", "generic"))


def is_generic(modifier: str) -> bool:
    """Whether a modifier is built of common words only and so names nothing: 高新技术, 跨海, 双向八车道海底."""
    if not modifier:
        return True
    words = _generic()
    reach = {0}
    for at in range(len(modifier)):
        if at in reach:
            reach.update(at + size for size in range(1, 7) if modifier[at : at + size] in words)
    return len(modifier) in reach


def find_organisations(text: str, names: Sequence[Span], barriers: Sequence[int] = ()) -> list[Span]:
    """Organisations in `text` that no table lists, ordered by start; `names` are the spans of the lexicon, `barriers`
    places that no name reaches across (the ends of dates).

    Offsets are characters of `Article.clean`. An organ without its division (省政府) is given that of the nearest
    division of the level before it.
    """
    places = [span for span in names if span.kind == "places"]
    organs = [span for place in places for span in _organs_of(text, place)]
    edges = Edges(text, names, barriers)
    bare = list(_restored(text, places, edges))
    governments = {(span.start, span.end) for span in organs}
    bodies = (span for place in places for span in _bodies_of(text, place, edges))
    foreign = [span for span in _with_partners(text, places, bodies) if (span.start, span.end) not in governments]
    foreign += [*_missions(text, places), *_teams(text, places, edges), *_departments(text, names, edges)]
    heads = list(_by_head(text, [*names, *organs, *bare, *foreign], edges))
    found = [span for span in (*organs, *bare, *foreign, *heads) if not is_seat(text, span.start, span.end)]
    found += [branch for body in (*names, *found) for branch in _branch(text, body, places)]
    groups = [span for body in [*names, *found] if body.kind == "organisations" for span in _party_group(text, body)]
    return sorted([*found, *groups], key=lambda span: (span.start, -span.end))


def _party_group(text: str, body: Span) -> Iterator[Span]:
    """中共全国人大常委会党组: the party group of a body."""
    if text.startswith("党组", body.end) and not text.startswith(
        ("党组书记", "党组副书记", "党组成员", "党组织"), body.end
    ):
        start = body.start - 2 if text.startswith("中共", body.start - 2) else body.start
        name = body.entity.name + "党组"
        yield Span(start, body.end + 2, organ_entity("", name, text[start : body.end + 2]), ORGAN)


def organ_after(text: str, position: int) -> int | None:
    """The end of the organ (政协, 人大常委会) at `position`, or None."""
    match = _organ().match(text, position)
    return match.end() if match else None


def _organs_of(text: str, place: Span) -> Iterator[Span]:
    """河北省 + 委, 四川省 + 人民政府, 内蒙古自治区 + 党委."""
    if place.end - place.start == 1 and place.rule == PAIR:  # 德中政府磋商
        return
    if place.entity.cls != "AdministrativeArea" or not (match := _organ().match(text, place.end)):
        return
    printed = text[place.start : place.end]
    organ = match[0]
    if organ[0] == "委" and printed[-1] not in "省市县区州旗盟":
        return
    if organ[0] in "省市区县州旗盟" and organ[0] == printed[-1]:
        return
    if organ in _NAMED_AFTER_SEAT:
        yield Span(place.start, match.end(), organ_entity(printed, organ, printed + organ), ORGAN)
        return
    full = place.entity.name if organ[0] not in "省市区县州旗盟" else place.entity.name[: -len(organ[0])]
    start = place.start - 2 if text.startswith("中共", place.start - 2) else place.start
    yield Span(start, match.end(), organ_entity(full, organ, text[start : match.end()]), ORGAN)


# organs of the state that are named after the town where they sit, as printed: 海口海关
_NAMED_AFTER_SEAT = frozenset(("海关", "铁路局"))


def organ_entity(division: str, organ: str, printed: str) -> Entity:
    """河北省 and 委 give 河北省委, with the spelling of the text as an alias."""
    name = division + organ
    aliases = (printed,) if printed != name else ()
    return Entity(f"organisation/{name}", "organisations", "Organisation", name, aliases)


def _restored(text: str, places: Sequence[Span], edges: Edges) -> Iterator[Span]:
    """省政府, 听取省委汇报: an organ of a level, that of the division named last."""
    for match in _bare_organ().finditer(text):
        start, (level, organ) = match.start(), match.groups()
        if text[start - 1 : start] not in _BEFORE_LEVEL and not edges.opens_at(start):
            continue
        if division := nearest_division(places, start, LEVEL_OF[level]):
            yield Span(start, match.end(), organ_entity(division.name, organ, match[0]), BARE_ORGAN)


# 受省委委托, 对省政府: signs before a level of divisions that are no edges elsewhere
_BEFORE_LEVEL = frozenset("和在向对受与、，由经")


def nearest_division(places: Sequence[Span], position: int, level: str) -> Entity | None:
    """The division of a level (province, prefecture, county) named last before `position`, itself or above it."""
    for span in reversed([span for span in places if span.start < position]):
        found = division_at(span.entity, level)
        if found:
            return found
    return None


def division_at(entity: Entity, level: str) -> Entity | None:
    """The entity itself or what contains it at a level: 河北省 for 沧州市 and "province"."""
    attributes = dict(entity.attributes)
    code = attributes.get("divisionCode")
    if code is None:
        return None
    if attributes["level"].value == level or (level == "prefecture" and code.value in MUNICIPALITIES):
        return entity
    for row in load_divisions().ancestors(code.value):
        if row.extra["level"] == level or (level == "prefecture" and row.id in MUNICIPALITIES):
            return division_entity(row)
    return None


def _bodies_of(text: str, place: Span, edges: Edges) -> Iterator[Span]:
    """加拿大 + 交通部, 日本 + 国土交通省; not 中国 + …, whose bodies the lexicon lists."""
    if text.startswith("驻", place.start - 1):
        return
    if "level" not in dict(place.entity.attributes) or place.entity.name == "中国" or place.end - place.start < 2:
        return
    if dict(place.entity.attributes)["level"].value != "country":
        return
    match = _foreign_body().match(text, place.end, min(len(text), edges.after(place.end, joining=True)))
    if not match or DIRECTION.search(match[0]):
        return
    body = organ_entity(place.entity.name, match[0], text[place.start : match.end()])
    yield Span(place.start, match.end(), body, FOREIGN)


def _with_partners(text: str, places: Sequence[Span], bodies: Iterable[Span]) -> Iterator[Span]:
    """The bodies of a country, joint ones with the partner named before a dash: 中国—巴西高级别协调与合作委员会."""
    ends = {span.end: span for span in places}
    for body in bodies:
        dash = _DASH.search(text, max(0, body.start - 2), body.start)
        partner = ends.get(dash.start()) if dash else None
        if partner is None:
            yield body
        else:
            name = text[partner.start : body.end]
            yield Span(partner.start, body.end, organ_entity("", name, name), FOREIGN)


_DASH = re.compile("[—－-]{1,2}$")
_BRANCH = re.compile("分院|分校|分行|分公司|分局|校区|分会|分社|支行|分中心|监管局|办事处|代表处")


def _branch(text: str, body: Span, places: Sequence[Span]) -> Iterator[Span]:
    """云南佛学院 + 西双版纳 + 分院: a branch, named after its place behind the body."""
    place = next((span for span in places if span.start == body.end), None) if body.kind == "organisations" else None
    if place and (match := _BRANCH.match(text, place.end)):
        name = text[body.start : match.end()]
        yield Span(body.start, match.end(), organ_entity("", name, name), HEAD)


# 提升上市公司, 支持民营企业集团: verbs that also occur inside names and so are no edges
LEADING_VERB = re.compile(
    "(?:要|应|将|需|须|可)?(?:提升|支持|服务|发展|管理|改造|培育|引导|规范|监督|帮助|做强|优化|完善|保护|扶持|组织|协调|联合|会同|委托|维护|代表|包括|巩固|加强)?"
)
# 中小学, 干部队伍: a head inside another word
NOT_A_HEAD = re.compile(r"中小学|协商会|大学生|小学生|中学生|大中小学")


_MISSION = re.compile("大使馆|使馆|总领事馆|领事馆|代表团|代表处|使团")


_DEPARTMENT = re.compile(
    "[\u3400-\u9fff]{2,14}?(?:司(?![法机令])|局(?![面部势限])|办公厅|研究室|宣传中心|信息中心|研究院|研究中心|规划院|出版社)"
)


def _departments(text: str, names: Sequence[Span], edges: Edges) -> Iterator[Span]:
    """商务部对外投资和经济合作司, 教育部高等教育司: a part of a central body behind its name."""
    for body in names:
        if body.kind != "organisations" or not _is_ministry(body.entity.name):
            continue
        last = min(len(text), edges.after(body.end, joining=True))
        if (match := _DEPARTMENT.match(text, body.end, last)) and not INDEFINITE.match(match[0]):
            yield Span(
                body.start, match.end(), organ_entity(body.entity.name, match[0], text[body.start : match.end()]), ORGAN
            )


@cache
def _is_ministry(name: str) -> bool:
    known = load_gazetteer().names.get(name, ())
    return name[-1] in "部委局署院行会" and any(entry.table == "central" for entry in known)


def _missions(text: str, places: Sequence[Span]) -> Iterator[Span]:
    """中国驻洪都拉斯使馆: a mission of one country in another."""
    starts = {span.start: span for span in places}
    for sender in places:
        host = _host(text, sender, starts)
        if host and (match := _MISSION.match(text, host.end)):
            name = text[sender.start : match.end()]
            entity = Entity(f"organisation/{name}", "organisations", "Organisation", name)
            yield Span(sender.start, match.end(), entity, FOREIGN)
            if host.start not in starts:
                yield host


def _host(text: str, sender: Span, starts: Mapping[int, Span]) -> Span | None:
    """The country behind 驻; 华 is China."""
    at = sender.end + 1
    if not text.startswith("驻", sender.end):
        return None
    return Span(at, at + 1, country_called("中国"), FOREIGN) if text.startswith("华", at) else starts.get(at)


# 中国队, 法国女队, 中国乒乓球队, 北京男篮, 上海申花队; not 中国队伍, 北京机动车队
_SPORT = (
    "足球|篮球|排球|乒乓球|羽毛球|网球|棒球|垒球|手球|冰球|水球|曲棍球|田径|体操|花样游泳|游泳|跳水|举重|射击|射箭|柔道|摔跤|拳击|击剑"
    "|短道速滑|滑冰|滑雪|自行车|赛艇|帆船|围棋|国际象棋"
)
_TEAM = re.compile(
    rf"(?:国家)?(?:[男女]子?)?(?:{_SPORT})?(?:[男女]子?|青年|少年|青少年|国[家奥青少])?[一二三]?(?:代表)?队(?![伍员列长形友旗里内中部])"
    "|(?:国家)?[男女][足篮排乒羽曲垒手冰](?![子的队])|[足篮排乒羽泳冰田棋体]协(?![会调商作议助同定])"
    "|[\u3400-\u9fff]{2}(?<![武部团车军大小分中支警卫舰艇总前后])队(?![伍员列长形友旗里内中部])"
)


def _teams(text: str, places: Sequence[Span], edges: Edges) -> Iterator[Span]:
    """A country or a division with its team behind it, or the association of a sport: 中国女排, 中国足协."""
    for place in places:
        if "level" not in dict(place.entity.attributes) or place.end - place.start < 2:
            continue
        if match := _TEAM.match(text, place.end, min(len(text), edges.after(place.end))):
            yield Span(
                place.start,
                match.end(),
                organ_entity(text[place.start : place.end], match[0], text[place.start : match.end()]),
                TEAM,
            )


def _by_head(text: str, names: Sequence[Span], edges: Edges) -> Iterator[Span]:
    inside = {at for match in NOT_A_HEAD.finditer(text) for at in range(match.start(), match.end())}
    known = [span for span in names if span.kind == "organisations"]
    inside.update(span.end - 1 for span in known)
    starts = [span.start for span in known]
    reach = {span.start: span.end for span in sorted(known, key=lambda span: span.end)}
    for match in _head().finditer(text):
        start = edges.before(match.start())
        start = LEADING_VERB.match(text, start, match.start()).end()  # type: ignore[union-attr]
        if inside.intersection((match.start(), match.end() - 1)) or reach.get(start, 0) > match.end():
            continue
        if any(start < at < match.start() for at in starts):
            continue
        start -= bool(_GOES_THERE.search(text, max(0, start - 3), start))
        if _names_something(text[start : match.start()]) and not (
            match[0] in ("学校", "医院") and _is_mere_place(match[0], start, match.start(), names)
        ):
            name = text[start : match.end()]
            entity = Entity(f"organisation/{name}", "organisations", "Organisation", name)
            yield Span(start, match.end(), entity, HEAD)


# 来到同光半导体公司: behind a verb of going 同 is the first character of a name
_GOES_THERE = re.compile("(?:来到|走进|前往|考察|参观)[同和与向对为中大]$")


def _is_mere_place(head: str, start: int, end: int, names: Sequence[Span]) -> bool:
    """Whether but a place stands before 学校, or before 医院 one that is no division (北京医院 is a name)."""
    places = [span for span in names if (span.start, span.end) == (start, end)]
    return any(head == "学校" or "divisionCode" not in dict(span.entity.attributes) for span in places)


def _names_something(modifier: str) -> bool:
    """Whether what stands before a head makes a name of it: two characters or more, definite, not all common words."""
    if len(modifier) < 2 or INDEFINITE.match(modifier) or INDEFINITE_INSIDE.search(modifier) or is_generic(modifier):
        return False
    return "的" not in modifier and "是" not in modifier and modifier.count("“") == modifier.count("”")
