"""Queries in processes of their own, so that one that would run for minutes is killed while others go on."""

from __future__ import annotations

import logging
import multiprocessing
import threading
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from queue import Empty, Queue

from kg.errors import QueryError, StoreError
from kg.web.worker import READY, Job, Limits, Outcome, work

LOG = logging.getLogger("kg.web")
STARTING = 120
"""Seconds that a worker may take to open the store."""


class _Worker:
    """A process and the pipe to it, once it has opened the store; raises StoreError where it cannot."""

    def __init__(self, folder: Path, limits: Limits) -> None:
        context = multiprocessing.get_context("spawn")
        self.connection: Connection
        self.connection, theirs = context.Pipe()
        self.process: BaseProcess = context.Process(target=work, args=(theirs, folder, limits), daemon=True)
        self.process.start()
        theirs.close()
        try:
            if not self.connection.poll(STARTING) or self.connection.recv() != READY:
                raise EOFError
        except (EOFError, OSError) as error:
            self.end()
            raise StoreError("query worker", "the graph could not be opened", "a folder written by kg build") from error

    def end(self) -> None:
        """Ends the process at once, whatever it is doing."""
        self.process.kill()
        self.process.join()
        self.connection.close()


class Engine:
    """Answers jobs in `limits.workers` processes, which start while nobody waits for them."""

    def __init__(self, folder: Path, limits: Limits) -> None:
        self.limits = limits
        self._folder = folder
        self._idle: Queue[_Worker] = Queue()
        self._closed = threading.Event()
        for _ in range(limits.workers):
            self._start_another()

    def answer(self, job: Job) -> Outcome:
        """What became of a job; blocks its thread. Past the limit of time the process is killed and another started.

        Whoever gets no worker within that limit hears that there are too many others.
        """
        try:
            worker = self._idle.get(timeout=self.limits.seconds)
        except Empty:
            return _busy()
        try:
            worker.connection.send(job)
            if worker.connection.poll(self.limits.seconds):
                outcome: Outcome = worker.connection.recv()
                self._idle.put(worker)
                return outcome
            outcome = _too_slow(self.limits.seconds)
        except (EOFError, OSError):
            outcome = _broken()
        worker.end()
        self._start_another()
        return outcome

    def _start_another(self) -> None:
        threading.Thread(target=self._start, daemon=True).start()

    def _start(self) -> None:
        try:
            worker = _Worker(self._folder, self.limits)
        except StoreError as error:
            LOG.error("%s", error)
            return
        self._idle.put(worker)
        if self._closed.is_set():
            self.close()

    def close(self) -> None:
        """Ends every process that is not at work; those at work end with this one."""
        self._closed.set()
        with suppress(Empty):
            while True:
                self._idle.get_nowait().end()


def _too_slow(seconds: float) -> Outcome:
    expected = f"an answer within {seconds:g} seconds"
    todo = "add LIMIT, name more of the pattern, or ask a copy of the graph with kg query"
    return Outcome(503, error=QueryError("query", "stopped at the limit of time", expected, todo))


def _broken() -> Outcome:
    return Outcome(503, error=QueryError("query", "more memory than a query may take", "less at once", "add LIMIT"))


def _busy() -> Outcome:
    return Outcome(503, error=QueryError("query", "too many others at the same time", "a free worker", "ask again"))
