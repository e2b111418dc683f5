"""Where the work of a build is done: one port, and the engines behind it by name."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from types import MappingProxyType
from typing import Protocol, TypeVar

from kg.errors import KgError

Item = TypeVar("Item")
Result = TypeVar("Result")


WAITING = 2
"""Batches handed out per worker: one at work, one to go on with."""


class Engine(Protocol):
    """Something that works off batches: processes of this computer, a cluster."""

    @property
    def workers(self) -> int:
        """How many batches are at work at a time."""
        ...

    def run(
        self, work: Callable[[tuple[Item, ...]], Result], batches: Iterable[tuple[Item, ...]]
    ) -> Iterator[tuple[tuple[Item, ...], Result | None]]:
        """Each batch with what `work` makes of it, in the order in which they are finished.

        `work` may be called again for items whose process died, one by one at last: it has to leave the same behind
        as if it had been called once. An item that takes its process with it comes back alone, with None. What `work`
        raises is raised here. A run that is not read to its end is given up.
        """
        ...


def _processes(workers: int | None) -> AbstractContextManager[Engine]:
    from kg.build.processes import Processes

    return nullcontext(Processes(workers or default_workers()))


def _ray(workers: int | None) -> AbstractContextManager[Engine]:
    from kg.build.cluster import ray_cluster

    return ray_cluster(workers)


ENGINES: Mapping[str, Callable[[int | None], AbstractContextManager[Engine]]] = MappingProxyType(
    {"processes": _processes, "ray": _ray}
)
"""Engines by name; each is open while a block runs and takes the number of workers, None for all there are."""
STANDARD = "processes"


def open_engine(name: str, workers: int | None) -> AbstractContextManager[Engine]:
    """The engine of that name; raises KgError for a name that is none, MissingExtra where its library is missing."""
    return ENGINES[checked_engine(name)](workers)


def checked_engine(name: str) -> str:
    """The name itself if there is such an engine; raises KgError otherwise."""
    if name not in ENGINES:
        raise KgError("--engine", name, f"one of {', '.join(ENGINES)}")
    return name


def default_workers() -> int:
    """The cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
