"""The quads of a built folder, one after the other, in an order that does not depend on the store.

Stores keep their own order, and a corpus does not fit into memory. Lines are therefore sorted outside of it: runs of at
most `RUN_CHARACTERS` are sorted and put aside as temporary files, then merged. Memory holds one run and one line of
every other; the disk holds the lines once more.
"""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import groupby
from pathlib import Path
from typing import IO

import pyoxigraph as ox

from kg.errors import StoreError
from kg.graph.folder import NQUADS
from kg.graph.store import ENGINE_ERRORS, open_embedded
from kg.query.stores import store_folder

RUN_CHARACTERS = 32_000_000
"""About 100 MB as Python keeps Chinese lines; twenty million quads make some hundred runs."""
CHUNK_LINES = 4_000
"""Lines that are parsed at once: half a megabyte."""


def read_quads(folder: Path) -> Iterator[ox.Quad]:
    """Every quad of a built folder in the order of its store, never all in memory; raises StoreError.

    The store on disk is read where there is one, else `graph.nq`.
    """
    on_disk = store_folder(folder)
    where = on_disk if on_disk.is_dir() else folder / NQUADS
    try:
        if on_disk.is_dir():
            yield from open_embedded(on_disk)
        else:
            yield from ox.parse(path=where, format=ox.RdfFormat.N_QUADS)
    except FileNotFoundError as error:
        raise StoreError(str(folder), f"no {NQUADS}", "a folder written by kg build", "run kg build first") from error
    except (*ENGINE_ERRORS, SyntaxError) as error:
        raise StoreError(str(where), str(error), "quads written by kg build", "build the folder again") from error


def sorted_lines(
    lines: Iterable[str], folder: Path | None = None, run_characters: int = RUN_CHARACTERS
) -> Iterator[str]:
    """The lines in code point order, each once; every line ends in its only line feed.

    Runs are put aside in `folder` (default: where the system keeps temporary files, often a small place).
    """
    with ExitStack() as files:
        runs: list[Iterable[str]] = []
        held: list[str] = []
        for run in _runs(lines, run_characters):
            if held:
                runs.append(files.enter_context(_put_aside(held, folder)))
            held = run
        runs.append(held)
        for line, _ in groupby(heapq.merge(*runs)):
            yield line


def _runs(lines: Iterable[str], run_characters: int) -> Iterator[list[str]]:
    """Sorted runs of the lines, each of `run_characters` or one line more."""
    run: list[str] = []
    size = 0
    for line in lines:
        run.append(line)
        size += len(line)
        if size >= run_characters:
            yield sorted(run)
            run, size = [], 0
    if run:
        yield sorted(run)


def _put_aside(run: list[str], folder: Path | None) -> IO[str]:
    """A temporary file without a name that holds the run, at its beginning."""
    file = tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n", dir=folder)  # noqa: SIM115 - the merge closes it
    file.writelines(run)
    file.seek(0)
    return file


def subject_chunks(lines: Iterable[str], chunk_lines: int = CHUNK_LINES) -> Iterator[list[ox.Quad]]:
    """Sorted N-Triples lines as chunks of triples in the default graph; the triples of a subject stay together."""
    chunk: list[str] = []
    for _, group in groupby(lines, key=lambda line: line.partition(" ")[0]):
        chunk.extend(group)
        if len(chunk) >= chunk_lines:
            yield _parsed(chunk)
            chunk = []
    if chunk:
        yield _parsed(chunk)


def _parsed(lines: list[str]) -> list[ox.Quad]:
    return list(ox.parse("".join(lines), format=ox.RdfFormat.N_TRIPLES))
