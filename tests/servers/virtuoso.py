"""A Virtuoso of its own for a test: a fresh database in a folder, listening on loopback, ended with the block."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

BINARY = "virtuoso-t"
USER, PASSWORD = "dba", "dba"
"""Of every new Virtuoso database."""
_PATIENCE = 120.0
_INI = """[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
FileExtend = 200
MaxCheckpointRemap = 2000

[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx

[Parameters]
ServerPort = 127.0.0.1:{sql_port}
DirsAllowed = {folder}
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {dirty}
CheckpointInterval = 60
ThreadsPerQuery = 2

[HTTPServer]
ServerPort = 127.0.0.1:{http_port}
ServerRoot = {folder}
ServerThreads = 8
MaxClientConnections = 8
"""
_BUFFERS_OF_A_GIGABYTE = 85_000


def virtuoso_missing() -> str:
    """Why no Virtuoso can be started here; empty where one can."""
    return "" if shutil.which(BINARY) else f"{BINARY} is not installed (Debian: virtuoso-opensource-7-bin)"


@contextmanager
def virtuoso(folder: Path, gigabytes: float = 0.25) -> Iterator[str]:
    """The address of a Virtuoso with an empty database in `folder`; `gigabytes` of memory for its pages."""
    folder.mkdir(parents=True, exist_ok=True)
    sql_port, http_port = _free_port(), _free_port()
    buffers = int(gigabytes * _BUFFERS_OF_A_GIGABYTE)
    text = _INI.format(folder=folder, sql_port=sql_port, http_port=http_port, buffers=buffers, dirty=buffers * 3 // 4)
    settings = folder / "virtuoso.ini"
    settings.write_text(text, encoding="utf-8")
    command = [str(shutil.which(BINARY)), "+foreground", "+configfile", str(settings)]
    with (folder / "output").open("w") as output:
        process = subprocess.Popen(command, cwd=folder, stdout=output, stderr=output)
        try:
            address = f"http://127.0.0.1:{http_port}/sparql"
            _wait_for(address, process, folder / "output")
            yield address
        finally:
            process.kill()
            process.wait()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait_for(address: str, process: subprocess.Popen[bytes], output: Path) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"Virtuoso ended: {output.read_text(errors='replace')[-2000:]}")
        try:
            with urllib.request.urlopen(f"{address}?query=ASK%7B%7D", timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"Virtuoso did not answer within {_PATIENCE:.0f} s")
