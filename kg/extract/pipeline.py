"""The pipeline: one spaCy component for each kind, around functions that do the thinking.

Tokens are characters, so that token i of a `Doc` is character i of `Article.clean`. Each component writes what it finds
to `doc._.reading`, where the later ones look; the last one, for whoever wants to see it, to `doc.spans[<kind>]`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.tokens import Span as DocSpan

from kg.extract.dates import DateSpan, find_dates
from kg.extract.merge import TAGGER, TagSource, merge_tagged
from kg.extract.names import find_names
from kg.extract.organisations import find_organisations
from kg.extract.people import find_people
from kg.extract.places import find_places
from kg.extract.posts import Holding, find_holdings, find_posts
from kg.extract.relations import read_story
from kg.extract.restored import PostSpan, with_bodies
from kg.extract.scene import Sentence, build_units, fold_sentences
from kg.extract.signs import find_signs
from kg.extract.spans import Span, outside, without_nested
from kg.extract.speech import Speech, find_speech
from kg.extract.story import Story
from kg.extract.themes import Theme, find_themes, merge_themes
from kg.extract.titles import Title, find_titles
from kg.model import Article
from kg.text import DATELINE, LEAD, split_sentences


@dataclass
class Reading:
    """What the components have found in one article; offsets are characters of `Article.clean`.

    `tags` gives the names that lexicon and rules may miss.
    """

    article: Article
    tags: TagSource | None = TAGGER
    sentences: list[tuple[int, int]] = field(default_factory=list)
    names: list[Span] = field(default_factory=list)
    titles: list[Title] = field(default_factory=list)
    people: list[Span] = field(default_factory=list)
    posts: list[PostSpan] = field(default_factory=list)
    holdings: list[Holding] = field(default_factory=list)
    dates: list[DateSpan] = field(default_factory=list)
    folded: list[Sentence] = field(default_factory=list)
    speech: list[Speech] = field(default_factory=list)
    story: Story | None = None
    themes: list[Theme] = field(default_factory=list)


Doc.set_extension("reading", default=None, force=True)


def _reading(doc: Doc) -> Reading:
    reading = doc._.reading
    assert isinstance(reading, Reading)
    return reading


def read_sentences(doc: Doc) -> Doc:
    reading = _reading(doc)
    text = reading.article.clean
    reading.sentences = [part for span in split_sentences(text) for part in _without_dateline(text, *span)]
    return doc


# （记者甲、乙） behind 新华社北京3月5日电 or 央视网消息
_REPORTERS = re.compile("(?:（[^（）\\n]*）)? *")


def _without_dateline(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The dateline that opens a sentence as a sentence of its own: its day and its names are not the report's."""
    opening = DATELINE.match(text, start, end) or LEAD.match(text, start, end)
    if opening is None:
        return [(start, end)]
    reporters = _REPORTERS.match(text, opening.end(), end)
    body = reporters.end() if reporters else opening.end()
    return [(start, body), (body, end)] if body < end else [(start, end)]


def read_names(doc: Doc) -> Doc:
    reading = _reading(doc)
    text = reading.article.clean
    known = find_names(text)
    barriers = [date.end for date in reading.dates]
    organisations = find_organisations(text, known, barriers)
    places = find_places(text, [*known, *organisations], barriers)
    names = [*known, *organisations, *places]
    names += find_signs(text, names)
    reading.names = without_nested(sorted(names, key=lambda span: (span.start, -span.end)))
    return doc


def read_people(doc: Doc) -> Doc:
    reading = _reading(doc)
    text = reading.article.clean
    reading.titles = find_titles(text)
    reading.people = find_people(text, reading.titles, reading.names)
    reading.names = outside(reading.names, reading.people)
    if reading.tags:
        reading.people, reading.names = merge_tagged(text, reading.people, reading.names, reading.tags)
    return doc


def read_posts(doc: Doc) -> Doc:
    reading = _reading(doc)
    text = reading.article.clean
    places = [span for span in reading.names if span.kind == "places"]
    posts = find_posts(text, reading.titles, reading.names, reading.people)
    reading.posts, reading.holdings = find_holdings(text, posts, reading.people, places, reading.article.date)
    reading.names = with_bodies(reading.names, reading.posts)
    return doc


def read_dates(doc: Doc) -> Doc:
    reading = _reading(doc)
    reading.dates = find_dates(reading.article.clean, reading.article.date)
    return doc


