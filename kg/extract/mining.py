"""What a corpus says about themes: when each concept was first seen, and new ones that it keeps repeating."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from kg.extract.pipeline import read_article
from kg.extract.themes import Theme
from kg.model import Article

LEAST_DAYS = 12  # of 1,006: below, more than half of the candidates were passing phrases by eye
EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Example:
    """A place that names a theme: characters `start:end` of the text of the article `article`."""

    article: str
    date: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A theme that the thesaurus lacks: on how many days, in how many articles, from when to when, how spelt.

    `examples` are the first places that name it, one a day.
    """

    label: str
    days: int
    articles: int
    first: str
    last: str
    forms: tuple[str, ...]
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """On how many days a concept was seen in a corpus, and on which first."""

    concept: str
    first: str
    days: int


@dataclass
class _Count:
    days: set[str] = field(default_factory=set)
    articles: set[str] = field(default_factory=set)
    forms: dict[str, int] = field(default_factory=dict)
    examples: list[Example] = field(default_factory=list)


class Tally:
    """Counts the themes of articles; articles without a date, or met before, are left out.

    The result depends on the articles, not on their order.
    """

    def __init__(self) -> None:
        self._met: set[str] = set()
        self._candidates: defaultdict[str, _Count] = defaultdict(_Count)
        self._concepts: defaultdict[str, set[str]] = defaultdict(set)

    def add(self, article: Article) -> None:
        """Read an article and count its themes."""
        if article.date is None or article.key in self._met:
            return
        self._met.add(article.key)
        for theme in read_article(article).themes:
            if theme.concept:
                self._concepts[theme.concept].add(article.date)
            else:
                self._count(article, article.date, theme)

    def _count(self, article: Article, date: str, theme: Theme) -> None:
        count = self._candidates[theme.label]
        count.days.add(date)
        count.articles.add(article.key)
        for form in (theme.label, *theme.aliases):
            count.forms[form] = count.forms.get(form, 0) + 1
        start, end = article.span(theme.mentions[0].start, theme.mentions[0].end)
        count.examples.append(Example(article.key, date, start, end, article.text[start:end]))

    def proposals(self, least_days: int = LEAST_DAYS) -> list[Proposal]:
        """The candidates seen on at least so many days, those of most days first."""
        found = [_proposal(label, count) for label, count in self._candidates.items() if len(count.days) >= least_days]
        return sorted(found, key=lambda proposal: (-proposal.days, proposal.label))

    def seen(self) -> list[Seen]:
        """The concepts seen, by name."""
        return [Seen(concept, min(days), len(days)) for concept, days in sorted(self._concepts.items())]


def _proposal(label: str, count: _Count) -> Proposal:
    forms = sorted(count.forms, key=lambda form: (-count.forms[form], form))
    by_day = {example.date: example for example in sorted(count.examples, key=_order, reverse=True)}
    examples = tuple(by_day[day] for day in sorted(by_day)[:EXAMPLES])
    return Proposal(
        label, len(count.days), len(count.articles), min(count.days), max(count.days), tuple(forms), examples
    )


def _order(example: Example) -> tuple[str, str, int]:
    return example.date, example.article, example.start


def seen_lines(seen: Iterable[Seen]) -> list[str]:
    """The table of first days, tab-separated, a line for each concept below the header."""
    return ["prefLabel\tfirst\tdays", *(f"{item.concept}\t{item.first}\t{item.days}" for item in seen)]


def proposal_lines(proposals: Iterable[Proposal]) -> list[str]:
    """The table of proposals, tab-separated, each with its spellings and the places that name it."""
    return ["label\tdays\tarticles\tfirst\tlast\tforms\texamples", *map(_proposal_line, proposals)]


def _proposal_line(item: Proposal) -> str:
    examples = "|".join(f"{e.date} {e.article} {e.start}-{e.end} {e.quote}" for e in item.examples)
    cells = (item.label, item.days, item.articles, item.first, item.last, "|".join(item.forms[:5]), examples)
    return "\t".join(str(cell).replace("\n", "") for cell in cells)


def write_lines(lines: Iterable[str], path: Path) -> None:
    """The lines as a file, whole or not at all."""
    whole = path.with_name(path.name + ".part")
    whole.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    whole.replace(path)
