"""The tables for people who count: what each row is, what each column means, how they come from the evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal as Choice

from kg.export.cells import Cell, open_day
from kg.export.reading import Article, Entity, Evidence
from kg.export.source import Source
from kg.export.tally import Tally
from kg.graph.vocabulary import XSD, load_ontology
from kg.query.port import Term

Row = tuple[Cell, ...]
_BODIES = "SELECT ?s ?o WHERE { ?s pk:postIn ?o }"
_COPIES = "SELECT ?s ?o WHERE { { ?s pk:copyOf ?o } UNION { GRAPH ?g { ?s pk:copyOf ?o } } }"
_LAST = 1 << 30
"""Where attendance has no place in a list, the row comes after those that have one."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `type` is that of Frictionless, or `day` (a date whose year may be open) or `list`.

    `refers` names the table whose key the column holds.
    """

    name: str
    type: Choice["string", "integer", "number", "date", "day", "list"]
    zh: str
    en: str
    refers: str = ""


@dataclass(frozen=True, slots=True)
class Index:
    """What rows look up: the entities by IRI, the body of each post, the article that another repeats."""

    source: Source
    entities: Mapping[str, Entity]
    bodies: Mapping[str, str]
    copies: Mapping[str, str]

    def key(self, iri: str) -> str:
        """`person/习近平`."""
        return self.source.key(iri)

    def keys(self, iris: Iterable[str]) -> tuple[str, ...]:
        """The keys of IRIs, in their order."""
        return tuple(map(self.key, iris))

    def name(self, iri: str) -> str:
        """The preferred name, the key where there is none."""
        return self.entities[iri].name if iri in self.entities else self.key(iri)

    def names(self, iris: Iterable[str]) -> tuple[str, ...]:
        """The names of IRIs, in their order."""
        return tuple(map(self.name, iris))


def read_index(source: Source, entities: Mapping[str, Entity]) -> Index:
    """The index of a source's entities; of several bodies of a post the first IRI counts."""
    return Index(source, entities, _pairs(source, _BODIES), _pairs(source, _COPIES))


def _pairs(source: Source, query: str) -> dict[str, str]:
    found = source.store.query(query).records()
    return dict(sorted(((each["s"], each["o"]) for each in found), reverse=True))


@dataclass(frozen=True, slots=True)
class Table:
    """One CSV file. Rows come from each article, in its order, or at the end from the tally of all of them."""

    name: str
    zh: str
    en: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    of_article: Callable[[Index, Article], Iterator[Row]] | None = None
    of_all: Callable[[Index, Tally], Iterator[Row]] | None = None


# --- rows from the tally


def _people(index: Index, tally: Tally) -> Iterator[Row]:
    for e in tally.found("people"):
        posts = index.names(tally.values(e.iri, "holdsPost"))
        yield e.key, e.name, e.aliases, posts, *_span(tally, e)


def _events(index: Index, tally: Tally) -> Iterator[Row]:
    for e in tally.found("events"):
        start, end, part = (_first(tally.values(e.iri, name)) for name in ("startDate", "endDate", "dayPart"))
        places, chairs = tally.values(e.iri, "tookPlaceIn"), tally.values(e.iri, "chaired")
        whole = index.keys(tally.values(e.iri, "partOfEvent"))
        where, who = (index.keys(places), index.names(places)), (index.keys(chairs), index.names(chairs))
        yield e.key, e.name, e.cls, open_day(start), open_day(end), part, *where, *who, whole, *_span(tally, e)


def _themes(index: Index, tally: Tally) -> Iterator[Row]:
    for e in tally.found("themes"):
        speakers = tally.values(e.iri, "advocated")
        standing = "candidate" if e.values.get("candidate") == "true" else "concept"
        yield e.key, e.name, standing, index.keys(speakers), index.names(speakers), len(speakers), *_span(tally, e)


def _span(tally: Tally, entity: Entity) -> tuple[Cell, ...]:
    days = tally.days[entity.iri]
    return days.first, days.last, tally.articles[entity.iri], tally.mentions[entity.iri]


def _first(values: Sequence[str]) -> str:
    return values[0] if values else ""


# --- rows from an article


