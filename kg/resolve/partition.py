"""Groups: articles that mean one entity by a name, and entities that are one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping

from kg.resolve.records import Corpus

SHOWN = 3
"""Articles that a decision names as its ground."""


class Unions:
    """Disjoint sets of strings, with pairs that must never come together; the outcome depends on the order of joins."""

    def __init__(self, apart: Iterable[tuple[str, str]] = ()) -> None:
        self._members: dict[str, set[str]] = {}
        self._root: dict[str, str] = {}
        self._apart: defaultdict[str, set[str]] = defaultdict(set)
        for one, other in apart:
            self._apart[one].add(other)
            self._apart[other].add(one)

    def group(self, item: str) -> set[str]:
        """The items that are one with `item`, itself among them."""
        return self._members.get(self._root.get(item, item), {item})

    def forbids(self, one: str, other: str) -> bool:
        """Whether joining the two would bring a pair together that must stay apart."""
        if not self._apart:
            return False
        group = self.group(other)
        return any(not self._apart[item].isdisjoint(group) for item in self.group(one) if item in self._apart)

    def join(self, one: str, other: str) -> bool:
        """Makes the two one; False where that is forbidden."""
        if other in self.group(one):
            return True
        if self.forbids(one, other):
            return False
        large, small = sorted((self.group(one), self.group(other)), key=lambda group: (-len(group), min(group)))
        root = self._root.get(min(large), min(large))
        large.update(small)
        self._root.update(dict.fromkeys(small, root))
        self._root[root] = root
        self._members[root] = large
        return True

    def groups(self) -> list[list[str]]:
        """The sets of more than one item, each sorted, in order."""
        return sorted(sorted(self._members[root]) for root in set(self._root.values()))


def linked(articles: Iterable[str], tokens: Callable[[str], Iterable[Hashable]]) -> list[frozenset[str]]:
    """The articles in groups: those that share a token are in one; the largest group first, then by least article."""
    unions = Unions()
    first: dict[Hashable, str] = {}
    every = sorted(articles)
    for article in every:
        for token in tokens(article):
            unions.join(first.setdefault(token, article), article)
    groups = {frozenset(unions.group(article)) for article in every}
    return sorted(groups, key=lambda group: (-len(group), min(group)))


def shown(corpus: Corpus, articles: Iterable[str]) -> tuple[str, ...]:
    """A few of the articles, the earliest first, to stand for all."""
    return tuple(sorted(articles, key=lambda article: (corpus.date(article) or "9999", article))[:SHOWN])


def qualifiers(corpus: Corpus, groups: Iterable[frozenset[str]]) -> list[str]:
    """A word for each group that tells it from the others: its first day of publication, else digits of an article."""
    chosen: list[str] = []
    days: defaultdict[str, int] = defaultdict(int)
    every = list(groups)
    first = [min((corpus.date(article) for article in group if corpus.date(article)), default="") for group in every]
    for day in first:
        days[day] += 1
    for group, day in zip(every, first, strict=True):
        digits = min(group).rpartition("/")[2][:6]
        chosen.append(day if day and days[day] == 1 else f"{day}-{digits}" if day else digits)
    return chosen


def parted(key: str, names: Iterable[str], groups: Iterable[frozenset[str]]) -> Mapping[str, str]:
    """Article → key of its part, for groups with a qualifier each; "" leaves a group under the key it had."""
    return {
        article: f"{key}_{name}" if name else key
        for name, group in zip(names, groups, strict=True)
        for article in group
    }
