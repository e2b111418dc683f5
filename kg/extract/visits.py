"""Visits: tours with their stops, and who accompanied whom."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.extract.dates import DateSpan
from kg.extract.events import Draft
from kg.extract.scene import ORGANISATION, PERSON, PLACE, Unit, pattern
from kg.extract.story import Cue, Rule, Story, entity_of
from kg.extract.subjects import subject_before, subjects
from kg.model import Entity

# what stands between two of a list is the unread rest of a name: 甲市青山居民小组、乙馆
_PLACES = "(?P<where><W>+(?:[^，。；、<P>和及]{0,20}(?:、|和|及|以及)<W>+)*)"
_MODES = "考察调研|调研考察|考察|调研|视察|国事访问|正式访问|工作访问|友好访问|访问|检查指导|督导|督查|看望慰问|慰问"
_GO = (
    "先后来到|先后到|先后考察|先后走进|先后深入|先后前往|专程来到|专程前往|实地察看|实地考察|又来到|随后来到|还来到|来到|走进|抵达|到达"
    "|前往|登上|步入|考察了|考察|察看了|察看|参观了|参观|走访了|走访|视察了|视察|走到|来了|深入|瞻仰"
)
_SAYS = "强调|指出|要求|叮嘱|勉励|嘱咐"
# 路小梅来到青江县医院工作: whoever goes there to stay pays no visit
_STAYS = "(?:参加)?工作(?!的|组|人员)|任教|任职|上学|学习|求学|就读|生活|定居|务工|打工|插队|创业|支教|，(?:成为|当上)"
_LOOKS = (
    f"(?:{_SAYS}|先后|到(?!位)|来到|前往|深入|走访|了解|察看|听取"
    "|观看|参观|同|与|询问|走进|考察|看望|仔细|结合|边走边|不时|亲切|主持|召开|检查)"
)


# 热烈欢迎乙对越南进行国事访问: said by a host
_WISHED = re.compile("欢迎|期待|邀请|愿|祝贺|希望|感谢|赞赏|高度评价")
# 通过视频察看: not on the spot
_REMOTE = re.compile("视频|连线|远程|线上")


def _read_visit(cue: Cue) -> None:
    who, date = cue.subject, cue.date()
    wished = _WISHED.search(cue.sentence.folded, cue.clause, cue.match.start())
    if not who or wished or cue.story.is_past(date):
        return
    where = cue.units("where")
    span = cue.evidence(who)
    draft = _tour(cue, who[0], where[0])
    draft.spans.append(span)
    draft.set_date(date)
    cue.story.claim(entity_of(who[0]), "participatedIn", draft, span, "visits.on-tour")
    if not draft.places:
        cue.story.locate(draft, where, span, "visits.on-tour")
    _claim_visits(cue.story, who, where, span, "visited.on-tour", date)


def _tour(cue: Cue, visitor: Unit, where: Unit) -> Draft:
    """The tour of a person, named after the first place read: 甲在河北考察, 乙在越南访问."""
    draft = cue.story.tour_of(entity_of(visitor))
    if draft is None:
        mode = "访问" if "访问" in cue.match["mode"] else cue.match["mode"]
        name = f"{visitor.name}在{cue.story.text[where.start : where.end]}{mode}"
        draft = cue.story.open(Draft("Visit", name, mode, entity_of(visitor).key))
    cue.story.visit = draft
    return draft


def _claim_visits(
    story: Story, who: Sequence[Unit], where: Sequence[Unit], span: tuple[int, int], rule: str, date: DateSpan | None
) -> None:
    """Visits of the first of the group; a stop whose sentence has no date goes on with that of the stop before."""
    if date is not None and date.first == date.last:
        story.day = date
    for unit in where:
        story.claim(entity_of(who[0]), "visited", entity_of(unit), span, rule, date or story.day)


def _read_stop(cue: Cue) -> None:
    who = cue.subject or cue.subject_at(len(cue.sentence.folded))
    date = cue.date()
    remote = _REMOTE.search(cue.sentence.folded, cue.clause, cue.match.start())
    if not who or remote or cue.story.is_past(date):
        return
    _claim_visits(cue.story, who, cue.stops(), cue.evidence(who), "visited.stop", date)
    tour = cue.story.tour_of(entity_of(who[0]))
    if tour:
        tour.set_date(date)
        cue.story.visit, cue.story.meeting = tour, None


def _read_here(cue: Cue) -> None:
    """来到这里: the place that the sentence before tells of."""
    before = cue.story.before
    where = before.units_in(0, len(before.folded), PLACE + ORGANISATION)[:1] if before else []
    if where and cue.subject:
        _claim_visits(cue.story, cue.subject, where, cue.evidence(cue.subject), "visited.here", cue.date())


_HE_LOOKS = re.compile(f"他|她|总书记|{_LOOKS}")


def _read_fronted(cue: Cue) -> None:
    """Where a visitor on tour looks around is a stop."""
    goes_on = _HE_LOOKS.match(cue.sentence.folded, cue.match.end())
    who = subjects(cue.sentence, cue.match.end(), len(cue.sentence.folded)) or (cue.story.topic if goes_on else [])
    if who and cue.story.visit is not None and entity_of(who[0]).key == cue.story.visit.actor:
        _claim_visits(cue.story, who, cue.stops(), cue.evidence(who), "visited.fronted", cue.date())


def _read_companions(cue: Cue) -> None:
    """在乙、丙陪同下: the principal is the subject before or behind."""
    companions = cue.units("who", PERSON)
    principals = subject_before(cue.sentence, cue.match.start(), cue.story.topic)
    if not principals or principals[0] in companions:
        principals = subjects(cue.sentence, cue.match.end(), len(cue.sentence.folded))
    _accompany(cue, companions, principals)


def _read_accompanying(cue: Cue) -> None:
    """乙陪同考察: the principal is whom the verb names, else whose event the article tells."""
    principals = cue.units("whom", PERSON) if cue.match["whom"] else []
    _accompany(cue, cue.stated_subject, principals)


def _accompany(cue: Cue, companions: Sequence[Unit], principals: Sequence[Unit]) -> None:
    lead = entity_of(principals[0]) if principals else _lead(cue.story)
    span = cue.evidence(companions)
    for unit in companions:
        if lead is not None and entity_of(unit).key != lead.key:
            cue.story.claim(entity_of(unit), "accompanied", lead, span, "accompanied.with")


def _lead(story: Story) -> Entity | None:
    """Whose tour or meeting the article tells: the actor of the first visit, else the first actor of any event."""
    tours = [draft.actor for draft in story.drafts if draft.cls == "Visit" and draft.actor]
    actors = tours or [draft.actor for draft in story.drafts if draft.actor]
    people = [c.subject for c in story.claims if isinstance(c.subject, Entity) and c.subject.kind == "people"]
    return next((person for person in people if not actors or person.key == actors[0]), None)


RULES: tuple[Rule, ...] = (
    Rule(
        "visited.tour",
        lambda: pattern(
            rf"(?:在|到|赴|前往|对|深入|先后到|先后在){_PLACES}(?:等地|等省|等国|等|[^，。；、同与<P>]{{0,10}})?"
            rf"(?:进行|就[^，。；]{{2,40}}?|开展|专题|围绕[^，。；]{{2,40}}?)?(?P<mode>{_MODES})(?!团|队|组|站|记|报告|的)"
        ),
        _read_visit,
        yes=(
            ("韩正近日在云南考察。", "韩正 visited 云南省"),
            ("应邀请，李强10月9日至12日对老挝进行正式访问。", "李强 visited 老挝"),
        ),
        no=("云南代表团近日在北京考察。",),
    ),
    Rule(
        "visited.visits",
        lambda: pattern(rf"(?<!国事)(?<!正式)(?<!工作)(?<!友好)(?P<mode>访问)了?{_PLACES}(?=[，。；并]|期间|$| )"),
        _read_visit,
        yes=(("应邀请，韩正10日至12日访问西班牙，会见西班牙首相桑切斯。", "韩正 visited 西班牙"),),
        no=("习近平欢迎桑切斯访问中国。",),
    ),
    Rule(
        "visited.stop",
        lambda: pattern(rf"(?P<verb>{_GO})(?:位于<W>的|(?<=来到|走进|前往|抵达)[^，。；<P><L><O>]{{2,16}}的)?{_PLACES}"
            f"(?!的航线|的航班|的列车|的旅客|的游客|{_STAYS})"),
        _read_stop,
        yes=(("韩正来到腾冲市司莫拉佤族村，察看村容村貌。", "韩正 visited 司莫拉佤族村"),),
        no=("记者来到腾冲市采访。",),
    ),
    Rule(
        "visited.here",
        lambda: pattern("(?P<verb>来到|走进|到)这里"),
        _read_here,
        yes=(("韩正在云南调研。初夏的洱海碧波荡漾。韩正来到这里，了解保护情况。", "韩正 visited 洱海"),),
    ),
    Rule(
        "visited.goes-to",
        lambda: pattern(
            rf"(?:还|又|先后|分别|随后|，|^|<P>)到{_PLACES}[^，。；、<P>]{{0,24}}?，?"
            f"(?=了解|考察|调研|听取|看望|察看|慰问|参观|走访|检查|观看|{_SAYS})"
        ),
        _read_stop,
        yes=(("王沪宁还到云南大学听取意见建议。", "王沪宁 visited 云南大学"),),
    ),
    Rule(
        "visited.wreath",
        lambda: pattern(rf"(?:向|在){_PLACES}[^，。；<P>]{{0,6}}?敬献(?:了)?(?:花圈|花篮)"),
        _read_stop,
        yes=(("丁薛祥向青江烈士陵园敬献花圈。", "丁薛祥 visited 青江烈士陵园"),),
    ),
    Rule(
        "visited.fronted",
        lambda: pattern(rf"^(?:<D>，?)?在{_PLACES}[^，。<P>]{{0,20}}，(?=[^。]{{0,14}}?{_LOOKS})"),
        _read_fronted,
        yes=(("丁薛祥在四川调研。在四川大学，他详细了解科研情况。", "丁薛祥 visited 四川大学"),),
    ),
    Rule(
        "accompanied.under",
        lambda: pattern("在(?P<who><G>)[^，。；]{0,20}?的?陪同下"),
        _read_companions,
        yes=(("赵乐际在云南省委书记王宁陪同下，来到大理市。", "王宁 accompanied 赵乐际"),),
    ),
    Rule(
        "accompanied.with",
        lambda: pattern("陪同(?!下|团)(?P<whom><P>)?(?:考察|调研|参加|出席|参观|访问|会见|视察|检查)?"),
        _read_accompanying,
        yes=(("李强在湖南调研。吴政隆陪同调研。", "吴政隆 accompanied 李强"),),
    ),
)  # fmt: skip
