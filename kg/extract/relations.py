"""What people do: the rules that read visits, meetings, talks, messages and rosters from the folded sentences."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from kg.extract.dates import DateSpan
from kg.extract.events import Draft, head_of, head_words, is_bare, resolve_event
from kg.extract.scene import DATE, ORGANISATION, PERSON, PLACE, Sentence, Unit, pattern
from kg.extract.spans import Span
from kg.extract.speech import Speech
from kg.extract.subjects import subject_before, subjects
from kg.lexicon.words import alternatives, load_words
from kg.model import Entity


@dataclass(frozen=True, slots=True)
class Claim:
    """A relation as read: `subject` and `object` are entities or drafts of events, the evidence characters of
    `Article.clean`."""

    subject: Entity | Draft
    predicate: str
    object: Entity | Draft
    start: int
    end: int
    rule: str
    date: DateSpan | None = None


@dataclass
class Story:
    """What has been read of one article so far, and what the next sentence may refer to."""

    text: str
    published: str | None
    drafts: list[Draft] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    topic: list[Unit] = field(default_factory=list)
    meeting: Draft | None = None
    visit: Draft | None = None
    date: DateSpan | None = None
    day: DateSpan | None = None
    paragraph: int = -1
    said_at: dict[tuple[int, int], Draft] = field(default_factory=dict)

    def claim(
        self, subject: Entity | Draft, predicate: str, object: Entity | Draft, span: tuple[int, int], rule: str,
        date: DateSpan | None = None,
    ) -> None:  # fmt: skip
        if subject is not object:
            self.claims.append(Claim(subject, predicate, object, *span, rule, date))

    def attend(self, units: Sequence[Unit], event: Draft, span: tuple[int, int], rule: str, *roles: str) -> None:
        """People (and organisations) at an event; every chair and speaker attends too."""
        for unit in units:
            entity = entity_of(unit)
            for role in (*roles, "attended"):
                self.claim(entity, role, event, span, rule)
            event.participants.add(entity.key)


def entity_of(unit: Unit) -> Entity:
    assert isinstance(unit.span, Span)
    return unit.span.entity


Handler = Callable[[Story, Sentence, "re.Match[str]"], None]


@dataclass(frozen=True)
class Rule:
    """A rule of grammar: where `pattern` matches the narrative part of a folded sentence, `read` adds what it says.

    `confidence` is the share of its facts found right on the gold articles and a sample of broadcasts.
    """

    id: str
    pattern: Callable[[], re.Pattern[str]]
    read: Handler
    confidence: float


HEADED = r"(?P<np>[^，。；：！ ]{0,70}?(?:HEADS)(?:(?!并|和|、|期间|上|前|后|以及|的|在)[^，。；： ]{0,8}?(?:HEADS))*)(?![长员室厅堂费]|的(?:决定|通知|建议|方案))"
PLACES = r"(?P<where><W>+(?:[^，。；、<P>和及]{0,8}(?:、|和|及|以及)<W>+)*)"


@cache
def _headed(before: str, after: str = "") -> re.Pattern[str]:
    return pattern((before + HEADED + after).replace("HEADS", head_words()))


@cache
def _verbs(name: str) -> str:
    return alternatives(load_words("events", "verbs")[name])


# --- reading helpers -------------------------------------------------------------------------------------------


def _clause_start(sentence: Sentence, at: int) -> int:
    return max(sentence.folded.rfind(mark, 0, at) for mark in "，。；： ") + 1


def _who(story: Story, sentence: Sentence, at: int) -> list[Unit]:
    return subject_before(sentence, at, story.topic)


def _span(sentence: Sentence, units: Sequence[Unit], first: int, last: int) -> tuple[int, int]:
    """The evidence: from the subject (if it stands in this sentence) to the end of what the rule matched."""
    start, end = sentence.text_span(first, last)
    inside = [unit.start for unit in units if sentence.start <= unit.start < end]
    return min([start, *inside]), end


def _date(story: Story, sentence: Sentence, at: int) -> DateSpan | None:
    """The last date of the sentence before `at`, else one right behind it in its clause."""
    spans = [unit.span for unit in sentence.units_in(0, at, DATE)]
    if not spans:
        clause_end = re.compile("[，。；]").search(sentence.folded, at)
        spans = [unit.span for unit in sentence.units_in(at, clause_end.start() if clause_end else len(sentence.folded), DATE)][:1]
    found = [span for span in spans if isinstance(span, DateSpan)]
    return found[-1] if found else None


_IN = pattern(r"(?:在|于)(?P<where><W>+)")


_TOURS = re.compile("考察|调研|访问|视察")


def _place_before(sentence: Sentence, at: int) -> list[Unit]:
    """The places of 在… in the clause before `at`."""
    found = list(_IN.finditer(sentence.folded, _clause_start(sentence, at), at))
    if found and _TOURS.search(sentence.folded, found[-1].end(), at):
        return []
    return sentence.units_in(found[-1].start("where"), found[-1].end("where")) if found else []


def _stops(sentence: Sentence, match: re.Match[str]) -> list[Unit]:
    """The places of a list, of each nested address the innermost: 黄骅市旧城镇仙庄片区 gives 仙庄片区."""
    stops: list[Unit] = []
    for address in pattern("<W>+").finditer(sentence.folded, match.start("where"), match.end("where")):
        stops.append(sentence.units_in(address.start(), address.end())[-1])
    return stops


def _dated(draft: Draft, date: DateSpan | None, story: Story) -> None:
    """Give the event the date read beside it; a tour grows over the days of its stops."""
    if date is None or date.first.startswith("--") and draft.first:
        return
    if not draft.first:
        draft.first, draft.last, draft.part = date.first, date.last, date.part
    elif draft.cls == "Visit" and not date.first.startswith("--"):
        draft.first, draft.last = min(draft.first, date.first), max(draft.last, date.last)
    draft.dates.append((date.start, date.end, date.rule))


def _located(story: Story, draft: Draft, units: Sequence[Unit], span: tuple[int, int], rule: str) -> None:
    for unit in units:
        story.claim(draft, "tookPlaceIn", entity_of(unit), span, rule)
        draft.places.add(entity_of(unit).key)


def _readable(story: Story, sentence: Sentence, first: int, last: int) -> str:
    """The text of `folded[first:last]` as a name: people without their posts, dates left out."""
    parts: list[str] = []
    for at in range(first, last):
        if sentence.folded[at] == DATE:
            continue
        if sentence.folded[at] == PERSON:
            parts.append(sentence.units_in(at, at + 1)[0].name)
        else:
            start, end = sentence.text_span(at, at + 1)
            parts.append(story.text[start:end])
    return "".join(parts).strip()


_BODY = pattern(r"(?P<body><O>)(?:党组)?(?:<D>|近日|日前|今天|昨天|，|在<W>|在京|先后|再次)*$")


def _body_before(sentence: Sentence, at: int) -> Unit | None:
    """The body that convenes: 中共中央政治局3月31日召开会议."""
    match = _BODY.search(sentence.folded, _clause_start(sentence, at), at)
    return sentence.units_in(*match.span("body"))[0] if match else None


def _event(
    story: Story, sentence: Sentence, match: re.Match[str], who: Sequence[Unit], body: Unit | None = None
) -> Draft | None:
    """The event that the noun phrase of a match names: one known already, or a new one."""
    first, last = match.span("np")
    inner = _AT.match(sentence.folded, first, last)
    if inner:
        first = inner.end()
    name = _NAME_LEAD.sub("", _readable(story, sentence, first, last))
    if body is not None and (is_bare(name) or name.startswith("第") or head_of(name) == name):
        name = body.name + name
    span = sentence.text_span(first, last)
    draft = resolve_event(story.drafts, name)
    if draft is None:
        if is_bare(name) and body is not None:
            draft = Draft("Meeting", name, head_of(name))
        elif is_bare(name):
            draft = _unnamed(story, sentence, match, name, who)
            if draft is None:
                return None
        else:
            draft = Draft("Meeting", name, head_of(name))
        story.drafts.append(draft)
    elif not is_bare(name) and not draft.named:
        draft.name, draft.named = name, True
    elif not is_bare(name):
        draft.add_name(name)
    draft.spans.append(span)
    if inner:
        _located(story, draft, sentence.units_in(inner.start(), inner.end(), PLACE + ORGANISATION), span, "events.held-in")
    return draft


_AT = pattern(r"了?(?:<D>)?(?:在|于)(?:<W>+)(?:[^，。的]{0,6})(?:举行|召开|举办)的|了|由[^，。]{2,20}(?:举办|主办)的")
_NAME_LEAD = re.compile(r"^(?:了|的|今天|当天|此间|(?:隆重|盛大|庄严|热烈|简短|专门|相关|有关|一系列|系列|多场|丰富多彩|形式多样|精彩纷呈)的?)+")


def _unnamed(story: Story, sentence: Sentence, match: re.Match[str], name: str, who: Sequence[Unit]) -> Draft | None:
    """A meeting that the text names by its kind alone, called after who convened it where (赵乐际在…主持召开座谈会)."""
    if not who or sentence.headline:
        return None
    clause = _clause_start(sentence, match.start())
    first = max(clause, sentence.fold(who[-1].end - 1) + 1 if who[-1].start >= sentence.start else clause)
    words = _readable(story, sentence, first, match.end("np")).lstrip("，、近日还并")
    return Draft("Meeting", who[0].name + words, head_of(name), who[0].span.entity.key)  # type: ignore[union-attr]


# --- the rules -------------------------------------------------------------------------------------------------


def _read_convened(story: Story, sentence: Sentence, match: re.Match[str]) -> None:
    """主持召开…座谈会, 举行…仪式."""
    who = _who(story, sentence, match.start())
    body = None if who else _body_before(sentence, match.start())
    draft = _event(story, sentence, match, who, body)
    if draft is None:
        return
    span = _span(sentence, who, match.start(), match.end())
    _set_scene(story, sentence, match, draft, span, "events.convened")
    if who and match["verb"].startswith(("主持", "共同主持", "召集")):
        story.attend(who, draft, span, "attendance.chairs", "chaired")
    elif who:
        story.attend(who, draft, span, "attendance.convenes")
    _speaks_there(story, sentence, match.end(), who, draft)


def _set_scene(story: Story, sentence: Sentence, match: re.Match[str], draft: Draft, span: tuple[int, int], rule: str) -> None:
    story.meeting = draft
    _dated(draft, _date(story, sentence, match.start()), story)
    where = _place_before(sentence, match.start())
    _located(story, draft, where, span, rule)
    tour = next((d for d in story.drafts if d.cls == "Visit" and d.actor in draft.participants | {draft.actor}), None)
    if tour and draft.cls == "Meeting":
        _visits(story, [unit for unit in _who(story, sentence, match.start())][:1], [u for u in where if _is_site(u)], span, "visited.meets-there")


def _is_site(unit: Unit) -> bool:
    return entity_of(unit).cls in ("Site", "Organisation")


_SPEAKS = re.compile(
    r"[^，。；]{0,2}(?:，)?(?:并|还|现场|并现场|同时)?(?:先后|分别|共同)?(?:发表|作|做|作了)?[^，。；]{0,12}?(?:讲话|致辞|致词|演讲|发言|报告|祝酒辞|祝酒)"
)


def _speaks_there(story: Story, sentence: Sentence, at: int, who: Sequence[Unit], draft: Draft) -> None:
    """…并发表重要讲话 behind an event."""
    match = _SPEAKS.match(sentence.folded, at)
    if match and who and PERSON not in match[0]:
        story.attend(who, draft, _span(sentence, who, at, match.end()), "attendance.speaks", "spokeAt")


def _read_attended(story: Story, sentence: Sentence, match: re.Match[str]) -> None:
    """出席…开幕式并致辞."""
    who = _roster(story, sentence, match.start("verb"))
    draft = _event(story, sentence, match, who)
    if draft is None:
        return
    span = _span(sentence, who, match.start(), match.end())
    _dated(draft, _date(story, sentence, match.start()), story)
    if not draft.places:
        _located(story, draft, _place_before(sentence, match.start()), span, "events.attended-in")
    story.meeting = draft
    story.attend(who, draft, span, "attendance.attends")
    _speaks_there(story, sentence, match.end(), who, draft)


def _roster(story: Story, sentence: Sentence, at: int) -> list[Unit]:
    """The people of a roster before `at`, and the bodies named beside them (吴政隆及中央第二指导组负责同志)."""
    who = _who(story, sentence, at)
    clause = _clause_start(sentence, at)
    if who and who[-1].start >= sentence.origin[clause]:
        listed = pattern(r"(?<=[、及和])<O>(?=、|和|及|负责|有关|出席|参加|陪同)")
        for match in listed.finditer(sentence.folded, sentence.fold(who[-1].start), at):
            who = [*who, *sentence.units_in(match.start(), match.end())]
    return who


def _read_attended_here(story: Story, sentence: Sentence, match: re.Match[str]) -> None:
    """国务院副总理丁薛祥出席。 蔡奇、王毅参加会见。"""
    who = _roster(story, sentence, match.start("verb"))
    draft = _here(story, match["what"] or "")
    if draft is None or not who or who[0].start < sentence.start:
        return
    roles = ("chaired",) if match["verb"] == "主持" else ()
    story.attend(who, draft, _span(sentence, who, match.start(), match.end()), "attendance.attends-here", *roles)
    _speaks_there(story, sentence, match.end(), who, draft)


def _here(story: Story, what: str) -> Draft | None:
    """The event that 出席, 参加会见 or 参加活动 without a name means."""
    meetings = [draft for draft in story.drafts if draft.cls in ("Meeting", "Call", "Event")]
    if what in ("会见", "会谈", "会晤"):
        talks = [draft for draft in meetings if draft.head in ("会见", "会谈", "会晤")]
        return talks[-1] if talks else None
    return story.meeting if story.meeting in meetings else (meetings[0] if meetings else None)


def _read_held(story: Story, sentence: Sentence, match: re.Match[str]) -> None:
    """…启动仪式在贾拉拉巴德市举行."""
    draft = _event(story, sentence, match, [])
    if draft is None:
        return
    span = sentence.text_span(match.start(), match.end())
    _dated(draft, _date(story, sentence, match.end("np")), story)
    if match["where"]:
        _located(story, draft, sentence.units_in(*match.span("where")), span, "events.held")
    story.meeting = draft


def _read_speakers(story: Story, sentence: Sentence, match: re.Match[str]) -> None:
    """河北省委书记倪岳峰、天津市委书记陈敏尔先后发言."""
    who = [unit for unit in _who(story, sentence, match.start()) if unit.start >= sentence.start]
    draft = _here(story, "")
    if draft and who:
        story.attend(who, draft, _span(sentence, who, match.start(), match.end()), "attendance.speaks", "spokeAt")


def _read_met(story: Story, sentence: Sentence, match: re.Match[str]) -> None:
    """习近平在人民大会堂会见梁强; 李强同托卡耶夫举行会谈, 通电话."""
    who = [unit for unit in _who(story, sentence, match.start()) if unit.start >= sentence.start]
    whom = sentence.units_in(*match.span("whom"), PERSON)
    if not who or not whom or who[0].name == whom[0].name:
        return
    verb = match["verb"]
    kind = next(kind for kind in ("通电话", "通话", "会见", "会谈", "会晤", "会面", "接见") if kind in verb)
    cls = "Call" if kind in ("通电话", "通话") else "Meeting"
    guests = "、".join(unit.name for unit in whom)
    if kind in ("会见", "接见"):
        name = f"{who[0].name}{kind}{guests}"
    else:
        name = f"{who[0].name}同{guests}{'通电话' if cls == 'Call' else verb if verb.startswith('举行') else '举行' + kind}"
    draft = next((d for d in story.drafts if d.name == name), None)
    span = _span(sentence, who, match.start(), match.end())
    if draft is None:
        draft = Draft(cls, name, kind, entity_of(who[0]).key)
        story.drafts.append(draft)
        draft.add_name(_readable(story, sentence, sentence.fold(who[0].start), match.end()) if who[0].start >= sentence.start else name)
    draft.spans.append(span)
    _set_scene(story, sentence, match, draft, span, "events.met")
    for guest in whom:
        story.claim(entity_of(who[0]), "met", entity_of(guest), span, "met.meets")
    story.attend([*who, *whom], draft, span, "attendance.meets")


def _read_message(story: Story, sentence: Sentence, match: re.Match[str]) -> None:
    """习近平向…启动仪式致贺信; 习近平致电穆罕默德; 李强对…作出重要批示."""
    who = _who(story, sentence, match.start())
    if not who:
        return
    phrase = _readable(story, sentence, match.start(), match.end())
    name = f"{who[0].name}{phrase}"
    span = _span(sentence, who, match.start(), match.end())
    verb = match["verb"] or match["verb2"] or match["verb3"]
    earlier = [d for d in story.drafts if d.cls == "Message" and d.actor == entity_of(who[0]).key and d.head == verb]
    if earlier:
        draft = earlier[-1]
        draft.add_name(name)
    else:
        draft = Draft("Message", name, verb, entity_of(who[0]).key)
        story.drafts.append(draft)
    draft.spans.append(span)
    _addressed_event(story, sentence, match)
    date = _date(story, sentence, match.start())
    _dated(draft, date or (story.date if story.paragraph == sentence.paragraph else None), story)
    for unit in [*who, *sentence.units_in(match.start(), match.end(), PERSON)]:
        story.claim(entity_of(unit), "participatedIn", draft, span, "messages.sends")
        if unit in who:
            draft.participants.add(entity_of(unit).key)


def _addressed_event(story: Story, sentence: Sentence, match: re.Match[str]) -> None:
    """The event that a message goes to (第八届中俄博览会) is one that the article reports."""
    inner = _to_event().match(sentence.folded, match.start(), match.end())
    if inner and not is_bare(name := _readable(story, sentence, *inner.span("np"))):
        draft = resolve_event(story.drafts, name) or Draft("Meeting", name, head_of(name), addressed=True)
        if draft not in story.drafts:
            story.drafts.append(draft)
        draft.spans.append(sentence.text_span(*inner.span("np")))


@cache
def _to_event() -> re.Pattern[str]:
    return _headed("(?:向|对|就|给)")


def _read_visit(story: Story, sentence: Sentence, match: re.Match[str]) -> None:
    """习近平在河北考察; 李希到云南调研; 李强对越南进行正式访问."""
    who = _who(story, sentence, match.start())
    if not who:
        return
    where = _stops(sentence, match)
    span = _span(sentence, who, match.start(), match.end())
    date = _date(story, sentence, match.start())
    if date and _is_past(story, date):
        return
    draft = _visit_of(story, sentence, who[0], where[0], match["mode"])
    draft.spans.append(span)
    _dated(draft, date, story)
    if not draft.places:
        _located(story, draft, where, span, "visits.on-tour")
    _visits(story, who, where, span, "visited.on-tour", date)


def _is_past(story: Story, date: DateSpan) -> bool:
    """Whether a date lies so far back that it is recalled, not reported."""
    if story.published is None or date.first.startswith("--"):
        return False
    return date.first[:7] < story.published[:7] and int(date.first[:4]) * 12 + int(date.first[5:7]) + 2 < int(
        story.published[:4]
    ) * 12 + int(story.published[5:7])


def _visit_of(story: Story, sentence: Sentence, who: Unit, where: Unit, mode: str) -> Draft:
    """The tour of a person: one in an article."""
    for draft in story.drafts:
        if draft.cls == "Visit" and draft.actor == entity_of(who).key:
            story.visit = draft
            return draft
    place = story.text[where.start : where.end]
    draft = Draft("Visit", f"{who.name}在{place}{mode.split('访问')[0] + '访问' if '访问' in mode else mode}", mode, entity_of(who).key)
    story.drafts.append(draft)
    story.visit = draft
    return draft


def _visits(
    story: Story, who: Sequence[Unit], where: Sequence[Unit], span: tuple[int, int], rule: str, date: DateSpan | None = None
) -> None:
    """Visits of the first of the group; a stop whose sentence has no date goes on with that of the stop before."""
    if date is not None and date.first == date.last:
        story.day = date
    for unit in where if who else ():
        story.claim(entity_of(who[0]), "visited", entity_of(unit), span, rule, date or story.day)


def _read_stop(story: Story, sentence: Sentence, match: re.Match[str]) -> None:
    """来到沧州市, 考察了石家庄市国际生物医药园规划展馆; 在信团鼓楼，习近平同村民交流."""
    who = _who(story, sentence, match.start()) or _who(story, sentence, len(sentence.folded))
    if not who:
        return
    date = _date(story, sentence, match.start())
    if date and _is_past(story, date):
        return
    span = _span(sentence, who, match.start(), match.end())
    _visits(story, who, _stops(sentence, match), span, "visited.stop", date)
    tour = next((d for d in story.drafts if d.cls == "Visit" and d.actor == entity_of(who[0]).key), None)
    if tour:
        _dated(tour, date, story)
        story.visit, story.meeting = tour, None


def _read_fronted(story: Story, sentence: Sentence, match: re.Match[str]) -> None:
    """在云南省纪委监委，李希详细了解…: where a visitor looks around is a stop."""
    who = subjects(sentence, match.end(), len(sentence.folded)) or story.topic
    if not who or story.visit is None or entity_of(who[0]).key != story.visit.actor:
        return
    date = _date(story, sentence, match.start())
    _visits(story, who, _stops(sentence, match), _span(sentence, who, match.start(), match.end()), "visited.fronted", date)


def _read_accompanied(story: Story, sentence: Sentence, match: re.Match[str]) -> None:
    """蔡奇陪同考察; 习近平在河北省委书记倪岳峰、省长王正谱陪同下."""
    if match.groupdict().get("who"):
        companions = sentence.units_in(*match.span("who"), PERSON)
        principals = subject_before(sentence, match.start(), story.topic)
        if not principals or principals[0] in companions:
            principals = subjects(sentence, match.end(), len(sentence.folded))
    else:
        companions = [unit for unit in _who(story, sentence, match.start()) if unit.start >= sentence.start]
        principals = sentence.units_in(*match.span("whom"), PERSON) if match["whom"] else []
    lead = entity_of(principals[0]) if principals else _lead(story)
    if lead is None:
        return
    span = _span(sentence, companions, match.start(), match.end())
    for unit in companions:
        if entity_of(unit).key != lead.key:
            story.claim(entity_of(unit), "accompanied", lead, span, "accompanied.with")


def _lead(story: Story) -> Entity | None:
    """Whose tour or meeting the article tells: the actor of the first visit, else the first chair or host."""
    actors = [d.actor for d in story.drafts if d.cls == "Visit" and d.actor] or [d.actor for d in story.drafts if d.actor]
    for claim in story.claims:
        if isinstance(claim.subject, Entity) and claim.subject.kind == "people" and (not actors or claim.subject.key == actors[0]):
            return claim.subject
    return None


def _read_seminar(story: Story, sentence: Sentence, match: re.Match[str]) -> None:
    """李强在人民大会堂与外国专家代表座谈交流: the symposium of the headline, or one named so."""
    who = _who(story, sentence, match.start())
    if not who:
        return
    draft = next((d for d in story.drafts if d.head.endswith("座谈会")), None)
    if draft is None:
        draft = Draft("Meeting", who[0].name + _readable(story, sentence, match.start(), match.end()), "座谈", entity_of(who[0]).key)
        story.drafts.append(draft)
    span = _span(sentence, who, match.start(), match.end())
    draft.spans.append(span)
    _set_scene(story, sentence, match, draft, span, "events.seminar")
    story.attend(who, draft, span, "attendance.convenes")


def _read_opened(story: Story, sentence: Sentence, match: re.Match[str]) -> None:
    """深中通道今天开通: a work that opens is an event."""
    if not sentence.headline and sentence.paragraph > 1:
        return
    what = _readable(story, sentence, *match.span("np"))
    name = what + match["verb"]
    draft = resolve_event(story.drafts, name) or next((d for d in story.drafts if d.head == match["verb"]), None)
    if draft is None:
        if not sentence.headline:
            return
        draft = Draft("Event", name, match["verb"])
        story.drafts.append(draft)
    else:
        draft.add_name(name)
    draft.spans.append(sentence.text_span(match.start(), match.end()))
    _dated(draft, _date(story, sentence, match.end("np")), story)


GO = r"先后来到|先后到|先后考察|先后走进|先后深入|先后前往|专程来到|专程前往|实地察看|实地考察|又来到|随后来到|还来到|来到|走进|抵达|到达|前往|登上|步入|考察了|考察|察看了|察看|参观了|参观|走访了|走访|视察了|视察|走到|来了|深入|瞻仰"
LOOKS = r"(?:了解|察看|听取|观看|参观|同|与|询问|走进|考察|看望|仔细|结合|边走边|不时|亲切|主持|召开|检查)"

RULES: tuple[Rule, ...] = (
    Rule("met.meets", lambda: pattern(r"(?P<verb>(?:分别|集体|亲切|共同)?(?:会见|接见|会晤))了?(?!后|时|团|厅)[^，。；：<P>]{0,40}?(?P<whom><G>)(?!时|后|前)"), _read_met, 0.97),
    Rule("met.talks", lambda: pattern(r"(?:同|与|和)[^，。；：<P>]{0,30}?(?P<whom><G>)[^，。；：<P>]{0,24}?(?P<verb>举行(?:[^，。；]{0,8})?(?:会谈|会晤)|会谈|通电话|视频通话|通话|会面)"), _read_met, 0.97),
    Rule("events.convened", lambda: _headed(r"(?P<verb>共同主持召开|主持召开|召集并主持|共同主持|主持|召开|举行|举办)(?:了)?"), _read_convened, 0.95),
    Rule("attendance.attends", lambda: _headed(r"(?P<verb>应邀出席|出席|参加|列席)(?:了)?"), _read_attended, 0.95),
    Rule("events.held", lambda: _headed(r"(?:(?<=^)|(?<=[，。：；）]))(?:<D>|近日|日前|今天|，)?", r"(?:<D>|近日|日前|今天|昨天|，|于)*(?:在(?P<where><W>+)[^，。；]{0,8}?)?(?:隆重|正式|顺利|成功)?(?:开幕|闭幕|举行|召开|举办|启幕)"), _read_held, 0.93),
    Rule("events.held-later", lambda: _headed(r"^", r"[^。；]{1,80}?，(?:当日|当天|<D>)?(?:在(?P<where><W>+)[^，。；]{0,8}?)(?:开幕|举行|召开|举办|启动)"), _read_held, 0.9),
    Rule("attendance.here", lambda: pattern(r"(?P<verb>出席|参加|列席|主持)(?:了)?(?P<what>会见|会谈|会晤|上述活动|有关活动|相关活动|活动|座谈|上述会议|)(?=[，。；并]|$)"), _read_attended_here, 0.93),
    Rule("attendance.speaks", lambda: pattern(r"(?:先后|分别|也|还|围绕[^，。；]{2,60}?|就[^，。；]{2,60}?)?(?:作了|作|发表了?|致)(?:[^，。；]{0,10})?(?:发言|讲话|致辞|演讲|报告|辞)|(?<!后)(?<!书面)(?:先后|分别)?(?:发言|致辞|致词)(?=[，。；]|$)"), _read_speakers, 0.93),
    Rule("messages.sends", lambda: pattern(r"(?:(?:向|对|就|给|同)[^，。；：]{1,50}?(?P<verb>致贺信|致贺电|致唁电|致慰问电|致慰问信|发来贺信|发贺信|发来贺电|致信祝贺|致电祝贺|致信|回信|复信|作出重要指示|作出重要批示|作出指示|作出批示|作重要指示|作重要批示|互致贺电|互致贺信|致函)|(?<=<P>)[^，。；：]{0,8}?(?P<verb3>致贺信|致贺电|发来贺信|发来贺电|发贺信)|(?P<verb2>致电|致信|致函|复信|回信)(?=<P>|<W>)[^，。；：]{1,30}?(?=[，。；：]|$))"), _read_message, 0.95),
    Rule("visited.tour", lambda: pattern(rf"(?:在|到|赴|前往|对|深入|先后到|先后在){PLACES}(?:等地|等省|等国|等|[^，。；、<P>]{{0,10}})?(?:进行|就[^，。；]{{2,40}}?|开展|专题|围绕[^，。；]{{2,40}}?)?(?P<mode>考察调研|调研考察|考察|调研|视察|国事访问|正式访问|工作访问|友好访问|访问|检查指导|督导|督查|看望慰问|慰问)(?!团|队|组|站|记|报告)"), _read_visit, 0.95),
    Rule("visited.stop", lambda: pattern(rf"(?P<verb>{GO})(?:位于<W>的)?{PLACES}"), _read_stop, 0.93),
    Rule("visited.goes-to", lambda: pattern(rf"(?:还|又|先后|分别|随后|，|^|<P>)到{PLACES}[^，。；、<P>]{{0,6}}?(?:，)?(?=了解|考察|调研|听取|看望|察看|慰问|参观|走访|检查|观看)"), _read_stop, 0.93),
    Rule("visited.fronted", lambda: pattern(rf"^(?:<D>，?)?在{PLACES}[^，。<P>]{{0,6}}，(?=[^。]{{0,14}}?{LOOKS})"), _read_fronted, 0.90),
    Rule("accompanied.under", lambda: pattern(r"在(?P<who><G>)[^，。；]{0,20}?(?:的)?陪同下"), _read_accompanied, 0.98),
    Rule("accompanied.with", lambda: pattern(r"陪同(?!下|团)(?P<whom><P>)?(?:考察|调研|参加|出席|参观|访问|会见|视察|检查)?"), _read_accompanied, 0.97),
    Rule("events.seminar", lambda: pattern(r"(?:同|与|和)[^，。；：<P>]{2,50}?(?:举行)?(?:座谈交流|座谈(?!会)|茶叙)"), _read_seminar, 0.85),
    Rule("events.opened", lambda: pattern(r"^(?P<np>[^，。；：！]{2,24}?)(?:<D>|今天|今日|正式|全线|成功|顺利|，|建成)*(?P<verb>开通|通车|启用|投产|开工|合龙|竣工|投运|贯通|发射|启航|首飞)(?=[，。；\s]|$|仪式|运营)"), _read_opened, 0.85),
)  # fmt: skip


@cache
def _compiled() -> tuple[tuple[Rule, re.Pattern[str]], ...]:
    return tuple((rule, rule.pattern()) for rule in RULES)


def read_story(
    text: str, published: str | None, sentences: Sequence[Sentence], speech: Sequence[Speech]
) -> Story:
    """Events and relations of an article; what is said in reported speech tells of no event that happens now."""
    story = Story(text, published)
    said = {item.sentence.start: item for item in speech}
    headline = False
    for sentence in sentences:
        item = said.get(sentence.start)
        _enter(story, sentence)
        cut = sentence.fold(item.content[0]) if item else len(sentence.folded)
        if not sentence.headline and headline:
            story.topic = []
        headline = sentence.headline
        _read_sentence(story, sentence, cut)
        if item:
            _speak(story, item)
        story.topic = _next_topic(story, sentence, cut, item)
    return story


def _enter(story: Story, sentence: Sentence) -> None:
    if sentence.paragraph != story.paragraph:
        story.paragraph = sentence.paragraph
        story.date = None
    dates = [unit.span for unit in sentence.units if isinstance(unit.span, DateSpan)]
    story.date = dates[0] if dates else story.date


def _read_sentence(story: Story, sentence: Sentence, cut: int) -> None:
    """Apply the rules in the order of the text, each place once."""
    found: list[tuple[int, int, Rule, re.Match[str]]] = []
    for order, (rule, compiled) in enumerate(_compiled()):
        for match in compiled.finditer(sentence.folded, 0, cut):
            found.append((match.start(), order, rule, match))
    guests = [match.span() for _, _, rule, match in found if rule.id.startswith("met.")]
    for start, _, rule, match in sorted(found, key=lambda item: item[:2]):
        if not any(first < start < last for first, last in guests):
            rule.read(story, sentence, match)


def _speak(story: Story, item: Speech) -> None:
    """Who speaks while a meeting goes on speaks at it."""
    event = event_of_speech(story, item)
    if event:
        story.said_at[item.content] = event
    if item.speaker is None or item.lead[0] == item.lead[1]:
        return
    if event and event.cls in ("Meeting", "Call"):
        story.attend([item.speaker], event, item.lead, "attendance.says-there", "spokeAt")


def event_of_speech(story: Story, item: Speech) -> Draft | None:
    """The event at which something is said: the latest the speaker takes part in, else the meeting that goes on."""
    if item.speaker is None:
        return story.meeting
    key = entity_of(item.speaker).key
    if story.meeting and key in story.meeting.participants:
        return story.meeting
    if story.visit and story.visit.actor == key and story.meeting is None:
        return story.visit
    mine = [draft for draft in story.drafts if key in draft.participants]
    return mine[-1] if mine else story.meeting


def _next_topic(story: Story, sentence: Sentence, cut: int, item: Speech | None) -> list[Unit]:
    if item and item.speaker and item.lead[0] != item.lead[1]:
        return [item.speaker]
    if item:
        return story.topic
    return subjects(sentence, 0, cut) or story.topic


def iter_people(sentences: Sequence[Sentence]) -> Iterator[Unit]:
    """The people of a text in the order in which it names them."""
    for sentence in sentences:
        yield from (unit for unit in sentence.units if unit.sign == PERSON)
