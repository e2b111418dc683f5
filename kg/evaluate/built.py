"""A built graph as the evaluation sees it: entities by kind with their spellings, pairs by predicate."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from kg.errors import StoreError
from kg.evaluate.gold import plain
from kg.graph.vocabulary import PK, RDF, RDFS, SKOS

CLASSES = {
    "persons": "Person",
    "posts": "Post",
    "places": "Place",
    "organisations": "Organisation",
    "events": "Event",
    "themes": "Theme",
}
EVENT_TYPES = frozenset({"Visit", "Meeting", "Call", "Message"})
_NAMING = (SKOS + "prefLabel", RDFS + "label", SKOS + "altLabel")
_CHINESE = re.compile("[\u4e00-\u9fff]")

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Built:
    """The entities that the article mentions (events: all), and all statements, by IRI.

    `labels` are the spellings as compared (`plain`), `shown` one name for people to read; `pairs[predicate]` are
    subject and object; the pairs of `onDate` are made of an event and a day or `first/last`.
    """

    kinds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    labels: Mapping[str, frozenset[str]] = field(default_factory=dict)
    shown: Mapping[str, str] = field(default_factory=dict)
    event_types: Mapping[str, frozenset[str]] = field(default_factory=dict)
    pairs: Mapping[str, frozenset[Pair]] = field(default_factory=dict)


def read_built(path: Path) -> Built:
    """The graph in a Turtle file; a file that is not there is an empty graph. Raises StoreError for other faults."""
    if not path.exists():
        return Built()
    values: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    try:
        for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE):
            values[quad.predicate.value][_text(quad.subject)].append(_text(quad.object))
    except (OSError, SyntaxError) as error:
        raise StoreError(str(path), str(error), "Turtle written by kg build", "build it again") from error
    return _built(values)


def _text(term: ox.NamedNode | ox.Literal | ox.BlankNode | ox.Triple) -> str:
    return str(getattr(term, "value", term))


def _built(values: Mapping[str, Mapping[str, list[str]]]) -> Built:
    types = {node: frozenset(classes) for node, classes in values.get(RDF + "type", {}).items()}
    mentioned = {node for nodes in values.get(PK + "mentions", {}).values() for node in nodes}
    names = {node: found for node in types if (found := _names(values, node))}
    kinds = {
        kind: _members(types, PK + cls, names, None if kind == "events" else mentioned) for kind, cls in CLASSES.items()
    }
    kept = sorted({node for nodes in kinds.values() for node in nodes})
    pairs = {
        predicate.removeprefix(PK): frozenset((s, o) for s, objects in subjects.items() for o in objects)
        for predicate, subjects in values.items()
        if predicate.startswith(PK)
    }
    return Built(
        kinds=kinds,
        labels={node: frozenset(map(plain, names[node])) for node in kept},
        shown={node: names[node][0] for node in kept},
        event_types={n: frozenset(t for t in EVENT_TYPES if PK + t in types[n]) for n in kinds["events"]},
        pairs={**pairs, "onDate": frozenset(_dates(values, kinds["events"]))},
    )


def _names(values: Mapping[str, Mapping[str, list[str]]], node: str) -> list[str]:
    """The names of a node, preferred first; the Chinese ones if there are any."""
    names = [name for predicate in _NAMING for name in sorted(values.get(predicate, {}).get(node, ()))]
    return [name for name in names if _CHINESE.search(name)] or names


def _members(
    types: Mapping[str, frozenset[str]], cls: str, names: Mapping[str, list[str]], among: set[str] | None
) -> tuple[str, ...]:
    nodes = (node for node, classes in types.items() if cls in classes and node in names)
    return tuple(sorted(node for node in nodes if among is None or node in among))


def _dates(values: Mapping[str, Mapping[str, list[str]]], events: tuple[str, ...]) -> set[Pair]:
    starts, ends = values.get(PK + "startDate", {}), values.get(PK + "endDate", {})
    dated = set()
    for event in events:
        if event in starts:
            start = min(starts[event])[:10]
            end = min(ends.get(event, [start]))[:10]
            dated.add((event, start if end == start else f"{start}/{end}"))
    return dated
