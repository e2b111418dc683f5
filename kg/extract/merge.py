"""What statistics may add to what lexicon and rules have read.

The policy, in order:

1. Lexicon and rules win. A tagged span that crosses one of theirs, lies inside it or equals it goes.
2. A tagged span that contains theirs whole takes their place, if its score is high: 许银川 over 银川.
3. People count from a score of their own, and only if the form is tagged in most of the places where the text has it
   outside of other names, once with a high score. A form once believed names the person wherever else it stands in the
   text. What goes on as a doctrine, a village or a ship (习近平强军思想, 沃佳诺耶村) names no person.
4. Places and organisations, which lexicon and grammar know better, need a higher score. A single sign (访美, 美方)
   counts as the country whose sign it is, and not at all where that is open.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from kg.extract.entries import entity_of
from kg.extract.people import person
from kg.extract.spans import Span
from kg.extract.tagger import Tagged, find_tagged
from kg.lexicon.gazetteer import load_gazetteer
from kg.model import Entity


@dataclass(frozen=True, slots=True)
class Policy:
    """From which score (0–1) a tagged span counts, by kind: where nothing stands, and over spans that it contains.

    A form names a person if it is tagged in at least `share` of its occurrences, the surest time with `surest` or more.
    """

    least: Mapping[str, float]
    containing: Mapping[str, float]
    share: float = 0.5
    surest: float = 0.0


NEVER = 2.0  # no score reaches it
# read in 37 days of broadcasts: of the people with a best score below 0.8 few were people, above 0.85 nearly all
BY_TAGGER = Policy(
    least={"people": 0.3, "places": 0.95, "organisations": 0.95},
    containing={"people": 0.6, "places": NEVER, "organisations": NEVER},
    surest=0.85,
)
# a pipeline that someone chose is believed wherever lexicon and rules are silent; it gives no scores of its own
BY_PLUGIN = Policy(
    least=dict.fromkeys(("people", "places", "organisations"), 0.0),
    containing={"people": 0.0, "places": NEVER, "organisations": 0.0},
)


@dataclass(frozen=True, slots=True)
class TagSource:
    """Something that tags names: `find` gives the names of a text, `policy` says what they count for, `name` ends the
    ids of their rules (`people.tagger`)."""

    name: str
    find: Callable[[str], Iterable[Tagged]]
    policy: Policy


TAGGER = TagSource("tagger", find_tagged, BY_TAGGER)


# 沃佳诺耶村, 萨拉赫丁公路, “格雷夫利”号, 习近平强军思想: what follows makes the name of a place, a ship, a doctrine
_NOT_A_PERSON = re.compile(
    "[\u3400-\u9fff]?(?:村|镇|乡|县|市|州|区|街|山|河|湖|岛|公路|机场)(?![长委民政])|”号|[^，。、；：！？\n“”的]{0,14}?(?:思想|理论|主义)"
)


def merge_tagged(
    text: str, people: Sequence[Span], names: Sequence[Span], source: TagSource
) -> tuple[list[Span], list[Span]]:
    """People, and places and organisations, with what `source` tags merged in; both ordered by start.

    `people` and `names` are what lexicon and rules found in `text`; offsets are characters of it. Nothing tagged gives
    both lists as they are.
    """
    known = _Known([*people, *names])
    admitted = [span for span in source.find(text) if known.admits(span, source.policy) and _can_be(text, span)]
    trusted = _consistent(text, admitted, known, source.policy)
    added = list(_believed(text, admitted, trusted, names, source.name))
    covered = {old for span in added for old in known.inside(span.start, span.end)}
    left = [span for span in (*people, *names) if span not in covered]
    merged = [*left, *added, *_again(text, trusted, [*left, *added], source.name)]
    return (
        _in_order(span for span in merged if span.kind == "people"),
        _in_order(span for span in merged if span.kind != "people"),
    )


def _can_be(text: str, span: Tagged) -> bool:
    """Whether a tagged person may be one: two signs or more, nothing that goes on as another name."""
    if span.kind != "people":
        return True
    name = text[span.start : span.end]
    return len(name) > 1 and not _NOT_A_PERSON.match(text, span.end)


def _believed(
    text: str, admitted: Iterable[Tagged], trusted: frozenset[str], names: Sequence[Span], source: str
) -> Iterator[Span]:
    for span in admitted:
        name = text[span.start : span.end]
        entity: Entity | None = None
        if span.kind == "people":
            entity = person(name) if name in trusted else None
        elif len(name.removesuffix("方")) == 1:
            entity = _country(name[0], names)
        else:
            cls = "Place" if span.kind == "places" else "Organisation"
            entity = Entity(f"{cls.lower()}/{name}", span.kind, cls, name)
        if entity:
            yield Span(span.start, span.end, entity, f"{entity.kind}.{source}")


def _country(sign: str, names: Sequence[Span]) -> Entity | None:
    """The one country of a sign, of several the one that the text names."""
    countries = _countries().get(sign, ())
    named = {span.entity.key for span in names}
    chosen = countries if len(countries) == 1 else [country for country in countries if country.key in named]
    return chosen[0] if len(chosen) == 1 else None


@cache
def _countries() -> Mapping[str, tuple[Entity, ...]]:
    """Countries by their one-character signs: 伊 is 伊朗 and 伊拉克."""
    by_sign: defaultdict[str, dict[str, Entity]] = defaultdict(dict)
    for group in load_gazetteer().names.values():
        for name in group:
            for sign in name.row.values("abbr") if name.table == "countries" else ():
                by_sign[sign][name.key] = entity_of(name)
    return {sign: tuple(countries.values()) for sign, countries in by_sign.items()}


def _in_order(spans: Iterable[Span]) -> list[Span]:
    return sorted(spans, key=lambda span: (span.start, -span.end))


class _Known:
    """The spans of lexicon and rules, by the characters they cover."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._at: defaultdict[int, list[Span]] = defaultdict(list)
        for span in spans:
            for position in range(span.start, span.end):
                self._at[position].append(span)

    def touching(self, start: int, end: int) -> set[Span]:
        return {span for position in range(start, end) for span in self._at.get(position, ())}

    def inside(self, start: int, end: int) -> set[Span]:
        return {span for span in self.touching(start, end) if start <= span.start and span.end <= end}

    def admits(self, span: Tagged, policy: Policy) -> bool:
        """Whether nothing stands where `span` is tagged, or only shorter spans inside it that its score outweighs."""
        touching = self.touching(span.start, span.end)
        if not touching:
            return span.score >= policy.least[span.kind]
        shorter = all(span.start <= old.start and old.end <= span.end for old in touching)
        whole = any(old.end - old.start == span.end - span.start for old in touching)
        people = any(old.kind == "people" for old in touching)
        return shorter and not whole and not people and span.score >= policy.containing[span.kind]


