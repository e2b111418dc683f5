"""Batches of articles to worker processes; one that dies takes no other article with it."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from typing import TYPE_CHECKING

from kg.build.work import Setup, extract_batch, start_worker
from kg.corpus import Failure

if TYPE_CHECKING:
    from kg.build.plan import Source

MOST_ARTICLES, MOST_CHARACTERS = 64, 60_000
"""Of a batch: a second of work, a shard of some megabytes."""
BATCHES_PER_WORKER = 4
"""Small corpora are cut finer, so that every worker has its share."""
_WAITING = 2
"""Batches handed out per worker: one at work, one to go on with."""

Batch = tuple["Source", ...]
Finished = tuple[Batch, list[Failure]]


def default_workers() -> int:
    """The cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def batches_of(sources: Sequence[Source], workers: int) -> list[Batch]:
    """The articles in batches of about a second's work."""
    most = max(1, min(MOST_ARTICLES, -(-len(sources) // (workers * BATCHES_PER_WORKER))))
    batches: list[Batch] = []
    batch: list[Source] = []
    characters = 0
    for source in sources:
        if batch and (len(batch) == most or characters + source.characters > MOST_CHARACTERS):
            batches.append(tuple(batch))
            batch, characters = [], 0
        batch.append(source)
        characters += source.characters
    return [*batches, tuple(batch)] if batch else batches


def run_batches(setup: Setup, batches: Sequence[Batch], workers: int) -> Iterator[Finished]:
    """Each batch with its failures, as they are finished; one process does without workers. Raises StoreError."""
    if workers == 1 or len(batches) < 2:
        for batch in batches:
            yield batch, extract_batch(setup, batch)
        return
    lost: list[Batch] = []
    yield from _in_pool(setup, batches, min(workers, len(batches)), lost)
    for batch in lost:
        yield from _one_by_one(setup, batch)


def _in_pool(setup: Setup, batches: Iterable[Batch], workers: int, lost: list[Batch]) -> Iterator[Finished]:
    """The batches that workers finished; those that were under way when a worker died go to `lost`."""
    rest = iter(batches)
    while True:
        running: dict[Future[list[Failure]], Batch] = {}
        with _pool(workers) as pool:
            try:
                for batch in islice(rest, workers * _WAITING):
                    running[pool.submit(extract_batch, setup, batch)] = batch
                while running:
                    done, _ = wait(running, return_when=FIRST_COMPLETED)
                    for future in done:
                        failures = future.result()
                        yield running.pop(future), failures
                        for batch in islice(rest, 1):
                            running[pool.submit(extract_batch, setup, batch)] = batch
                return
            except BrokenProcessPool:
                lost.extend(running.values())
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise


def _one_by_one(setup: Setup, batch: Batch) -> Iterator[Finished]:
    """The articles of a batch that did not come back, each in a process of its own."""
    for source in batch:
        with _pool(1) as pool:
            try:
                yield (source,), pool.submit(extract_batch, setup, (source,)).result()
            except BrokenProcessPool:
                found = "the process that read it died (memory may be short)"
                yield (source,), [Failure(source.name, found, todo="try it alone, or with fewer --workers")]


def _pool(workers: int) -> ProcessPoolExecutor:
    """Processes that start from a clean one with the pipeline loaded, not from this one with its threads and files."""
    context = multiprocessing.get_context("forkserver" if hasattr(os, "fork") else "spawn")
    if isinstance(context, multiprocessing.context.ForkServerContext):
        context.set_forkserver_preload(["kg.build.preload"])
    return ProcessPoolExecutor(workers, context, initializer=start_worker)
