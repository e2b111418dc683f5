"""Several names, one person: full and short names of foreigners, their transliterations, names read too far."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from difflib import SequenceMatcher

from kg.resolve.offices import is_bare, office_of
from kg.resolve.partition import shown
from kg.resolve.records import HOLDING, Claim, Corpus, Decision

ALIKE, PERHAPS_ALIKE = 0.7, 0.6
"""Share of the characters that two transliterations have in common, in order, in each part of the name: from which
on they are surely one name, or perhaps. Successive holders of an office have 0.6 (阿卜杜拉希扬, 阿拉格希)."""
NEAR_DAYS, SAME_DAYS = 31, 1
"""Days between two articles for an office to have had one holder, surely or perhaps."""
RUN_ON = 5
"""A name that begins with another is that one read too far where the other has so many times its articles."""

RULES: Mapping[str, tuple[str, str]] = {
    "people.full-name": ("同一职务，全名与简称", "one office, a full name and a part of it"),
    "people.full-name-one-state": ("同一国家，全名与简称，职务不同", "one state, full name and part, two offices"),
    "people.run-on": ("同一职务，名字多读了字", "one office, a name read too far"),
    "people.transliteration": ("同日同一职务，译名相近", "one office on one day, two transliterations"),
    "people.transliteration-near": ("同月同一职务，译名相近", "one office within a month, two transliterations"),
}  # fmt: skip
SHORTEST = 3
"""Characters of a name that can be compared at all."""
_DOTS = re.compile("[·-]")


class Spellings:
    """Pairs of names that one person may bear."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self._held: defaultdict[str, defaultdict[str, list[Claim]]] = defaultdict(lambda: defaultdict(list))
        self._states: defaultdict[str, set[str]] = defaultdict(set)
        for claim in corpus.claims:
            if claim.predicate in HOLDING and not is_bare(name := claim.object.partition("/")[2]):
                office = office_of(name)
                self._held[office.seat][claim.subject].append(claim)
                if office.country:
                    self._states[claim.subject].add(office.country)
        self._by_part = self._keys_by_part()

    def _keys_by_part(self) -> Mapping[str, list[str]]:
        """The people with names in parts, by each part."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for known in self.corpus.of_kind("people"):
            for part in _DOTS.split(known.name) if "·" in known.name else ():
                found[part].append(known.key)
        return found

    def never(self) -> Iterator[tuple[str, str]]:
        """Pairs that a text shows to be two: who met whom, who went with whom."""
        for claim in self.corpus.claims:
            if claim.predicate in ("met", "accompanied") and claim.subject != claim.object:
                yield claim.subject, claim.object

    def proposals(self) -> Iterator[Decision]:
        """Pairs with their grounds, each once: the sure ground where there is one."""
        found: dict[tuple[str, str], Decision] = {}
        for seat, holders in sorted(self._held.items()):
            for decision in self._of_seat(seat, sorted(holders)):
                if decision.same or decision.pair not in found:
                    found[decision.pair] = decision
        for decision in self._of_one_state():
            found.setdefault(decision.pair, decision)
        yield from found.values()

    def _of_seat(self, seat: str, holders: Sequence[str]) -> Iterator[Decision]:
        names = {key: self._name(key) for key in holders}
        single = office_of(next(iter(self._held[seat].values()))[0].object.partition("/")[2]).single
        for i, one in enumerate(holders):
            for other in holders[i + 1 :]:
                short, full = sorted((one, other), key=lambda key: (len(names[key]), key))
                if _is_part(names[short], names[full]):
                    yield self._full_name(seat, short, full)
                elif single:
                    yield from self._of_single(seat, short, full)

    def _full_name(self, seat: str, short: str, full: str) -> Decision:
        """Sure, unless the part is that of several full names: of other holders or people of the state, and for a
        given name of anybody."""
        last = _DOTS.split(self._name(full))[-1] == _DOTS.split(self._name(short))[-1]
        fuller = [
            self._name(key)
            for key in self._by_part.get(_DOTS.split(self._name(short))[-1], ())
            if _is_part(self._name(short), self._name(key)) and (not last or self._related(short, key))
        ]
        sure = all(_fits(self._name(full), other) for other in fuller)
        return self._decision(seat, short, full, "people.full-name", sure=sure)

    def _related(self, one: str, other: str) -> bool:
        """Whether two people have a state or an office in common."""
        if not self._states[one].isdisjoint(self._states[other]):
            return True
        return any(one in holders and other in holders for holders in self._held.values())

    def _of_single(self, seat: str, short: str, full: str) -> Iterator[Decision]:
        """Of an office with one holder at a time: names that look alike, near in time."""
        days = self._days_between(seat, short, full)
        if days is None or days > NEAR_DAYS:
            return
        names = self._name(short), self._name(full)
        counts = [len(self.corpus.entities[key].articles) for key in (short, full)]
        if "·" not in names[1] and names[1].startswith(names[0]) and counts[0] >= RUN_ON * counts[1]:
            yield self._decision(seat, short, full, "people.run-on")
        elif (likeness := _likeness(*names)) >= PERHAPS_ALIKE:
            sure = days <= SAME_DAYS and likeness >= ALIKE
            rule = "people.transliteration" if sure else "people.transliteration-near"
            yield self._decision(seat, short, full, rule, sure=sure)

    def _of_one_state(self) -> Iterator[Decision]:
        """A full name and a part of it that share a state but no office, where only one full name fits."""
        by_part: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for key, states in sorted(self._states.items()):
            name = self._name(key)
            if "·" in name:
                for state in states:
                    by_part[state, name.rpartition("·")[2]].append(key)
        for key, states in sorted(self._states.items()):
            found = {full for state in states for full in by_part.get((state, self._name(key)), ())}
            if len(found) == 1 and (full := found.pop()) != key:
                yield self._decision("、".join(sorted(states)), key, full, "people.full-name-one-state", sure=False)

    def _name(self, key: str) -> str:
        return self.corpus.entities[key].name

    def _days_between(self, seat: str, one: str, other: str) -> int | None:
        """The least number of days between two articles that give the office to the one and to the other."""
        days = [
            [date.fromisoformat(day) for claim in self._held[seat][key] if (day := self.corpus.date(claim.article))]
            for key in (one, other)
        ]
        return min((abs((a - b).days) for a in days[0] for b in days[1]), default=None)

    def _decision(self, seat: str, short: str, full: str, rule: str, *, sure: bool = True) -> Decision:
        articles = {claim.article for key in (short, full) for claim in self._held[seat].get(key, [])}
        ground = seat.replace(" ", "")
        return Decision(short, full, sure, rule, ground, shown(self.corpus, articles), "decided" if sure else "open")


def _is_part(short: str, full: str) -> bool:
    """Whether a name in parts has all parts of a shorter one, in order: 拉克森 of 克里斯托弗·拉克森."""
    rest = iter(_DOTS.split(full))
    return "·" in full and short != full and all(part in rest for part in _DOTS.split(short))


def _fits(one: str, other: str) -> bool:
    """Whether two full names may be one person's: equal, one a part of the other, or read too far."""
    short, long = sorted((one, other), key=len)
    return short == long or _is_part(short, long) or long.startswith(short)


def _likeness(one: str, other: str) -> float:
    """How alike two names are that may be transliterations of one, 0 to 1: that of their least alike parts."""
    parts = list(zip(_DOTS.split(one), _DOTS.split(other), strict=False))
    if one.count("·") != other.count("·") or min(len(one), len(other)) < SHORTEST or Counter(one) == Counter(other):
        return 0.0
    return min(1.0 if a == b else SequenceMatcher(None, a, b, autojunk=False).ratio() for a, b in parts)
