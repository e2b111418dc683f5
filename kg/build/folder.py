"""The output folder: prepared beside its place, put there in one move, never left half-written."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import StoreError

MANIFEST = "manifest.json"
DRAFT = ".kg-"
"""How the names of files begin that are being written; what a killed build leaves of them goes with the next."""
REVIEW = "review.yaml"
"""A person's answers to who is who; a folder may begin with those of another."""
LOCK = ".lock"
"""Of a corpus: held while it is built, and the sign that a folder without manifest is a build broken off."""


def check_folder(out: Path) -> None:
    """Nothing, if `out` is free, empty or a folder that an earlier build left and can be written; else StoreError."""
    where = str(out)
    if not out.exists():
        _check_parent(out)
        return
    if not out.is_dir():
        raise StoreError(where, "a file", "a folder", "choose another with -o")
    if (
        {path.name for path in out.iterdir()} - {REVIEW}
        and not (out / MANIFEST).is_file()
        and not (out / LOCK).is_file()
    ):
        found = "a folder with other files in it"
        raise StoreError(where, found, f"a new folder or one with the {MANIFEST} of a build", "choose another with -o")
    if not os.access(out, os.W_OK):
        raise StoreError(where, "a read-only folder", "a folder that can be written", "choose another with -o")


def _check_parent(out: Path) -> None:
    parent = next(p for p in Path(os.path.abspath(out)).parents if p.exists())
    if not (parent.is_dir() and os.access(parent, os.W_OK)):
        found = f"{parent} cannot be written"
        raise StoreError(str(out), found, "a folder that can be written", "choose another with -o")


@contextmanager
def replaced_folder(out: Path) -> Iterator[Path]:
    """An empty folder beside `out` that takes its place when the block ends with a manifest in it; else it is removed.

    Raises StoreError where the folder around `out` cannot be written or `out` cannot be replaced.
    """
    out = Path(os.path.abspath(out))  # not resolve(): a link to a folder is replaced, not its target
    draft = _make_draft(out)
    try:
        yield draft
        if (draft / MANIFEST).exists():
            _swap(draft, out)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _make_draft(out: Path) -> Path:
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
        draft.chmod(0o755)
    except OSError as error:
        raise _not_writable(out, error) from error
    return draft


def _swap(draft: Path, out: Path) -> None:
    """`draft` under the name `out`; what was there before is moved aside first and back if that fails."""
    try:
        if not out.exists():
            draft.rename(out)
            return
        aside = draft.with_name(f"{draft.name}.old")
        out.rename(aside)
        try:
            draft.rename(out)
        except OSError:
            aside.rename(out)
            raise
    except OSError as error:
        raise _not_writable(out, error) from error
    _remove(aside)


def _remove(path: Path) -> None:
    if path.is_symlink():
        path.unlink()
    else:
        shutil.rmtree(path, ignore_errors=True)


def _not_writable(out: Path, error: OSError) -> StoreError:
    found = f"cannot be written: {error.strerror or error}"
    return StoreError(str(out), found, "a folder that can be written", "choose another with -o")


def write_whole(path: Path, content: bytes) -> None:
    """Writes a file whole or not at all; raises StoreError."""
    temporary = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=DRAFT, dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise disk_error(path, error) from error


def disk_error(path: Path, error: OSError) -> StoreError:
    """What it means for the user that a file of a corpus build cannot be written."""
    return StoreError(
        str(path), f"cannot be written: {error.strerror or error}", "a disk with free space",
        "make room and run the same command again: finished articles are kept",
    )  # fmt: skip
