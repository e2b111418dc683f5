"""What readers hand on: items of a file, gaps of the source, and what could not be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from kg.corpus.metadata import Metadata
from kg.errors import CorpusError, KgError

MOST_BYTES = 50_000_000
"""Bytes of one article as a file, a line or a page; archives and tables of many articles may be larger."""


@dataclass(frozen=True, slots=True)
class Item:
    """One text inside a file: what an article will keep as its text, its name, what the format says about it.

    `text` is empty where the file has only the title.
    """

    text: str
    name: str
    metadata: Metadata


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that gave no article, and why: the parts of its error."""

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
    publisher: str | None = None


Reader = Callable[[BinaryIO, str], Iterator[Item | Failure]]
"""An open file and its name to the items it holds, one after the other; raises CorpusError where it cannot go on."""


def read_whole(file: BinaryIO, name: str) -> bytes:
    """All bytes of a file that holds one article; raises CorpusError, naming `name`, where they are too many."""
    data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise CorpusError(name, f"more than {MOST_BYTES:,} bytes", "the text of one article", "split the file")
    return data


def with_title(title: str | None, body: str) -> str:
    """`body` below its title, one blank line between them; `body` alone where it begins with the title already.

    `with_title("李希在云南调研", "新华社昆明5月18日电 …")` is a headline and the text; "" stays "".
    """
    text = body.strip()
    if not text or not title or _letters(text.split("\n", 1)[0]) == _letters(title):
        return body if text else ""
    return f"{title}\n\n{text}\n"


def _letters(line: str) -> str:
    return "".join(line.split())
