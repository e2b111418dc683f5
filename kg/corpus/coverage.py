"""What a corpus holds and what it lacks: by source and day present, missing, empty, truncated, repeated."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, astuple, dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

from kg.corpus.copies import Copy, Text, find_copies, sketch
from kg.corpus.items import Failure, Missing
from kg.model import Article, Literal

UNKNOWN = "来源不明"
"""The source of what names none."""
GRAPH = "graph/coverage"
"""Key of the named graph that holds the statements."""

_FINAL = ("。", "！", "？", "；", "!", "?")
_CLOSING = "”’」』）)》〉】 "
_CREDIT = re.compile("（[^（）]{1,40}）$")
"""What may stand behind the last full stop: `（完）`, `（记者张三）`."""
_QUOTES = (("“", "”"), ("「", "」"))


@dataclass(frozen=True, slots=True)
class Surveyed:
    """What coverage keeps of an article or a gap: small enough to keep for a million of them.

    `sha256` and `clauses` are empty for a gap.
    """

    name: str
    source: str
    date: str | None
    sha256: str = ""
    truncated: bool = False
    clauses: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Day:
    """One source on one day (`date` None: what is undated): counts of items.

    `articles` have a text, `empty` items have none; `truncated` and `copies` are among the articles. A day of the
    source's span on which nothing was found has none of all.
    """

    source: str
    date: str | None
    articles: int = 0
    empty: int = 0
    truncated: int = 0
    copies: int = 0

    @property
    def present(self) -> bool:
        """Whether anything was found, were it a title only."""
        return bool(self.articles or self.empty)


@dataclass(frozen=True, slots=True)
class Coverage:
    """The days of all sources in order, each source's from its first day to its last, and what is wrong by name."""

    days: tuple[Day, ...] = ()
    empty: tuple[str, ...] = ()
    truncated: tuple[str, ...] = ()
    copies: tuple[Copy, ...] = ()
    failures: int = 0
    releases: int = 0
    """Articles without those that repeat another: each 通稿 counted once."""


def survey(record: Article | Missing) -> Surveyed:
    """What coverage keeps of a record; a function of the record alone, so that workers may call it."""
    source = record.publisher or UNKNOWN
    if isinstance(record, Missing):
        return Surveyed(record.name, source, record.date)
    body = record.clean[record.headline :]
    return Surveyed(record.name, source, record.date, record.sha256, is_truncated(body), sketch(body))


def is_truncated(body: str) -> bool:
    """Whether a cleaned text (without its headline) breaks off: `……京津冀成为中国式现代化建设的先` does.

    Its last line is prose and ends without a full stop, in dots, or inside a quotation. A list of names, a signature
    or a date below the text is no prose. Over 20,859 items of broadcast it names three, one of them cut and two with
    a quotation mark forgotten.
    """
    lines = body.strip().split("\n")
    last = lines[-1]
    if not last or (len(lines) > 1 and not _is_prose(last)):
        return False
    opened = any(last.rfind(opening) > last.rfind(closing) for opening, closing in _QUOTES)
    return opened or not _CREDIT.sub("", last).rstrip(_CLOSING).endswith(_FINAL)


def _is_prose(line: str) -> bool:
    """Whether marks of clauses outnumber the blanks that part the names of a list."""
    return sum(line.count(mark) for mark in "，。；") > line.count(" ")


def read_coverage(records: Iterable[Article | Failure | Missing]) -> Coverage:
    """The coverage of what was read; no text is kept."""
    failures = 0
    surveyed = []
    for record in records:
        if isinstance(record, Failure):
            failures += 1
        else:
            surveyed.append(survey(record))
    return measure_coverage(surveyed, failures)


def measure_coverage(surveyed: Iterable[Surveyed], failures: int = 0) -> Coverage:
    """The coverage of what was surveyed, in whatever order; `failures` counts what could not be read."""
    items = sorted(surveyed, key=lambda item: (item.source, item.date or "", item.name, item.sha256))
    articles = [item for item in items if item.sha256]
    copies = find_copies([Text(a.name, a.sha256, a.source, a.date, a.clauses) for a in articles])
    repeated = Counter((copy.name, copy.sha256) for copy in copies)
    days = [
        _day(source, day, list(found), repeated)
        for (source, day), found in groupby(items, key=lambda item: (item.source, item.date))
    ]
    return Coverage(
        days=tuple(_with_gaps(days)),
        empty=tuple(item.name for item in items if not item.sha256),
        truncated=tuple(item.name for item in articles if item.truncated),
        copies=tuple(copies),
        failures=failures,
        releases=len(articles) - len(copies),
    )


def _day(source: str, day: str | None, items: Sequence[Surveyed], repeated: Mapping[tuple[str, str], int]) -> Day:
    articles = [item for item in items if item.sha256]
    return Day(
        source,
        day,
        articles=len(articles),
        empty=len(items) - len(articles),
        truncated=sum(item.truncated for item in articles),
        copies=sum(repeated[key] for key in {(item.name, item.sha256) for item in articles}),
    )