def _posts(index: Index, article: Article) -> Iterator[Row]:
    for e in article.affirmed("holdsPost", "heldPost"):
        post = e.object.value
        body = index.bodies.get(post, "")
        who = index.key(e.subject), index.name(e.subject), e.predicate
        office = index.key(post), index.name(post), index.key(body), index.name(body)
        yield *who, *office, article.date, e.quote, index.key(article.iri), index.key(e.iri)


def _attendance(index: Index, article: Article) -> Iterator[Row]:
    posts: dict[str, list[str]] = defaultdict(list)
    for e in article.affirmed("holdsPost"):
        posts[e.subject].append(e.object.value)
    roles = {(e.subject, e.predicate, e.object.value) for e in article.affirmed("chaired", "spokeAt")}
    for e in _one_each(article.affirmed("attended")):
        event = e.object.value
        held = index.names(sorted(set(posts[e.subject])))
        did = tuple(role for role in ("chaired", "spokeAt") if (e.subject, role, event) in roles)
        place = "" if e.position is None else e.position
        who = place, index.key(e.subject), index.name(e.subject), held, did
        yield index.key(event), index.name(event), *who, article.date, index.key(article.iri), index.key(e.iri)


def _one_each(evidence: Iterable[Evidence]) -> list[Evidence]:
    """The first evidence of every fact, by event and place in the list."""
    first: dict[str, Evidence] = {}
    for e in evidence:
        first.setdefault(e.fact, e)
    return sorted(first.values(), key=lambda e: (e.object, _LAST if e.position is None else e.position, e.subject))


def _visits(index: Index, article: Article) -> Iterator[Row]:
    for e in article.affirmed("visited"):
        place = e.object.value
        where = index.key(place), index.name(place), open_day(e.day), e.part, e.quote
        source = article.date, index.key(article.iri), index.key(e.iri)
        yield index.key(e.subject), index.name(e.subject), *where, *source


def _statements(index: Index, article: Article) -> Iterator[Row]:
    said: dict[tuple[str, str], dict[str, Evidence]] = defaultdict(dict)
    for e in article.evidence:
        if e.subject in article.statements and e.affirmed:
            predicate = "hasTheme" if e.predicate == "about" else e.predicate
            said[e.subject, predicate].setdefault(e.object.value, e)

    def start(statement: str) -> tuple[int, str]:
        return min((e.start for e in said[statement, "text"].values()), default=_LAST), statement

    for statement in sorted(article.statements, key=start):
        speakers, verbs, texts, events, told, themes = (
            list(said[statement, name]) for name in ("speaker", "verb", "text", "madeAt", "directedTo", "hasTheme")
        )
        event = _first(events)
        proof = next((index.key(e.iri) for e in said[statement, "text"].values()), "")
        who = index.keys(speakers), index.names(speakers), _first(verbs), _first(texts)
        where = index.key(event), index.name(event), index.keys(told), index.names(told)
        what = index.keys(themes), index.names(themes)
        yield index.key(statement), *who, *where, *what, article.date, index.key(article.iri), proof


def _articles(index: Index, article: Article) -> Iterator[Row]:
    where = article.publisher, article.url, article.source, article.dateline
    file = article.sha256, article.text_file
    copy = index.key(index.copies.get(article.iri, ""))
    yield index.key(article.iri), article.title, article.date, *where, *file, copy, len(article.evidence)


def _evidence(index: Index, article: Article) -> Iterator[Row]:
    ontology = load_ontology()
    own = {**article.statements, article.iri: article.title}
    for e in article.evidence:
        labels = (ontology.label(e.predicate, language) for language in ("zh", "en"))
        subject = index.key(e.subject), own.get(e.subject) or index.name(e.subject)
        where = e.start, e.end, e.quote
        how = e.rule, e.confidence, e.status, e.polarity
        when = open_day(e.day), e.part, "" if e.position is None else e.position
        fact = *subject, e.predicate, *labels, *_object(index, e.object)
        because = index.key(e.because)
        yield index.key(e.iri), index.key(article.iri), *where, index.key(e.fact), *fact, *how, *when, because


def _object(index: Index, term: Term) -> tuple[str, str]:
    if term.kind == "iri":
        return index.key(term.value), index.name(term.value)
    return "", open_day(term.value) if term.datatype == XSD + "gMonthDay" else term.value


# --- columns

