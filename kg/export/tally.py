"""What all articles together say of an entity: first and last day, how many articles, who chaired, where it was."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kg.export.reading import Article, Entity, Evidence

_OF_SUBJECT = frozenset(("holdsPost", "startDate", "endDate", "dayPart", "tookPlaceIn", "partOfEvent"))
_OF_OBJECT = frozenset(("chaired", "advocated"))


@dataclass(slots=True)
class Days:
    """The first and the last day of publication among articles, "" where none has one."""

    first: str = ""
    last: str = ""

    def add(self, day: str) -> None:
        """Widen to `day`; one that is open ("") changes nothing."""
        if day:
            self.first = min(self.first or day, day)
            self.last = max(self.last, day)


@dataclass(frozen=True, slots=True)
class Tally:
    """Grows with every article it hears; memory holds a few numbers for each entity and the pairs of some facts.

    `articles` and `mentions` count articles that mention an entity and mentions of it; `days` are those of the articles
    that say anything of it. Only what is affirmed counts.
    """

    entities: Mapping[str, Entity]
    days: dict[str, Days] = field(default_factory=lambda: defaultdict(Days))
    articles: Counter[str] = field(default_factory=Counter)
    mentions: Counter[str] = field(default_factory=Counter)
    _values: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))

    def hear(self, article: Article) -> None:
        """Count what one article says; each article once."""
        mentioned: Counter[str] = Counter()
        for evidence in article.evidence:
            if not evidence.affirmed:
                continue
            for iri in {evidence.subject, evidence.object.value} & self.entities.keys():
                self.days[iri].add(article.date)
            if evidence.predicate == "mentions":
                mentioned[evidence.object.value] += 1
            self._keep(evidence)
        self.mentions.update(mentioned)
        self.articles.update(mentioned.keys())

    def _keep(self, evidence: Evidence) -> None:
        if evidence.predicate in _OF_SUBJECT:
            self._values[evidence.subject, evidence.predicate].add(evidence.object.value)
        elif evidence.predicate in _OF_OBJECT:
            self._values[evidence.object.value, evidence.predicate].add(evidence.subject)

    def values(self, iri: str, predicate: str) -> list[str]:
        """What a property says of the entity, sorted: IRIs or texts; of chaired and advocated those who did it."""
        return sorted(self._values.get((iri, predicate), ()))

    def found(self, kind: str) -> Iterable[Entity]:
        """The entities of a kind that the articles heard say anything of, in the order of their IRIs."""
        return (entity for iri, entity in self.entities.items() if entity.kind == kind and iri in self.days)
