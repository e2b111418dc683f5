"""The cases of tests/cases: a line of text, what must be found in it, what must not; and what the pipeline finds.

The format is described in tests/cases/README.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.extract.assemble import assemble
from kg.extract.dates import DateSpan
from kg.extract.pipeline import Reading, read_article
from kg.model import Article, Extraction, Fact, Literal
from kg.text import clean_text, headline_length

CASES = Path(__file__).resolve().parents[1] / "cases"
KINDS = ("people", "posts", "places", "organisations", "dates", "events", "statements")
NAMED = ("people", "posts", "places", "organisations")
"""Kinds whose names hold other names (河北省 in 河北省委)."""

_RELATION = re.compile(r"(.+?) ([A-Za-z]+) (.+)")

Mentioned = tuple[str, str, str]
"""Kind, words of the text, name of what they stand for."""
Relation = tuple[str, str, str]
"""Name, predicate, name or value."""


@dataclass(frozen=True, slots=True)
class Case:
    """One line of a case file; `whole` says that nothing else of the file's kind may be found."""

    kind: str
    number: int
    text: str
    date: str | None
    expected: tuple[str, ...]
    forbidden: tuple[str, ...]
    whole: bool

    @property
    def id(self) -> str:
        return f"{self.kind}:{self.number}"


@dataclass(frozen=True, slots=True)
class Found:
    """What the pipeline finds in a text; `aliases` are the spellings of the events by their name."""

    mentions: frozenset[Mentioned]
    nested: frozenset[Mentioned]
    relations: frozenset[Relation]
    aliases: Mapping[str, tuple[str, ...]]

    def holds(self, expectation: str) -> bool:
        """Whether an expectation (`李强`, `习=习近平`, `李强 met 苏林`) is met."""
        if match := _RELATION.fullmatch(expectation):
            return any(self._is(match.groups(), relation) for relation in self.relations)
        return any(_names(expectation, mention) for mention in self.mentions)

    def _is(self, expected: tuple[str | None, ...], relation: Relation) -> bool:
        if expected[1] != relation[1]:
            return False
        ends = ((expected[0], relation[0]), (expected[2], relation[2]))
        return all(end == name or end in self.aliases.get(name, ()) for end, name in ends)

    def of_kind(self, kind: str) -> Iterator[str]:
        """Everything of a kind, as a case file would state it, but for names inside longer names."""
        if kind == "posts":
            yield from (" ".join(r) for r in sorted(self.relations) if r[1] in ("holdsPost", "heldPost"))
        elif kind == "statements":
            yield from (" ".join(r) for r in sorted(self.relations) if r[1] == "said")
        elif kind != "events":
            yield from (f"{words}={name}" for k, words, name in sorted(self.mentions - self.nested) if k == kind)


def _names(expectation: str, mention: Mentioned) -> bool:
    kind, words, name = mention
    wanted, colon, rest = expectation.partition(":")
    if colon and wanted in KINDS:
        if wanted != kind:
            return False
        expectation = rest
    printed, equals, meant = expectation.partition("=")
    return words == printed and (not equals or meant == name) if equals else expectation in (words, name)


