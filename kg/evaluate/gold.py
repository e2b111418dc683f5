"""Gold annotation of one article, read from JSON."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import CorpusError

ENTITY_KINDS = ("persons", "posts", "places", "organisations", "events", "themes")
CONTAINMENT = ("within", "locatedIn")

Triple = tuple[str, str, str]

_IGNORED = re.compile(r"[\s\"'“”‘’《》〈〉「」『』·•・]")


def plain(name: str) -> str:
    """A name as it is compared: compatibility forms folded, without blanks, quotes and middle dots."""
    return _IGNORED.sub("", unicodedata.normalize("NFKC", name))


@dataclass(frozen=True, slots=True)
class Gold:
    """What is right for one article.

    `names[kind][key]` are the accepted spellings of an entity; `optional[kind]` those that are neither asked for nor
    wrong; `either` the spellings that may be a place or an organisation. `contained` is the transitive closure of
    all containment that the facts, asked for or optional, state.
    """

    names: Mapping[str, Mapping[str, frozenset[str]]]
    optional: Mapping[str, frozenset[str]]
    either: frozenset[str]
    event_types: Mapping[str, str]
    core: frozenset[str]
    facts: frozenset[Triple]
    optional_facts: frozenset[Triple]
    contained: frozenset[tuple[str, str]]
    date: str | None = None

    def is_optional(self, labels: Iterable[str]) -> bool:
        """Whether any of these spellings is optional, as whatever kind."""
        return any(not spellings.isdisjoint(labels) for spellings in self.optional.values())


def read_gold(path: Path) -> Gold:
    """The gold of one article; raises CorpusError for a file that is no annotation."""
    try:
        return _gold(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CorpusError(path.name, f"no gold annotation: {error}", "JSON with persons, …, facts") from error


def _gold(data: Mapping[str, Any]) -> Gold:
    optional = data.get("optional", {})
    facts, optional_facts = _facts(data["facts"]), _facts(optional.get("facts", ()))
    return Gold(
        names={kind: {_key(entry): _spellings(entry) for entry in data.get(kind, ())} for kind in ENTITY_KINDS},
        optional={kind: frozenset(map(plain, optional.get(kind, ()))) for kind in ENTITY_KINDS},
        either=frozenset(map(plain, data.get("either", ()))),
        event_types={event["id"]: event["type"] for event in data.get("events", ())},
        core=frozenset(theme["name"] for theme in data.get("themes", ()) if theme.get("core")),
        facts=facts,
        optional_facts=optional_facts,
        contained=_closure({(s, o) for s, p, o in facts | optional_facts if p in CONTAINMENT}),
        date=data.get("date"),
    )


def _key(entry: Mapping[str, Any]) -> str:
    """Facts name an event by its id, everything else by its name."""
    return str(entry.get("id", entry["name"]))


def _spellings(entry: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(map(plain, (entry["name"], *entry.get("aliases", ()))))


def _facts(rows: Iterable[Iterable[str]]) -> frozenset[Triple]:
    return frozenset((subject, predicate, value) for subject, predicate, value in rows)


def _closure(pairs: set[tuple[str, str]]) -> frozenset[tuple[str, str]]:
    closed = set(pairs)
    while more := {(a, d) for a, b in closed for c, d in closed if b == c} - closed:
        closed |= more
    return frozenset(closed)
