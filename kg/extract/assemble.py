"""From what was read to the records of an article: entities, mentions, facts with their evidence."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import replace
from operator import itemgetter

from kg.extract.agenda import find_agenda
from kg.extract.confidence import confidence_of
from kg.extract.containment import find_containment, find_stated
from kg.extract.dates import DateSpan
from kg.extract.events import Draft
from kg.extract.pipeline import Reading
from kg.extract.speech import Speech
from kg.extract.story import Story, entity_of
from kg.extract.themes import Theme, is_urged
from kg.lexicon.thesaurus import DATA_BASE, theme_key
from kg.model import Article, Datatype, Entity, Evidence, Extraction, Fact, Literal, Mention, Polarity, Status

Key = tuple[str, str, str | Literal, Status, Polarity, str | None]
Place = tuple[int, int, str, str, str]
"""Where a fact is read: start and end in `Article.text`, rule, day, part of the day."""


class Assembly:
    """Collects the entities, mentions and facts of one article; offsets come in as characters of `Article.clean`.

    The records are made once, at the end: an entity is added three times on average.
    """

    def __init__(self, article: Article) -> None:
        self.article = article
        self.key = article.key
        self.entities: dict[str, Entity] = {}
        self.names: dict[str, dict[str, None]] = {}
        self.mentions: dict[tuple[int, int, str], tuple[str, str]] = {}
        self.facts: dict[Key, dict[Place, None]] = {}

    def add(self, entity: Entity, *names: str) -> str:
        """The key of an entity; one named before keeps its record and gains the new names."""
        key = entity.key
        known = self.entities.setdefault(key, entity)
        aliases = self.names.setdefault(key, {})
        if known is not entity and len(entity.attributes) > len(known.attributes):
            self.entities[key] = replace(known, attributes=entity.attributes)
        for name in (*entity.aliases, *names):
            aliases[name] = None
        return key

    def mention(self, entity: Entity, start: int, end: int, rule: str) -> None:
        """A place where the text names an entity: also a fact of the article."""
        key = self.add(entity)
        first, last = self.article.span(*_trimmed(self.article.clean, start, end))
        self.mentions[first, last, key] = entity.kind, rule
        fact: Key = (self.key, "mentions", key, "reported", "affirmed", None)
        self.facts.setdefault(fact, {})[first, last, rule, "", ""] = None

    def fact(
        self, subject: str, predicate: str, obj: str | Literal, start: int, end: int, rule: str,
        status: Status = "reported", polarity: Polarity = "affirmed",
        because: str | None = None, when: DateSpan | None = None,
    ) -> None:  # fmt: skip
        first, last = self.article.span(*_trimmed(self.article.clean, start, end))
        day, part = (when.first, when.part) if when and when.first == when.last else ("", "")
        fact = (subject, predicate, obj, status, polarity, because)
        self.facts.setdefault(fact, {})[first, last, rule, day, part] = None

    def extraction(self, sentences: Iterable[tuple[int, int]]) -> Extraction:
        return Extraction(
            self.article,
            tuple(self.article.span(start, end) for start, end in sentences),
            tuple(
                Mention(kind, first, last, key, rule, confidence_of(rule))
                for (first, last, key), (kind, rule) in sorted(self.mentions.items(), key=_first)
            ),
            tuple(self._entity(key) for key in sorted(self.entities)),
            tuple(self._fact(key, places) for key, places in sorted(self.facts.items(), key=_fact_order)),
        )

    def _entity(self, key: str) -> Entity:
        entity = self.entities[key]
        aliases = tuple(name for name in self.names[key] if name != entity.name)
        return entity if aliases == entity.aliases else replace(entity, aliases=aliases)

    def _fact(self, key: Key, places: Collection[Place]) -> Fact:
        subject, predicate, obj, status, polarity, because = key
        evidence = tuple(map(self._evidence, sorted(places, key=_span_and_rule) if len(places) > 1 else places))
        return Fact(subject, predicate, obj, evidence, status, polarity, because)

    def _evidence(self, place: Place) -> Evidence:
        first, last, rule, day, part = place
        return Evidence(first, last, self.article.text[first:last], rule, confidence_of(rule), day, part)


_first, _span_and_rule = itemgetter(0), itemgetter(0, 1, 2)


def _fact_order(item: tuple[Key, object]) -> tuple[str, str, str, str, str]:
    subject, predicate, target, status, _, because = item[0]
    return subject, predicate, target.value if isinstance(target, Literal) else target, status, because or ""


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without white space and pauses at its ends."""
    while start < end - 1 and text[start] in " \n，、；。：":
        start += 1
    while end - 1 > start and text[end - 1] in " \n，、；：":
        end -= 1
    return start, end


