"""Files and folders that exports write: whole or not at all, compressed where their name says so."""

from __future__ import annotations

import gzip
import importlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import IO, Any

from kg.errors import MissingExtra, StoreError

_GZIP_LEVEL = 6
"""The level of the program gzip; 9 takes three times as long for 2 % less."""


@contextmanager
def open_output(path: Path) -> Iterator[IO[bytes]]:
    """A binary file that takes the name `path` when the block ends well, and is removed when it does not.

    A name that ends in `.gz` or `.zst` is compressed, without clock or file name inside. Raises MissingExtra where
    Zstandard is not there, StoreError where the folder cannot be written.
    """
    compress = compression(path)
    temporary = _temporary_file(path)
    try:
        with temporary.open("wb") as raw, compress(raw) as out:
            yield out
        temporary.replace(path)
    except OSError as error:
        raise _not_writable(path, error) from error
    finally:
        temporary.unlink(missing_ok=True)


def _temporary_file(path: Path) -> Path:
    try:
        if path.is_dir():
            raise IsADirectoryError(None, "it is a folder")
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        os.close(handle)
    except OSError as error:
        raise _not_writable(path, error) from error
    Path(name).chmod(0o644)
    return Path(name)


@contextmanager
def open_folder(path: Path, marker: str) -> Iterator[Path]:
    """An empty folder that takes the name `path` when the block ends well, and is removed when it does not.

    What stands there already is replaced only if it is empty or holds the file `marker`, which every export of the
    kind has. Raises StoreError for anything else, and where the folder around it cannot be written.
    """
    path = Path(os.path.abspath(path))  # not resolve(): a link to a folder is replaced, not its target
    _check_replaceable(path, marker)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name}."))
    except OSError as error:
        raise _not_writable(path, error) from error
    try:
        draft.chmod(0o755)
        yield draft
        _swap(draft, path)
    except OSError as error:
        raise _not_writable(path, error) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _check_replaceable(path: Path, marker: str) -> None:
    if path.suffix in COMPRESSIONS:
        raise StoreError(str(path), "the name of a compressed file", "a folder: the format is several tables")
    if path.exists() and not path.is_dir():
        raise StoreError(str(path), "a file", "a folder: the format is several tables", "choose another with -o")
    if path.is_dir() and any(path.iterdir()) and not (path / marker).is_file():
        found = "a folder with other files in it"
        raise StoreError(str(path), found, f"a new folder or one with a {marker}", "choose another with -o")


def _swap(draft: Path, path: Path) -> None:
    """`draft` under the name `path`; what was there is moved aside first and back if that fails."""
    if not path.exists():
        draft.rename(path)
        return
    aside = draft.with_name(f"{draft.name}.old")
    path.rename(aside)
    try:
        draft.rename(path)
    except OSError:
        aside.rename(path)
        raise
    if aside.is_symlink():
        aside.unlink()
    else:
        shutil.rmtree(aside, ignore_errors=True)


def _not_writable(path: Path, error: OSError) -> StoreError:
    found = f"cannot be written: {error.strerror or error}"
    return StoreError(str(path), found, "a place that can be written", "choose another with -o")


# --- compression

Compression = Callable[[IO[bytes]], AbstractContextManager[IO[bytes]]]


def compression(path: Path) -> Compression:
    """What compresses a file of this name: `graph.nq.gz` gzip, `graph.nq.zst` Zstandard, any other nothing.

    Raises MissingExtra where the library is not installed.
    """
    return COMPRESSIONS[path.suffix]() if path.suffix in COMPRESSIONS else nullcontext


def _gzip() -> Compression:
    def compress(raw: IO[bytes]) -> AbstractContextManager[Any]:
        return gzip.GzipFile(filename="", mode="wb", compresslevel=_GZIP_LEVEL, fileobj=raw, mtime=0)

    return compress


def _zstandard() -> Compression:
    """Zstandard of the standard library (Python 3.14), else of the package `zstandard`."""
    if standard := _module("compression.zstd"):
        return lambda raw: standard.ZstdFile(raw, "wb")
    if package := _module("zstandard"):
        return lambda raw: package.ZstdCompressor().stream_writer(raw, closefd=False)
    raise MissingExtra(
        ".zst", "no Zstandard", "Python 3.14 or the package zstandard", "pip install 'policy-kg[zst]', or use .gz"
    )


def _module(name: str) -> ModuleType | None:
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


COMPRESSIONS: Mapping[str, Callable[[], Compression]] = MappingProxyType({".gz": _gzip, ".zst": _zstandard})
