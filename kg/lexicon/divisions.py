"""The administrative divisions of China down to county level: names, codes and what lies in what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from kg.lexicon.tables import Row, load_table
from kg.paths import lexicon_dir


@dataclass(frozen=True)
class Divisions:
    """Divisions by their six-digit code (GB/T 2260), 130000 河北省, 130900 沧州市, 130983 黄骅市.

    A code that is not in the table has no parent, no ancestors and no children.
    """

    by_code: Mapping[str, Row]

    @cached_property
    def by_name(self) -> Mapping[str, tuple[Row, ...]]:
        """Each name and alias with all divisions that bear it, in the order of their codes.

        朝阳区 has two rows, of 北京 and 长春; bare stems that need context (column `short`) are not among the keys.
        """
        return _grouped((name, row) for row in self.by_code.values() for name in row.names)

    @cached_property
    def by_short(self) -> Mapping[str, tuple[Row, ...]]:
        """Each bare stem that names a division only where the context says so: 赵县 has none, 资源 is 资源县."""
        return _grouped((short, row) for row in self.by_code.values() for short in row.values("short"))

    @cached_property
    def by_abbreviation(self) -> Mapping[str, Row]:
        """Each one-character abbreviation with its province: 冀 is 河北省, 渝 is 重庆市."""
        return {abbr: row for row in self.by_code.values() for abbr in row.values("abbr")}

    @cached_property
    def _children(self) -> Mapping[str, tuple[Row, ...]]:
        return _grouped((row.extra["parent"], row) for row in self.by_code.values())

    def named(self, name: str) -> tuple[Row, ...]:
        """All divisions called `name` in full or by an alias, by code; () where there is none."""
        return self.by_name.get(name, ())

    def parent(self, code: str) -> Row | None:
        """The division that directly contains `code`: 沧州市 for 黄骅市; None for a province."""
        row = self.by_code.get(code)
        return self.by_code.get(row.extra["parent"]) if row else None

    def ancestors(self, code: str) -> tuple[Row, ...]:
        """What contains `code`, the nearest first: 沧州市, 河北省 for 黄骅市."""
        above = self.parent(code)
        return (above, *self.ancestors(above.id)) if above else ()

    def children(self, code: str) -> tuple[Row, ...]:
        """What lies directly in `code`, by code: the prefectures of 河北省, the districts of 北京市."""
        return self._children.get(code, ())


@cache
def load_divisions() -> Divisions:
    """The divisions of `seeds/lexicon/places/divisions.tsv`, read once.

    Raises SeedError where the table is broken.
    """
    return Divisions({row.id: row for row in load_table(lexicon_dir() / "places" / "divisions.tsv")})


def _grouped(pairs: Iterable[tuple[str, Row]]) -> dict[str, tuple[Row, ...]]:
    groups: defaultdict[str, list[Row]] = defaultdict(list)
    for key, row in pairs:
        groups[key].append(row)
    return {key: tuple(rows) for key, rows in groups.items()}
