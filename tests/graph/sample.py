"""An invented article and what a careful reader takes from it, in the records that extraction hands over."""

from __future__ import annotations

import re
from functools import cache

from kg.model.records import Article, Entity, Evidence, Extraction, Fact, Literal, Mention, Polarity, Status

TEXT = """林向东在云溪考察并主持召开沿江绿色发展座谈会

新华社临川 9 月 3 日电 青江省委书记林向东 1 日至 2 日在云溪

市考察。1 日上午，林向东来到白鹭镇湿地公园，了解生态修复情

况。1 日下午，他考察了云溪船舶研究院。2 日上午，林向东在云

溪市主持召开沿江绿色发展座谈会。

省长周岚、云溪市市长何一鸣出席座谈会并发言。周岚陪同考察。

林向东强调，云溪要加强长江岸线保护，推动“绿色航运”。秘书

长郑和平表示，马一凡没有出席座谈会。
"""
# What a page break leaves behind: spaces inside dates and newlines inside sentences.
HEADLINE = "林向东在云溪考察并主持召开沿江绿色发展座谈会"
PARAGRAPH_ENDS = ("座谈会\n\n新华社", "会。\n\n省长", "察。\n\n林向东")


@cache
def article() -> Article:
    """The article with `clean` free of the white space that the page layout put in."""
    breaks = {TEXT.index(ends) + ends.index("\n") for ends in PARAGRAPH_ENDS}
    offsets = [i for i, c in enumerate(TEXT) if not c.isspace() or i in breaks]
    return Article(
        text=TEXT,
        clean="".join(TEXT[i] for i in offsets),
        offsets=offsets,
        name="yunxi.txt",
        title=HEADLINE,
        date="2031-09-03",
        publisher="新华社",
        url="https://news.example/2031/云溪.html",
        dateline="新华社临川9月3日电",
        headline=len(HEADLINE) + 1,
    )


def span(words: str, nth: int = 0) -> tuple[int, int]:
    """Where the nth occurrence of `words` stands in TEXT, white space inside it disregarded."""
    pattern = r"\s*".join(map(re.escape, words))
    match = list(re.finditer(pattern, TEXT))[nth]
    return match.span()


def evidence(
    words: str, rule: str = "sample.by-hand", confidence: float = 0.9, nth: int = 0, date: str = "", part: str = ""
) -> Evidence:
    start, end = span(words, nth)
    return Evidence(start, end, TEXT[start:end], rule, confidence, date, part)


ENTITIES = (
    Entity("event/2031-09-01-林向东在云溪市考察", "events", "Visit", "林向东在云溪市考察", ("考察",)),
    Entity("event/2031-09-02-沿江绿色发展座谈会", "events", "Meeting", "沿江绿色发展座谈会", ("座谈会",)),
    Entity("organisation/云溪船舶研究院", "organisations", "Organisation", "云溪船舶研究院"),
    Entity("organisation/青江省委", "organisations", "Organisation", "青江省委"),
    Entity("person/何一鸣", "people", "Person", "何一鸣"),
    Entity("person/周岚", "people", "Person", "周岚"),
    Entity("person/林向东", "people", "Person", "林向东"),
    Entity("person/郑和平", "people", "Person", "郑和平"),
    Entity("person/马一凡", "people", "Person", "马一凡"),
    Entity(
        "place/990100", "places", "AdministrativeArea", "云溪市", ("云溪",),
        (("divisionCode", Literal("990100")), ("level", Literal("prefecture"))),
    ),
    Entity("place/白鹭镇湿地公园", "places", "Site", "白鹭镇湿地公园"),
    Entity("post/云溪市市长", "posts", "Post", "云溪市市长"),
    Entity("post/青江省委书记", "posts", "Post", "青江省委书记"),
    Entity("post/青江省省长", "posts", "Post", "青江省省长", ("省长",)),
    Entity("statement/1", "statements", "Statement", "林向东强调：云溪要加强长江岸线保护，推动“绿色航运”"),
    Entity("statement/2", "statements", "Statement", "郑和平表示：马一凡没有出席座谈会"),
    Entity(
        "theme/长江岸线保护", "themes", "Theme", "长江岸线保护", (),
        (("concept", Literal("https://w3id.org/policy-kg/id/theme/长江岸线保护")),),
    ),
    Entity("theme/绿色航运", "themes", "Theme", "绿色航运", (), (("candidate", Literal("true", "boolean")),)),
    Entity("theme/沿江绿色发展", "themes", "Theme", "沿江绿色发展"),
)  # fmt: skip

