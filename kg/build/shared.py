"""The default graph of a corpus: what its articles share, merged from the journal's rows in one sorted pass."""

from __future__ import annotations

import heapq
import json
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from kg.build.journal import ENTITIES, FACTS
from kg.build.names import Editions, Group, Resolved

if TYPE_CHECKING:
    from kg.graph.nquads import Description


@dataclass(slots=True)
class Counts:
    """Distinct facts by predicate and entities by kind, counted while groups pass by."""

    facts: Counter[str] = field(default_factory=Counter)
    entities: Counter[str] = field(default_factory=Counter)


def default_groups(
    journal: Resolved | Editions, digests: Collection[str], base: str, counts: Counts | None = None
) -> Iterator[Group]:
    """Who is who and what these articles share, facts before entities; bounded memory whatever their number.

    A group is a name and the lines of the default graph about what it names; groups come sorted.
    """
    counts = counts or Counts()
    yield from journal.decided()
    yield from _facts(journal, digests, base, counts)
    yield from _entities(journal, digests, counts)


def _facts(journal: Resolved | Editions, digests: Collection[str], base: str, counts: Counts) -> Iterator[Group]:
    from kg.graph.nquads import SharedFact, fact_lines

    rows = (key.split("\t") for key, _ in journal.rows(FACTS, digests))
    for terms, group in groupby(rows, key=lambda row: row[:3]):
        subject, predicate, object_ = terms
        stated = any(row[3] == "1" for row in group)
        counts.facts[predicate[:-1].rpartition("#")[2]] += 1
        fact = SharedFact(subject, predicate, object_, stated)
        yield "fact\t" + "\t".join(terms), tuple(fact_lines(fact, base))


def _entities(journal: Resolved | Editions, digests: Collection[str], counts: Counts) -> Iterator[Group]:
    from kg.graph.nquads import entity_lines

    rows = journal.rows(ENTITIES, digests)
    for iri, group in groupby(rows, key=lambda row: row[0].partition("\t")[0]):
        described = {_description(key.partition("\t")[2]): articles for key, articles in group}
        counts.entities.update({kind for kind, *_ in described})
        yield f"node\t{iri}", tuple(sorted(entity_lines(iri, described)))


def _description(text: str) -> Description:
    kind, cls, name, aliases, attributes = json.loads(text)
    return kind, cls, name, tuple(aliases), tuple((predicate, value) for predicate, value in attributes)


def changed_lines(old: Iterator[Group], new: Iterator[Group]) -> Iterator[tuple[str, bool]]:
    """The lines that only one of two default graphs has; True where it is the new one."""
    tagged = heapq.merge(((*group, False) for group in old), ((*group, True) for group in new))
    for _, group in groupby(tagged, key=itemgetter(0)):
        lines: dict[bool, set[str]] = {False: set(), True: set()}
        for _, found, is_new in group:
            lines[is_new].update(found)
        yield from ((line, True) for line in sorted(lines[True] - lines[False]))
        yield from ((line, False) for line in sorted(lines[False] - lines[True]))