def read_statements(doc: Doc) -> Doc:
    reading = _reading(doc)
    text = reading.article.clean
    units = build_units(text, reading.people, reading.names, reading.posts, reading.holdings, reading.dates)
    reading.folded = fold_sentences(text, reading.sentences, reading.article.headline, units)
    reading.speech = find_speech(reading.folded, text)
    return doc


def read_events(doc: Doc) -> Doc:
    reading = _reading(doc)
    reading.story = read_story(reading.article.clean, reading.article.date, reading.folded, reading.speech)
    return doc


def read_themes(doc: Doc) -> Doc:
    reading = _reading(doc)
    known = [(span.start, span.end) for span in (*reading.names, *reading.people)]
    reading.themes = merge_themes(find_themes(reading.article.clean, reading.sentences, known))
    return doc


def show_spans(doc: Doc) -> Doc:
    """Write what was read as the span groups of the kinds, each span with its rule as label and its key as `kb_id`."""
    groups: defaultdict[str, list[DocSpan]] = defaultdict(list)
    for kind, start, end, rule, key in _shown(_reading(doc)):
        groups[kind].append(DocSpan(doc, start, end, label=rule, kb_id=key))
    for kind, spans in groups.items():
        doc.spans[kind] = spans
    return doc


def _shown(reading: Reading) -> Iterator[tuple[str, int, int, str, str]]:
    for span in (*reading.people, *reading.names, *(post.span for post in reading.posts)):
        yield span.kind, span.start, span.end, span.rule, span.entity.key
    for start, end in reading.sentences:
        yield "sentences", start, end, "sentence", ""
    for date in reading.dates:
        yield "dates", date.start, date.end, date.rule, date.first
    for item in reading.speech:
        yield "statements", *item.content, item.verb, ""
    for draft in reading.story.drafts if reading.story else ():
        yield from (("events", start, end, draft.cls, draft.key) for start, end in draft.spans)
    for theme in reading.themes:
        yield from (("themes", m.start, m.end, m.rule, theme.label) for m in theme.mentions)


SHOW = "kg_spans"
_READING = ("doc._.reading",)
COMPONENTS: tuple[tuple[str, Callable[[Doc], Doc], tuple[str, ...], tuple[str, ...]], ...] = (
    ("kg_sentences", read_sentences, (), _READING),
    ("kg_dates", read_dates, _READING, _READING),
    ("kg_names", read_names, _READING, _READING),
    ("kg_people", read_people, _READING, _READING),
    ("kg_posts", read_posts, _READING, _READING),
    ("kg_statements", read_statements, _READING, _READING),
    ("kg_events", read_events, _READING, _READING),
    ("kg_themes", read_themes, _READING, _READING),
    (SHOW, show_spans, _READING, ("doc.spans",)),
)

for _name, _read, _requires, _assigns in COMPONENTS:
    Language.component(_name, func=_read, requires=list(_requires), assigns=list(_assigns))


@cache
def load_pipeline() -> Language:
    """A blank Chinese pipeline of characters with the components above, built once."""
    nlp = spacy.blank("zh")
    for name, *_ in COMPONENTS:
        nlp.add_pipe(name)
    return nlp


@cache
def _sign(character: str) -> int:
    """The number of a character in the vocabulary; a document of numbers is made in half the time of one of strings."""
    return load_pipeline().vocab.strings.add(character)


def read_doc(article: Article) -> Doc:
    """What the pipeline finds in an article as a spaCy document: `doc._.reading`, `doc.spans["people"]`."""
    return load_pipeline().get_pipe(SHOW)(_run(article))


def read_article(article: Article, tags: TagSource | None = TAGGER) -> Reading:
    """All that the pipeline finds in an article; `tags` adds names to those of lexicon and rules.

    The span groups are left out: no other floor sees them, and they took one twenty-fifth of the time.
    """
    return _reading(_run(article, tags))


def open_document(article: Article, tags: TagSource | None = TAGGER) -> Doc:
    """The document that the components read: a token for each character of `Article.clean`, nothing found yet."""
    signs: list[Any] = [_sign(character) for character in article.clean]  # spaCy's stubs know of words as strings only
    doc = Doc(load_pipeline().vocab, words=signs, spaces=[False] * len(signs))
    doc._.reading = Reading(article, tags)
    return doc


def _run(article: Article, tags: TagSource | None = TAGGER) -> Doc:
    doc = open_document(article, tags)
    for name, component in load_pipeline().pipeline:
        doc = component(doc) if name != SHOW else doc
    return doc
