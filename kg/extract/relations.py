"""The story of an article: its sentences are read one by one, narration by the rules, speech for who spoke where."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from kg.extract import farewells, meetings, messages, visits
from kg.extract.dates import DateSpan
from kg.extract.events import Draft
from kg.extract.scene import Sentence, Unit
from kg.extract.speech import Speech
from kg.extract.story import Cue, Rule, Story, entity_of
from kg.extract.subjects import PRONOUN, subjects
from kg.extract.triggers import Triggers

# where two rules match at one place, the first of this order reads first
RULES: tuple[Rule, ...] = (*meetings.RULES, *messages.RULES, *visits.RULES, *farewells.RULES)


@cache
def _compiled() -> tuple[tuple[Rule, re.Pattern[str]], ...]:
    return tuple((rule, rule.pattern()) for rule in RULES)


@cache
def _triggers() -> Triggers:
    return Triggers([compiled for _, compiled in _compiled()])


def read_story(text: str, published: str | None, sentences: Sequence[Sentence], speech: Sequence[Speech]) -> Story:
    """Events and relations of an article; what is said in reported speech tells of no event that happens now.

    `text` is `Article.clean`, `published` the ISO date of publication; `speech` is ordered as the sentences are.
    """
    story = Story(text, published)
    said = {item.sentence.start: item for item in speech}
    headline = False
    for sentence in sentences:
        item = said.get(sentence.start)
        cut = sentence.fold(item.content[0]) if item else len(sentence.folded)
        if headline and not sentence.headline:
            story.topic = []
        headline = sentence.headline
        _enter(story, sentence)
        _read_narration(story, sentence, cut)
        if item:
            _read_speech(story, item)
        story.topic = _next_topic(story, sentence, cut, item)
        story.before = sentence
    return story


def _enter(story: Story, sentence: Sentence) -> None:
    if sentence.paragraph != story.paragraph:
        story.paragraph, story.date = sentence.paragraph, None
        if story.visit is None and not PRONOUN.match(sentence.folded):
            story.topic = []
    dates = [unit.span for unit in sentence.units if isinstance(unit.span, DateSpan)]
    story.date = dates[0] if dates else story.date


def _read_narration(story: Story, sentence: Sentence, cut: int) -> None:
    """Apply the rules in the order of the text; what stands between a meeting's verb and its guest describes the guest
    (会见来华出席论坛的…)."""
    found = [
        (match.start(), order, rule, match)
        for order in _triggers().possible(sentence.folded, cut)
        for rule, compiled in (_compiled()[order],)
        for match in compiled.finditer(sentence.folded, 0, cut)
    ]
    guests = [match.span() for _, _, rule, match in found if rule.id.startswith("met.")]
    for start, _, rule, match in sorted(found, key=lambda item: item[:2]):
        if not any(first < start < last for first, last in guests):
            rule.read(Cue(story, sentence, match))


def _read_speech(story: Story, item: Speech) -> None:
    """Who speaks while a meeting goes on speaks at it."""
    event = _event_of_speech(story, item)
    if event is None:
        return
    story.said_at[item.content] = event
    if item.speaker is None:
        return
    if not item.goes_on and event.cls in ("Meeting", "Call"):
        story.attend([item.speaker], event, item.lead, "attendance.says-there", "spokeAt")


def _event_of_speech(story: Story, item: Speech) -> Draft | None:
    """The event at which something is said: the latest the speaker takes part in, else the meeting that goes on."""
    if item.speaker is None:
        return story.meeting
    key = entity_of(item.speaker).key
    if story.meeting and key in story.meeting.participants:
        return story.meeting
    if story.visit and story.visit.actor == key and story.meeting is None:
        return story.visit
    mine = [draft for draft in story.drafts if key in draft.participants]
    there = story.meeting is not None and _THERE.search(item.sentence.folded, 0, item.sentence.fold(item.content[0]))
    return mine[-1] if mine else story.meeting if there else None


# 甲在会上强调: who speaks there is there
_THERE = re.compile("(?:会|会议|座谈会|论坛|仪式|峰会|大会|发布会)(?:上|期间)|致辞|发言|演讲|开幕|主持")


def _next_topic(story: Story, sentence: Sentence, cut: int, item: Speech | None) -> list[Unit]:
    if item and item.speaker and not item.goes_on:
        return [item.speaker]
    return story.topic if item else subjects(sentence, 0, cut) or story.topic
