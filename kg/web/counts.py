"""What charts are drawn from: counts over time, and who goes with whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

from kg.web.reading import PARTICIPATION, Catalogue
from kg.web.records import Entity

FEW = 10
"""Up to twice as many articles are no corpus: what they name most is what they are about."""
_TAKING_PART = ", ".join(f"'{name}'" for name in PARTICIPATION)


def article_days(catalogue: Catalogue, mentioning: Entity | None = None) -> list[str]:
    """The day of every article that has one; only of those that mention an entity where one is given."""
    if mentioning is None:
        return [day for (day,) in catalogue.rows("SELECT date FROM article WHERE date <> ''")]
    return [day for (day,) in catalogue.rows(
        """SELECT a.date FROM fact f JOIN article a ON a.id = f.subject
        WHERE f.object = ? AND f.predicate = 'mentions' AND a.date <> ''""", mentioning.id
    )]  # fmt: skip


def fact_days(catalogue: Catalogue, entity: Entity, side: str, predicates: Sequence[str]) -> list[tuple[int, str]]:
    """For every proof of such facts with `entity` on this side: the number of the other end, and the day."""
    other = "object" if side == "subject" else "subject"
    marks = ", ".join("?" * len(predicates))
    return [(number, day) for number, day in catalogue.rows(
        f"""SELECT f.{other}, p.date FROM fact f JOIN proof p ON p.fact = f.id
        WHERE f.{'subject' if side == 'subject' else 'object'} = ? AND f.predicate IN ({marks})
          AND f.{other} IS NOT NULL AND p.polarity = 'affirmed' ORDER BY p.date, f.id""", entity.id, *predicates
    )]  # fmt: skip


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
