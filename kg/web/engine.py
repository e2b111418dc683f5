"""Queries in processes of their own, so that one that would run for minutes is killed while others go on."""

from __future__ import annotations

import multiprocessing
import threading
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from queue import Empty, SimpleQueue

from kg.errors import QueryError, StoreError
from kg.web.worker import Job, Limits, Outcome, work

STARTING = 120
"""Seconds that a worker may take to open the store."""


class _Worker:
    """A process and the pipe to it."""

    def __init__(self, folder: Path, limits: Limits) -> None:
        context = multiprocessing.get_context("spawn")
        self.connection: Connection
        self.connection, theirs = context.Pipe()
        self.process: BaseProcess = context.Process(target=work, args=(theirs, folder, limits), daemon=True)
        self.process.start()
        theirs.close()
        self.ready = False

    def wait(self) -> None:
        """Returns when the store is open; raises StoreError where that fails."""
        if self.ready:
            return
        try:
            if not self.connection.poll(STARTING):
                raise EOFError
            self.ready = self.connection.recv() == "ready"
        except (EOFError, OSError) as error:
            self.end()
            raise StoreError("query worker", "the graph could not be opened", "a folder written by kg build") from error

    def end(self) -> None:
        """Ends the process at once, whatever it is doing."""
        self.process.kill()
        self.process.join()
        self.connection.close()


class Engine:
    """Answers jobs in at most `limits.workers` processes; each is started when there is more to do than others can."""

    def __init__(self, folder: Path, limits: Limits) -> None:
        self.limits = limits
        self._folder = folder
        self._free = threading.Semaphore(limits.workers)
        self._idle: SimpleQueue[_Worker] = SimpleQueue()
        self._closed = False
        self._idle.put(_Worker(folder, limits))

    def answer(self, job: Job) -> Outcome:
        """What became of a job; blocks its thread. Past the limit of time the process is killed and another started."""
        if not self._free.acquire(timeout=self.limits.seconds):
            return _busy()
        try:
            return self._run(job)
        finally:
            self._free.release()

    def _run(self, job: Job) -> Outcome:
        worker = self._take()
        worker.wait()
        try:
            worker.connection.send(job)
            if not worker.connection.poll(self.limits.seconds):
                self._replace(worker)
                return _too_slow(self.limits.seconds)
            outcome: Outcome = worker.connection.recv()
        except (EOFError, OSError):
            self._replace(worker)
            return _broken()
        self._idle.put(worker)
        return outcome

    def _take(self) -> _Worker:
        with suppress(Empty):
            return self._idle.get_nowait()
        return _Worker(self._folder, self.limits)

    def _replace(self, worker: _Worker) -> None:
        """Ends a worker and starts another, which opens the store while nobody waits for it."""
        worker.end()
        if not self._closed:
            self._idle.put(_Worker(self._folder, self.limits))

    def close(self) -> None:
        """Ends every process that is not at work, and those at work when they are done."""
        self._closed = True
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
