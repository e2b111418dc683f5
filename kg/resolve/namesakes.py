"""One name, several people: the articles of a name parted by the offices they give it and by what surrounds it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal as Choice

from kg.resolve.offices import Office, is_bare, office_of
from kg.resolve.partition import linked, parted, qualifiers, shown
from kg.resolve.records import HOLDING, Corpus, Decision, Known

CONFLICTS = frozenset((("副总统", "总统"), ("国王", "王储"), ("总统", "首相"), ("副总理", "首相")))
"""Titles of one state that nobody holds together, in code point order."""
LEADER_ARTICLES = 3
"""From how many articles as a leader a person counts as one in other articles."""
LISTED = 8
"""States whose heads one article names: from so many on it is a list of telegrams, in which names and offices slip."""
MUCH_MORE = 10
"""A part with so many times the articles of another outweighs a single slip of reading."""
CENTRAL = frozenset(
    f"organisation/{name}"
    for name in (
        "中共中央",
        "中共中央政治局",
        "国务院",
        "全国人大",
        "全国人大常委会",
        "全国政协",
        "中央军委",
        "中央纪委",
    )
)
Verdict = tuple[Choice["same", "apart", "open"], str]

RULES: Mapping[str, tuple[str, str]] = {
    "people.two-countries": ("同名而分属两国", "one name, offices of two countries"),
    "people.home-and-abroad": ("同名而一为中国职务、一为外国职务", "one name, offices of China and of another state"),
    "people.two-offices": ("同名而职务互斥", "one name, offices that exclude each other"),
    "people.two-provinces": ("同名而同时主政两省", "one name, at the head of two provinces at a time"),
    "people.leader-and-other": ("与领导人同名，职务不相干", "the name of a national leader, an unrelated office"),
    "people.two-walks": ("同名而职业不同", "one name, two walks of life"),
    "people.common-name": ("两字姓名，职务不同", "a name of two characters, two offices"),
    "people.no-surroundings": ("同名而无共同的人、地、机构", "one name, nothing in common around it"),
}  # fmt: skip


@dataclass(slots=True)
class Part:
    """The articles that mean one bearer of a name, and the offices they give him or her."""

    articles: set[str]
    offices: Counter[Office] = field(default_factory=Counter)
    days: list[str] = field(default_factory=list)

    @property
    def countries(self) -> set[str]:
        return {office.country for office in self.offices if office.country}

    @property
    def abroad(self) -> bool:
        return bool(self.countries) and "leader" not in self.walks

    @property
    def walks(self) -> set[str]:
        return {office.walk for office in self.offices}

    @property
    def chinese(self) -> bool:
        return any(office.walk in ("leader", "state") or office.province for office in self.offices)

    @property
    def senior(self) -> bool:
        return any(office.senior for office in self.offices)

    @property
    def provinces(self) -> set[str]:
        return {office.province for office in self.offices if office.province}

    @property
    def office(self) -> str:
        """The office that most articles give, of equals the first in code point order."""
        return min(self.offices, key=lambda office: (-self.offices[office], office.name)).name if self.offices else ""

    def overlaps(self, other: Part) -> bool:
        """Whether both were in office at one time, as far as the days of the articles tell."""
        mine, its = sorted(filter(None, self.days)), sorted(filter(None, other.days))
        return not (mine and its) or (mine[0] <= its[-1] and its[0] <= mine[-1])


class Namesakes:
    """The parts of every name of a corpus, as `parts`, with the decisions that they rest on."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self.parts: dict[str, Mapping[str, str]] = {}
        self.decisions: list[Decision] = []
        self._offices = self._offices_by_person()
        self._holders = self._holders_by_seat()
        self._leaders = {
            key
            for key, by_article in self._offices.items()
            if sum(any(o.walk == "leader" for o in offices) for offices in by_article.values()) >= LEADER_ARTICLES
        }
        self._company = self._leaders | CENTRAL | {key for seat in self._holders.values() for key in seat}
        for known in corpus.of_kind("people"):
            if len(known.articles) > 1:
                self._part(known)

    def _offices_by_person(self) -> Mapping[str, Mapping[str, set[Office]]]:
        found: defaultdict[str, defaultdict[str, set[Office]]] = defaultdict(lambda: defaultdict(set))
        for claim in self.corpus.claims:
            if claim.predicate in HOLDING and not is_bare(name := claim.object.partition("/")[2]):
                found[claim.article][claim.subject].add(office_of(name))
        return _by_person(found)

    def _holders_by_seat(self) -> Mapping[str, Counter[str]]:
        seats: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for key, by_article in self._offices.items():
            for offices in by_article.values():
                seats_here = {office.seat for office in offices if office.single}
                for seat in seats_here:
                    seats[seat][key] += 1
        return seats

    def _part(self, known: Known) -> None:
        claims = {
            a: kept
            for a, offices in self._offices.get(known.key, {}).items()
            if (kept := self._sound(known.key, offices))
        }
        mixed = {article for article, offices in claims.items() if _contradicts_itself(offices)}
        parts = self._joined(known, self._by_office({a: o for a, o in claims.items() if a not in mixed}))
        loose = known.articles - {article for part in parts for article in part.articles}
        two = mixed if len(parts) > 1 else set()  # of two people at once: theirs is neither
        loose = self._attach(known, parts, loose - two)
        rest = self._rest(known, parts, loose, two)
        if len(parts) + len(rest) > 1:
            self._write(known, parts, rest)

    def _sound(self, key: str, offices: Iterable[Office]) -> set[Office]:
        """Without the seats that articles mostly give to somebody else: slips of reading, not namesakes."""
        every = set(offices)
        return {office for office in every if not office.single or self._is_sound(key, office)}

    def _is_sound(self, key: str, office: Office) -> bool:
        holders = self._holders[office.seat]
        much = MUCH_MORE if office.walk == "leader" else LEADER_ARTICLES
        return max(holders.values()) < much * holders[key]

    def _by_office(self, claims: Mapping[str, set[Office]]) -> list[Part]:
        def tokens(article: str) -> Iterable[str]:
            return (token for office in claims[article] for token in _tokens(office))

        parts = []
        for articles in linked(claims, tokens):
            offices = Counter(office for article in articles for office in claims[article])
            parts.append(Part(set(articles), offices, [self.corpus.date(article) for article in articles]))
        return parts

    def _joined(self, known: Known, parts: list[Part]) -> list[Part]:
        """The parts with those taken together that one person can be, the largest first."""
        kept: list[Part] = []
        for part in parts:
            verdicts = [self._verdict(known, other, part)[0] for other in kept]
            home = next((other for other, verdict in zip(kept, verdicts, strict=True) if verdict == "same"), None)
            if home is None:
                kept.append(part)
            else:
                home.articles |= part.articles
                home.offices += part.offices
                home.days += part.days
        return kept

    def _verdict(self, known: Known, one: Part, other: Part) -> Verdict:
        """Whether two parts of a name, the larger first, are one person."""
        if "leader" in one.walks and other.countries:
            return self._leader_and_foreigner(known, other)
        if one.abroad and other.abroad:
            if one.countries & other.countries:
                return _of_one_state(one, other)
            if len(one.articles) >= MUCH_MORE * len(other.articles) and self._names_country(one, other):
                return "same", ""
            return "apart", "people.two-countries"
        if one.abroad or other.abroad:
            return self._at_home_and_abroad(known, one, other)
        if "leader" in one.walks | other.walks:
            return self._beside_leader(known, *((one, other) if "leader" in one.walks else (other, one)))
        return self._at_home(known, one, other)

    def _at_home_and_abroad(self, known: Known, one: Part, other: Part) -> Verdict:
        """A state's office without its name (国家主席 behind 越南) reads like one of China."""
        slip = bool(one.countries) and self._names_country(one, other)
        if slip or not (one.chinese or other.chinese):
            return "same", ""
        return "apart", "people.home-and-abroad"

    def _leader_and_foreigner(self, known: Known, other: Part) -> Verdict:
        """An office of another state for a leader of China is a slip where other leaders are named too."""
        slip = len(known.own) > 2 or any(self._in_company(known.key, article) for article in other.articles)
        return ("same", "") if slip else ("apart", "people.home-and-abroad")

    def _names_country(self, one: Part, other: Part) -> bool:
        """Whether the articles of the smaller part name a country of the larger one too."""
        homes = {f"place/{country}" for country in one.countries}
        return all(not homes.isdisjoint(self.corpus.named_in[article]) for article in other.articles)

    def _beside_leader(self, known: Known, leader: Part, other: Part) -> Verdict:
        if len(known.own) > 2 and not other.walks & {"business", "learned"}:
            return "same", ""
        if other.senior or all(self._in_company(known.key, article) for article in other.articles):
            return "same", ""
        return ("open", "people.leader-and-other") if len(known.own) > 2 else ("apart", "people.leader-and-other")

    def _at_home(self, known: Known, one: Part, other: Part) -> Verdict:
        if one.senior and other.senior:
            apart = one.provinces and other.provinces and not one.provinces & other.provinces and one.overlaps(other)
            return ("apart", "people.two-provinces") if apart else ("same", "")
        if self._surroundings(known, one.articles) & self._surroundings(known, other.articles):
            return "same", ""
        if len(known.own) < 3:
            return "open", "people.common-name"
        walks = one.walks | other.walks
        return ("same", "") if "other" in walks or one.walks & other.walks else ("open", "people.two-walks")

    def _surroundings(self, known: Known, articles: Iterable[str]) -> set[str]:
        """What few articles name and these do: people, places, bodies, events."""
        return {key for article in articles for key in self.corpus.telling[article]} - {known.key}

    def _in_company(self, key: str, article: str) -> bool:
        """Whether an article names another leader, a central body or the head of another state."""
        others = self.corpus.named_in[article] - {key}
        return not others.isdisjoint(self._company)

    def _attach(self, known: Known, parts: list[Part], loose: set[str]) -> set[str]:
        """The loose articles (without an office, or with those of two people) that no part can take."""
        around = [self._surroundings(known, part.articles) for part in parts]
        taken: list[tuple[Part, str]] = []
        for article in sorted(loose):
            here = self.corpus.telling[article]
            scores = sorted(((len(keys & here), -i) for i, keys in enumerate(around)), reverse=True)
            if scores and scores[0][0] and (len(scores) == 1 or scores[0][0] >= 2 * scores[1][0]):
                taken.append((parts[-scores[0][1]], article))
            elif home := self._by_name(known, parts, article):
                taken.append((home, article))
        for part, article in taken:
            part.articles.add(article)
        return loose - {article for _, article in taken}

    def _by_name(self, known: Known, parts: list[Part], article: str) -> Part | None:
        """The part that an article means by the name alone, or by the company in which it stands."""
        here = self.corpus.named_in[article]
        countries = [p for p in parts if any(f"place/{country}" in here for country in p.countries)]
        if len(countries) == 1:
            return countries[0]
        leaders = [part for part in parts if "leader" in part.walks]
        if leaders and self._in_company(known.key, article):
            return leaders[0]
        if not parts or (len(known.own) < 3 and not parts[0].countries):
            return None
        rival = max((len(part.articles) for part in parts[1:]), default=0)
        return parts[0] if len(parts[0].articles) >= MUCH_MORE * rival else None

    def _rest(self, known: Known, parts: list[Part], loose: set[str], two: set[str]) -> list[frozenset[str]]:
        """The articles that are left, in groups that share something telling; those of two people are one group."""
        if not parts and len(known.own) > 2:
            return [frozenset(loose)] if loose else []
        groups = linked(loose, lambda article: self.corpus.telling[article] - {known.key})
        return [*groups, frozenset(two)] if two else groups

    def _write(self, known: Known, parts: list[Part], rest: list[frozenset[str]]) -> None:
        groups = [*(frozenset(part.articles) for part in parts), *rest]
        names = [*(part.office for part in parts), *_rest_names(self.corpus, parts, rest)]
        self.parts[known.key] = parted(known.key, names, groups)
        keys = [self.parts[known.key][min(group)] for group in groups]
        for i, (key, group) in enumerate(zip(keys[1:], groups[1:], strict=True), 1):
            state, rule = self._verdict(known, parts[0], parts[i]) if i < len(parts) else ("open", "")
            rule = rule or "people.no-surroundings"
            ground = "；".join(part.office for part in (parts[:1] + parts[i : i + 1]) if part.office)
            self.decisions.append(
                Decision(keys[0], key, False, rule, ground, shown(self.corpus, group),
                         "decided" if state == "apart" else "open")
            )  # fmt: skip


