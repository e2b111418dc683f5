"""All names of places and organisations that the lexicon knows, as one matcher."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from typing import NamedTuple

from kg.lexicon.divisions import load_divisions
from kg.lexicon.matcher import Matcher
from kg.lexicon.tables import Row, load_table
from kg.paths import lexicon_dir

DEVELOPMENT_TYPES = ("newarea", "zone")


@dataclass(frozen=True, slots=True)
class Name:
    """An entity of the lexicon: `key` its path below the data base, `cls` its ontology class, `table` its origin.

    `needs_context` marks a form that is also an ordinary word (资源 for 资源县): it counts only where the text
    around it names a place.
    """

    key: str
    kind: str
    cls: str
    name: str
    aliases: tuple[str, ...]
    table: str
    row: Row = field(hash=False)
    needs_context: bool = False


class Hit(NamedTuple):
    """A form of the lexicon found at `start:end` of a text, with all entities that bear it."""

    start: int
    end: int
    names: tuple[Name, ...]


PLACE_TABLES = {
    "countries": "Country", "world": "Place", "regions": "Region", "natural": "Place", "sites": "Site",
}  # fmt: skip
ORGANISATION_TABLES = ("central", "international", "parties", "companies", "media", "universities")


def _division_names() -> Iterator[tuple[str, Name]]:
    for row in load_divisions().by_code.values():
        name = Name(f"place/{row.id}", "places", "AdministrativeArea", row.name, row.aliases, "divisions", row)
        for form in row.names:
            yield form, name
        for form in row.values("short"):
            yield form, replace(name, needs_context=True)


def _class_of(table: str, row: Row) -> str:
    if table == "countries":
        return "AdministrativeArea"
    if table == "world" and row.extra["type"] in ("region", "continent"):
        return "Region"
    return PLACE_TABLES[table]


def _table_names() -> Iterator[tuple[str, Name]]:
    for table in PLACE_TABLES:
        for row in load_table(lexicon_dir() / "places" / f"{table}.tsv"):
            name = Name(f"place/{row.name}", "places", _class_of(table, row), row.name, row.aliases, table, row)
            yield from _forms(name)
    for table in ORGANISATION_TABLES:
        for row in load_table(lexicon_dir() / "organisations" / f"{table}.tsv"):
            name = Name(f"organisation/{row.name}", "organisations", "Organisation", row.name, row.aliases, table, row)
            yield from _forms(name)


def _forms(name: Name) -> Iterator[tuple[str, Name]]:
    """Each form of an entry; a note may say that the name itself, not its aliases, is also a word."""
    yield name.name, replace(name, needs_context=name.row.needs_context)
    yield from ((form, name) for form in name.aliases)


class Gazetteer:
    """A matcher over all forms; `names` maps each form to the entities that bear it.

    Words that hide a name (均衡水平 hides 衡水) are matched too, as forms that no entity bears.
    """

    def __init__(self) -> None:
        self.names: dict[str, tuple[Name, ...]] = {}
        for form, name in (*_division_names(), *_table_names()):
            others = self.names.get(form, ())
            if all(other.key != name.key for other in others):
                self.names[form] = (*others, name)
        for row in load_table(lexicon_dir() / "places" / "ordinary.tsv"):
            self.names.setdefault(row.name, ())
        self._matcher = Matcher(self.names)

    def hits(self, text: str) -> list[Hit]:
        """All forms found in `text`, overlaps included, ordered by start, the longest first."""
        found = [Hit(start, end, names) for start, end, names in self._matcher.all(text)]
        return sorted(found, key=lambda hit: (hit.start, -hit.end))

    def of_table(self, table: str) -> tuple[Name, ...]:
        """The entries of one table ("countries"), each once."""
        entries = {name.key: name for names in self.names.values() for name in names if name.table == table}
        return tuple(entries.values())


@cache
def load_gazetteer() -> Gazetteer:
    """The matcher over `seeds/lexicon/places` and `seeds/lexicon/organisations`, built once, on first use."""
    return Gazetteer()
