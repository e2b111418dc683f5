"""The CSV tables of a source with their codebook, in one pass over the articles."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import IO

from kg.export.cells import cell
from kg.export.codebook import CODEBOOK, DATAPACKAGE, Written, codebook, datapackage
from kg.export.outputs import open_folder
from kg.export.reading import read_articles, read_entities
from kg.export.source import Source
from kg.export.tables import TABLES, Row, Table, read_index
from kg.export.tally import Tally


def write_tables(source: Source, path: Path, *, bom: bool = False) -> None:
    """A folder of CSV tables, `codebook.md` and `datapackage.json`; `bom` begins each table as Excel wants it."""
    with open_folder(path, DATAPACKAGE) as folder:
        files = [_written(file) for file in _write_rows(source, folder, bom=bom)]
        (folder / CODEBOOK).write_text(codebook(files, source.base, bom=bom), encoding="utf-8", newline="\n")
        (folder / DATAPACKAGE).write_text(datapackage(files, source.base, bom=bom), encoding="utf-8", newline="\n")


def write_tables_for_excel(source: Source, path: Path) -> None:
    """The tables with a byte order mark, without which Excel takes UTF-8 for another encoding."""
    write_tables(source, path, bom=True)


class _TableFile:
    """A table being written, its head first."""

    def __init__(self, table: Table, path: Path, file: IO[str]) -> None:
        self.table, self.path, self.rows = table, path, 0
        self._writer = csv.writer(file)
        self._writer.writerow([column.name for column in table.columns])

    def write(self, rows: Iterable[Row]) -> None:
        for row in rows:
            self._writer.writerow([cell(value) for _, value in zip(self.table.columns, row, strict=True)])
            self.rows += 1


def _write_rows(source: Source, folder: Path, *, bom: bool) -> list[_TableFile]:
    """All tables, open at once, so that each article is read once."""
    entities = read_entities(source)
    index, tally = read_index(source, entities), Tally(entities)
    with ExitStack() as opened:
        files = [_open_table(table, folder, opened, "utf-8-sig" if bom else "utf-8") for table in TABLES]
        for article in read_articles(source):
            tally.hear(article)
            for file in files:
                if file.table.of_article:
                    file.write(file.table.of_article(index, article))
        for file in files:
            if file.table.of_all:
                file.write(file.table.of_all(index, tally))
    return files


def _open_table(table: Table, folder: Path, opened: ExitStack, encoding: str) -> _TableFile:
    path = folder / f"{table.name}.csv"
    return _TableFile(table, path, opened.enter_context(path.open("w", encoding=encoding, newline="")))


def _written(file: _TableFile) -> Written:
    with file.path.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    return Written(file.table, file.rows, file.path.stat().st_size, digest)
