"""Inputs as a user names them to articles: files, folders, globs, standard input."""

from __future__ import annotations

import glob
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

from kg.corpus.items import Failure, Item, Missing
from kg.corpus.metadata import Metadata, find_metadata, read_sidecar
from kg.corpus.readers import READERS, file_format, read_items, read_plain, suffixes
from kg.errors import CorpusError, KgError
from kg.model import Article
from kg.text import clean_text, headline_length, split_sentences

STDIN = "-"
MOST_CHARACTERS = 1_000_000
"""Characters of one article; the longest documents of the genre (reports, five-year plans) have under 100,000."""
MOST_IN_SENTENCE = 20_000
"""Characters of one sentence; the longest rosters of the genre have under 3,000."""

_CHINESE = re.compile("[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Input:
    """One file to read and what people call it: its path below the folder they named, else its name."""

    path: Path
    name: str


def read_articles(inputs: Sequence[str], given: Metadata | None = None) -> Iterator[Article | Failure | Missing]:
    """The articles of the inputs in order, a Failure for what cannot be read, a Missing for an item without text.

    An input is a file, a folder (its files that have a reader, at any depth, sorted, README files left out), a glob or
    `-` for standard input; a file named twice is read once. Metadata comes from `given`, then from `NAME.json` beside
    the file, then from its format (front matter, fields of a row, elements of a page), then from the text itself.
    Nothing is raised for a bad input: one never stops the others.
    """
    for found in list_inputs(inputs):
        if isinstance(found, Failure):
            yield found
        else:
            yield from read_input(found, given)


def list_inputs(values: Sequence[str]) -> Iterator[Input | Failure]:
    """The files that the inputs stand for, in order and each once, a Failure for an input that stands for none."""
    seen: set[Path] = set()
    for value in values:
        try:
            files = [Path(STDIN)] if value == STDIN else list_files(value)
        except CorpusError as error:
            yield Failure.of(error)
            continue
        for path in files:
            if path not in seen:
                seen.add(path)
                yield Input(path, _name_of(path, value))


def read_input(source: Input, given: Metadata | None = None) -> Iterator[Article | Failure | Missing]:
    """The articles of one file in order, as `read_articles` has them; a file of many is never held as a whole."""
    try:
        beside = Metadata() if source.name == STDIN else read_sidecar(source.path, source.name)
        known = (given or Metadata()).over(beside)
        for item in _read_items(source):
            yield item if isinstance(item, Failure) else _read_item(item, known)
    except KgError as error:
        yield Failure.of(error)


def list_files(value: str) -> list[Path]:
    """The files an input stands for, sorted; raises CorpusError if there is none."""
    path = Path(value)
    if path.is_dir():
        files = sorted(p for p in path.rglob("*") if _is_article(p.relative_to(path)) and p.is_file())
        if not files:
            raise CorpusError(value, "a folder without articles", f"files ending in {suffixes()}")
        return files
    if path.exists() or not glob.has_magic(value):
        return [path]
    files = sorted(p for p in map(Path, glob.glob(value, recursive=True)) if _is_article(p) and p.is_file())
    if not files:
        raise CorpusError(value, "no file matches", f"files ending in {suffixes()}")
    return files


def _is_article(path: Path) -> bool:
    """Whether a file found in a folder or by a glob is meant: it has a reader and is neither hidden nor a README."""
    hidden = any(part.startswith(".") and part not in (".", "..") for part in path.parts)
    return file_format(path) in READERS and not hidden and path.stem.upper() != "README"


def _name_of(path: Path, value: str) -> str:
    """What people see: the path below the folder they named, else the file's name."""
    folder = Path(value)
    return path.relative_to(folder).as_posix() if path != folder and path.is_relative_to(folder) else path.name


def _read_items(source: Input) -> Iterator[Item | Failure]:
    if source.name == STDIN:
        return read_plain(sys.stdin.buffer, "standard input")
    return read_items(source.path, source.name)


def _read_item(item: Item, known: Metadata) -> Article | Failure | Missing:
    known = known.over(item.metadata)
    if not item.text:
        return Missing(item.name, known.title, known.date, known.publisher)
    try:
        return _article(item, known)
    except CorpusError as error:
        return Failure.of(error)


def _article(item: Item, known: Metadata) -> Article:
    """The article of an item; raises CorpusError for a text that is none."""
    if len(item.text) > MOST_CHARACTERS:
        found = f"{len(item.text):,} characters in one article"
        raise CorpusError(item.name, found, f"at most {MOST_CHARACTERS:,}", "split the file into articles")
    _check_characters(item)
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


def _check_characters(item: Item) -> None:
    """JSON can name half a character (`\\ud842`), which no file can hold."""
    try:
        "".join((item.text, *(value for value in astuple(item.metadata) if value))).encode()
    except UnicodeEncodeError as error:
        raise CorpusError(item.name, f"half a character at {error.start}", "characters of Unicode") from None


def _check_prose(clean: str, name: str) -> None:
    if not _CHINESE.search(clean):
        raise CorpusError(name, "no Chinese characters", "the text of an article in Chinese")
    longest = max(end - start for start, end in split_sentences(clean))
    if longest > MOST_IN_SENTENCE:
        raise CorpusError(
            name, f"a sentence of {longest:,} characters", "prose with full stops", "check the file's text"
        )
