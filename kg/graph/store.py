"""The embedded store of a corpus: Oxigraph on disk, written as a new folder and then only read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.errors import StoreError
from kg.graph.layout import CONTENT

FORMAT = 1
ENGINE_ERRORS = (OSError, RuntimeError)
"""What pyoxigraph raises for a disk that fails and for files that are not as it left them."""
CHUNK_BYTES = 130_000_000
"""N-Quads per bulk load, some 580,000 lines. The peak of memory follows it and the time shrinks with it, measured at
14.6 M quads: 1.0 GB and 157 s with 130 MB, 1.7 GB with 200 MB and no less time."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a store holds: an identity that equal contents share, the base, each article's digest and key, counts."""

    identity: str
    base: str
    articles: Mapping[str, str]
    counts: Mapping[str, Any]


def read_content(store: Path) -> Content | None:
    """What the store in this folder holds; None where there is none, or one that was not finished or cannot open."""
    try:
        said = json.loads((store / CONTENT).read_text(encoding="utf-8"))
        ox.Store.read_only(str(store))
    except (*ENGINE_ERRORS, ValueError):
        return None
    if not isinstance(said, dict) or said.get("format") != FORMAT:
        return None
    return Content(said["identity"], said["base"], said["articles"], said["counts"])


def open_embedded(store: Path) -> ox.Store:
    """The store in this folder, to be read; raises StoreError where it is broken or was not finished."""
    try:
        opened = ox.Store.read_only(str(store))
    except ENGINE_ERRORS as error:
        raise StoreError(str(store), str(error), "a store written by kg build", _AGAIN) from error
    if not (store / CONTENT).is_file():
        raise StoreError(str(store), f"no {CONTENT}", "a store written by kg build", _AGAIN)
    return opened


_AGAIN = "run the same kg build again: finished articles are kept"


def write_content(store: Path, content: Content) -> None:
    """Makes a store that is filled a finished one."""
    said = {"format": FORMAT, "identity": content.identity, "base": content.base}
    text = json.dumps(said | {"counts": content.counts, "articles": content.articles}, ensure_ascii=False)
    (store / CONTENT).write_text(text + "\n", encoding="utf-8", newline="\n")


def write_store(folder: Path, texts: Iterable[bytes]) -> None:
    """A new store in `folder` with the N-Quads of `texts`, optimized and on disk. Raises StoreError."""
    try:
        folder.mkdir(parents=True)
        store = ox.Store(str(folder))
        _load(store, texts)
        store.optimize()
        store.flush()
    except ENGINE_ERRORS as error:
        raise store_error(folder, error) from error


def update_store(
    source: Path, folder: Path, dropped: Iterable[str], gone: Iterable[str], texts: Iterable[bytes]
) -> None:
    """A copy of the store `source` in `folder` without the graphs `dropped` and the lines `gone`, with `texts` loaded.

    The copy shares its unchanged files with the source. Raises StoreError.
    """
    try:
        ox.Store.read_only(str(source)).backup(str(folder))
        store = ox.Store(str(folder))
        for iri in dropped:
            store.remove_graph(ox.NamedNode(iri))
        for quad in ox.parse("".join(gone), format=ox.RdfFormat.N_QUADS):
            store.remove(quad)
        _load(store, texts)
        store.flush()
    except ENGINE_ERRORS as error:
        raise store_error(folder, error) from error


def _load(store: ox.Store, texts: Iterable[bytes]) -> None:
    for chunk in _chunks(texts):
        store.bulk_load(input=chunk, format=ox.RdfFormat.N_QUADS, lenient=True)  # lines of our own making


def _chunks(texts: Iterable[bytes]) -> Iterator[bytes]:
    waiting: list[bytes] = []
    size = 0
    for text in texts:
        waiting.append(text)
        size += len(text)
        if size >= CHUNK_BYTES:
            yield b"".join(waiting)
            waiting, size = [], 0
    if waiting:
        yield b"".join(waiting)


def store_error(folder: Path, error: Exception) -> StoreError:
    """What an engine's or system's error about a store means for its owner."""
    return StoreError(
        str(folder), f"cannot be written: {getattr(error, 'strerror', None) or error}", "a disk with free space",
        "make room and run the same command again: finished articles are kept",
    )  # fmt: skip