def _with_gaps(days: Sequence[Day]) -> Iterator[Day]:
    """The days, sorted by source and date, and those between them on which nothing was found."""
    before: Day | None = None
    for day in days:
        if before and before.date and day.date and before.source == day.source:
            yield from (Day(day.source, gap) for gap in _days_within(before.date, day.date))
        yield day
        before = day


def _days_within(first: str, last: str) -> Iterator[str]:
    """The days after `first` and before `last`."""
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    return ((start + timedelta(days=n)).isoformat() for n in range(1, (end - start).days))


# --- added up, as JSON, as statements -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Period:
    """Days of one source added up, from `first` to `last` (both None for what is undated).

    `expected` counts the days of the source's span that lie in the period, `present` those on which anything was
    found.
    """

    source: str
    first: str | None
    last: str | None
    expected: int
    present: int
    articles: int
    empty: int
    truncated: int
    copies: int


def months(coverage: Coverage) -> list[Period]:
    """The coverage by source and month, in order; what a source has undated comes first."""
    return [_add_up(list(days)) for _, days in groupby(coverage.days, key=lambda d: (d.source, (d.date or "")[:7]))]


def sources(coverage: Coverage) -> list[Period]:
    """The coverage by source, in order, dated and undated apart."""
    return [_add_up(list(days)) for _, days in groupby(coverage.days, key=lambda d: (d.source, d.date is None))]


def _add_up(days: Sequence[Day]) -> Period:
    dated = [day for day in days if day.date]
    return Period(
        days[0].source,
        days[0].date,
        days[-1].date,
        expected=len(dated),
        present=sum(day.present for day in dated),
        articles=sum(day.articles for day in days),
        empty=sum(day.empty for day in days),
        truncated=sum(day.truncated for day in days),
        copies=sum(day.copies for day in days),
    )


def coverage_data(coverage: Coverage) -> dict[str, object]:
    """The coverage as `json.dumps` takes it, for `coverage` in manifest.json.

    `{"articles": 3, "releases": 2, "failures": 0, "sources": [{"source": "新华社", "first": "2024-05-01", …,
    "missing": ["2024-05-02"]}], "days": [["新华社", "2024-05-01", 2, 0, 0, 1], …], "empty": [name, …],
    "truncated": [name, …], "copies": [{"name": …, "of": …, "similarity": 0.93}, …]}`; the numbers of a day are
    articles, empty, truncated, copies, and days without anything stand under `missing` only.
    """
    return {
        "articles": sum(day.articles for day in coverage.days),
        "releases": coverage.releases,
        "failures": coverage.failures,
        "sources": [asdict(period) | {"missing": _missing(coverage, period)} for period in sources(coverage)],
        "days": [list(astuple(day)) for day in coverage.days if day.present],
        "empty": list(coverage.empty),
        "truncated": list(coverage.truncated),
        "copies": [{"name": c.name, "of": c.of, "similarity": c.similarity} for c in coverage.copies],
    }


def _missing(coverage: Coverage, period: Period) -> list[str]:
    return [d.date for d in coverage.days if d.source == period.source and d.date and period.first and not d.present]


class Statement(NamedTuple):
    """A triple to be: `subject` is an entity key, `predicate` a prefixed name, `object` an entity key, a prefixed name
    (where `predicate` is `rdf:type`) or a literal."""

    subject: str
    predicate: str
    object: str | Literal


def coverage_statements(coverage: Coverage) -> Iterator[Statement]:
    """The coverage for the named graph `GRAPH`: a dataset a source, a node a day, and which article repeats which.

    Days without anything are nodes as well, with zeros, so that a query can count them. Articles of the same text
    are one node in the graph and need no link.
    """
    for period in sources(coverage):
        yield from _dataset(period)
    for day in coverage.days:
        if day.date:
            yield from _day_statements(day)
    for copy in coverage.copies:
        if not copy.exact:
            yield Statement(_article_key(copy.sha256), "pk:copyOf", _article_key(copy.of_sha256))


def _dataset(period: Period) -> Iterator[Statement]:
    node = _dataset_key(period.source)
    yield Statement(node, "rdf:type", "schema:Dataset")
    yield Statement(node, "rdfs:label", Literal(period.source, "zh"))
    if period.first:
        yield Statement(node, "schema:temporalCoverage", Literal(f"{period.first}/{period.last}"))


def _day_statements(day: Day) -> Iterator[Statement]:
    node = f"coverage/{day.source}_{day.date}"
    yield Statement(node, "rdf:type", "pk:Coverage")
    yield Statement(node, "pk:coverageOf", _dataset_key(day.source))
    yield Statement(node, "pk:day", Literal(day.date or "", "date"))
    counts = {"article": day.articles, "empty": day.empty, "truncated": day.truncated, "copy": day.copies}
    for name, count in counts.items():
        yield Statement(node, f"pk:{name}Count", Literal(str(count), "integer"))


def _dataset_key(source: str) -> str:
    return f"dataset/{source}"


def _article_key(sha256: str) -> str:
    """As `Article.key` has it."""
    return f"article/{sha256[:16]}"
