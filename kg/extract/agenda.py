"""What an event is about: themes in its name and, for a meeting, on its agenda (研究…, 听取…汇报, 审议通过《…》)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.extract.events import Draft
from kg.extract.scene import Sentence, pattern
from kg.extract.story import Story
from kg.extract.themes import Theme, ThemeMention

IN_NAME, ON_AGENDA, ON_SUBJECT = "about.in-name", "about.on-agenda", "about.on-subject"

AGENDA = re.compile(
    r"(?:^|[，。；])(?:会议)?(?:还|并)?(?:分析)?(?:研究部署|研究|审议通过了?|审议|讨论通过|讨论|部署|听取|通过了?)(?P<items>[^。；]{4,160})"
)
FURTHER = re.compile(
    r"(?:会议|全会|大会)(?:还|并|再次)?(?:分别)?(?:听取|研究部署|研究|审议|讨论|表决通过|审查|通过)了?(?!情况|通过)(?P<items>[^。；]{4,160})"
)
# 就扎实推进高质量发展进行第十一次集体学习, 就当前经济形势召开座谈会, 召开发布会，介绍和解读全会精神
SUBJECT_BEFORE = re.compile(r"(?:就|围绕)(?P<items>[^，。；]{3,60}?)(?:，|进行|召开|举行|开展|主持| )[^，。；]{0,30}$")
SUBJECT_BEHIND = pattern(
    r"，(?:<P>)?(?:就|围绕|介绍和?解读?|解读|通报)(?P<items>[^，。；]{3,60}?)(?=听取|征求|进行|交流|开展|回答|有关情况|情况|[，。；]|$)"
)
# the meetings that have an agenda of this kind
COUNCIL = re.compile("会议$|全会$")


# what stands around these verbs describes the guest, not the matter
TALKS = frozenset(("会见", "会谈", "会晤", "会面", "接见", "通电话", "通话"))


def find_agenda(
    story: Story, sentences: Sequence[Sentence], themes: Sequence[Theme]
) -> Iterator[tuple[Draft, Theme, int, int, str]]:
    """Each (event, theme, start, end, rule); the evidence is the theme's mention, characters of `Article.clean`."""
    councils = [draft for draft in story.drafts if COUNCIL.search(draft.name)]
    for draft in story.drafts:
        if draft.head in TALKS:
            continue
        stretches = [(start, end, IN_NAME) for start, end in draft.spans]
        stretches += [(start, end, ON_SUBJECT) for start, end in _subject(draft, sentences)]
        if draft in councils:
            stretches += [(start, end, ON_AGENDA) for start, end in _agenda(draft, sentences)]
        if draft in councils[:1]:
            stretches += [(start, end, ON_AGENDA) for start, end in _further_items(draft, sentences)]
        for theme in themes:
            for mention, rule in _inside(theme, stretches):
                yield draft, theme, mention.start, mention.end, rule
                break


def _telling(draft: Draft, sentences: Sequence[Sentence]) -> Iterator[tuple[Sentence, int]]:
    """Each sentence that names the event, and where its name ends there, in characters of `Article.clean`."""
    for sentence in sentences:
        end = next((end for start, end in draft.spans if sentence.start <= start < sentence.end), None)
        if end is not None:
            yield sentence, end


def _subject(draft: Draft, sentences: Sequence[Sentence]) -> Iterator[tuple[int, int]]:
    """What the sentence that first tells of the event says it is held on; of the headline, what stands before it."""
    for sentence, end in _telling(draft, sentences):
        last = sentence.fold(end - 1) + 1
        if match := SUBJECT_BEFORE.search(sentence.folded, 0, last):
            yield sentence.text_span(*match.span("items"))
        if match := SUBJECT_BEHIND.match(sentence.folded, last):
            yield sentence.text_span(*match.span("items"))
        if not sentence.headline:
            return


def _agenda(draft: Draft, sentences: Sequence[Sentence]) -> Iterator[tuple[int, int]]:
    """The clauses behind the event in the sentence that first tells of it, outside the headline."""
    told = next(((sentence, end) for sentence, end in _telling(draft, sentences) if not sentence.headline), None)
    if told is not None:
        sentence, end = told
        for match in AGENDA.finditer(sentence.folded, sentence.fold(end - 1)):
            yield sentence.text_span(*match.span("items"))


def _further_items(draft: Draft, sentences: Sequence[Sentence]) -> Iterator[tuple[int, int]]:
    """The items of the sentences behind the one that first tells of the event (会议还听取了…的报告。)."""
    first = min(start for start, _ in draft.spans)
    for sentence in sentences:
        match = FURTHER.match(sentence.folded)
        if match and first < sentence.start:
            yield sentence.text_span(*match.span("items"))


def _inside(theme: Theme, stretches: Sequence[tuple[int, int, str]]) -> Iterator[tuple[ThemeMention, str]]:
    for mention in theme.mentions:
        for start, end, rule in stretches:
            if start <= mention.start and mention.end <= end:
                yield mention, rule
