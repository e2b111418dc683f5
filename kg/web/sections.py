"""What the page of an entity says, kind by kind: one table of groups of facts, and the charts that go with them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from operator import itemgetter

from markupsafe import Markup

from kg.web import charts, counts
from kg.web.addresses import Addresses
from kg.web.counts import Side
from kg.web.language import Words
from kg.web.periods import Periods
from kg.web.reading import PARTICIPATION, Catalogue
from kg.web.records import Entity, Fact

SHOWN = 8
"""Facts of a group on the page of its entity."""
PAGE = 40
"""Facts on a page of one group alone."""
ROWS = 12
"""Rows of grids and lists of most frequent entities."""


@dataclass(frozen=True)
class Grid:
    """A table of counts: rows are entities, columns are named."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Entity, tuple[int, ...]], ...]

    @cached_property
    def top(self) -> int:
        """The greatest count."""
        return max((n for _, row in self.rows for n in row), default=0)


@dataclass(frozen=True, slots=True)
class Attendee:
    """A line of an attendance list: who, in which roles, with the facts that say so; `post` is what they were then."""

    entity: Entity
    position: int | None
    roles: tuple[str, ...]
    facts: tuple[Fact, ...]
    post: Entity | None


@dataclass(frozen=True, slots=True)
class Day:
    """A day of an itinerary: its stops in order, each with the part of the day; `settled` if the text gives the day.

    Otherwise `day` is the one on which it was reported.
    """

    day: str
    settled: bool
    stops: tuple[tuple[str, Entity], ...]


@dataclass(frozen=True, slots=True)
class Asking:
    """What a section is made from: the catalogue, the words of the user's language, addresses, the time covered."""

    catalogue: Catalogue
    words: Words
    addresses: Addresses
    periods: Periods


@dataclass(frozen=True)
class Group:
    """Facts that belong together on a page: `id` names them in addresses, `title` is English, `sides` says which.

    `chart` draws something above them; `ranked` are the ends to list by their number of proofs beside them.
    """

    id: str
    title: str
    sides: tuple[Side, ...]
    chart: Callable[[Asking, Entity], Markup] | None = None
    grid: Callable[[Asking, Entity], Grid | None] | None = None
    ranked: bool = False


@dataclass(frozen=True)
class Section:
    """A group on the page of one entity: `total` facts, of which some are shown."""

    group: Group
    asking: Asking
    entity: Entity
    total: int
    start: int = 0
    count: int = SHOWN

    @cached_property
    def facts(self) -> list[Fact]:
        """The facts shown, the latest first."""
        found = [
            fact
            for side, predicates in self.group.sides
            for fact in self.asking.catalogue.facts(self.entity, side, predicates, self.start + self.count)
        ]
        if len(self.group.sides) > 1:
            found.sort(key=lambda fact: fact.last, reverse=True)
        return found[self.start : self.start + self.count]

    @cached_property
    def chart(self) -> Markup:
        """The chart above the facts; empty where the group has none or there is too little to draw."""
        return self.group.chart(self.asking, self.entity) if self.group.chart else Markup()

    @cached_property
    def grid(self) -> Grid | None:
        """The table of counts above the facts."""
        return self.group.grid(self.asking, self.entity) if self.group.grid else None

    @cached_property
    def ranked(self) -> list[tuple[Entity, int]]:
        """The other ends with most proofs, where the group lists them and there are enough to rank."""
        if not self.group.ranked or self.total <= SHOWN:
            return []
        return counts.most_frequent(self.asking.catalogue, self.entity, self.group.sides, ROWS)

    @cached_property
    def stops(self) -> list[Day]:
        """The last ROWS days of trips, each with its places in order."""
        visits = counts.visits(self.asking.catalogue, self.entity)
        known = self.asking.catalogue.by_id(place for _, _, _, place in visits)
        days = [
            Day(day, settled, tuple(dict.fromkeys((part, known[place]) for _, _, part, place in stops)))
            for (day, settled), stops in groupby(visits, key=itemgetter(0, 1))
        ]
        return days[-ROWS:]


