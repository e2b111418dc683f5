"""Tables of the lexicon, `seeds/lexicon/<kind>/<table>.tsv`, as rows.

A table is UTF-8 with "\\n" line ends, tab-separated, sorted by id (code points). Its first line names the columns:
`id name aliases valid_from valid_to`, then the table's own columns, then `source note`.
A note that begins with "needs context" says that the name, though not its aliases, is also an ordinary word or
another name (城区, 万象, 西部): it counts only where the text says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import SeedError

FIRST_COLUMNS = ("id", "name", "aliases", "valid_from", "valid_to")
LAST_COLUMNS = ("source", "note")
SOURCES_COLUMNS = ("table", "source", "licence", "retrieved", "note")
SOURCES_FILE = "SOURCES.tsv"


@dataclass(frozen=True, slots=True)
class Row:
    """One entry of a table: what it is called and since when.

    `aliases` are other names that may be matched as they stand; `valid_from` and `valid_to` are ISO 8601 dates of
    any precision ("2023-05"), "" where open; `extra` holds the table's own columns, each value as written
    (`row.extra["level"]`); a cell with several values is split by `values`.
    """

    id: str
    name: str
    aliases: tuple[str, ...]
    valid_from: str
    valid_to: str
    source: str
    note: str
    extra: Mapping[str, str] = field(hash=False)

    @property
    def names(self) -> tuple[str, ...]:
        """The name and the aliases, the name first: ("河北省", "河北")."""
        return (self.name, *self.aliases)

    @property
    def needs_context(self) -> bool:
        """Whether the name, though not its aliases, is also an ordinary word (万象 in 万象更新)."""
        return self.note.startswith("needs context")

    def values(self, column: str) -> tuple[str, ...]:
        """The values of one of the table's own columns, separated by "|" in the file: ("渝",); () where empty."""
        return split_cell(self.extra[column])


@dataclass(frozen=True, slots=True)
class Source:
    """Where a table comes from and under which licence it may be passed on; `retrieved` is an ISO 8601 date."""

    table: str
    source: str
    licence: str
    retrieved: str
    note: str


def split_cell(cell: str) -> tuple[str, ...]:
    """The values of a cell that separates them by "|"; () for an empty cell."""
    return tuple(cell.split("|")) if cell else ()


def load_table(path: Path) -> tuple[Row, ...]:
    """The rows of a table in the order of the file.

    Raises SeedError naming file and line for a missing or unreadable file, a wrong header, a wrong number of
    columns, an empty id or name, and ids that repeat or are out of order.
    """
    lines = _cells(path)
    _, header = next(lines)
    own = _own_columns(path, header)
    last_own = len(header) - len(LAST_COLUMNS)
    rows: list[Row] = []
    before = ""
    for number, cells in lines:
        if len(cells) != len(header):
            raise _error(path, number, f"{len(cells)} columns", f"{len(header)}: {' '.join(header)}")
        key, name, aliases, valid_from, valid_to = cells[:5]
        if key <= before or not name:
            raise _bad_row(path, number, before, key)
        before = key
        extra = dict(zip(own, cells[5:last_own], strict=True))
        rows.append(Row(key, name, split_cell(aliases), valid_from, valid_to, cells[-2], cells[-1], extra))
    return tuple(rows)


def load_sources(folder: Path) -> dict[str, Source]:
    """Origin and licence of each table of a folder, by the name of the table without its suffix ("divisions").

    Raises SeedError where SOURCES.tsv is missing, its header differs, or a line has not one cell for each column.
    """
    path = folder / SOURCES_FILE
    lines = _cells(path)
    _, header = next(lines)
    if tuple(header) != SOURCES_COLUMNS:
        raise _error(path, 1, f"header {' '.join(header)}", " ".join(SOURCES_COLUMNS))
    sources: dict[str, Source] = {}
    for number, cells in lines:
        if len(cells) != len(SOURCES_COLUMNS):
            raise _error(path, number, f"{len(cells)} columns", str(len(SOURCES_COLUMNS)))
        sources[cells[0]] = Source(*cells)
    return sources


def _cells(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The cells of each line with its number from 1; at least the header, or SeedError."""
    try:
        text = path.read_bytes().decode("utf-8")
    except OSError as error:
        raise SeedError(str(path), f"cannot be read: {error.strerror}", "a table", "restore the file") from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise _error(path, line, f"byte {error.object[error.start]:#04x}", "UTF-8") from error
    if "\r" in text:
        raise _error(path, text.count("\n", 0, text.index("\r")) + 1, "a carriage return", 'lines that end in "\\n"')
    if not text.endswith("\n"):
        found = "an unfinished line" if text else "nothing"
        raise _error(path, text.count("\n") + 1, found, 'a line that ends in "\\n"')
    return ((number, line.split("\t")) for number, line in enumerate(text[:-1].split("\n"), 1))


def _own_columns(path: Path, header: list[str]) -> list[str]:
    """The columns between the fixed ones, or SeedError where the fixed ones are not in their places."""
    first, last = len(FIRST_COLUMNS), len(header) - len(LAST_COLUMNS)
    if tuple(header[:first]) != FIRST_COLUMNS or tuple(header[last:]) != LAST_COLUMNS or last < first:
        expected = " ".join((*FIRST_COLUMNS, "…", *LAST_COLUMNS))
        raise _error(path, 1, f"header {' '.join(header)}", expected, "add or repair the header line")
    own = header[first:last]
    if len(set(header)) != len(header):
        raise _error(path, 1, f"header {' '.join(header)}", "each column once")
    return own


def _bad_row(path: Path, line: int, before: str, key: str) -> SeedError:
    """What is wrong with a row whose id does not follow the one before it or whose name is empty."""
    if not key:
        return _error(path, line, "an empty id", "an id")
    if key == before:
        return _error(path, line, f"id {key} a second time", "each id once", "merge the two rows")
    if key < before:
        return _error(path, line, f"id {key} after {before}", "ids in ascending order", "sort the table by id")
    return _error(path, line, f"id {key} without a name", "a name")


def _error(path: Path, line: int, found: str, expected: str, todo: str = "correct the line") -> SeedError:
    return SeedError(f"{path}:{line}", found, expected, todo)