def _consistent(text: str, tagged: Sequence[Tagged], known: _Known, policy: Policy) -> frozenset[str]:
    """The forms of tagged people that the policy trusts."""
    scores: defaultdict[str, list[float]] = defaultdict(list)
    for span in tagged:
        if span.kind == "people":
            scores[text[span.start : span.end]].append(span.score)
    return frozenset(
        form
        for form, values in scores.items()
        if max(values) >= policy.surest and len(values) >= policy.share * _free(text, form, known)
    )


def _free(text: str, form: str, known: _Known) -> int:
    """How often the text has a form where no known name goes beyond it."""
    spots = ((at, at + len(form)) for at in _places_of(text, form))
    return sum(known.touching(start, end) == known.inside(start, end) for start, end in spots)


def _places_of(text: str, form: str) -> Iterator[int]:
    at = text.find(form)
    while at >= 0:
        yield at
        at = text.find(form, at + len(form))


def _again(text: str, forms: Iterable[str], spans: Sequence[Span], source: str) -> list[Span]:
    """The other occurrences of trusted forms, where none of the spans stands."""
    taken = {at for span in spans for at in range(span.start, span.end)}
    found: list[Span] = []
    for form in sorted(forms, key=lambda form: (-len(form), form)):
        for at in _places_of(text, form):
            inside = range(at, at + len(form))
            if taken.isdisjoint(inside):
                taken.update(inside)
                found.append(Span(at, inside.stop, person(form), f"people.{source}"))
    return found