TOUR = "event/2031-09-01-林向东在云溪市考察"
PARK = "place/白鹭镇湿地公园"
YARD = "organisation/云溪船舶研究院"
MEETING = "event/2031-09-02-沿江绿色发展座谈会"


def _fact(
    subject: str,
    predicate: str,
    object_: str | Literal,
    *words: str | Evidence,
    status: Status = "reported",
    polarity: Polarity = "affirmed",
    because: str | None = None,
) -> Fact:
    places = tuple(word if isinstance(word, Evidence) else evidence(word) for word in words)
    return Fact(subject, predicate, object_, places, status, polarity, because)


def _date(value: str) -> Literal:
    return Literal(value, "date")


def _facts() -> tuple[Fact, ...]:
    roster = "省长周岚、云溪市市长何一鸣出席座谈会并发言"
    held = "2日上午，林向东在云溪市主持召开沿江绿色发展座谈会"
    said = "林向东强调，云溪要加强长江岸线保护，推动“绿色航运”"
    denied = "马一凡没有出席座谈会"
    park = evidence("1日上午，林向东来到白鹭镇湿地公园", date="2031-09-01", part="morning")
    yard = evidence("1日下午，他考察了云溪船舶研究院", date="2031-09-01", part="afternoon")
    speech = "statement/1"
    claim = "statement/2"
    mentions = [
        _fact(article().key, "mentions", m.key, Evidence(m.start, m.end, TEXT[m.start : m.end], m.rule, m.confidence))
        for m in MENTIONS
    ]
    return (
        *mentions,
        _fact(article().key, "about", "theme/沿江绿色发展", evidence("沿江绿色发展")),
        _fact(article().key, "hasTheme", "theme/绿色航运", evidence("绿色航运")),
        _fact("person/林向东", "holdsPost", "post/青江省委书记", "青江省委书记林向东"),
        _fact("post/青江省委书记", "postIn", "organisation/青江省委", "青江省委书记", status="background"),
        _fact("person/周岚", "holdsPost", "post/青江省省长", evidence("省长周岚", confidence=0.8)),
        _fact("person/何一鸣", "holdsPost", "post/云溪市市长", "云溪市市长何一鸣"),
        _fact("person/林向东", "visited", "place/990100", "林向东1日至2日在云溪市考察"),
        _fact("person/林向东", "visited", PARK, park),
        _fact("person/林向东", "visited", YARD, yard),
        _fact("person/周岚", "accompanied", "person/林向东", "周岚陪同考察"),
        _fact(TOUR, "tookPlaceIn", "place/990100", "林向东1日至2日在云溪市考察"),
        _fact(TOUR, "startDate", _date("2031-09-01"), "1日至2日"),
        _fact(TOUR, "endDate", _date("2031-09-02"), "1日至2日"),
        _fact(MEETING, "tookPlaceIn", "place/990100", held),
        _fact(MEETING, "startDate", _date("2031-09-02"), "2日上午"),
        _fact(MEETING, "endDate", _date("2031-09-02"), "2日上午"),
        _fact(MEETING, "about", "theme/沿江绿色发展", evidence("沿江绿色发展座谈会", nth=1)),
        _fact("person/林向东", "chaired", MEETING, HEADLINE, held),
        _fact("person/林向东", "attended", MEETING, HEADLINE, held, status="derived"),
        _fact("person/周岚", "attended", MEETING, roster),
        _fact("person/周岚", "spokeAt", MEETING, roster),
        _fact("person/何一鸣", "attended", MEETING, roster),
        _fact("person/何一鸣", "spokeAt", MEETING, evidence("何一鸣出席座谈会并发言")),
        _fact("person/马一凡", "attended", MEETING, denied, polarity="denied", because=claim),
        _fact(speech, "speaker", "person/林向东", said),
        _fact(speech, "verb", Literal("强调", "zh"), "强调"),
        _fact(speech, "text", Literal("云溪要加强长江岸线保护，推动“绿色航运”", "zh"), said),
        _fact(speech, "directedTo", "place/990100", "云溪要加强"),
        _fact(speech, "madeAt", TOUR, said),
        _fact(speech, "about", "theme/长江岸线保护", "加强长江岸线保护"),
        _fact(speech, "about", "theme/绿色航运", "推动“绿色航运”"),
        _fact(claim, "speaker", "person/郑和平", "秘书长郑和平表示"),
        _fact(claim, "verb", Literal("表示", "zh"), "表示"),
        _fact(claim, "text", Literal(denied, "zh"), denied),
        _fact("person/林向东", "advocated", "theme/长江岸线保护", said, status="derived", because=speech),
        _fact("person/林向东", "advocated", "theme/绿色航运", said, status="derived", because=speech),
        _fact("place/990100", "taskedWith", "theme/长江岸线保护", said, status="derived", because=speech),
    )  # fmt: skip


