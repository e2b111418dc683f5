"""The folder a build leaves behind: `graph.ttl`, `graph.nq` and the texts they were read from."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import StoreError
from kg.graph.facts import graph_quads, text_file
from kg.graph.iris import DEFAULT_BASE
from kg.graph.turtle import nquads, turtle

if TYPE_CHECKING:
    from kg.model.records import Extraction

TURTLE = "graph.ttl"
NQUADS = "graph.nq"


@dataclass(frozen=True, slots=True)
class Written:
    """What `write_graph` wrote: the two graph files and how much is in them."""

    turtle: Path
    nquads: Path
    quads: int
    texts: int


def write_graph(extractions: Iterable[Extraction], folder: Path, base: str = DEFAULT_BASE) -> Written:
    """`graph.ttl` (all graphs merged), `graph.nq` (graphs apart) and `texts/*.txt` (as read, UTF-8) in `folder`.

    Everything is prepared before the first file is replaced, each file is replaced whole. Raises StoreError where
    the folder cannot be written, KgError where `base` is not a base IRI.
    """
    extractions = list(extractions)
    quads = graph_quads(extractions, base)
    texts = {text_file(extraction.article): extraction.article.text.encode() for extraction in extractions}
    files = {**texts, NQUADS: nquads(quads).encode(), TURTLE: turtle(quads, base).encode()}
    write_files(folder, files)
    return Written(folder / TURTLE, folder / NQUADS, len(quads), len(texts))


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Each of `files` (path below `folder` → content) whole or not at all.

    All contents reach the disk under temporary names first, then the names are exchanged; after a failure no
    temporary file is left. Raises StoreError.
    """
    waiting: list[tuple[Path, Path]] = []
    try:
        for name, content in files.items():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            waiting.append((_write_beside(target, content), target))
        while waiting:
            temporary, target = waiting[0]
            temporary.replace(target)
            waiting.pop(0)
    except OSError as error:
        raise StoreError(
            str(folder), error.strerror or str(error), "a folder that can be written", "choose another with -o"
        ) from error
    finally:
        for temporary, _ in waiting:
            temporary.unlink(missing_ok=True)


def _write_beside(target: Path, content: bytes) -> Path:
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        temporary.chmod(0o644)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    return temporary
