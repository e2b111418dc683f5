"""The work of one process: a batch of files to texts and rows, a batch of articles to a shard."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.build.journal import Entry, write_shard
from kg.build.plan import Taken, take_in
from kg.build.stages import Stages
from kg.corpus import Failure, Input, Metadata, read_input
from kg.errors import KgError

if TYPE_CHECKING:
    from kg.build.plan import Source
    from kg.graph.nquads import ArticleGraph
    from kg.model import Extraction

SHARDS = "shards"
_SHOWN_PROBLEMS = 3


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading has in common: the folder of the build, the digest of its rules, metadata that overrides."""

    folder: Path
    rules: str
    given: Metadata


def read_batch(reading: Reading, batch: Sequence[Input]) -> list[Taken]:
    """What is in these files; the texts of their articles are in place. Raises StoreError."""
    return [
        take_in(record, reading.folder, reading.rules) for file in batch for record in read_input(file, reading.given)
    ]


@dataclass(frozen=True, slots=True)
class Setup:
    """What every batch of a build has in common; `every` n-th article is checked against the shapes (0: none)."""

    folder: Path
    base: str
    stages: Stages
    every: int

    def checks(self, source: Source) -> bool:
        """Whether this article's shapes are checked; its text decides, not its place among the others."""
        return self.every > 0 and int(source.sha256[:8], 16) % self.every == 0


def extract_batch(setup: Setup, batch: Sequence[Source]) -> list[Failure]:
    """The failures among a batch; all the others are finished, in a shard. Raises StoreError."""
    from kg.graph.nquads import article_graph

    finished: list[tuple[Entry, ArticleGraph]] = []
    failures: list[Failure] = []
    for source in batch:
        try:
            extraction = setup.stages.extract(source.article(setup.folder))
            checked = setup.checks(source)
            if checked and (problems := setup.stages.check(extraction, setup.base)):
                failures.append(broken(source.name, problems))
                continue
            finished.append((_entry(source, extraction, checked), article_graph(extraction, setup.base)))
        except KgError as error:
            failures.append(Failure.of(error))
        except Exception as error:  # whatever is wrong with one article, the others are built
            if os.environ.get("KG_DEBUG"):
                raise
            failures.append(unexpected(source.name, error))
    if finished:
        write_shard(setup.folder / SHARDS, finished)
    return failures


def _entry(source: Source, extraction: Extraction, checked: bool) -> Entry:
    from kg.graph.nquads import own_keys

    own = own_keys(extraction)
    facts = Counter(p for s, p, _ in {(f.subject, f.predicate, f.object) for f in extraction.facts} if s in own)
    return Entry(
        digest=source.digest,
        key=source.key,
        checked=checked,
        sentences=len(extraction.sentences),
        facts=len(extraction.facts),
        evidence=sum(len(fact.evidence) for fact in extraction.facts),
        own_facts=dict(sorted(facts.items())),
        own_entities=dict(sorted(Counter(e.kind for e in extraction.entities if e.key in own).items())),
    )


def broken(name: str, problems: Sequence[str]) -> Failure:
    """The failure of an article whose graph breaks the shapes."""
    more = len(problems) - _SHOWN_PROBLEMS
    found = "; ".join(problems[:_SHOWN_PROBLEMS]) + (f"; and {more} more" if more > 0 else "")
    return Failure(name, f"the graph breaks the shapes: {found}", todo="--no-validate builds it all the same")


def unexpected(name: str, error: Exception) -> Failure:
    """The failure of an article that met a fault of ours."""
    return Failure(name, f"{type(error).__name__}: {error}", todo="KG_DEBUG=1 shows where; please report it")
