"""A corpus as who-is-who sees it: what each article says of each entity, and the facts that tell entities apart."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal as Choice
from typing import NamedTuple

from kg.model import Extraction, Literal

State = Choice["decided", "open", "accepted", "rejected"]
PREDICATES = frozenset(
    ("holdsPost", "heldPost", "postIn", "within", "locatedIn", "tookPlaceIn", "startDate", "endDate", "about",
     "participatedIn", "attended", "chaired", "spokeAt", "met", "accompanied")
)  # fmt: skip
"""The facts that are looked at; others tell nothing of who is who."""
PARTICIPATION = frozenset(("participatedIn", "attended", "chaired", "spokeAt"))
HOLDING = frozenset(("holdsPost", "heldPost"))

RARE, LEAST_RARE = 0.01, 20
"""Share of the articles, and number in a small corpus, up to which an entity counts as named by few."""


class Said(NamedTuple):
    """That an article names an entity; `aliases` are its other names there, `coded` says that a lexicon fixes it."""

    key: str
    article: str
    kind: str
    cls: str
    name: str
    aliases: tuple[str, ...] = ()
    coded: bool = False


class Claim(NamedTuple):
    """A fact that an article states; `object` is a key or, for dates, the day."""

    subject: str
    predicate: str
    object: str
    article: str


@dataclass(slots=True)
class Known:
    """An entity over all articles: names with the number of articles that prefer them, aliases, articles."""

    key: str
    kind: str
    names: Counter[str] = field(default_factory=Counter)
    aliases: set[str] = field(default_factory=set)
    classes: set[str] = field(default_factory=set)
    articles: set[str] = field(default_factory=set)
    coded: bool = False

    @property
    def name(self) -> str:
        """The name that most articles prefer, of equals the first in code point order."""
        return min(self.names, key=lambda name: (-self.names[name], name))

    @property
    def own(self) -> str:
        """What the key says after its kind: `李强` of `person/李强`."""
        return self.key.partition("/")[2]


@dataclass(frozen=True, slots=True, order=True)
class Decision:
    """That `one` and `other` (keys) are the same, or are two; `rule` says why, `ground` with what in hand.

    `articles` are some of those that the ground rests on. An `open` decision is a doubtful pair, kept apart until a
    person has looked at it; `accepted` and `rejected` are such a person's word.
    """

    one: str
    other: str
    same: bool
    rule: str
    ground: str = ""
    articles: tuple[str, ...] = ()
    state: State = "decided"

    @property
    def pair(self) -> tuple[str, str]:
        return (self.one, self.other) if self.one < self.other else (self.other, self.one)


Parts = Mapping[str, Mapping[str, str]]
"""Key → article → the key of the part that this article means; what is not listed stays as it is."""


class Corpus:
    """What articles say, with the indices that rules need; `dates` gives each article's day of publication or "".

    Sorted, so that nothing depends on the order in which articles come.
    """

    def __init__(self, said: Iterable[Said], claims: Iterable[Claim], dates: Mapping[str, str]) -> None:
        self.said, self.claims, self.dates = sorted(said), sorted(claims), dates

    @cached_property
    def entities(self) -> dict[str, Known]:
        """Every entity by key."""
        found: dict[str, Known] = {}
        for said in self.said:
            known = found.get(said.key)
            if known is None:
                known = found[said.key] = Known(said.key, said.kind)
            known.names[said.name] += 1
            known.aliases.update(said.aliases)
            known.classes.add(said.cls)
            known.articles.add(said.article)
            known.coded = known.coded or said.coded
        return found

    @cached_property
    def of_subject(self) -> Mapping[str, list[Claim]]:
        return _grouped((claim.subject, claim) for claim in self.claims)

    @cached_property
    def of_object(self) -> Mapping[str, list[Claim]]:
        return _grouped((claim.object, claim) for claim in self.claims)

    @cached_property
    def named_in(self) -> Mapping[str, frozenset[str]]:
        """Article → the entities it names, themes left out."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for said in self.said:
            if said.kind != "themes":
                found[said.article].add(said.key)
        return {article: frozenset(keys) for article, keys in found.items()}

    def named_in_full(self, article: str) -> frozenset[str]:
        """The entities that an article names, themes among them."""
        return self._all_named.get(article, frozenset())

    @cached_property
    def _all_named(self) -> Mapping[str, frozenset[str]]:
        found: defaultdict[str, set[str]] = defaultdict(set)
        for said in self.said:
            found[said.article].add(said.key)
        return {article: frozenset(keys) for article, keys in found.items()}

    @cached_property
    def telling(self) -> Mapping[str, frozenset[str]]:
        """Article → those of its entities that few articles name, so that sharing one tells something."""
        most = max(LEAST_RARE, int(len(self.named_in) * RARE))
        few = {key for key, known in self.entities.items() if len(known.articles) <= most}
        return {article: keys & few for article, keys in self.named_in.items()}

    def of_kind(self, kind: str) -> list[Known]:
        """The entities of a kind, by key."""
        return sorted((known for known in self.entities.values() if known.kind == kind), key=lambda known: known.key)

    def date(self, article: str) -> str:
        return self.dates.get(article, "")

    def split(self, parts: Parts) -> Corpus:
        """The corpus with the keys of parts in place of the keys that were split."""

        def part(key: str, article: str) -> str:
            found = parts.get(key)
            return found.get(article, key) if found else key

        said = (item._replace(key=part(item.key, item.article)) if item.key in parts else item for item in self.said)
        claims = (
            Claim(part(claim.subject, claim.article), claim.predicate, part(claim.object, claim.article), claim.article)
            for claim in self.claims
        )
        return Corpus(said, claims, self.dates)


def corpus_of(extractions: Iterable[Extraction]) -> Corpus:
    """The corpus of articles as they were read."""
    said: list[Said] = []
    claims: list[Claim] = []
    dates: dict[str, str] = {}
    for extraction in extractions:
        article = extraction.article.key
        dates[article] = extraction.article.date or ""
        for entity in extraction.entities:
            if entity.kind != "statements":
                coded = is_coded(entity.kind, {name for name, _ in entity.attributes})
                said.append(Said(entity.key, article, entity.kind, entity.cls, entity.name, entity.aliases, coded))
        for fact in extraction.facts:
            if fact.predicate in PREDICATES and fact.polarity == "affirmed":
                value = fact.object.value if isinstance(fact.object, Literal) else fact.object
                claims.append(Claim(fact.subject, fact.predicate, value, article))
    return Corpus(said, claims, dates)


def is_coded(kind: str, attributes: Collection[str]) -> bool:
    """Whether a lexicon fixes what an entity with these attributes is: a code, or a concept of the thesaurus."""
    return bool({"divisionCode", "countryCode"} & set(attributes)) or (
        kind == "themes" and "candidate" not in attributes
    )


def _grouped(pairs: Iterable[tuple[str, Claim]]) -> Mapping[str, list[Claim]]:
    groups: defaultdict[str, list[Claim]] = defaultdict(list)
    for key, claim in pairs:
        groups[key].append(claim)
    return groups