ARTICLE = Column("article", "string", "文章标识", "key of the article", refers="articles")
EVIDENCE = Column("evidence", "string", "依据标识", "key of the evidence", refers="evidence")
REPORTED = Column("date_reported", "date", "文章发布日期", "day of publication of the article")
SENTENCE = Column("sentence", "string", "原文（一字不差）", "exactly the words of the text, line breaks included")
SPAN = (
    Column("first_date", "date", "最早报道日期", "first day of publication of an article that says anything of it"),
    Column("last_date", "date", "最近报道日期", "last day of publication of an article that says anything of it"),
    Column("articles", "integer", "提到的文章数", "articles that mention it"),
    Column("mentions", "integer", "提到的次数", "mentions in all articles"),
)


def _c(name: str, zh: str, en: str, type_: Choice["string", "integer", "number", "day", "list"] = "string") -> Column:
    return Column(name, type_, zh, en)


TABLES: tuple[Table, ...] = (
    Table(
        "people", "人物，每人一行", "one row for each person", ("person",),
        (
            _c("person", "人物标识", "key of the person"),
            _c("name", "姓名", "preferred name"),
            _c("aliases", "其他写法", "other ways the texts name the person", "list"),
            _c("posts", "文中给出的职务", "posts that the texts give the person", "list"),
            *SPAN,
        ),
        of_all=_people,
    ),
    Table(
        "posts", "任职，每条依据一行", "one row for each place in a text that gives a person a post", ("evidence",),
        (
            _c("person", "任职者标识", "key of the holder"),
            _c("name", "任职者", "name of the holder"),
            _c("relation", "holdsPost 担任，heldPost 曾任", "holdsPost, or heldPost where the text says it is over"),
            _c("post", "职务标识", "key of the post"),
            _c("post_name", "职务", "name of the post"),
            _c("body", "所属机构标识", "key of the body that the post belongs to"),
            _c("body_name", "所属机构", "name of the body"),
            REPORTED, SENTENCE, ARTICLE, EVIDENCE,
        ),
        of_article=_posts,
    ),
    Table(
        "events", "事件，每个一行", "one row for each event", ("event",),
        (
            _c("event", "事件标识", "key of the event"),
            _c("name", "名称", "preferred name"),
            _c("kind", "类别：Visit、Meeting、Call、Message 或 Event", "class: Visit, Meeting, Call, Message or Event"),
            _c("start", "开始日期", "first day", "day"),
            _c("end", "结束日期", "last day", "day"),
            _c("part", "时段：morning、afternoon、evening", "part of day: morning, afternoon, evening"),
            _c("places", "地点标识", "keys of the places", "list"),
            _c("place_names", "地点", "names of the places", "list"),
            _c("chairs", "主持者标识", "keys of those who chaired", "list"),
            _c("chair_names", "主持者", "names of those who chaired", "list"),
            _c("part_of", "所属行程标识", "keys of the tours it is a stop of", "list"),
            *SPAN,
        ),
        of_all=_events,
    ),
    Table(
        "attendance", "出席，每篇文章中每个事件的每位出席者一行",
        "one row for each attendee of each event in each article", ("event", "attendee", "article"),
        (
            Column("event", "string", "事件标识", "key of the event", refers="events"),
            _c("event_name", "事件", "name of the event"),
            _c("position", "名单次序，从 1 计", "place in the attendance list of the article, from 1", "integer"),
            _c("attendee", "出席者标识（人物或机构）", "key of the attendee, a person or an organisation"),
            _c("name", "出席者", "name of the attendee"),
            _c("posts", "同一篇文章给出的职务", "posts that the same article gives", "list"),
            _c("roles", "chaired 主持，spokeAt 发言", "chaired, spokeAt", "list"),
            REPORTED, ARTICLE, EVIDENCE,
        ),
        of_article=_attendance,
    ),
    Table(
        "visits", "到访，每条依据一行", "one row for each place in a text that says somebody went somewhere",
        ("evidence",),
        (
            _c("person", "到访者标识", "key of the visitor"),
            _c("name", "到访者", "name of the visitor"),
            _c("place", "地点或机构标识", "key of the place or organisation"),
            _c("place_name", "地点或机构", "name of the place or organisation"),
            _c("date", "到访日期", "day of the visit by this text", "day"),
            _c("part", "时段：morning、afternoon、evening", "part of day: morning, afternoon, evening"),
            SENTENCE, REPORTED, ARTICLE, EVIDENCE,
        ),
        of_article=_visits,
    ),
    Table(
        "statements", "表述，每条一行", "one row for each statement", ("statement",),
        (
            _c("statement", "表述标识", "key of the statement"),
            _c("speakers", "说话人标识", "keys of the speakers", "list"),
            _c("speaker_names", "说话人", "names of the speakers", "list"),
            _c("verb", "言说动词", "verb of saying"),
            _c("text", "内容", "what was said"),
            Column("event", "string", "场合标识", "key of the event at which it was said", refers="events"),
            _c("event_name", "场合", "name of the event"),
            _c("addressees", "对象标识", "keys of those told", "list"),
            _c("addressee_names", "对象", "names of those told", "list"),
            _c("themes", "提法标识", "keys of the themes in it", "list"),
            _c("theme_names", "提法", "names of the themes in it", "list"),
            REPORTED, ARTICLE, EVIDENCE,
        ),
        of_article=_statements,
    ),
    Table(
        "themes", "提法，每个一行", "one row for each theme", ("theme",),
        (
            _c("theme", "提法标识", "key of the theme"),
            _c("name", "提法", "preferred name"),
            _c("standing", "concept 在词表中，candidate 在文中找到",
               "concept of the thesaurus, or candidate found in a text"),
            _c("speakers", "主张者标识", "keys of those who advocated it", "list"),
            _c("speaker_names", "主张者", "names of those who advocated it", "list"),
            _c("speaker_count", "主张者人数", "how many advocated it", "integer"),
            *SPAN,
        ),
        of_all=_themes,
    ),
    Table(
        "articles", "文章，每篇一行", "one row for each article", ("article",),
        (
            _c("article", "文章标识", "key of the article"),
            _c("title", "标题", "title"),
            Column("date", "date", "发布日期", "day of publication"),
            _c("publisher", "发布者", "publisher"),
            _c("url", "网址", "address"),
            _c("source", "来源名称", "where the text came from: a file, an item of a broadcast"),
            _c("dateline", "电头", "dateline"),
            _c("sha256", "原文 SHA-256", "SHA-256 of the text as read"),
            _c("text_file", "原文在生成文件夹中的路径", "path of the text in the built folder"),
            _c("copy_of", "与之重复的较早文章（同一通稿）", "key of an earlier article that it repeats"),
            _c("evidence", "依据条数", "pieces of evidence in it", "integer"),
        ),
        of_article=_articles,
    ),
    Table(
        "evidence", "依据，每条一行，各表所说都在其中", "one row for each evidence; what any table says stands here",
        ("evidence",),
        (
            _c("evidence", "依据标识", "key of the evidence"),
            ARTICLE,
            _c("start", "起始位置（字符，从 0 计）", "first character in the text as read, from 0", "integer"),
            _c("end", "结束位置（不含）", "the character after the last", "integer"),
            _c("quote", "引文（一字不差）", "exactly the characters from start to end"),
            _c("fact", "事实标识", "key of the fact that it supports"),
            _c("subject", "主语标识", "key of the subject"),
            _c("subject_name", "主语", "name of the subject"),
            _c("predicate", "谓语", "property of the ontology"),
            _c("predicate_zh", "谓语（中文）", "its Chinese label"),
            _c("predicate_en", "谓语（英文）", "its English label"),
            _c("object", "宾语标识，文字值为空", "key of the object, empty for a literal"),
            _c("object_name", "宾语或文字值", "name of the object, or the literal"),
            _c("rule", "规则编号", "id of the rule that read it"),
            _c("confidence", "可信度，0 到 1", "measured precision of the rule, 0 to 1", "number"),
            _c("status", "reported 文中所说，derived 推得，background 来自词表",
               "reported by the text, derived from other facts, or background from a lexicon"),
            _c("polarity", "affirmed 肯定，denied 否认，planned 计划，claimed 他人所称",
               "affirmed, denied, planned, or claimed by somebody quoted"),
            _c("day", "原文所说的日期", "day that the text gives", "day"),
            _c("part", "时段", "part of day"),
            _c("position", "名单次序", "place in an attendance list", "integer"),
            _c("because", "推得所据的表述标识", "key of the statement that a derived fact comes from"),
        ),
        of_article=_evidence,
    ),
)  # fmt: skip
"""Only what the texts affirm is in a table, save `evidence`, which has everything."""
