"""The engine of many computers: a Ray cluster that shares the built folder and the inputs under the same paths.

`RAY_ADDRESS` names the cluster; without it one is started on this computer for the time of the build.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from itertools import islice
from typing import Any

from kg.build.engines import WAITING, Engine, Item, Result, default_workers
from kg.build.processes import GARBAGE_THRESHOLD
from kg.errors import KgError, MissingExtra

ADDRESS = "RAY_ADDRESS"
RETRIES = 2
"""Times that a batch whose process or computer was lost is done again as a whole, before its items go one by one."""
_EXTRA = "policy-kg[ray]"


@contextmanager
def ray_cluster(workers: int | None) -> Iterator[Engine]:
    """The engine while the block runs; `workers` limits it, None takes all of the cluster.

    Raises MissingExtra, and KgError where there is no cluster at the address.
    """
    try:
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # a build asks nothing of the network
        ray: Any = import_module("ray")
    except ImportError as error:
        raise MissingExtra("--engine ray", "ray is not installed", _EXTRA, f"pip install '{_EXTRA}'") from error
    ours = not ray.is_initialized()
    if ours:
        _connect(ray, workers)
    try:
        cores = max(1, int(ray.cluster_resources().get("CPU", 1)))
        yield RayCluster(ray, min(workers or cores, cores))
    finally:
        if ours:
            ray.shutdown()


def _connect(ray: Any, workers: int | None) -> None:
    address = os.environ.get(ADDRESS)
    quiet = {"log_to_driver": False, "logging_level": "error"}
    try:
        if address:
            ray.init(address=address, **quiet)
        else:
            ray.init(address="local", num_cpus=workers or default_workers(), include_dashboard=False, **quiet)
    except (ConnectionError, ValueError, RuntimeError) as error:
        raise KgError(ADDRESS, f"{address or 'local'}: {error}", "a Ray cluster", "ray start --head") from error


@dataclass(frozen=True, slots=True)
class RayCluster:
    """The cluster that this process is connected to, `workers` batches at work at a time."""

    ray: Any
    workers: int

    def run(
        self, work: Callable[[tuple[Item, ...]], Result], batches: Iterable[tuple[Item, ...]]
    ) -> Iterator[tuple[tuple[Item, ...], Result | None]]:
        """As `Engine.run`; a computer that is lost costs the batches it was at."""
        task = self.ray.remote(max_retries=RETRIES)(_work)
        rest = iter(batches)
        again: list[Item] = []
        running: dict[Any, tuple[Item, ...]] = {}
        try:
            while True:
                for batch in islice(rest, self.workers * WAITING - len(running)):
                    running[task.remote(work, batch)] = batch
                if not running and not again:
                    return
                if not running:
                    rest, again = iter([(item,) for item in again]), []
                    continue
                yield from self._finished(running, again)
        finally:
            for reference in running:
                self.ray.cancel(reference)

    def _finished(
        self, running: dict[Any, tuple[Item, ...]], again: list[Item]
    ) -> Iterator[tuple[tuple[Item, ...], Any]]:
        """The next batches that are finished; the items of one that was lost go to `again`."""
        errors = self.ray.exceptions
        for reference in self.ray.wait(list(running), num_returns=1)[0]:
            batch = running.pop(reference)
            try:
                result = self.ray.get(reference)
            except errors.RayTaskError as error:
                raise error.cause from None
            except errors.RayError:
                if len(batch) == 1:
                    yield batch, None
                again += batch if len(batch) > 1 else ()
            else:
                yield batch, result


def _work(work: Callable[[tuple[Item, ...]], Result], batch: tuple[Item, ...]) -> Result:
    gc.set_threshold(GARBAGE_THRESHOLD)
    return work(batch)
