"""Meetings, ceremonies and talks: who chaired, attended and spoke, who met whom, what was held where."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from kg.extract.events import Draft, head_of, head_words, is_bare, resolve_event
from kg.extract.scene import PERSON, Unit, pattern
from kg.extract.spans import Span
from kg.extract.story import Cue, Rule, Story, entity_of

_NP = r"(?P<np>[^，。；：！ ]{0,70}?(?:HEADS)(?:(?!并|和|、|期间|上|前|后|以及|的|在)[^，。；： ]{0,8}?(?:HEADS))*)"
# 出席…会议的代表: what is behind 的 is meant, not the event
_NP_END = r"(?![长员室厅堂费议]|的(?!有|还有))"


@cache
def headed(before: str, after: str = "") -> re.Pattern[str]:
    """A rule around a noun phrase `np` that ends in the head of an event (座谈会, 开幕式)."""
    return pattern((before + _NP + _NP_END + after).replace("HEADS", head_words()))


# --- which event a noun phrase names -----------------------------------------------------------------------------

_HELD_AT = pattern(
    r"了?(?:<D>)?(?:在|于)(?P<where><W>+)(?:[^，。的]{0,6})(?:举行|召开|举办)的|了|由[^，。]{2,20}(?:举办|主办)的"
)
_ORNAMENT = "隆重|盛大|庄严|热烈|简短|专门|相关|有关|一系列|系列|多场|丰富多彩|形式多样|精彩纷呈"
_LEAD = re.compile(rf"^(?:了|的|在|向|对|今天|当天|此间|(?:{_ORNAMENT})的?)+")
# 甲出席开幕式 is no name: the event begins behind the verb
_ACTS = pattern("(?:<G>[^，。；]{0,12}?|并)(?:出席|参加|主持|宣布|会见|致辞|祝贺|访问)了?")
# 丁薛祥在香港第八届论坛…致辞: the name begins behind the place
_GLUED = pattern("<G>在<W>+(?=第|“|<O>)")
# 多次主持召开会议, 距离…开幕还有100天: no event of the day
RECALLED = re.compile("(?:多|[两三四五六七八九几]|\\d)次(?!会议|全会|集体学习|全体)|曾|历次|每年|每次|此前|距离?$")
# 70多次…会议, 380多场活动: a count of events
_COUNTED = re.compile("(?:近|约|超|共)?\\d+(?:多|余)?[次场个项]|多[次场项]|数[十百]场|一系列|各[类种项]")
_BODY = pattern(r"(?P<body><O>)(?:党组)?(?:<D>|近日|日前|今天|昨天|，|在<W>|在京|先后|再次|就[^，。]{2,60})*$")


def _convening_body(cue: Cue) -> Unit | None:
    """中共中央政治局 in 中共中央政治局3月31日召开会议."""
    match = _BODY.search(cue.sentence.folded, cue.clause, cue.match.start())
    return cue.sentence.units_in(*match.span("body"))[0] if match else None


def _event(cue: Cue, who: Sequence[Unit], body: Unit | None = None) -> Draft | None:
    """The event that the noun phrase of a match names: one known already, or a new one."""
    first, last = cue.match.span("np")
    if RECALLED.search(cue.sentence.folded, cue.clause, cue.match.start()):
        return None
    held_at = _HELD_AT.match(cue.sentence.folded, first, last)
    if held_at:
        first = held_at.end()
    acts = list(_ACTS.finditer(cue.sentence.folded, first, last))
    # 为出席论坛的贵宾举行欢迎宴会: the verb stands inside the name
    if acts and "举行" not in cue.sentence.folded[acts[-1].end() : last]:
        first = acts[-1].end()
    if glued := _GLUED.match(cue.sentence.folded, first, last):
        first = glued.end()
    name = _LEAD.sub("", cue.words(first, last))
    name = name.lstrip("“") if name.count("“") > name.count("”") else name
    if _COUNTED.match(name):
        return None
    name = _session(cue, name) if body is None and not who else name
    if body is not None and (is_bare(name) or name.startswith("第") or head_of(name) == name):
        name = body.name + name
    draft = _known_or_new(cue, name, who, body)
    if draft is None:
        return None
    span = cue.sentence.text_span(first, last)
    draft.spans.append(span)
    if held_at and held_at["where"]:
        cue.story.locate(draft, cue.sentence.units_in(*held_at.span("where")), span, "events.held-in")
    return draft


_SESSION = pattern(
    r"(?P<session>(?:<O>)?[^，。；：<D>]{0,14}?(?:会议|大会|全会))(?:<D>|在<W>+|日前|近日|上午|下午|，)*$"
)


def _session(cue: Cue, name: str) -> str:
    """The name of a sitting with that of its session: 十四届全国人大三次会议记者会."""
    match = _SESSION.search(cue.sentence.folded, cue.clause, cue.match.start()) if name.startswith(_SITTINGS) else None
    return cue.words(*match.span("session")) + name if match else name


_SITTINGS = (
    "记者会",
    "新闻发布会",
    "吹风会",
    "第一次全体会议",
    "第二次全体会议",
    "第三次全体会议",
    "全体会议",
    "联组会议",
)


def _known_or_new(cue: Cue, name: str, who: Sequence[Unit], body: Unit | None) -> Draft | None:
    draft = resolve_event(cue.story.drafts, name)
    if draft is not None:
        if not is_bare(name):
            draft.add_name(name)
        return draft
    if is_bare(name) and body is None:
        return _unnamed(cue, name, who)
    return cue.story.open(Draft("Meeting", name, head_of(name)))


def _unnamed(cue: Cue, name: str, who: Sequence[Unit]) -> Draft | None:
    """A meeting that the text names by its kind alone, called after who convened it where (甲在乙主持召开座谈会)."""
    if not who or cue.sentence.headline:
        return None
    first = cue.clause
    if who[-1].start >= cue.sentence.start:
        first = max(first, cue.sentence.fold(who[-1].end - 1) + 1)
    words = cue.words(first, cue.match.end("np")).lstrip("，、近日还并")
    return cue.story.open(Draft("Meeting", who[0].name + words, head_of(name), entity_of(who[0]).key))


def set_scene(cue: Cue, draft: Draft, span: tuple[int, int], rule: str) -> None:
    """The event is what goes on from here; its date and place are those of the clause. On a tour, a body or a site in
    which the visitor meets people is a stop."""
    story = cue.story
    story.meeting = draft
    draft.set_date(cue.date())
    where = cue.places()
    story.locate(draft, where, span, rule)
    tour = next((d for d in story.drafts if d.cls == "Visit" and d.actor in draft.participants | {draft.actor}), None)
    if tour is None or draft.cls != "Meeting" or not cue.subject:
        return
    for unit in where:
        if isinstance(unit.span, Span) and unit.span.rule.startswith(("places.", "organisations.")):
            story.claim(entity_of(cue.subject[0]), "visited", entity_of(unit), span, "visited.meets-there", cue.date())


# --- chairs, rosters, speakers -----------------------------------------------------------------------------------

_SPEAKS = re.compile(
    r"[^，。；]{0,2}，?(?:并|还|现场|并现场|同时)?(?:先后|分别|共同)?(?:发表|作|做|作了)?"
    r"[^，。；]{0,12}?(?:讲话|致辞|致词|演讲|发言|报告|祝酒辞|祝酒)"
)
_BODY_IN_ROSTER = pattern("(?<=[、及和])<O>(?=、|和|及|负责|有关|出席|参加|陪同)(?!(?:、<O>)*有关部门)")


# 甲同乙、丙共同出席
_TOGETHER = pattern(
    "(?:同|与|和)[^，。；：<P>]{0,30}(?P<others><G>)(?:举行会谈|会谈|会晤)?(?:，?并)?(?P<together>共同)?$"
)


def _beside(cue: Cue) -> list[Unit]:
    """The people with whom the subject acts together."""
    match = _TOGETHER.search(cue.sentence.folded, cue.clause, cue.match.start())
    if match is None or not (match["together"] or cue.match["verb"].startswith("共同")):
        return []
    return cue.sentence.units_in(*match.span("others"), PERSON)


def _read_convened(cue: Cue) -> None:
    who = [*cue.subject, *_beside(cue)]
    draft = _event(cue, who, None if who else _convening_body(cue))
    if draft is None:
        return
    span = cue.evidence(who)
    set_scene(cue, draft, span, "events.convened")
    if cue.match["verb"].startswith(("主持", "共同主持", "召集")):
        cue.story.attend(who, draft, span, "attendance.chairs", "chaired")
    else:
        cue.story.attend(cue.stated_subject, draft, span, "attendance.convenes")
    _speaks_there(cue, who, draft)


def _speaks_there(cue: Cue, who: Sequence[Unit], draft: Draft) -> None:
    """…并发表重要讲话 behind an event."""
    match = _SPEAKS.match(cue.sentence.folded, cue.match.end())
    if match and who and PERSON not in match[0]:
        cue.story.attend(who, draft, cue.evidence(who, match.end()), "attendance.speaks", "spokeAt")


# 出席埃及总统塞西和夫人举行的宴会: the hosts are there
_HOSTED = pattern("(?P<hosts><G>)[^，。；<P>]{0,10}?(?:举行|举办|设|主持)的")


def _read_attended(cue: Cue) -> None:
    who = [*_roster(cue), *_beside(cue)]
    here = who if who and who[-1].start >= cue.sentence.origin[cue.clause] else []
    draft = None if _of_a_guest(cue) else _event(cue, here)
    if draft is None:
        return
    span = cue.evidence(who)
    hosts = [
        unit
        for match in _HOSTED.finditer(cue.sentence.folded, *cue.match.span("np"))
        for unit in cue.sentence.units_in(*match.span("hosts"))
    ]
    cue.story.attend(hosts, draft, span, "attendance.hosts")
    if not cue.sentence.folded.startswith(_CIRCUMSTANCE, cue.match.end()):
        draft.set_date(cue.date())
        if not draft.places:
            cue.story.locate(draft, cue.places(), span, "events.attended-in")
        cue.story.meeting = draft
    cue.story.attend(who, draft, span, "attendance.attends")
    _speaks_there(cue, who, draft)


# 出席论坛期间会见…: date and place are those of what follows
_CIRCUMSTANCE = ("期间", "前", "后", "之际", "时")


def _of_a_guest(cue: Cue) -> bool:
    """Whether the verb describes who is met (会见来华出席论坛的…)."""
    before = cue.sentence.folded[cue.clause : cue.match.start()]
    return re.search("来华|应邀来|会见|前来|为$", before) is not None


def _roster(cue: Cue) -> list[Unit]:
    """The people of a roster before the verb, and the bodies named beside them (甲及中央第二指导组负责同志)."""
    at = cue.match.start("verb")
    who = cue.subject_at(at)
    if not who or who[-1].start < cue.sentence.origin[cue.clause_before(at)]:
        return who
    listed = _BODY_IN_ROSTER.finditer(cue.sentence.folded, cue.sentence.fold(who[-1].start), at)
    return [*who, *(unit for match in listed for unit in cue.sentence.units_in(*match.span()))]


def _read_attended_here(cue: Cue) -> None:
    who = _roster(cue)
    draft = _going_on(cue.story, cue.match["what"])
    if draft is None or not who or who[0].start < cue.sentence.start:
        return
    roles = ("chaired",) if cue.match["verb"] == "主持" else ()
    for each in _all_of_them(cue.story) if cue.match["what"] in ("上述活动", "有关活动", "相关活动") else [draft]:
        cue.story.attend(who, each, cue.evidence(who), "attendance.attends-here", *roles)
    _speaks_there(cue, who, draft)


def _read_also(cue: Cue) -> None:
    draft = resolve_event(cue.story.drafts, cue.match["what"]) or _going_on(cue.story)
    if draft is not None:
        who = cue.units("who", PERSON)
        cue.story.attend(who, draft, cue.evidence(who), "attendance.attends-here")


def _read_chaired_by(cue: Cue) -> None:
    draft = _going_on(cue.story)
    if draft is not None:
        who = cue.units("who", PERSON)
        cue.story.attend(who, draft, cue.evidence(who), "attendance.chairs", "chaired")


def _all_of_them(story: Story) -> list[Draft]:
    """What 上述活动 means: everything that the leading person of the article took part in."""
    meetings = [draft for draft in story.drafts if draft.cls in ("Meeting", "Call", "Event") and draft.participants]
    lead = next(iter(story.claims), None)
    key = lead.subject.key if lead else ""
    return [draft for draft in meetings if key in draft.participants] or meetings


def _going_on(story: Story, what: str = "") -> Draft | None:
    """The event that 出席, 参加会见 or 发言 without a name means."""
    meetings = [draft for draft in story.drafts if draft.cls in ("Meeting", "Call", "Event")]
    if what in ("会见", "会谈", "会晤"):
        meetings = [draft for draft in meetings if draft.head in ("会见", "会谈", "会晤")]
        return meetings[-1] if meetings else None
    return story.meeting if story.meeting in meetings else next(iter(meetings), None)


# 习近平听取大家发言，
_LISTENS = re.compile("听取|听了|听完")


def _read_speakers(cue: Cue) -> None:
    draft = _going_on(cue.story)
    listens = _LISTENS.search(cue.sentence.folded, cue.clause, cue.match.start())
    if draft is not None:
        pronoun = cue.sentence.folded.startswith(("他", "她"), cue.clause)
        who = cue.subject if pronoun else cue.stated_subject
        if listens and who and cue.sentence.fold(who[0].start) < listens.start():
            return
        cue.story.attend(who, draft, cue.evidence(who), "attendance.speaks", "spokeAt")


def _read_heard(cue: Cue) -> None:
    draft = _going_on(cue.story)
    if draft is not None:
        who = cue.units("who", PERSON)
        cue.story.attend(who, draft, cue.evidence(who), "attendance.speaks", "spokeAt")


def _read_in_writing(cue: Cue) -> None:
    draft = _going_on(cue.story)
    if draft is not None:
        who = cue.stated_subject
        cue.story.attend(who, draft, cue.evidence(who), "attendance.in-writing")


def _read_held(cue: Cue) -> None:
    draft = _event(cue, [])
    if draft is None:
        return
    span = cue.evidence([])
    closes = cue.match[0].endswith(("闭幕", "结业"))
    draft.set_date(cue.date(cue.match.end("np")), closes=closes)
    if cue.match["where"]:
        cue.story.locate(draft, cue.units("where"), span, "events.held")
    cue.story.meeting = draft


# --- talks -------------------------------------------------------------------------------------------------------

_TALKS = ("通电话", "通话", "会见", "会谈", "会晤", "会面", "接见")


def _read_met(cue: Cue) -> None:
    hosts, guests = cue.stated_subject, cue.units("whom", PERSON)
    if not hosts or not guests or hosts[0].name == guests[0].name:
        return
    one_by_one = "分别" in cue.sentence.folded[cue.clause : cue.match.end()]
    for group in [[guest] for guest in guests] if one_by_one else [guests]:
        _meet(cue, hosts, group)
    if cue.story.guest and not cue.sentence.headline:
        _name_guest(cue.story, guests)


def _meet(cue: Cue, hosts: Sequence[Unit], guests: Sequence[Unit]) -> None:
    draft = _talk(cue, hosts[0], guests)
    span = cue.evidence(hosts)
    draft.spans.append(span)
    set_scene(cue, draft, span, "events.met")
    for guest in guests:
        cue.story.claim(entity_of(hosts[0]), "met", entity_of(guest), span, "met.meets")
    cue.story.attend([*hosts, *guests], draft, span, "attendance.meets")


def _read_at_meeting(cue: Cue) -> None:
    """在会见甲时: of several talks the one that the text turns to."""
    guests = {entity_of(unit).key for unit in cue.units("whom")}
    talks = [draft for draft in cue.story.drafts if draft.head in _TALKS and guests & draft.participants]
    if talks:
        cue.story.meeting = talks[0]


def _read_guest(cue: Cue) -> None:
    if cue.sentence.headline:
        cue.story.guest = cue.units("post")[0]


def _name_guest(story: Story, guests: Sequence[Unit]) -> None:
    """The post by which the headline names the guest (李强同埃及总理会谈) is that of the only one in the text."""
    post, story.guest = story.guest, None
    alone = len(guests) == 1 and isinstance(guests[0].span, Span) and guests[0].start == guests[0].span.start
    if post and alone:
        span = (post.start, post.end)
        story.claim(entity_of(guests[0]), "holdsPost", entity_of(post), span, "holdsPost.headline")


def _talk(cue: Cue, host: Unit, guests: Sequence[Unit]) -> Draft:
    """甲会见乙, 甲同乙举行会谈, 甲同乙通电话: one for a pair."""
    verb = cue.match["verb"]
    kind = next(kind for kind in _TALKS if kind in verb)
    names = "、".join(unit.name for unit in guests)
    call = kind in ("通电话", "通话")
    if kind in ("会见", "接见"):
        name = f"{host.name}{kind}{names}"
    else:
        held = cue.words(*cue.match.span("verb")) if verb.startswith("举行") else f"举行{kind}"
        name = f"{host.name}同{names}{'通电话' if call else held}"
    known = next((draft for draft in cue.story.drafts if draft.name == name), None)
    if known:
        return known
    draft = cue.story.open(Draft("Call" if call else "Meeting", name, kind, entity_of(host).key))
    draft.add_name(cue.words(cue.sentence.fold(host.start), cue.match.end()))
    return draft


def _read_seminar(cue: Cue) -> None:
    """The symposium of the headline, or one named by these words."""
    who = cue.subject
    if not who:
        return
    draft = next(
        (draft for draft in cue.story.drafts if draft.head.startswith("座谈") or draft.head.endswith("座谈会")), None
    )
    if draft is None:
        words = cue.words(*cue.match.span())
        draft = cue.story.open(Draft("Meeting", who[0].name + words, "座谈", entity_of(who[0]).key))
    span = cue.evidence(who)
    draft.spans.append(span)
    set_scene(cue, draft, span, "events.seminar")
    cue.story.attend(who, draft, span, "attendance.convenes")


def _read_opened(cue: Cue) -> None:
    """A work that opens, in the headline and the lead."""
    headline = cue.sentence.headline
    if not headline and cue.sentence.paragraph > 1:
        return
    verb = cue.match["verb"]
    name = cue.words(*cue.match.span("np")) + verb
    drafts = cue.story.drafts
    draft = resolve_event(drafts, name) or next((draft for draft in drafts if draft.head == verb), None)
    if draft is None and not headline:
        return
    draft = draft or cue.story.open(Draft("Event", name, verb))
    draft.add_name(name)
    draft.spans.append(cue.evidence([]))
    draft.set_date(cue.date(cue.match.end("np")))


_WHERE = "(?:在(?P<where><W>+)[^，。；]{0,8}?)"
_SAYS_A_SPEECH = (
    r"(?:先后|分别|也|还|围绕[^，。；]{2,60}?|就[^，。；]{2,60}?)?(?:作了|作|发表了?|致)(?:[^，。；]{0,10})?"
    r"(?:发言|讲话|致辞|演讲|报告|辞)|作的[^，。；]{2,60}?报告|作了?题为《[^》]*》的(?:讲座|报告|演讲|发言|讲话)|(?:回答|答)[^，。；]{0,10}(?:提问|问题)|(?:就|从|围绕|重点)[^。；]{2,90}?作了?(?:介绍|说明|解读|通报)|受<O>委托(?:通报|介绍|作|宣布)|(?<!后)(?<!书面)(?:先后|分别)?(?:发言|致辞|致词)(?=[，。；]|$)"
)

RULES: tuple[Rule, ...] = (
    Rule(
        "met.meets",
        lambda: pattern(
            r"(?P<verb>(?:分别|集体|亲切|共同)?(?:会见|接见|会晤))了?(?!后|时|团|厅)"
            r"[^，。；：<P>]{0,40}?(?P<whom><G>)(?!时|后|前)"
        ),
        _read_met,
        yes=(("国务院总理李强8日在北京会见蒙古国总统呼日勒苏赫。", "李强 met 呼日勒苏赫"),),
        no=("会见呼日勒苏赫后，记者走出会场。",),
    ),
    Rule(
        "met.talks",
        lambda: pattern(
            r"(?:同|与|和)[^，。；：<P>]{0,30}?(?P<whom><G>)[^，。；：<P>]{0,24}?"
            r"(?P<verb>举行(?:[^，。；]{0,8})?(?:会谈|会晤)|会谈|通电话|视频通话|通话|会面)"
        ),
        _read_met,
        yes=(("国家副主席韩正同埃及总统塞西通电话。", "韩正 met 塞西"),),
        no=("韩正和塞西都出席了开幕式。",),
    ),
    Rule(
        "met.turns-to",
        lambda: pattern("在?(?:会见|会晤|(?:同|与|和)(?=<P>会[谈晤]))(?P<whom><P>)(?:会谈|会晤)?时(?=，|，?<P>)"),
        _read_at_meeting,
        yes=(
            (
                "李强5日在北京分别会见马德布利、呼日勒苏赫。在会见马德布利时，李强表示，双方要加强合作。",
                "李强 spokeAt 李强会见马德布利",
            ),
        ),
    ),
    Rule(
        "holdsPost.headline",
        lambda: pattern("(?:同|与|和|会见)(?P<post><T>)(?=会谈|举行会谈|会晤|通电话|$| )"),
        _read_guest,
        yes=(("李强同埃及总理会谈\n李强5日同马德布利举行会谈。", "马德布利 holdsPost 埃及总理"),),
    ),
    Rule(
        "events.convened",
        lambda: headed("(?P<verb>共同主持召开|主持召开|召集并主持|共同主持|主持|召开|举行|举办)了?"),
        _read_convened,
        yes=(("国务院副总理张国清在沈阳主持召开东北振兴工作推进会。", "张国清 chaired 东北振兴工作推进会"),),
        no=("张国清强调，要开好东北振兴工作推进会。",),
    ),
    Rule(
        "events.studied",
        lambda: headed("(?P<verb>进行)了?(?=第[一二三四五六七八九十百0-9]{1,5}次)"),
        _read_convened,
        yes=(
            (
                "中共中央政治局3月5日上午就建设海洋强国进行第八次集体学习。何立峰主持学习。",
                "何立峰 chaired 中共中央政治局第八次集体学习",
            ),
        ),
        no=("中共中央政治局3月5日就海洋强国建设进行学习。",),
    ),
    Rule(
        "attendance.attends",
        lambda: headed("(?P<verb>应邀出席|出席|参加|列席)了?"),
        _read_attended,
        yes=(("石泰峰、何维出席中国西藏发展论坛开幕式。", "何维 attended 中国西藏发展论坛开幕式"),),
    ),
    Rule(
        "events.held",
        lambda: headed(
            "(?:^|(?<=[，。：；）\ue003]))(?:<D>|近日|日前|今天|，)?",
            rf"(?:<D>|近日|日前|今天|昨天|，|于)*{_WHERE}?(?:隆重|正式|顺利|成功)?(?:开幕|闭幕|(?:举行|召开|举办)(?!(?:第[^，。]{1,4}[次场])?[^，。；]{0,12}(?:记者会|发布会|吹风会|全体会议|联组会议|小组会议))|启幕|开班|结业)",
        ),
        _read_held,
        yes=(("第六届数字中国建设峰会27日在福州开幕。", "第六届数字中国建设峰会 tookPlaceIn 福州市"),),
    ),
    Rule(
        "events.held-later",
        lambda: headed("^", rf"[^。；]{{1,80}}?，(?:当日|当天|<D>)?{_WHERE}(?:开幕|举行|召开|举办|启动)"),
        _read_held,
        yes=(("第三届消博会以开放为主题，当日在海口开幕。", "第三届消博会 tookPlaceIn 海口市"),),
    ),
    Rule(
        "attendance.here",
        lambda: pattern(
            "(?P<verb>出席|参加|列席|主持)了?(?P<what>会见|会谈|会晤|上述活动|有关活动|相关活动|活动|座谈|学习|上述会议|)"
            "(?=[，。；并]|时[^，]{0,8}(?:强调|指出|表示|发表|说)|$)"
        ),
        _read_attended_here,
        yes=(("丁薛祥在北京会见法国客人马克龙。王毅参加会见。", "王毅 attended 丁薛祥会见马克龙"),),
    ),
    Rule(
        "attendance.chaired-by",
        lambda: pattern("由(?P<who><G>)(?:共同)?主持(?=[，。；]|$)"),
        _read_chaired_by,
        yes=(("韩正出席世界能源大会。大会由王毅主持。", "王毅 chaired 世界能源大会"),),
    ),
    Rule(
        "attendance.also",
        lambda: pattern(
            "(?P<verb>出席|参加|列席)(?P<what>[^，。；<P>]{0,12})的[^，。；<P>]{0,16}?(?:还)?有：?(?P<who>[^。；]*<P>)"
        ),
        _read_also,
        yes=(("韩正出席世界能源大会。出席大会的外方人士有马克龙、朔尔茨。", "朔尔茨 attended 世界能源大会"),),
    ),
    Rule(
        "attendance.speaks",
        lambda: pattern(_SAYS_A_SPEECH),
        _read_speakers,
        yes=(("胡春华主持召开民营经济座谈会。刘永好、雷军先后发言。", "雷军 spokeAt 民营经济座谈会"),),
        no=("胡春华主持召开民营经济座谈会。听取大家发言后，他离开会场。",),
    ),
    Rule(
        "attendance.heard",
        lambda: pattern(
            "听取(?:和审议)?了?(?P<who><G>)(?:受[^，。；]{2,8}委托)?(?:关于|所?作|就|代表)"
            "[^，。；]{2,70}?(?:汇报|报告|说明|介绍)"
        ),
        _read_heard,
        yes=(
            ("李强主持召开国务院全体会议。会议听取了何立峰关于金融的汇报。", "何立峰 spokeAt 国务院全体会议"),
        ),
    ),
    Rule(
        "attendance.in-writing",
        lambda: pattern("(?:同志)?(?:提交了?|作了?)书面(?:发言|交流|材料)"),
        _read_in_writing,
        yes=(
            ("胡春华主持召开民营经济座谈会。何立峰作了发言，张国清提交了书面发言。", "张国清 attended 民营经济座谈会"),
        ),
    ),
    Rule(
        "events.seminar",
        lambda: pattern("(?:同|与|和)[^，。；：<P>]{2,50}?(?:举行)?(?:座谈交流|座谈(?!会)|茶叙)"),
        _read_seminar,
        yes=(("谌贻琴在北京与乡村教师代表座谈交流。", "谌贻琴 attended 谌贻琴与乡村教师代表座谈交流"),),
    ),
    Rule(
        "events.opened",
        lambda: pattern(
            r"^(?P<np>[^，。；：！]{2,24}?)(?:<D>|今天|今日|正式|全线|成功|顺利|，|建成)*"
            r"(?P<verb>开通|通车|启用|投产|开工|合龙|竣工|投运|贯通|发射|启航|首飞)(?=[，。；\s]|$|仪式|运营)"
        ),
        _read_opened,
        yes=(
            ("青江旅游专列开通\n青江旅游专列10月13日正式开通。", "青江旅游专列开通 startDate 2024-10-13"),
        ),
    ),
)  # fmt: skip