def read_cases(kind: str) -> Iterator[Case]:
    """The cases of a file, `number` being the line."""
    date: str | None = None
    for number, line in enumerate((CASES / f"{kind}.txt").read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("@"):
            date = line[1:].strip() or None
        elif line and not line.startswith("#"):
            yield read_case(kind, number, line, date)


def read_case(kind: str, number: int, line: str, date: str | None) -> Case:
    """The case of a line `text | expected; expected | !must-not`."""
    text, *columns = (part.strip() for part in re.split(r"\s*\|\s*", line))
    items = [item.strip() for column in columns for item in column.split(";") if item.strip()]
    whole = "…" not in items and kind not in ("events", "failures")
    expected = tuple(item for item in items if item not in ("…", "-") and not item.startswith("!"))
    forbidden = tuple(item[1:] for item in items if item.startswith("!"))
    return Case(kind, number, text.replace("¶", "\n"), date, expected, forbidden, whole)


def article_of(text: str, date: str | None = None) -> Article:
    """An article of a text, its first lines a headline where they look like one."""
    clean, offsets = clean_text(text)
    return Article(text, clean, offsets, date=date, headline=headline_length(clean))


def find(text: str, date: str | None = None) -> Found:
    """What the whole pipeline finds in a text."""
    reading = read_article(article_of(text, date))
    extraction = assemble(reading)
    names = {entity.key: entity.name for entity in extraction.entities}
    mentions = {*_mentions(extraction, names), *map(_date, reading.dates, [reading] * len(reading.dates))}
    events = {entity.name: entity.aliases for entity in extraction.entities if entity.kind == "events"}
    return Found(
        frozenset(mentions),
        frozenset(_nested(extraction, names)),
        frozenset({*_relations(extraction.facts, names), *_said(extraction, names)}),
        events,
    )


def _mentions(extraction: Extraction, names: Mapping[str, str]) -> Iterator[Mentioned]:
    for mention in extraction.mentions:
        yield mention.kind, extraction.article.text[mention.start : mention.end], names[mention.key]


def _date(date: DateSpan, reading: Reading) -> Mentioned:
    days = date.first if date.first == date.last else f"{date.first}/{date.last}"
    return "dates", reading.article.clean[date.start : date.end], f"{days} {date.part}".strip()


def _nested(extraction: Extraction, names: Mapping[str, str]) -> Iterator[Mentioned]:
    """Names that occur only inside longer names."""
    named = [mention for mention in extraction.mentions if mention.kind in NAMED]
    alone: set[Mentioned] = set()
    inside: set[Mentioned] = set()
    for one in named:
        key = (one.kind, extraction.article.text[one.start : one.end], names[one.key])
        longer = any(o.start <= one.start and one.end <= o.end and o.end - o.start > one.end - one.start for o in named)
        (inside if longer else alone).add(key)
    yield from inside - alone


def _relations(facts: Iterable[Fact], names: Mapping[str, str]) -> Iterator[Relation]:
    for fact in facts:
        if fact.subject in names:
            value = fact.object.value if isinstance(fact.object, Literal) else names.get(fact.object, fact.object)
            yield names[fact.subject], fact.predicate, value


def _said(extraction: Extraction, names: Mapping[str, str]) -> Iterator[Relation]:
    """(speaker, "said", words) and (speaker, "told", addressee); "-" where no person speaks."""
    speakers: dict[str, str] = {}
    texts: dict[str, str] = {}
    told: list[tuple[str, str]] = []
    for fact in extraction.facts:
        if fact.predicate == "speaker" and isinstance(fact.object, str):
            speakers[fact.subject] = names[fact.object]
        elif fact.predicate == "text" and isinstance(fact.object, Literal):
            texts[fact.subject] = fact.object.value.strip("。；”“")
        elif fact.predicate == "directedTo" and isinstance(fact.object, str):
            told.append((fact.subject, names[fact.object]))
    for key, words in texts.items():
        yield speakers.get(key, "-"), "said", words
    for key, name in told:
        yield speakers.get(key, "-"), "told", name


def check_case(case: Case) -> list[str]:
    """What is wrong with the findings in a case's text; [] where they are as expected."""
    found = find(case.text, case.date)
    problems = [f"missing: {item}" for item in case.expected if not found.holds(item)]
    problems += [f"must not be: {item}" for item in case.forbidden if found.holds(item)]
    if case.whole:
        problems += [f"not expected: {item}" for item in found.of_kind(case.kind) if not _listed(item, case)]
    return problems


def _listed(item: str, case: Case) -> bool:
    """Whether a finding `words=name` or a relation is one of the expectations."""
    words, _, name = item.partition("=")
    return any(expected in (item, words, name) for expected in case.expected)
