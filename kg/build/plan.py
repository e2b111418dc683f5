"""What a corpus build has to do: every input read once, its text put in place, the rest remembered as a row."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from kg.build.folder import write_whole
from kg.corpus import Failure, Missing
from kg.corpus.coverage import Coverage, Surveyed, measure_coverage, survey
from kg.errors import CorpusError
from kg.model import Article
from kg.text import clean_text

TEXTS = "texts"
FORMAT = 1
"""Of the digests; grows when the same inputs must be built anew."""


@dataclass(frozen=True, slots=True)
class Source:
    """An article without its text, which lies in `texts/`; `digest` names all that decides its graph."""

    digest: str
    sha256: str
    name: str
    title: str | None
    date: str | None
    publisher: str | None
    url: str | None
    dateline: str | None
    headline: int
    checksum: int
    characters: int

    @property
    def key(self) -> str:
        """The article's path below the data base."""
        return f"article/{self.sha256[:16]}"

    @property
    def file(self) -> str:
        """The path of its text below the built folder."""
        return f"{TEXTS}/{self.sha256[:16]}.txt"

    @property
    def order(self) -> tuple[str, str, str]:
        """Earliest first: of several inputs with one text the first is the article, the others duplicates."""
        return self.date or "9999", self.name, self.digest

    def article(self, folder: Path) -> Article:
        """The article itself; raises CorpusError where its text is not what was read."""
        try:
            text = (folder / self.file).read_bytes().decode()
        except (OSError, UnicodeDecodeError) as error:
            raise CorpusError(self.name, f"its text in {self.file} cannot be read: {error}", "", _AGAIN) from error
        clean, offsets = clean_text(text)
        if _checksum(clean) != self.checksum:
            raise CorpusError(self.name, f"its text in {self.file} is not the one that was read", "", _AGAIN)
        return Article(
            text, clean, offsets, self.name, self.title, self.date, self.publisher, self.url, self.dateline,
            self.headline,
        )  # fmt: skip


_AGAIN = "run the same command again"


def _checksum(clean: str) -> int:
    return zlib.crc32(clean.encode())


def source_of(article: Article, rules: str) -> Source:
    """The row of an article; `rules` stands for everything but the article that decides its graph."""
    said = (
        article.sha256, article.name, article.title, article.date, article.publisher, article.url, article.dateline,
        article.headline, _checksum(article.clean),
    )  # fmt: skip
    digest = hashlib.sha256(json.dumps([FORMAT, rules, *said], ensure_ascii=False).encode()).hexdigest()
    return Source(digest, *said, characters=len(article.text))


class Taken(NamedTuple):
    """An input that was read: its row or what it is instead, and what coverage keeps of it (None of a failure)."""

    record: Source | Missing | Failure
    surveyed: Surveyed | None


def take_in(record: Article | Failure | Missing, folder: Path, rules: str) -> Taken:
    """What a plan keeps of a record; the text of an article is in `folder` afterwards. Raises StoreError."""
    if isinstance(record, Failure):
        return Taken(record, None)
    if isinstance(record, Missing):
        return Taken(record, survey(record))
    source = source_of(record, rules)
    keep_text(folder / source.file, record.text.encode())
    return Taken(source, survey(record))


@dataclass(slots=True)
class Plan:
    """The articles by key, and the inputs that are none; independent of the order in which they were read."""

    sources: dict[str, Source] = field(default_factory=dict)
    duplicates: list[str] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    coverage: Coverage = field(default_factory=Coverage)

    def add(self, source: Source) -> None:
        """Takes in an article; of several with the same text the earliest stays."""
        known = self.sources.setdefault(source.key, source)
        if known is not source:
            first, second = sorted((known, source), key=lambda each: each.order)
            self.sources[source.key] = first
            self.duplicates.append(second.name)


def make_plan(inputs: Iterable[Taken]) -> Plan:
    """The plan for these inputs."""
    plan = Plan()
    surveyed = []
    for record, seen in inputs:
        if isinstance(record, Failure):
            plan.failures.append(record)
        elif isinstance(record, Missing):
            plan.missing.append(record)
        else:
            plan.add(record)
        if seen:
            surveyed.append(seen)
    plan.duplicates.sort()
    plan.missing.sort(key=lambda item: item.name)
    plan.coverage = measure_coverage(surveyed, len(plan.failures))
    return plan


def keep_text(path: Path, text: bytes) -> None:
    """Writes the text unless it is there; a path stands for one text only, so its size tells."""
    try:
        known = path.stat().st_size == len(text)
    except OSError:
        known = False
    if not known:
        write_whole(path, text)