def _tokens(office: Office) -> Iterable[str]:
    """What makes two articles with this office tell of one person: the seat, the body, the head of one province."""
    yield "leader" if office.walk == "leader" else office.seat
    if not office.country and len(office.body) > 2:
        yield office.body.removesuffix("党组")
    if office.top:
        yield f"top {office.province}"


def _rest_names(corpus: Corpus, parts: list[Part], rest: list[frozenset[str]]) -> list[str]:
    """The articles that nothing tells apart keep the bare name, where they are one group beside others."""
    return [""] if parts and len(rest) == 1 else qualifiers(corpus, rest)


def _by_person(found: Mapping[str, Mapping[str, set[Office]]]) -> Mapping[str, Mapping[str, set[Office]]]:
    """Person → article → offices; of an article that runs through heads of many states only what another confirms."""
    offices: defaultdict[str, dict[str, set[Office]]] = defaultdict(dict)
    for article, people in found.items():
        for key, held in people.items():
            offices[key][article] = held
    sound = {key: dict(by_article) for key, by_article in offices.items()}
    for article, people in found.items():
        if len({office.country for held in people.values() for office in held if office.single}) >= LISTED:
            for key, held in people.items():
                others = {office.seat for other, more in offices[key].items() if other != article for office in more}
                sound[key][article] = {office for office in held if not office.single or office.seat in others}
    return sound


def _contradicts_itself(offices: set[Office]) -> bool:
    """Whether one article gives a name the offices of two countries or two that nobody holds together."""
    countries = {office.country for office in offices if office.country}
    return len(countries) > 1 or _conflict(offices, offices)


def _conflict(ones: Iterable[Office], others: Iterable[Office]) -> bool:
    titles = {(a.country, *sorted((a.title, b.title))) for a in ones for b in others if a.country == b.country}
    return any(country and (first, second) in CONFLICTS for country, first, second in titles)


def _of_one_state(one: Part, other: Part) -> Verdict:
    if one.overlaps(other) and _conflict(one.offices, other.offices):
        return "apart", "people.two-offices"
    return "same", ""
