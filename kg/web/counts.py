"""What charts are drawn from: counts over time, and who goes with whom."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import combinations

from kg.web.periods import Periods
from kg.web.reading import PARTICIPATION, Catalogue, marks
from kg.web.records import Entity

FEW = 10
"""Up to twice as many articles are no corpus: what they name most is what they are about."""
Side = tuple[str, tuple[str, ...]]
"""`subject` or `object`, and predicates."""
_TAKING_PART = ", ".join(f"'{name}'" for name in PARTICIPATION)


def article_days(catalogue: Catalogue, mentioning: Entity | None = None) -> list[str]:
    """The day of every article that has one; only of those that mention an entity where one is given."""
    if mentioning is None:
        return [day for (day,) in catalogue.rows("SELECT date FROM article WHERE date <> ''")]
    return [day for (day,) in catalogue.rows(
        """SELECT a.date FROM fact f JOIN article a ON a.id = f.subject
        WHERE f.object = ? AND f.predicate = 'mentions' AND a.date <> ''""", mentioning.id
    )]  # fmt: skip


def fact_days(catalogue: Catalogue, entity: Entity, side: Side) -> list[tuple[int, str]]:
    """For every affirmed proof of such facts of an entity: the number of the other end, and the day."""
    sql, values = _ends(entity, side)
    return [(number, day) for number, day in catalogue.rows(f"{sql} ORDER BY p.date, f.id", *values)]


def most_frequent(catalogue: Catalogue, entity: Entity, sides: Iterable[Side], count: int) -> list[tuple[Entity, int]]:
    """The other ends of such facts of an entity with most affirmed proofs, and how many."""
    found: Counter[int] = Counter()
    for side in sides:
        sql, values = _ends(entity, side)
        found.update(dict(catalogue.rows(f"SELECT other, COUNT(*) FROM ({sql}) GROUP BY other", *values)))
    first = sorted(found.items(), key=lambda item: (-item[1], item[0]))[:count]
    known = catalogue.by_id(number for number, _ in first)
    return [(known[number], n) for number, n in first]


def by_period(catalogue: Catalogue, entity: Entity, side: Side, periods: Periods) -> dict[int, Counter[str]]:
    """For every other end of such facts of an entity the number of affirmed proofs in each period."""
    found: dict[int, Counter[str]] = defaultdict(Counter)
    if not periods.first:
        return found
    sql, values = _ends(entity, side)
    for number, name, n in catalogue.rows(
        f"""SELECT other, substr(date, 1, {periods.width}) AS name, COUNT(*) FROM ({sql})
        WHERE date BETWEEN ? AND ? GROUP BY other, name""", *values, periods.first, periods.last
    ):  # fmt: skip
        found[number][name] = n
    return found


def visits(catalogue: Catalogue, person: Entity) -> list[tuple[str, bool, str, int]]:
    """Where a person went, in order: the day, whether the text settles it, the part of the day, the place's number."""
    found = catalogue.rows(
        """SELECT p.date, p.day = p.date, p.part, f.object FROM fact f JOIN proof p ON p.fact = f.id
        WHERE f.subject = ? AND f.predicate = 'visited' AND p.polarity = 'affirmed' AND f.object IS NOT NULL
        ORDER BY p.date, p.day <> p.date,
          CASE p.part WHEN '' THEN 0 WHEN 'morning' THEN 1 WHEN 'afternoon' THEN 2 ELSE 3 END, p.article, p.start""",
        person.id,
    )
    return [(day, bool(settled), part, place) for day, settled, part, place in found]


def _ends(entity: Entity, side: Side) -> tuple[str, tuple[object, ...]]:
    """SQL for the other end and the day of every affirmed proof of such facts, and its values."""
    (mine, predicates), other = side, "object" if side[0] == "subject" else "subject"
    sql = f"""SELECT f.{other} AS other, p.date AS date FROM fact f JOIN proof p ON p.fact = f.id
        WHERE f.{mine} = ? AND f.predicate IN ({marks(predicates)}) AND f.{other} IS NOT NULL
          AND p.polarity = 'affirmed'"""
    return sql, (entity.id, *predicates)


def partners(catalogue: Catalogue, person: Entity, count: int) -> list[tuple[Entity, int]]:
    """The people who took part in most events together with a person, and in how many."""
    found = catalogue.rows(
        f"""SELECT b.subject, COUNT(DISTINCT a.object) AS n FROM fact a JOIN fact b ON b.object = a.object
        JOIN entity e ON e.id = b.subject AND e.kind = 'people'
        WHERE a.subject = ? AND a.predicate IN ({_TAKING_PART}) AND b.predicate IN ({_TAKING_PART})
          AND b.subject <> a.subject GROUP BY b.subject ORDER BY n DESC, b.subject LIMIT ?""",
        person.id, count,
    )  # fmt: skip
    known = catalogue.by_id(number for number, _ in found)
    return [(known[number], n) for number, n in found]


def shared_events(catalogue: Catalogue, people: Iterable[Entity]) -> dict[tuple[int, int], int]:
    """For each two of `people` the number of events both took part in; both orders, pairs without any left out."""
    counts: dict[tuple[int, int], int] = {}
    events = {
        person.id: {event for (event,) in catalogue.rows(
            f"SELECT object FROM fact WHERE subject = ? AND predicate IN ({_TAKING_PART})", person.id)}
        for person in people
    }  # fmt: skip
    for one, other in combinations(events, 2):
        if n := len(events[one] & events[other]):
            counts[one, other] = counts[other, one] = n
    return counts


def most_active(catalogue: Catalogue, count: int) -> list[tuple[Entity, int]]:
    """The people with most affirmed evidence of something they did (trips, meetings, events, words), and how much."""
    found = catalogue.rows(
        """SELECT f.subject, SUM(f.proofs) AS n FROM fact f JOIN entity e ON e.id = f.subject AND e.kind = 'people'
        WHERE f.predicate NOT IN ('holdsPost', 'heldPost') GROUP BY f.subject ORDER BY n DESC, f.subject LIMIT ?""",
        count,
    )
    known = catalogue.by_id(number for number, _ in found)
    return [(known[number], n) for number, n in found]


def most_mentioned(catalogue: Catalogue, kind: str, count: int) -> list[tuple[Entity, int]]:
    """The entities of a kind that most articles mention, and how many do.

    Of a corpus those that over half of the articles name are left out: the source itself (央视网), or its country.
    """
    most = catalogue.number("SELECT COUNT(*) FROM article") / 2
    found = [(entity, entity.articles) for entity in catalogue.of_kind(kind, count=count * 2) if entity.articles]
    return [pair for pair in found if most < FEW or pair[1] <= most][:count]
