"""Reported speech: which part of the text is said by whom, with which verb, and to whom it is directed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from kg.extract.scene import ORGANISATION, PERSON, PLACE, Sentence, Unit, pattern
from kg.extract.signs import PAIR, SIDE
from kg.extract.spans import Span
from kg.extract.subjects import OTHERS, subjects
from kg.extract.subjects import PRONOUN as OPENING_PRONOUN
from kg.lexicon.words import alternatives, load_words
from kg.text import after_last


@dataclass(frozen=True, slots=True)
class Directive:
    """Places and organisations told to do what stands at `start:end` of `Article.clean` (北京、天津要…)."""

    units: tuple[Unit, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Speech:
    """One sentence of reported speech.

    `content` is the span of what is said, `lead` the span of the words that introduce it (empty for a sentence that
    goes on without them), characters of `Article.clean`. `speaker` is the person, `by_meeting` says that the meeting
    speaks (会议强调). `directives` are its parts that tell a place or an organisation to do something.
    """

    sentence: Sentence
    content: tuple[int, int]
    lead: tuple[int, int]
    verb: str
    speaker: Unit | None
    by_meeting: bool
    directives: tuple[Directive, ...] = ()

    @property
    def goes_on(self) -> bool:
        """Whether the sentence continues the speech of the one before it without words of its own that introduce it."""
        return self.lead[0] == self.lead[1]


# 他强调， · 习近平指出： · …，表示越方坚信… · 在讲话中表示，
@cache
def _says() -> re.Pattern[str]:
    verbs = alternatives(load_words("statements", "verbs")["say"])
    return pattern(
        rf"(?P<verb>{verbs})(?=[，：,:]|“)|(?P<told>勉励|叮嘱|嘱咐|寄语|告诫)[^，。：；“”]{{1,14}}(?=[，：])"
        "|(?P<points>提出)了?[^，。：]{0,16}?(?:[0-9一二三四五六七八九十]+|几)(?:点|项|条|个方面|方面)[^，。：；]{0,8}(?=：)"
        "|(?<=，)(?:并)?(?P<inline>表示(?!慰问|祝贺|感谢|欢迎|哀悼|敬意|问候|热烈|衷心|诚挚|崇高|亲切|遗憾|沉痛)|强调|指出|希望|相信|认为)(?=[^，。：])"
        "|(?<=<P>)(?P<asks>要求|希望|强调|指出|表示(?=愿|将|要|希望|支持))(?=[^，。：的了过])"
    )


@cache
def _meeting_says() -> re.Pattern[str]:
    verbs = alternatives(load_words("statements", "verbs")["say"])
    return re.compile(rf"(?:^|[，。])(?:{_BODIES})(?P<verb>{verbs}|决定)(?=[，：])?")


_BODIES = "本次会议|此次会议|会议还|会议|全会|大会|座谈会|座谈会上|论坛|与会同志|与会者|与会代表"
DOCUMENTS = re.compile(
    "(?:批示|指示|通知|意见|公报|决定|贺信|贺电|声明|文章|报告|方案|》)(?:指出|强调|要求|提出|明确|说|称)"
)
PRONOUN = re.compile(r"(?:^|[，。；“])(?:他|她|总书记|总理)(?:[^，。]{0,12})$")
# a sentence that begins so tells what happened: it ends the speech before it
NARRATIVE = pattern(
    "^(?:<D>|[12]\\d{3}年(?![^。]*(?:我|中方|双方|两国))|在(?:[^，。]{2,30}|<W>(?:[、和]<W>)*)，|随后|当天|当日|会前|会后|会谈后|会见后|其间|期间|此前|同日|与会|会议(?!室)|听取|座谈会上|会上|仪式上"
    "|[^，。]{0,3}(?:初|深|盛|仲|早|晚|金)[春夏秋冬]|[^，。]{0,8}(?:们|群众|职工|乡亲)[^，。]{0,6}(?:见到|看到|纷纷|热烈|围)"
    "|(?:<O>|<L>[^，。<P>]{1,10})[^，。]{0,6}(?:称|说|表示|宣布|否认|指出|强调)"
    "|离开|告别|临别|从.{2,6}出来|记者|据|大家(?:表示|认为|争相|纷纷|一致|感到|说|围坐)"
    "|(?:他们|代表们|与会者)(?:还|都|也|一致|纷纷)?(?:表示|认为|说|感到|指出)|节目|各地各部门|各地区各部门"
    "|双方(?:还|就|一致|共同|发表|签署|商定|表示|交换)|两国(?:元首|总理|领导人|外长)(?:共同|还|就|见证))"
)
CONTINUES = re.compile(
    r"^(?:要|必须|应|希望|坚持|加快|推动|推进|加强|深化|完善|健全|统筹|相信|同时|此外|第[一二三四五]|一是|[二三四五六七]是|首先|其次|这|我们|只有|只要)"
)
# 当前，…正全力…: the newsroom goes on
_NOW = re.compile(
    "(?:当前|眼下|目前|如今|近年来|连日来|这几天|今年以来|新的一年)(?:[^。]{0,40}(?:正|已经|陆续)|，(?:各地|全国各地|全省|全市))"
)
_ON_THE_SPOT = re.compile("来到|走进|出席|参加|陪同|考察|会见|主持|先后|发言|同.{0,8}(?:握手|交流|合影)")
# 河北要…, 北京、天津、河北3省市党委要…
_LIST = "(?P<who><W>(?:(?:、|和|及|以及|与)<W>)*)"
_BODIES_OF = (
    "(?:等(?:地|省区市|省份)?|[0-9两三四五]?省(?:区)?市?|各级|党委|政府|和政府|、|及其?|有关部门|有关方面|和|广大"
    "|干部群众|全省|上下|同志|也|都|更|还|特别|一定){0,4}"
)
_MUST = "(?:要|必须|应当|应(?!对|用|急)|须)(?!求|么|素|是|地)"
DIRECTIVE = pattern(rf"(?:^|(?<=[，；：“]))(?:希望|要求|勉励|支持)?{_LIST}{_BODIES_OF}{_MUST}")
# 京津冀作为…，要强化…; 河北区位优势独特，…，要持续推进…
DIRECTIVE_LATER = pattern(rf"{_LIST}(?![的、和与要])[^。；{PLACE}{ORGANISATION}]{{2,120}}?，{_MUST}")
# 希望河北全面学习贯彻…
WISH = pattern(rf"(?<![{PLACE}{ORGANISATION}方])(?:希望|要求|勉励|寄语){_LIST}{_BODIES_OF}(?=[^，。的是、]{{2}})")
WISHES = ("希望", "要求", "勉励", "寄语")


def find_speech(sentences: Sequence[Sentence], text: str) -> list[Speech]:
    """All reported speech, one record for each sentence of it, in the order of the text.

    A speech goes on over the following sentences of its paragraph until one tells something or names another speaker.
    """
    found: list[Speech] = []
    current: Speech | None = None
    topic: Unit | None = None
    paragraph = -1
    for sentence in sentences:
        if sentence.paragraph != paragraph:
            paragraph = sentence.paragraph
            current = current if _POINT.match(sentence.folded) else None
            topic = topic if OPENING_PRONOUN.match(sentence.folded) else None
        opened = _opens(sentence, topic, current)
        if opened:
            current = opened
        elif announced := _announces(sentence, topic):
            current = announced
            continue
        elif current and _goes_on(sentence, current.speaker):
            current = Speech(
                sentence,
                (sentence.start, sentence.end),
                (sentence.start, sentence.start),
                current.verb,
                current.speaker,
                current.by_meeting,
            )
        else:
            current = None
        if current and current.sentence is sentence:
            found.append(_with_directives(current))
        topic = _topic(sentence, current if opened else None) or topic
    return found


# 第一，… 二是…: a point of what was announced; 为了…，我们要…: the speech goes on
_POINT = re.compile(
    "第[一二三四五六七八九十]+[，,、]|[一二三四五六七八九十]+(?:是|要)|为了[^，。]{2,20}，我们|我们(?:要|应|将|必须|愿)"
)
_ANNOUNCES = pattern(
    "(?P<verb>提出|宣布)了?[^，。：<P>]{0,16}?(?:[0-9一二三四五六七八九十]+|几)(?:点|项|条|个方面|方面)[^，。：；<P>]{0,8}[：。]"
)


def _announces(sentence: Sentence, topic: Unit | None) -> Speech | None:
    """Who announces points that follow (习近平提出四点希望。); what they say begins with the next sentence."""
    match = _ANNOUNCES.search(sentence.folded)
    speaker = _speaker(sentence, match.start(), topic) if match else None
    if match is None or speaker is None or match.end() < len(sentence.folded):
        return None
    return Speech(sentence, (sentence.end, sentence.end), (sentence.end, sentence.end), match["verb"], speaker, False)


def _opens(sentence: Sentence, topic: Unit | None, current: Speech | None) -> Speech | None:
    folded = sentence.folded
    meeting = _meeting_says().match(folded)
    if meeting:
        return _speech(sentence, meeting.end(), meeting["verb"], None, True)
    for match in _says().finditer(folded):
        verb = match["verb"] or match["told"] or match["points"] or match["inline"] or match["asks"]
        lead = folded[: match.start()]
        if (verb == "介绍" and _HEARS.search(lead)) or _AS_SAID.search(lead):
            continue
        if lead.count("“") > lead.count("”"):
            continue
        speaker = _speaker(sentence, match.start(), topic)
        if speaker is None and not DOCUMENTS.search(folded[max(0, match.start() - 4) : match.end()]):
            if current and current.by_meeting and not lead:
                return _speech(sentence, match.end(), verb, None, True)
            continue
        return _speech(sentence, match.end(), verb, speaker, False)
    return None


def _speech(sentence: Sentence, at: int, verb: str, speaker: Unit | None, by_meeting: bool) -> Speech:
    start = sentence.origin[at]
    while at < len(sentence.folded) and sentence.folded[at] in "，：,:“":
        at += 1
    content = (sentence.origin[min(at, len(sentence.folded) - 1)], sentence.end)
    return Speech(sentence, content, (sentence.start, start), verb, speaker, by_meeting)


def _speaker(sentence: Sentence, at: int, topic: Unit | None) -> Unit | None:
    """Who stands before the verb at `at`: the last person of the clause not governed by a preposition, a pronoun's
    antecedent, or the subject of the clauses before."""
    folded = sentence.folded
    clause = after_last(folded, "，。；：", at)
    if units := subjects(sentence, clause, at):
        return units[-1] if len(units) == 1 else units[0]
    if PRONOUN.search(folded[max(0, clause - 1) : at]) and topic:
        return topic
    if OTHERS.match(folded, clause):
        return None
    if clause == 0 and folded[:at] and not re.fullmatch(r"并|还|又|[^，。]{0,8}(?:地|中|时|说)?", folded[:at]):
        return None
    while clause > 0:
        at = clause - 1
        clause = after_last(folded, "，。；：", at)
        if units := subjects(sentence, clause, at):
            return units[0]
        if PRONOUN.search(folded[clause:at]) or folded[clause:at].startswith(("他", "她", "总书记")):
            return topic
    return None


# 正如习近平主席指出，: quoted by who speaks
_AS_SAID = re.compile("(?:正如|正像|如同|恰如|就像|诚如)[^，。]*$")
# 听取…性能介绍，
_HEARS = re.compile("(?:听取|听了|听)[^，。；]*$")
# 民政系统广大干部表示，…: others speak, whom the text does not name
_OTHERS_SAY = pattern(
    "^[^，。：“”<P>]{0,24}?(?:干部|群众|代表|委员|人士|专家|职工|学者|官兵|学生|师生|企业家?|嘉宾|负责人|发言人|大家|各方|媒体|村民|居民|党员"
    "|院校|部门|地方|各地|各族人民)[^，。：“”<P>]{0,8}?(?:表示|认为|说|感到)(?=[，：])"
)


def _names_the_speaker(sentence: Sentence, speaker: Unit) -> bool:
    """Whether a sentence speaks of the speaker as somebody else (以习近平同志为核心…, 落实总书记要求): it tells."""
    if any(u.sign == PERSON and u.name == speaker.name and u.start > sentence.start for u in sentence.units):
        return True
    return speaker.name == "习近平" and "总书记" in sentence.folded


def _goes_on(sentence: Sentence, speaker: Unit | None) -> bool:
    """Whether a sentence without a verb of saying goes on with the speech before it.

    One that begins with another person does when it tells of nothing on the spot (习近平主席提出的…, said by a guest).
    """
    folded = sentence.folded
    if _OTHERS_SAY.match(folded):
        return False
    if speaker is not None and _names_the_speaker(sentence, speaker):
        return False
    if CONTINUES.match(folded):
        return True
    if folded.startswith(PERSON) and speaker is not None and sentence.units[0].name != speaker.name:
        return not NARRATIVE.search(folded) and (not _ON_THE_SPOT.search(folded) or "，是" in folded)
    if folded.startswith((PERSON, "他", "她", "总书记")):
        return False
    return not NARRATIVE.match(folded) and not _NOW.match(folded)


def _topic(sentence: Sentence, opened: Speech | None) -> Unit | None:
    """Whom a pronoun in the next sentence means: who spoke last, else the subject of this sentence."""
    if opened and opened.speaker:
        return opened.speaker
    units = subjects(sentence, 0, len(sentence.folded))
    return units[0] if units else None


def _is_side(unit: Unit, described: bool) -> bool:
    """Whether a unit is a side of talks (中方, 中 of 中越), which is spoken for, not told; a country that a sentence
    describes at length is one too."""
    if not isinstance(unit.span, Span):
        return False
    country = "countryCode" in dict(unit.span.entity.attributes)
    return unit.span.rule in (SIDE, PAIR) or (described and country)


def _with_directives(speech: Speech) -> Speech:
    """The speech with its directives, each reaching to the next or to the end of the sentence."""
    sentence = speech.sentence
    first = sentence.fold(speech.content[0])
    if speech.verb in WISHES:
        first -= len(speech.verb)
    found: dict[int, tuple[Unit, ...]] = {}
    first = max(first, 0)
    later = DIRECTIVE_LATER.match(sentence.folded, first)
    told = [*DIRECTIVE.finditer(sentence.folded, first), *WISH.finditer(sentence.folded, first)]
    for match in [later, *told] if later else told:
        units = sentence.units_in(*match.span("who"))
        if not any(_is_side(unit, match is later) for unit in units):
            found.setdefault(match.start("who"), tuple(units))
    starts = sorted(found)
    ends = [*(sentence.origin[at] for at in starts[1:]), sentence.end]
    directives = tuple(Directive(found[at], sentence.origin[at], end) for at, end in zip(starts, ends, strict=False))
    return replace(speech, directives=directives)