def assemble(reading: Reading) -> Extraction:
    """The records of what was read, deterministic and ordered."""
    assembly = Assembly(reading.article)
    story = reading.story
    assert story is not None
    _add_names(assembly, reading)
    _add_posts(assembly, reading)
    drafts = _add_events(assembly, story)
    _add_relations(assembly, story, drafts)
    _add_containment(assembly, reading)
    themes = _add_themes(assembly, reading.themes)
    _add_agenda(assembly, reading, drafts, themes)
    _add_statements(assembly, reading, drafts, themes)
    return assembly.extraction(reading.sentences)


def _add_names(assembly: Assembly, reading: Reading) -> None:
    text = reading.article.clean
    for span in (*reading.people, *reading.names):
        assembly.mention(span.entity, span.start, span.end, span.rule)
        printed = text[span.start : span.end]
        if (len(printed) > 1 and span.kind != "places") or (len(printed) > 1 and not printed.startswith("中国")):
            assembly.add(span.entity, printed)


def _add_posts(assembly: Assembly, reading: Reading) -> None:
    held = {holding.post.span for holding in reading.holdings}
    for post in reading.posts:
        if post.span.rule == "posts.bare" or (post.span.rule == "posts.described" and post.span not in held):
            continue
        assembly.mention(post.span.entity, post.span.start, post.span.end, post.span.rule)
        if post.body is not None and post.body.kind == "organisations":
            body = assembly.add(post.body.entity)
            assembly.fact(post.span.entity.key, "postIn", body, post.span.start, post.span.end, post.span.rule)
    for holding in reading.holdings:
        if holding.post.span.rule == "posts.bare":
            continue
        assembly.add(holding.post.span.entity)
        predicate = "heldPost" if holding.former else "holdsPost"
        assembly.fact(
            holding.person.entity.key, predicate, holding.post.span.entity.key, holding.start, holding.end, holding.rule
        )
        after = holding.person.end == holding.post.span.start
        if after:
            assembly.add(holding.person.entity, reading.article.clean[holding.person.start : holding.post.span.end])


def _add_events(assembly: Assembly, story: Story) -> dict[Draft, str]:
    """The events with their dates; one that the text neither dates, places nor peoples is no event it reports."""
    keys: dict[Draft, str] = {}
    for draft in story.drafts:
        if not (
            draft.last or draft.places or draft.participants or draft.addressed or draft.cls in ("Visit", "Message")
        ):
            continue
        entity = draft.entity()
        keys[draft] = assembly.add(entity)
        for start, end in draft.spans:
            assembly.mention(entity, start, end, f"events.{draft.cls.lower()}")
        _add_dates(assembly, draft, entity.key)
    return keys


def _add_dates(assembly: Assembly, draft: Draft, key: str) -> None:
    datatype: Datatype = "gMonthDay" if draft.last.startswith("--") else "date"
    for start, end, rule in draft.dates:
        if draft.first:
            assembly.fact(key, "startDate", Literal(draft.first, datatype), start, end, rule)
        assembly.fact(key, "endDate", Literal(draft.last, datatype), start, end, rule)
        if draft.part and draft.first == draft.last:
            assembly.fact(key, "dayPart", Literal(draft.part), start, end, rule)


def _add_relations(assembly: Assembly, story: Story, drafts: dict[Draft, str]) -> None:
    for claim in story.claims:
        ends: list[str] = []
        for end in (claim.subject, claim.object):
            if isinstance(end, Draft):
                ends.append(drafts.get(end, ""))
            else:
                ends.append(assembly.add(end))
        if all(ends):
            assembly.fact(ends[0], claim.predicate, ends[1], claim.start, claim.end, claim.rule, when=claim.date)


