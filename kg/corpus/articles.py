"""Inputs as a user names them to articles: files, folders, globs, standard input."""

from __future__ import annotations

import glob
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.corpus.encoding import decode
from kg.corpus.metadata import Metadata, find_metadata, read_sidecar
from kg.corpus.readers import READERS, Item, read_plain
from kg.errors import CorpusError, KgError
from kg.model import Article
from kg.text import clean_text, headline_length, split_sentences

STDIN = "-"
MOST_BYTES = 50_000_000
MOST_CHARACTERS = 1_000_000
"""Characters of one article; the longest documents of the genre (reports, five-year plans) have under 100,000."""
MOST_IN_SENTENCE = 20_000
"""Characters of one sentence; the longest rosters of the genre have under 3,000."""

_CHINESE = re.compile("[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that gave no article, and why: the parts of its CorpusError."""

    where: str
    found: str
    expected: str = ""
    todo: str = ""

    @property
    def name(self) -> str:
        """The input's name."""
        return self.where

    def __str__(self) -> str:
        return str(CorpusError(self.where, self.found, self.expected, self.todo))

    @classmethod
    def of(cls, error: KgError) -> Failure:
        """The failure that an error describes."""
        return cls(error.where, error.found, error.expected, error.todo)


@dataclass(frozen=True, slots=True)
class Missing:
    """An item that its source lists without its text: a gap of the source, not a fault of the build."""

    name: str
    title: str | None
    date: str | None


def read_articles(inputs: Sequence[str], given: Metadata | None = None) -> Iterator[Article | Failure | Missing]:
    """The articles of the inputs in order, a Failure for what cannot be read, a Missing for an item without text.

    An input is a file, a folder (its .txt and .md files at any depth, sorted, README files left out), a glob or `-`
    for standard input; a file named twice is read once. Metadata comes from `given`, then from `NAME.json` beside the
    file or its front matter, then from the text itself. Nothing is raised for a bad input: one never stops the others.
    """
    known = given or Metadata()
    seen: set[Path] = set()
    for value in inputs:
        try:
            files = [Path(STDIN)] if value == STDIN else list_files(value)
        except CorpusError as error:
            yield Failure.of(error)
            continue
        for path in files:
            if path not in seen:
                seen.add(path)
                yield from _read_file(path, _name_of(path, value), known)


def list_files(value: str) -> list[Path]:
    """The files an input stands for, sorted; raises CorpusError if there is none."""
    path = Path(value)
    if path.is_dir():
        files = sorted(p for p in path.rglob("*") if _is_article(p.relative_to(path)) and p.is_file())
        if not files:
            raise CorpusError(value, "a folder without articles", f"files ending in {_suffixes()}")
        return files
    if path.exists() or not glob.has_magic(value):
        return [path]
    files = sorted(p for p in map(Path, glob.glob(value, recursive=True)) if _is_article(p) and p.is_file())
    if not files:
        raise CorpusError(value, "no file matches", f"files ending in {_suffixes()}")
    return files


def _is_article(path: Path) -> bool:
    """Whether a file found in a folder or by a glob is meant: it has a reader and is neither hidden nor a README."""
    hidden = any(part.startswith(".") and part not in (".", "..") for part in path.parts)
    return path.suffix.lower() in READERS and not hidden and path.stem.upper() != "README"


def _suffixes() -> str:
    return ", ".join(READERS)


def _name_of(path: Path, value: str) -> str:
    """What people see: the path below the folder they named, else the file's name."""
    folder = Path(value)
    return path.relative_to(folder).as_posix() if path != folder and path.is_relative_to(folder) else path.name


def _read_file(path: Path, name: str, given: Metadata) -> Iterator[Article | Failure | Missing]:
    try:
        beside = Metadata() if name == STDIN else read_sidecar(path, name)
        items = list(_read_items(path, name))
    except CorpusError as error:
        yield Failure.of(error)
        return
    for item in items:
        known = given.over(beside).over(item.metadata)
        try:
            yield _article(item, known) if item.text else Missing(item.name, known.title, known.date)
        except CorpusError as error:
            yield Failure.of(error)


def _read_items(path: Path, name: str) -> Iterator[Item]:
    if name == STDIN:
        return read_plain(decode(sys.stdin.buffer.read(MOST_BYTES), "standard input"), "standard input")
    reader = READERS.get(path.suffix.lower())
    if reader is None and path.suffix:
        raise CorpusError(name, f"no reader for {path.suffix} files", f"one of {_suffixes()}", "save it as plain text")
    return (reader or read_plain)(decode(_read_bytes(path, name), name), name)


def _read_bytes(path: Path, name: str) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise CorpusError(name, f"more than {MOST_BYTES:,} bytes", "the text of one article", "split the file")
        return path.read_bytes()
    except FileNotFoundError:
        raise CorpusError(name, "there is no such file", "a file, a folder, a glob or -") from None
    except OSError as error:
        raise CorpusError(name, f"cannot be read: {error.strerror or error}", "a readable file") from error


def _article(item: Item, known: Metadata) -> Article:
    """The article of an item; raises CorpusError for a text that is none."""
    if len(item.text) > MOST_CHARACTERS:
        found = f"{len(item.text):,} characters in one article"
        raise CorpusError(item.name, found, f"at most {MOST_CHARACTERS:,}", "split the file into articles")
    clean, offsets = clean_text(item.text)
    _check_prose(clean, item.name)
    headline = headline_length(clean)
    said, dateline = find_metadata(clean, headline)
    metadata = known.over(said)
    return Article(
        text=item.text,
        clean=clean,
        offsets=offsets,
        name=item.name,
        title=metadata.title,
        date=metadata.date,
        publisher=metadata.publisher,
        url=metadata.url,
        dateline=dateline,
        headline=headline,
    )


def _check_prose(clean: str, name: str) -> None:
    if not _CHINESE.search(clean):
        raise CorpusError(name, "no Chinese characters", "the text of an article in Chinese")
    longest = max(end - start for start, end in split_sentences(clean))
    if longest > MOST_IN_SENTENCE:
        raise CorpusError(
            name, f"a sentence of {longest:,} characters", "prose with full stops", "check the file's text"
        )
