"""One build at a time in a folder."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from kg.build.folder import LOCK
from kg.errors import StoreError


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """The folder is this process's alone while the block runs; raises StoreError where another build has it.

    The operating system holds the lock and gives it up with the process, however that ends: what a killed build
    leaves behind is an empty claim, not a lock.
    """
    path = folder / LOCK
    with path.open("a+", encoding="utf-8") as file:
        if not _take(file):
            file.seek(0)
            raise StoreError(
                str(folder), f"another build is writing it ({file.read().strip() or 'unknown process'})",
                "one build at a time", "wait for it to end, or choose another folder with -o",
            )  # fmt: skip
        file.truncate(0)
        file.write(f"process {os.getpid()} on {socket.gethostname()}\n")
        file.flush()
        try:
            yield
        finally:
            file.truncate(0)


def _take(file: IO[str]) -> bool:
    try:
        if os.name == "nt":
            import msvcrt

            file.seek(1 << 20)  # far beyond the text, which others may read
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