def _add_containment(assembly: Assembly, reading: Reading) -> None:
    spans = [*reading.names]
    for item in (*find_containment(reading.article.clean, spans), *find_stated(reading.folded)):
        inner, outer = assembly.add(item.inner), assembly.add(item.outer)
        assembly.fact(inner, item.predicate, outer, item.start, item.end, item.rule, item.status)


_CANDIDATE = (("candidate", Literal("true", "boolean")),)


def _add_themes(assembly: Assembly, themes: Iterable[Theme]) -> dict[int, str]:
    """The themes; the result gives the key of each by its identity."""
    keys: dict[int, str] = {}
    for theme in themes:
        label = theme.concept or theme.label
        key = theme_key(label)
        marks = (("concept", Literal(DATA_BASE + key)),) if theme.concept else _CANDIDATE
        entity = Entity(key, "themes", "Theme", label, theme.aliases, marks)
        keys[id(theme)] = assembly.add(entity)
        for mention in theme.mentions:
            assembly.mention(entity, mention.start, mention.end, mention.rule)
        if theme.core:
            first = theme.mentions[0]
            assembly.fact(assembly.key, "hasTheme", entity.key, first.start, first.end, first.rule)
    return keys


def _add_agenda(assembly: Assembly, reading: Reading, drafts: dict[Draft, str], themes: dict[int, str]) -> None:
    assert reading.story is not None
    for draft, theme, start, end, rule in find_agenda(reading.story, reading.folded, reading.themes):
        if draft in drafts:
            assembly.fact(drafts[draft], "about", themes[id(theme)], start, end, rule)


def _add_statements(assembly: Assembly, reading: Reading, drafts: dict[Draft, str], themes: dict[int, str]) -> None:
    assert reading.story is not None
    text = reading.article.clean
    mentions = sorted(
        ((mention, themes[id(theme)]) for theme in reading.themes for mention in theme.mentions),
        key=lambda named: (named[0].start, named[0].end),
    )
    for item in reading.speech:
        first, last = item.content
        key = _statement(assembly, reading, item, drafts)
        for mention, theme in mentions:
            start, end = mention.start, mention.end
            if not (first <= start and end <= last):
                continue
            assembly.fact(key, "hasTheme", theme, start, end, "statements.themes")
            if not is_urged(text, mention):
                continue
            if item.speaker is not None:
                speaker = entity_of(item.speaker).key
                assembly.fact(speaker, "advocated", theme, start, end, "advocated.in-speech", "derived", because=key)
            for told in _told(item, start, end):
                assembly.fact(told, "taskedWith", theme, start, end, "taskedWith.directive", "derived", because=key)


def _told(item: Speech, start: int, end: int) -> list[str]:
    """Who is told to do what stands at `start:end`."""
    return [
        entity_of(unit).key
        for directive in item.directives
        if directive.start <= start and end <= directive.end
        for unit in directive.units
        if unit.end <= start
    ]


def _statement(assembly: Assembly, reading: Reading, item: Speech, drafts: dict[Draft, str]) -> str:
    text = reading.article.clean
    start, end = _trimmed(text, *item.content)
    digest = hashlib.sha256(f"{assembly.article.sha256}:{start}:{end}".encode()).hexdigest()[:24]
    said = text[start:end]
    label = f"{item.verb}：{said[:30]}{'…' if len(said) > 30 else ''}"
    key = assembly.add(Entity(f"statement/{digest}", "statements", "Statement", label))
    rule = "statements.goes-on" if item.goes_on else "statements.says"
    assembly.fact(key, "text", Literal(said), start, end, rule)
    assembly.fact(key, "verb", Literal(item.verb), start, end, rule)
    if item.speaker is not None:
        lead = (start, end) if item.goes_on else item.lead
        assembly.fact(key, "speaker", entity_of(item.speaker).key, *lead, rule)
    for directive in item.directives:
        for unit in directive.units:
            told = assembly.add(entity_of(unit))
            assembly.fact(key, "directedTo", told, unit.start, unit.end, "statements.addressee")
    assert reading.story is not None
    event = reading.story.said_at.get(item.content)
    if event in drafts:
        assembly.fact(key, "madeAt", drafts[event], start, end, rule)
    return key
