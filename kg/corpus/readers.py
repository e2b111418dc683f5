"""One reader per format: an open file to the items it holds."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePath
from typing import BinaryIO, cast

from kg.corpus.documents import read_docx, read_pdf
from kg.corpus.encoding import decode
from kg.corpus.items import Failure, Item, Reader, read_whole
from kg.corpus.markdown import read_markdown
from kg.corpus.metadata import Metadata
from kg.corpus.rows import read_jsonl, read_table
from kg.corpus.web_pages import read_html, read_warc
from kg.errors import CorpusError

_GZIP = ".gz"


def read_plain(file: BinaryIO, name: str) -> Iterator[Item]:
    """The whole file as one item."""
    yield Item(decode(read_whole(file, name), name), name, Metadata())


READERS: Mapping[str, Reader] = {
    ".txt": read_plain,
    ".text": read_plain,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".html": read_html,
    ".htm": read_html,
    ".docx": read_docx,
    ".pdf": read_pdf,
    ".jsonl": read_jsonl,
    ".ndjson": read_jsonl,
    ".csv": read_table,
    ".tsv": read_table,
    ".warc": read_warc,
}
"""Readers by suffix of the file name, lower case; each also reads the file compressed (`.jsonl.gz`)."""


def file_format(path: PurePath) -> str:
    """The suffix that says how a file is read, lower case: `.jsonl` of `news.jsonl.gz`, `.gz` of `news.gz`."""
    suffixes = [suffix.lower() for suffix in path.suffixes[-2:]]
    if suffixes[-1:] == [_GZIP]:
        suffixes = suffixes[:-1] if suffixes[0] in READERS else suffixes
    return suffixes[-1] if suffixes else ""


def suffixes() -> str:
    """The suffixes of all readers, as messages name them."""
    return ", ".join(READERS)


def read_items(path: Path, name: str) -> Iterator[Item | Failure]:
    """The items of a file, called `name` in messages; a file without suffix is plain text.

    Raises CorpusError for a file that cannot be read, MissingExtra for one whose reader is not installed.
    """
    suffix = file_format(path)
    if suffix and suffix not in READERS:
        raise CorpusError(name, f"no reader for {suffix} files", f"one of {suffixes()}", "save it as plain text")
    try:
        with _open(path) as file:
            yield from READERS.get(suffix, read_plain)(file, name)
    except FileNotFoundError:
        raise CorpusError(name, "there is no such file", "a file, a folder, a glob or -") from None
    except (OSError, EOFError, zlib.error) as error:
        found = getattr(error, "strerror", None) or str(error)
        raise CorpusError(name, f"cannot be read: {found}", "a readable file") from error


def _open(path: Path) -> BinaryIO:
    return cast(BinaryIO, gzip.open(path)) if path.suffix.lower() == _GZIP else path.open("rb")