def sections(asking: Asking, entity: Entity) -> list[Section]:
    """The sections of an entity's page in the order of its kind's groups, the rest of its facts last."""
    profile = {key: n for key, n in asking.catalogue.profile(entity).items() if key != ("object", "mentions")}
    groups = [*GROUPS.get(entity.kind, ()), *_rest(entity, profile)]
    made = (Section(group, asking, entity, _total(group, profile)) for group in groups)
    return [section for section in made if section.total or section.chart]


def find_section(asking: Asking, entity: Entity, name: str, page: int) -> Section | None:
    """One group alone, its page number `page` from 1."""
    found = next((each for each in sections(asking, entity) if each.group.id == name), None)
    return found and Section(found.group, asking, entity, found.total, (page - 1) * PAGE, PAGE)


def roster(asking: Asking, event: Entity) -> list[Attendee]:
    """Who took part in an event, in the order of the attendance list; then those without a place in it."""
    found: dict[int, list[Fact]] = defaultdict(list)
    for fact in asking.catalogue.facts(event, "object", PARTICIPATION, count=200):
        found[fact.subject.id].append(fact)
    lines = [_attendee(asking, facts) for facts in found.values()]
    return sorted(lines, key=lambda line: (line.position is None, line.position or 0, line.entity.name))


def _attendee(asking: Asking, facts: list[Fact]) -> Attendee:
    places = [proof.position for fact in facts for proof in fact.proofs if proof.position]
    roles = tuple(role for role in PARTICIPATION if any(fact.predicate == role for fact in facts))
    held = asking.catalogue.facts(facts[0].subject, "subject", ("holdsPost",), count=1, proofs=0)
    return Attendee(facts[0].subject, min(places, default=None), roles, tuple(facts), held[0].object if held else None)


def _total(group: Group, profile: Mapping[tuple[str, str], int]) -> int:
    return sum(profile.get((side, predicate), 0) for side, predicates in group.sides for predicate in predicates)


def _rest(entity: Entity, profile: Mapping[tuple[str, str], int]) -> Iterator[Group]:
    """A group of the facts that no group of the kind takes up."""
    taken = {(side, name) for group in GROUPS.get(entity.kind, ()) for side, names in group.sides for name in names}
    left = sorted(profile.keys() - taken - {("object", name) for name in PARTICIPATION if entity.kind == "events"})
    sides = tuple((side, tuple(name for each, name in left if each == side)) for side in ("subject", "object"))
    if sides := tuple((side, names) for side, names in sides if names):
        yield Group("other", "Other facts", sides)


def _posts_over_time(asking: Asking, entity: Entity) -> Markup:
    side = "object" if entity.kind == "posts" else "subject"
    return _spans(asking, entity, side, ("holdsPost", "heldPost"), asking.words("Posts over time"))


def _spans(asking: Asking, entity: Entity, side: str, predicates: tuple[str, ...], title: str) -> Markup:
    days: dict[int, list[str]] = defaultdict(list)
    for number, day in counts.fact_days(asking.catalogue, entity, (side, predicates)):
        if asking.periods.name(day):
            days[number].append(day)
    known = asking.catalogue.by_id(sorted(days, key=lambda number: -len(days[number]))[:ROWS])
    lines = [charts.Span(known[n].name, asking.addresses.path(known[n].iri), tuple(sorted(days[n]))) for n in known]
    lines.sort(key=lambda line: line.days)
    return charts.spans(lines, asking.periods.first, asking.periods.last, title)


def _over_time(side: str, predicates: tuple[str, ...], caption: str) -> Callable[[Asking, Entity], Grid | None]:
    """A grid of the other ends over time."""

    def grid(asking: Asking, entity: Entity) -> Grid | None:
        found = counts.by_period(asking.catalogue, entity, (side, predicates), asking.periods)
        used = [name for name in asking.periods.names if any(row[name] for row in found.values())]
        if len(used) < 2 or len(found) < 2:
            return None
        first = sorted(found, key=lambda number: (-found[number].total(), number))[:ROWS]
        known = asking.catalogue.by_id(first)
        rows = tuple((known[number], tuple(found[number][name] for name in used)) for number in first)
        return Grid(caption, tuple(used), rows)

    return grid


