"""Many articles in one file: JSON Lines and tables (CSV, TSV), one article a line."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import BinaryIO

from kg.corpus.encoding import decode, find_encoding
from kg.corpus.items import MOST_BYTES, Failure, Item, with_title
from kg.corpus.metadata import field_name, parse_metadata
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
            yield _row_item_or_failure(_parse_object, line, f"{name}#{number}")


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
    delimiter = max(_DELIMITERS, key=first.count)
    rows = _Rows(io.TextIOWrapper(file, encoding, newline=""), delimiter, name)
    columns = rows.columns()
    for values, where in rows:
        if isinstance(values, Failure):
            yield values
        elif values:
            yield _row_item_or_failure(lambda v, w: _named(columns, v, w), values, where)
