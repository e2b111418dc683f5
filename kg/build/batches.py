"""Articles in batches, and what is said of one that takes its process with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kg.corpus import Failure

if TYPE_CHECKING:
    from kg.build.plan import Source

MOST_ARTICLES, MOST_CHARACTERS = 64, 60_000
"""Of a batch: a second of work, a shard of some megabytes."""
PER_WORKER = 4
"""Batches; small corpora are cut finer, so that every worker has its share."""


def batches_of(sources: Sequence[Source], workers: int) -> list[tuple[Source, ...]]:
    """The articles in batches of about a second's work."""
    most = max(1, min(MOST_ARTICLES, -(-len(sources) // (workers * PER_WORKER))))
    batches: list[tuple[Source, ...]] = []
    batch: list[Source] = []
    characters = 0
    for source in sources:
        if batch and (len(batch) == most or characters + source.characters > MOST_CHARACTERS):
            batches.append(tuple(batch))
            batch, characters = [], 0
        batch.append(source)
        characters += source.characters
    return [*batches, tuple(batch)] if batch else batches


def lost(name: str) -> Failure:
    """The failure of an input whose process died, alone as well."""
    return Failure(
        name, "the process that read it died (memory may be short)", todo="try it alone, or with fewer --workers"
    )
