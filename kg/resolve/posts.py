"""Posts: a bare title is that of its holder; one office put in two ways is one post."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping

from kg.resolve.bodies import usual_form
from kg.resolve.offices import is_bare, office_of
from kg.resolve.partition import shown
from kg.resolve.records import HOLDING, Claim, Corpus, Decision, Known

RULES: Mapping[str, tuple[str, str]] = {
    "posts.bare-title": ("只有职衔、未写机构，按任职者分开", "a title without its body, told apart by its holders"),
    "posts.same-seat": ("同一职务的两种写法", "one office put in two ways"),
    "posts.same-holder": ("任职者只有一个该职衔的国家职务", "the only state office of that title that its holder has"),
}  # fmt: skip


def split_bare(corpus: Corpus) -> tuple[dict[str, Mapping[str, str]], list[Decision]]:
    """The parts of bare titles (总统): one for each holder, one for each article that gives the title to several."""
    parts: dict[str, Mapping[str, str]] = {}
    decisions: list[Decision] = []
    for known in corpus.of_kind("posts"):
        if is_bare(known.own) and len(known.articles) > 1:
            part = {article: f"{known.key}_{name}" for article, name in _bearers(corpus, known).items()}
            if len(set(part.values())) > 1:
                parts[known.key] = part
                decisions += _apart(corpus, part)
    return parts, decisions


def _bearers(corpus: Corpus, known: Known) -> dict[str, str]:
    """Article → the one who has the title in it, or digits of the article where there are several or none."""
    holders: defaultdict[str, set[str]] = defaultdict(set)
    for claim in corpus.of_object.get(known.key, ()):
        if claim.predicate in HOLDING:
            holders[claim.article].add(claim.subject.partition("/")[2])
    return {
        article: min(holders[article]) if len(holders[article]) == 1 else article.rpartition("/")[2][:6]
        for article in known.articles
    }


def _apart(corpus: Corpus, part: Mapping[str, str]) -> Iterator[Decision]:
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for article, key in part.items():
        groups[key].append(article)
    first, *others = sorted(groups, key=lambda key: (-len(groups[key]), key))
    for other in others:
        yield Decision(first, other, False, "posts.bare-title", "", shown(corpus, groups[other]))


def propose_posts(corpus: Corpus, person: Callable[[str], str]) -> Iterator[Decision]:
    """Pairs of posts that are one; `person` gives for a person's key that of the whole person."""
    seats: defaultdict[str, list[Known]] = defaultdict(list)
    for known in corpus.of_kind("posts"):
        if seat := _seat(known.own):
            seats[seat].append(known)
    for seat, posts in sorted(seats.items()):
        first, *others = sorted(posts, key=lambda post: (-len(post.articles), post.key))
        for other in others:
            articles = shown(corpus, first.articles | other.articles)
            yield Decision(first.key, other.key, True, "posts.same-seat", seat, articles)
    yield from _of_holders(corpus, person)


def _seat(name: str) -> str:
    """What two names of one post have in common; "" for a bare title and one that is put in the past or to come."""
    office = office_of(name)
    if is_bare(name.partition("_")[0]) or not office.title or not office.plain:
        return ""
    return office.seat if office.country else f"{usual_form(office.body)} {office.title}"


def _of_holders(corpus: Corpus, person: Callable[[str], str]) -> Iterator[Decision]:
    """A bare title with the one full post of that title that its holder has anywhere."""
    bare: defaultdict[str, list[Claim]] = defaultdict(list)
    full: defaultdict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for claim in corpus.claims:
        if claim.predicate in HOLDING:
            name = claim.object.partition("/")[2]
            title = name.partition("_")[0]
            if is_bare(title):
                bare[claim.object].append(claim)
            elif office_of(name).single and (seat := _seat(name)):
                full[person(claim.subject), office_of(name).title].setdefault(seat, claim.object)
    for key, claims in sorted(bare.items()):
        holders = {person(claim.subject) for claim in claims}
        office = office_of(key.partition("/")[2].partition("_")[0])
        if len(holders) == 1 and office.plain:
            found = full.get((holders.pop(), office.title), {})
            if len(found) == 1:
                (seat,) = found
                articles = shown(corpus, (claim.article for claim in claims))
                yield Decision(
                    found[seat], key, True, "posts.same-holder", claims[0].subject.partition("/")[2], articles
                )