def _mention(key: str, kind: str, words: str, nth: int = 0) -> Mention:
    return Mention(kind, *span(words, nth), key, f"{kind}.sample", 1.0)


MENTIONS = (
    _mention("person/林向东", "people", "林向东"),
    _mention("person/林向东", "people", "林向东", 1),
    _mention("person/周岚", "people", "周岚"),
    _mention("person/何一鸣", "people", "何一鸣"),
    _mention("person/郑和平", "people", "郑和平"),
    _mention("person/马一凡", "people", "马一凡"),
    _mention("place/990100", "places", "云溪市"),
    _mention("place/白鹭镇湿地公园", "places", "白鹭镇湿地公园"),
    _mention("organisation/云溪船舶研究院", "organisations", "云溪船舶研究院"),
    _mention("organisation/青江省委", "organisations", "青江省委"),
    _mention("post/青江省委书记", "posts", "青江省委书记"),
    _mention("post/青江省省长", "posts", "省长"),
    _mention("post/云溪市市长", "posts", "云溪市市长"),
    _mention(MEETING, "events", "沿江绿色发展座谈会"),
    _mention("theme/长江岸线保护", "themes", "长江岸线保护"),
    _mention("theme/绿色航运", "themes", "绿色航运"),
    _mention("theme/沿江绿色发展", "themes", "沿江绿色发展"),
)


@cache
def extraction() -> Extraction:
    """What the article says."""
    sentences = tuple(match.span() for match in re.finditer(r"[^。\s][^。]*。|^[^\n。]+(?=\n)", TEXT))
    return Extraction(article(), sentences, MENTIONS, ENTITIES, _facts())


@cache
def second() -> Extraction:
    """A short text of another day: Zhou Lan alone at the shipyard institute, and another label of one place."""
    text = "周岚4日在云溪考察时指出，要推动绿色航运。\n"
    words = "周岚4日在云溪考察"
    place = Evidence(0, len(words), words, "sample.by-hand", 0.85, "2031-09-04")
    other = Article(text, text, range(len(text)), name="zhou.txt", date="2031-09-05")
    theme = text.index("推动绿色航运")
    support = Evidence(theme, theme + 6, text[theme : theme + 6], "sample.by-hand", 0.7)
    facts = (
        _fact(other.key, "mentions", "person/周岚", Evidence(0, 2, "周岚", "people.sample", 1.0)),
        _fact(other.key, "mentions", "place/990100", Evidence(5, 7, "云溪", "places.sample", 1.0)),
        _fact(other.key, "mentions", "theme/绿色航运", Evidence(theme + 2, theme + 6, "绿色航运", "themes.sample", 1)),
        _fact("person/周岚", "visited", "place/990100", place),
        _fact("person/周岚", "advocated", "theme/绿色航运", support),
    )
    entities = tuple(e for e in ENTITIES if e.key in ("person/周岚", "place/990100", "theme/绿色航运"))
    mentions = (Mention("people", 0, 2, "person/周岚", "people.sample"),)
    return Extraction(other, ((0, len(text) - 1),), mentions, entities, facts)
