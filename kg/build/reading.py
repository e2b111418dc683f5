"""The first stage: inputs to what a plan is made of, on an engine."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, islice
from pathlib import Path

from kg.build.batches import lost
from kg.build.engines import Engine
from kg.build.plan import Taken, take_in
from kg.build.work import Reading, read_batch
from kg.corpus import STDIN, Failure, Input, Metadata, Missing, list_inputs, read_input
from kg.model import Article

Record = Article | Failure | Missing
MOST_FILES, MOST_BYTES = 64, 4_000_000
"""Of a batch: about a second's work. A small folder is read here, without waiting for processes to start."""
_AT_ONCE = 64
"""Records read here between two reports."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """What is to be read: records that are read here, in part already, and the files that no one has opened yet."""

    first: Sequence[Record]
    records: Iterable[Record]
    files: Iterable[Input | Failure]
    given: Metadata


def open_inputs(inputs: Sequence[str], given: Metadata) -> Inputs:
    """The inputs, read up to the second article: what comes first tells one article from many."""
    files = list_inputs(inputs)
    records = _until(2, files, given)
    first = []
    keys = set()
    for record in records:
        first.append(record)
        keys |= {record.key} if isinstance(record, Article) else set()
        if len(keys) > 1:
            break
    return Inputs(first, records, files, given)


def _until(articles: int, files: Iterable[Input | Failure], given: Metadata) -> Iterator[Record]:
    """The records of as many files as hold so many articles; the same text again is no second."""
    keys: set[str] = set()
    for file in files:
        for record in (file,) if isinstance(file, Failure) else read_input(file, given):
            yield record
            keys |= {record.key} if isinstance(record, Article) else set()
        if len(keys) >= articles:
            return


def read_inputs(inputs: Inputs, engine: Engine, out: Path, rules: str) -> Iterator[list[Taken]]:
    """What is read, some records at a time, in no order; the texts of all articles are in `out` at the end."""
    reading = Reading(out, rules, inputs.given)
    found = list(inputs.files)
    failures = [file for file in found if isinstance(file, Failure)]
    ours = [file for file in found if isinstance(file, Input) and file.name == STDIN]
    others = [file for file in found if isinstance(file, Input) and file.name != STDIN]
    here = chain(inputs.first, inputs.records, failures, *(read_input(file, inputs.given) for file in ours))
    while taken := [take_in(record, out, rules) for record in islice(here, _AT_ONCE)]:
        yield taken
    for batch, rows in engine.run(partial(read_batch, reading), _batches(others)):
        yield rows if rows is not None else [Taken(lost(file.name), None) for file in batch]


def _batches(files: Iterable[Input]) -> Iterator[tuple[Input, ...]]:
    batch: list[Input] = []
    size = 0
    for file in files:
        batch.append(replace(file, path=Path(os.path.abspath(file.path))))
        size += _size(file.path)
        if len(batch) >= MOST_FILES or size >= MOST_BYTES:
            yield tuple(batch)
            batch, size = [], 0
    if batch:
        yield tuple(batch)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
