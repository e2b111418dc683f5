"""One graph against the gold of its article: what was found, what is wrong, what was missed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kg.evaluate.built import Built
from kg.evaluate.gold import CONTAINMENT, ENTITY_KINDS, Gold, Triple

PREDICATES = (
    "holdsPost", "chaired", "attended", "spokeAt", "visited", "accompanied", "met", "tookPlaceIn", "onDate", "about",
    "advocated", "taskedWith", "within", "locatedIn",
)  # fmt: skip
THEME_PREDICATES = ("about", "advocated", "taskedWith")
CORE = "core themes"

SHORTEST_PART = 4
"""Characters of a name that may stand for a longer one which contains it."""
LEAST_PART = 0.5
"""Share of the longer name that such a part must make up."""
LEAST_SIMILAR = 0.5
"""Shared pairs of characters at which two names of events are the same event."""
SAME_TYPE = 0.25
"""Added to the likeness of two events of one type."""

_EITHER = (("places", "organisations"), ("organisations", "places"))


@dataclass(frozen=True, slots=True)
class Row:
    """Counts of one kind or predicate: `right` of gold found, `wrong` found, `missed` of gold."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def __add__(self, other: Row) -> Row:
        return Row(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)

    @property
    def precision(self) -> float | None:
        """Right among found; None if nothing was found."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else None

    @property
    def recall(self) -> float | None:
        """Found among right; None if there is nothing to find."""
        return self.right / (self.right + self.missed) if self.right + self.missed else None

    @property
    def f1(self) -> float | None:
        """The harmonic mean of precision and recall; None if neither is defined."""
        p, r = self.precision, self.recall
        if p and r:
            return 2 * p * r / (p + r)
        return None if p is None and r is None else 0.0


@dataclass(frozen=True, slots=True)
class Errors:
    """What to look at: names or facts that are wrong, and that were missed."""

    wrong: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Score:
    """The rows of one article, entities by kind (and core themes), facts by predicate, and the errors behind them."""

    entities: Mapping[str, Row]
    facts: Mapping[str, Row]
    errors: Mapping[str, Errors]


@dataclass(slots=True)
class _Matches:
    """Built entities of one kind: which gold entity each is, and which are wrong."""

    keys: dict[str, str] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)


def score(gold: Gold, built: Built) -> Score:
    """The score of one built article."""
    matches = {kind: _match_kind(gold, built, kind) for kind in ENTITY_KINDS}
    for kind, other in _EITHER:
        _accept_either(gold, built, matches[kind], matches[other], other)
    entities, errors = {}, {}
    for kind, found in matches.items():
        missed = [key for key in gold.names[kind] if key not in set(found.keys.values())]
        entities[kind] = Row(len(set(found.keys.values())), len(found.wrong), len(missed))
        errors[kind] = Errors(tuple(sorted(built.shown[node] for node in found.wrong)), tuple(missed))
    core = gold.core & set(matches["themes"].keys.values())
    entities[CORE] = Row(len(core), 0, len(gold.core) - len(core))
    keys = {node: key for kind in ENTITY_KINDS for node, key in matches[kind].keys.items()}
    facts = {}
    for predicate in PREDICATES:
        facts[predicate], errors[predicate] = _score_facts(gold, built, keys, predicate)
    return Score(entities, facts, errors)


# --- entities -------------------------------------------------------------------------------------------------


def _match_kind(gold: Gold, built: Built, kind: str) -> _Matches:
    matches = _Matches()
    for node in built.kinds.get(kind, ()):
        labels = built.labels[node]
        key = _match_event(gold, built, node) if kind == "events" else _match(gold, labels, kind)
        if key is not None:
            matches.keys[node] = key
        elif not _optional(gold.optional[kind], labels, part_of=kind == "events"):
            matches.wrong.append(node)
    return matches


def _match(gold: Gold, labels: frozenset[str], kind: str) -> str | None:
    """The gold entity with a common spelling; for themes else one that is part of it or contains it."""
    names = gold.names[kind]
    same = (key for key, spellings in names.items() if labels & spellings)
    if kind != "themes":
        return next(same, None)
    near = (key for key, spellings in names.items() if any(_alike(a, b) for a in labels for b in spellings))
    return next(same, None) or next(near, None)


def _match_event(gold: Gold, built: Built, node: str) -> str | None:
    """The gold event with the most similar name, its type counting too."""
    best, chosen = 0.0, None
    for key, spellings in gold.names["events"].items():
        likeness = max(1.0 if _alike(a, b) else _likeness(a, b) for a in built.labels[node] for b in spellings)
        if gold.event_types[key] in built.event_types[node]:
            likeness += SAME_TYPE
        if likeness > best and likeness >= LEAST_SIMILAR:
            best, chosen = likeness, key
    return chosen


def _optional(optional: frozenset[str], labels: frozenset[str], *, part_of: bool) -> bool:
    return bool(labels & optional) or (part_of and any(_alike(a, b) for a in labels for b in optional))


def _accept_either(gold: Gold, built: Built, found: _Matches, other: _Matches, other_kind: str) -> None:
    """Move what is wrong here but right there, where gold accepts the name as place or organisation."""
    kept = []
    for node in found.wrong:
        labels = built.labels[node]
        names = gold.names[other_kind].items()
        key = next((key for key, spellings in names if labels & spellings and spellings & gold.either), None)
        if key is not None:
            other.keys[node] = key
        elif not labels & gold.either:
            kept.append(node)
    found.wrong = kept


def _alike(a: str, b: str) -> bool:
    """Whether two names are equal or one is a large enough part of the other."""
    short, long = (a, b) if len(a) <= len(b) else (b, a)
    return a == b or (len(short) >= SHORTEST_PART and short in long and len(short) / len(long) >= LEAST_PART)


def _likeness(a: str, b: str) -> float:
    """The Jaccard index of their pairs of neighbouring characters."""
    x, y = _pairs(a), _pairs(b)
    return len(x & y) / len(x | y)


def _pairs(name: str) -> set[str]:
    return {name[i : i + 2] for i in range(len(name) - 1)} or {name}


# --- facts ----------------------------------------------------------------------------------------------------


def _score_facts(gold: Gold, built: Built, keys: Mapping[str, str], predicate: str) -> tuple[Row, Errors]:
    wanted = {fact for fact in gold.facts if fact[1] == predicate}
    found: set[Triple] = set()
    wrong: list[str] = []
    for subject, value in built.pairs.get(predicate, ()):
        readings = _readings(keys, subject, predicate, value)
        hit = next((fact for fact in readings if fact in wanted), None)
        if hit:
            found.add(hit)
        elif not _tolerated(gold, built, keys, readings, (subject, predicate, value)):
            wrong.append(f"{built.shown.get(subject, subject)} {predicate} {built.shown.get(value, value)}")
    missed = wanted - found
    errors = Errors(tuple(sorted(wrong)), tuple(sorted(map(" ".join, missed))))
    return Row(len(found), len(wrong), len(missed)), errors


def _readings(keys: Mapping[str, str], subject: str, predicate: str, value: str) -> list[Triple]:
    """The built fact in gold names: none if an end is not in gold, two for a meeting of two persons."""
    start = keys.get(subject)
    end = value if predicate == "onDate" else keys.get(value)
    if start is None or end is None:
        return []
    flipped = [(end, predicate, start)] if predicate == "met" else []
    return [(start, predicate, end), *flipped]


def _tolerated(gold: Gold, built: Built, keys: Mapping[str, str], readings: list[Triple], fact: Triple) -> bool:
    """Whether a fact that is not asked for is no error either."""
    if readings:
        return _optional_fact(gold, readings)
    subject, predicate, value = fact
    ends = [subject] if predicate == "onDate" else [subject, value]
    if predicate in CONTAINMENT and any(end not in built.labels for end in ends):
        return True  # background: a parent that the article does not mention
    return any(gold.is_optional(built.labels[end]) for end in ends if end not in keys and end in built.labels)


def _optional_fact(gold: Gold, readings: Iterable[Triple]) -> bool:
    readings = list(readings)
    subject, predicate, value = readings[0]
    return (
        not gold.optional_facts.isdisjoint([*readings, (subject, predicate, "*")])
        or (predicate in CONTAINMENT and (subject, value) in gold.contained)
        or (predicate in THEME_PREDICATES and value in gold.names["themes"] and value not in gold.core)
    )
