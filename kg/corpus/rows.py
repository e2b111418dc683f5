"""Many articles in one file: JSON Lines and tables (CSV, TSV), one article a line."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import BinaryIO

from kg.corpus.encoding import decode, find_encoding
from kg.corpus.items import MOST_BYTES, Failure, Item, with_title
from kg.corpus.metadata import parse_metadata
from kg.errors import CorpusError

_TEXT = frozenset({"text", "content", "body", "正文", "内容", "全文"})
_TEXT_EXPECTED = "text, content or body (正文, 内容)"
_DELIMITERS = ",;\t"
_HEAD = 1_000_000
"""Bytes in which the encoding and the delimiter of a table are looked for."""


def read_jsonl(file: BinaryIO, name: str) -> Iterator[Item | Failure]:
    """The items of a file with one JSON object a line, `{"title": …, "date": …, "source": …, "url": …, "text": …}`.

    The text may be called `content` or `body`; its title stands above it as the first line. An item is named by its
    line (`news.jsonl#17`); a line that is no such object is a Failure of that name, an empty text a gap of the source.
    """
    for number, line in enumerate(iter(lambda: file.readline(MOST_BYTES), b""), 1):
        if line.strip():
            yield _line_item(line, f"{name}#{number}")


def _line_item(line: bytes, where: str) -> Item | Failure:
    try:
        return _row_item(_parse_object(line, where), where)
    except CorpusError as error:
        return Failure.of(error)


def _parse_object(line: bytes, where: str) -> Mapping[str, object]:
    try:
        values = json.loads(decode(line, where))
    except (ValueError, RecursionError) as error:
        raise CorpusError(where, f"no JSON: {error}", "one object a line") from None
    if not isinstance(values, dict):
        raise CorpusError(where, "no JSON object", '{"title": …, "date": "YYYY-MM-DD", "text": …}')
    return values


def read_table(file: BinaryIO, name: str) -> Iterator[Item | Failure]:
    """The items of a table whose first line names its columns as JSON Lines name their fields, or in Chinese.

    Columns are separated by comma, semicolon or tab, whichever the first line has most of; quotes are doubled inside
    quotes. An item is named by the line on which it begins (`news.csv#17`); a row with more or fewer columns than the
    first line is a Failure of that name. Raises CorpusError for a table without a column of texts.
    """
    head = file.read(_HEAD)
    file.seek(0)
    encoding = find_encoding(head, name)
    first = head.decode(encoding, "replace").split("\n", 1)[0]
    # Not closed here: the file belongs to the caller.
    rows = csv.reader(io.TextIOWrapper(file, encoding, newline=""), delimiter=max(_DELIMITERS, key=first.count))
    columns = next(rows)
    if not any(_fold(column) in _TEXT for column in columns):
        raise CorpusError(name, f"the columns {', '.join(columns)}", f"one of them called {_TEXT_EXPECTED}")
    while True:
        where = f"{name}#{rows.line_num + 1}"
        try:
            row = next(rows)
            item: Item | Failure | None = _row_item(_named(columns, row, where), where) if row else None
        except StopIteration:
            return
        except csv.Error as error:
            item = Failure(where, f"no row of a table: {error}", "quotes that close")
        except UnicodeDecodeError as error:
            raise CorpusError(
                where, f"no {encoding} any more: {error.reason}", "one encoding", "save as UTF-8"
            ) from None
        except CorpusError as error:
            item = Failure.of(error)
        if item:
            yield item


def _named(columns: Sequence[str], row: Sequence[str], where: str) -> Mapping[str, object]:
    if len(row) != len(columns):
        raise CorpusError(where, f"{len(row)} columns", f"{len(columns)}, as in the first line")
    return dict(zip(columns, row, strict=True))


def _row_item(values: Mapping[str, object], where: str) -> Item:
    """The item of a row or an object; raises CorpusError where it has no text or where a value is wrong."""
    names = [name for name in values if _fold(name) in _TEXT]
    if not names:
        raise CorpusError(where, f"only {', '.join(values) or 'nothing'}", _TEXT_EXPECTED)
    text = values[names[0]] or ""
    if not isinstance(text, str):
        raise CorpusError(where, f"{names[0]} is {text!r}", "a text in quotes")
    metadata = parse_metadata(values, where)
    return Item(with_title(metadata.title, text), where, metadata)


def _fold(name: str) -> str:
    return name.strip("\ufeff \t").lower()
