"""The entities that entries of the lexicon stand for."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from kg.lexicon.gazetteer import Name, load_gazetteer
from kg.lexicon.tables import Row
from kg.model import Entity, Literal


@cache
def entity_of(name: Name) -> Entity:
    """The entity of a lexicon entry, with its code and level where it is a division: 130000, province."""
    attributes: tuple[tuple[str, Literal], ...] = ()
    if name.table == "divisions":
        attributes = (
            ("divisionCode", Literal(name.row.id)),
            ("level", Literal(name.row.extra["level"])),
        )
    elif name.table == "countries":
        attributes = (("countryCode", Literal(name.row.id)), ("level", Literal("country")))
    return Entity(name.key, name.kind, name.cls, name.name, name.aliases, attributes)


@cache
def division_entity(row: Row) -> Entity:
    """The entity of a division: 河北省 with its code 130000."""
    return entity_of(Name(f"place/{row.id}", "places", "AdministrativeArea", row.name, row.aliases, "divisions", row))


@cache
def countries() -> Mapping[str, Entity]:
    """All countries by their ISO 3166 codes."""
    return {name.row.id: entity_of(name) for name in load_gazetteer().of_table("countries")}