def with_whom(asking: Asking, people: list[Entity], caption: str) -> Grid | None:
    """Who took part in events with whom; the columns have the order of the rows."""
    shared = counts.shared_events(asking.catalogue, people)
    people = [one for one in people if any((one.id, other.id) in shared for other in people)]
    if len(people) < 3:
        return None
    rows = tuple((one, tuple(shared.get((one.id, other.id), 0) for other in people)) for one in people)
    return Grid(caption, tuple(person.name for person in people), rows)


def _company(asking: Asking, person: Entity) -> Grid | None:
    others = [other for other, _ in counts.partners(asking.catalogue, person, ROWS - 2)]
    return with_whom(asking, [person, *others], "Events taken part in together")


_EVENTS = ("tookPlaceIn", "about")
GROUPS: Mapping[str, tuple[Group, ...]] = {
    "people": (
        Group("posts", "Posts over time", (("subject", ("holdsPost", "heldPost")),), chart=_posts_over_time),
        Group("trips", "Trips", (("subject", ("visited",)),), ranked=True),
        Group("meetings", "Meetings", (("subject", ("met",)), ("object", ("met",))), ranked=True),
        Group("events", "Events", (("subject", PARTICIPATION),)),
        Group("companions", "Companions", (("object", ("accompanied",)), ("subject", ("accompanied",))), grid=_company,
              ranked=True),
        Group("themes", "Themes by period", (("subject", ("advocated",)),),
              grid=_over_time("subject", ("advocated",), "Times advocated")),
        Group("statements", "Statements", (("object", ("speaker",)),)),
    ),
    "posts": (
        Group("holders", "Who held it when", (("object", ("holdsPost", "heldPost")),), chart=_posts_over_time),
        Group("body", "The organisation it belongs to", (("subject", ("postIn",)),)),
    ),
    "places": (
        Group("visits", "Visits", (("object", ("visited",)),), ranked=True,
              grid=_over_time("object", ("visited",), "Visits")),
        Group("tasks", "Tasks given", (("subject", ("taskedWith",)), ("object", ("directedTo",)))),
        Group("events", "Events", (("object", _EVENTS),)),
        Group("around", "Where it lies", (("subject", ("within",)),)),
        Group("contains", "Contained places", (("object", ("within",)),)),
        Group("organisations", "Organisations there", (("object", ("locatedIn",)),)),
    ),
    "organisations": (
        Group("posts", "Posts", (("object", ("postIn",)),)),
        Group("visits", "Visits", (("object", ("visited",)),), ranked=True),
        Group("events", "Events", (("object", _EVENTS), ("subject", PARTICIPATION))),
        Group("tasks", "Tasks given", (("subject", ("taskedWith",)), ("object", ("directedTo",)))),
        Group("around", "Where it lies", (("subject", ("locatedIn",)),)),
    ),
    "events": (
        Group("where", "Where and when", (("subject", ("tookPlaceIn", "startDate", "endDate", "dayPart")),)),
        Group("themes", "Themes", (("subject", ("about",)),)),
        Group("statements", "Statements", (("object", ("madeAt",)),)),
        Group("tour", "Stops and tour", (("object", ("partOfEvent",)), ("subject", ("partOfEvent",)))),
    ),
    "themes": (
        Group("by", "By whom", (("object", ("advocated",)),), ranked=True,
              grid=_over_time("object", ("advocated",), "Times advocated")),
        Group("where", "Where", (("object", ("taskedWith",)),), ranked=True),
        Group("events", "Events", (("object", ("about",)),)),
        Group("articles", "Articles and statements", (("object", ("hasTheme",)),)),
    ),
    "statements": (
        Group("who", "Who, where, to whom", (("subject", ("speaker", "madeAt", "directedTo")),)),
        Group("themes", "Themes", (("subject", ("hasTheme",)),)),
        Group("words", "Words", (("subject", ("verb", "text")),)),
    ),
}  # fmt: skip
"""The groups of each kind, in the order of its pages."""
