"""What statistics may add to what lexicon and rules have read.

The policy, in order:

1. Lexicon and rules win. A tagged span that crosses one of theirs, lies inside it or equals it goes.
2. A tagged span that contains theirs whole takes their place, if its score is high: 许银川 over 银川.
3. People count if the form is tagged in most of the places where the text has it outside of other names, once with a
   high score; how high depends on what the name looks like (徐倩雯, 徐倩, 科瓦列夫) and whether what follows closes it.
   A form once believed names the person wherever else it stands in the text. What goes on as a doctrine, a village or
   a ship (习近平强军思想, 沃佳诺耶村) names no person.
4. Places and organisations count only from a pipeline that someone chose: lexicon and grammar know them better than
   the tagger. A single sign (访美, 美方) is the country whose sign it is, and nothing where that is open.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.extract.forms import (
    COMMON_SURNAME,
    DOT,
    NONE,
    NOT_LAST,
    begins_a_word,
    chinese_ends,
    common_words,
    follow,
    foreign_signs,
    given_signs,
    not_names,
    surname_size,
)
from kg.extract.people import person
from kg.extract.signs import countries_by_sign
from kg.extract.spans import Span
from kg.extract.tagger import Tagged, find_tagged
from kg.model import Entity

NEVER = 2.0  # no score reaches it


# 黄花镇, 吴女士
_NO_NAME_ENDS_SO = re.compile("[镇乡村县]$|女士$|先生$|大[姐娘爷妈夫]$|老师$|师傅$")
# by how many things speak against a Chinese name: a sign uncommon in given names, one given sign only, an open end
BY_DOUBT = (0.5, 0.75, 0.9, 0.97)


def looks_needed(text: str, start: int, end: int) -> float:
    """The score (0–1) that `text[start:end]` needs once to count as a person, by its looks; `NEVER` for no name.

    Measured on the candidates in 6,300 sentences of two news sets and in 100 days of broadcasts: at these scores nine
    of ten and more are people. 徐倩雯 needs least, then 徐倩 and 科瓦列夫; rare surnames also begin words.
    """
    name, closed = text[start:end], follow(text, end) != NONE
    if name in common_words() or name[:2] in not_names() or begins_a_word(text, start):
        return NEVER
    if name[-1] in NOT_LAST or _NO_NAME_ENDS_SO.search(name):
        return NEVER
    if end in chinese_ends(text, start, COMMON_SURNAME):
        given = text[start + surname_size(text, start, COMMON_SURNAME) : end]
        return BY_DOUBT[sum(sign not in given_signs() for sign in given) + (len(given) == 1) + (not closed)]
    if end - start > 2 and all(foreign_signs().fullmatch(part) for part in re.split(f"[{DOT}-]", name)):
        return 0.6 if closed else 0.9
    return 0.97 if closed and end in chinese_ends(text, start) else NEVER


def nothing_needed(text: str, start: int, end: int) -> float:
    """0: whatever it looks like."""
    return 0.0


@dataclass(frozen=True, slots=True)
class Policy:
    """From which score (0–1) a tagged span counts, by kind: where nothing stands, and over spans that it contains.

    A form names a person if it is tagged in at least `share` of its occurrences, once with what `needed` asks there.
    """

    least: Mapping[str, float]
    containing: Mapping[str, float]
    needed: Callable[[str, int, int], float]
    share: float = 0.5


BY_TAGGER = Policy(
    least={"people": 0.3, "places": NEVER, "organisations": NEVER},
    containing={"people": 0.6, "places": NEVER, "organisations": NEVER},
    needed=looks_needed,
)
# a pipeline that someone chose is believed wherever lexicon and rules are silent; it gives no scores of its own
BY_PLUGIN = Policy(
    least=dict.fromkeys(("people", "places", "organisations"), 0.0),
    containing={"people": 0.0, "places": NEVER, "organisations": 0.0},
    needed=nothing_needed,
)


@dataclass(frozen=True, slots=True)
class TagSource:
    """Something that tags names: `find` gives the names of a text in which others are known already (start, end),
    `policy` says what they count for, `name` ends the ids of their rules (`people.tagger`)."""

    name: str
    find: Callable[[str, Sequence[tuple[int, int]]], Iterable[Tagged]]
    policy: Policy


TAGGER = TagSource("tagger", find_tagged, BY_TAGGER)


# 沃佳诺耶村, 萨拉赫丁公路, “格雷夫利”号, 习近平强军思想: what follows makes the name of a place, a ship, a doctrine
_NOT_A_PERSON = re.compile(
    "[\u3400-\u9fff]?(?:村|镇|乡|县|市|州|区|街|山|河|湖|岛|公路|机场)(?![长委民政])|”?号(?![召称令])|[^，。、；：！？\n“”的]{0,14}?(?:思想|理论|主义)"
)


def merge_tagged(
    text: str, people: Sequence[Span], names: Sequence[Span], source: TagSource
) -> tuple[list[Span], list[Span]]:
    """People, and places and organisations, with what `source` tags merged in; both ordered by start.

    `people` and `names` are what lexicon and rules found in `text`; offsets are characters of it. Nothing tagged gives
    both lists as they are.
    """
    known = _Known([*people, *names])
    spots = [(span.start, span.end) for span in (*people, *names)]
    admitted = [span for span in source.find(text, spots) if known.admits(span, source.policy) and _can_be(text, span)]
    trusted = _consistent(text, admitted, known, source.policy)
    added = list(_believed(text, admitted, trusted, names, source.name))
    if not added and not trusted:
        return _in_order(people), _in_order(names)
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
    countries = countries_by_sign().get(sign, ())
    named = {span.entity.key for span in names}
    chosen = countries if len(countries) == 1 else [country for country in countries if country.key in named]
    return chosen[0] if len(chosen) == 1 else None


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
    spans: defaultdict[str, list[Tagged]] = defaultdict(list)
    for span in tagged:
        if span.kind == "people":
            spans[text[span.start : span.end]].append(span)
    return frozenset(
        form
        for form, found in spans.items()
        if any(span.score >= policy.needed(text, span.start, span.end) for span in found)
        and len(found) >= policy.share * _free(text, form, known)
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
