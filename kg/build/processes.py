"""The engine of one computer: worker processes; one that dies takes no other batch with it."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import chain, islice

from kg.build.engines import WAITING, Item, Result

GARBAGE_THRESHOLD = 200_000
"""New objects between two collections: the records of a batch live to its end, and walking them finds nothing."""


@dataclass(frozen=True, slots=True)
class Processes:
    """So many processes beside this one; a single worker, or a single batch, is this process itself."""

    workers: int

    def run(
        self, work: Callable[[tuple[Item, ...]], Result], batches: Iterable[tuple[Item, ...]]
    ) -> Iterator[tuple[tuple[Item, ...], Result | None]]:
        """As `Engine.run`."""
        rest = iter(batches)
        first = list(islice(rest, 2))
        if self.workers == 1 or len(first) < 2:
            for batch in chain(first, rest):
                yield batch, work(batch)
            return
        lost: list[tuple[Item, ...]] = []
        yield from _in_pool(work, chain(first, rest), self.workers, lost)
        for item in chain.from_iterable(lost):
            yield (item,), _alone(work, item)


def _in_pool(
    work: Callable[[tuple[Item, ...]], Result],
    batches: Iterable[tuple[Item, ...]],
    workers: int,
    lost: list[tuple[Item, ...]],
) -> Iterator[tuple[tuple[Item, ...], Result]]:
    """The batches that workers finished; those that were under way when a worker died go to `lost`."""
    rest = iter(batches)
    while True:
        running: dict[Future[Result], tuple[Item, ...]] = {}
        with _pool(workers) as pool:
            try:
                for batch in islice(rest, workers * WAITING):
                    running[pool.submit(work, batch)] = batch
                while running:
                    done, _ = wait(running, return_when=FIRST_COMPLETED)
                    for future in done:
                        result = future.result()
                        yield running.pop(future), result
                        for batch in islice(rest, 1):
                            running[pool.submit(work, batch)] = batch
                return
            except BrokenProcessPool:
                lost.extend(running.values())
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise


def _alone(work: Callable[[tuple[Item, ...]], Result], item: Item) -> Result | None:
    """What comes of an item in a process of its own; None where it dies."""
    with _pool(1) as pool:
        try:
            return pool.submit(work, (item,)).result()
        except BrokenProcessPool:
            return None


def _pool(workers: int) -> ProcessPoolExecutor:
    """Processes that start from a clean one with the pipeline loaded, not from this one with its threads and files."""
    context = multiprocessing.get_context("forkserver" if hasattr(os, "fork") else "spawn")
    if isinstance(context, multiprocessing.context.ForkServerContext):
        context.set_forkserver_preload(["kg.build.preload"])
    return ProcessPoolExecutor(workers, context, initializer=_start)


def _start() -> None:
    """Prepares a process for batches: it ends with the process that started it, and leaves Ctrl-C to that one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(GARBAGE_THRESHOLD)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)
