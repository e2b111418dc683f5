"""A corpus with the labels of the rules, and sentences made of it for a tagger to learn from.

The rules name people beside titles, in rosters and before verbs of saying. A tagger shall learn to know them without:
so names are replaced by made-up ones, the posts before them are dropped, pronouns and nouns for people make room for
names.
Where it is not certain whether something is a name, its characters do not count.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tagger_names import DOUBTFUL, SIGNS, Names, Places, Shapes

from kg.corpus.articles import read_articles
from kg.extract.dates import find_dates
from kg.extract.names import find_names
from kg.extract.organisations import find_organisations
from kg.extract.people import find_people
from kg.extract.places import find_places
from kg.extract.spans import keep_longest, outside, without_nested
from kg.extract.tagger import KINDS, Tagged
from kg.extract.titles import find_titles
from kg.lexicon.matcher import Matcher
from kg.model import Article

PERSON, PLACE = KINDS.index("people"), KINDS.index("places")
LEAST_CONSISTENT = 0.6  # a name is tagged in at least this part of its occurrences
SURE_CONSISTENT = 0.8  # and then names a person wherever it stands
SURE_SCORE, FIRM_SCORE = 0.9, 0.75

Name = tuple[int, int, int]  # start, end, index of KINDS


@dataclass(frozen=True)
class Labelled:
    """A text with its names, the places where names are doubtful, and its titles by their end."""

    text: str
    names: tuple[Name, ...]
    doubtful: tuple[tuple[int, int], ...]
    titles: Mapping[int, int]


@dataclass(frozen=True)
class Example:
    """A sentence with one label and one weight (0 or 1) for each character."""

    text: str
    labels: NDArray[np.uint8]
    weights: NDArray[np.uint8]


def read_labelled(corpus: Path) -> Iterator[Labelled]:
    """Each text of a folder of broadcast days once, as the rules read it."""
    seen: set[str] = set()
    for path in sorted(corpus.glob("*.md")):
        for article in read_articles([str(path)]):
            if isinstance(article, Article) and article.clean and article.clean not in seen:
                seen.add(article.clean)
                yield label(article)


def label(article: Article) -> Labelled:
    """The names that the rules find; a surname alone (习主席) is doubtful."""
    text = article.clean
    barriers = [date.end for date in find_dates(text, article.date)]
    known = find_names(text)
    organisations = find_organisations(text, known, barriers)
    places = find_places(text, [*known, *organisations], barriers)
    names = without_nested(sorted([*known, *organisations, *places], key=lambda span: (span.start, -span.end)))
    titles = find_titles(text)
    people = find_people(text, titles, names)
    spans = keep_longest([*people, *outside(names, people)])
    found = tuple((span.start, span.end, KINDS.index(span.kind)) for span in spans)
    return Labelled(text, found, (), {title.end: title.start for title in titles})


# --- which names to believe -----------------------------------------------------------------------------------


def trimmed(text: str, name: Name) -> Name | None:
    """A dotted name without the word that runs into it (哈立德·赫亚里|在会上表示); None where none is left."""
    start, end, kind = name
    last = start + max(text[start:end].rfind("·"), text[start:end].rfind("-"))
    if kind != PERSON or last < start:
        return name
    stop = last + 1
    while stop < end and text[stop] in SIGNS:
        stop += 1
    return (start, stop, kind) if stop - last > 2 else None


def consistency(texts: Sequence[str], tagged: Counter[str]) -> dict[str, float]:
    """For each form the share of its occurrences that are tagged."""
    forms = Matcher({form: form for form in tagged})
    total = Counter(form for text in texts for _, _, form in forms.all(text))
    return {form: count / total[form] for form, count in tagged.items()}


def sifted(corpus: Sequence[Labelled]) -> tuple[list[Labelled], frozenset[str]]:
    """The corpus with its people sifted, and the names that are believed.

    A name is believed if it looks like one and is tagged in most of its occurrences; it is then added where the rules
    miss it. The other people become doubtful.
    """
    shapes = Shapes()
    corpus = [_with_trimmed(text) for text in corpus]
    tagged = Counter(text.text[a:b] for text in corpus for a, b, kind in text.names if kind == PERSON)
    share = consistency([text.text for text in corpus], tagged)
    good = frozenset(n for n in tagged if shapes.shape(n) != DOUBTFUL and share[n] >= LEAST_CONSISTENT)
    sure = [name for name in sorted(good) if len(name) >= 3 and share[name] >= SURE_CONSISTENT]
    certain = Matcher(dict.fromkeys(sure))
    return [_sifted(text, good, certain) for text in corpus], good


def _with_trimmed(text: Labelled) -> Labelled:
    pairs = [(name, trimmed(text.text, name)) for name in text.names]
    doubtful = (*text.doubtful, *((name[0], name[1]) for name, kept in pairs if kept is None))
    return replace(text, names=tuple(kept for _, kept in pairs if kept is not None), doubtful=doubtful)


def _sifted(text: Labelled, good: frozenset[str], sure: Matcher[None]) -> Labelled:
    names = [name for name in text.names if name[2] != PERSON or text.text[name[0] : name[1]] in good]
    doubtful = [*text.doubtful, *((a, b) for a, b, kind in text.names if (a, b, kind) not in names)]
    taken = _taken(text.text, names, doubtful)
    for start, end, _ in sure.all(text.text):
        if not taken[start:end].any():
            names.append((start, end, PERSON))
            taken[start:end] = True
    return replace(text, names=tuple(sorted(names)), doubtful=tuple(doubtful))


def _taken(text: str, names: Iterable[Name], doubtful: Iterable[tuple[int, int]]) -> NDArray[np.bool_]:
    taken = np.zeros(len(text), bool)
    for start, end, *_ in (*names, *doubtful):
        taken[start:end] = True
    return taken


def with_tagged(corpus: Sequence[Labelled], tagged: Sequence[Sequence[Tagged]]) -> list[Labelled]:
    """The corpus with the people that a first tagger adds: those tagged consistently, or rare and with a high score;
    its other people become doubtful."""
    shapes = Shapes()
    people = [[name for name in names if name.kind == "people"] for names in tagged]
    scores: dict[str, list[float]] = {}
    for text, names in zip(corpus, people, strict=True):
        for name in names:
            scores.setdefault(text.text[name.start : name.end], []).append(name.score)
    counts = Counter({form: len(values) for form, values in scores.items()})
    share = consistency([text.text for text in corpus], counts)

    def believed(form: str, score: float) -> bool:
        mean = sum(scores[form]) / counts[form]
        firm = counts[form] >= 2 and share[form] >= 0.75 and mean >= FIRM_SCORE
        rare = score >= SURE_SCORE and counts[form] / share[form] <= 3.5
        return shapes.shape(form) != DOUBTFUL and (firm or rare)

    return [_joined(text, names, believed) for text, names in zip(corpus, people, strict=True)]


def _joined(text: Labelled, people: Iterable[Tagged], believed) -> Labelled:  # type: ignore[no-untyped-def]
    taken = _taken(text.text, text.names, text.doubtful)
    names, doubtful = list(text.names), list(text.doubtful)
    for name in people:
        if taken[name.start : name.end].any():
            continue
        if believed(text.text[name.start : name.end], name.score):
            names.append((name.start, name.end, PERSON))
        else:
            doubtful.append((name.start, name.end))
    return replace(text, names=tuple(sorted(names)), doubtful=tuple(doubtful))


# --- sentences to learn from ----------------------------------------------------------------------------------

_SENTENCE = re.compile("[^。！？；\n]+[。！？；\n]?[”’]?")
_PRONOUN = re.compile("(?<![其吉利])[他她](?!们|人|国|山|乡|日|者)|总书记(?=[强指说对在])")
_PEOPLE = re.compile(
    "(?:村民|居民|老人|工人|学生|同学|游客|医生|教授|司机|老师|工程师|记者|党员|战士|农民|负责人|研究员|店主|市民|旅客|志愿者"
    "|种粮大户|选手|运动员)(?=[说在告的，是表和介正]|看到|告诉)"
)
_BYLINES = (
    "新华社{place}{day}电（记者{names}）", "本报{place}{day}讯（记者{names}）", "本报{place}{day}讯 记者{names}报道：",
    "据新华社{place}{day}电 记者{names}报道，", "（本报记者{names}）", "新华社记者 {names} 摄", "本报记者{names}",
    "中新社{place}{day}电（记者 {names}）",
)  # fmt: skip
PLAIN_SHARE = 0.35  # of the sentences without a person
INSERTED, REPLACED, DROPPED, BYLINE = 0.6, 0.75, 0.5, 0.08
MOVED = 0.35  # of the places


class _Builder:
    """A text grown piece by piece, with its names and weights."""

    def __init__(self) -> None:
        self.text = ""
        self.names: list[Name] = []
        self.weights: list[int] = []

    def add(self, piece: str, kind: int | None = None, weights: Sequence[int] | None = None) -> None:
        if kind is not None and piece:
            self.names.append((len(self.text), len(self.text) + len(piece), kind))
        self.text += piece
        self.weights += weights if weights is not None else [1] * len(piece)

    def example(self) -> Example:
        labels = np.zeros(len(self.text), np.uint8)
        for start, end, kind in self.names:
            first = 1 + 4 * kind
            labels[start:end] = first + 1
            labels[start], labels[end - 1] = (first + 3, first + 3) if end - start == 1 else (first, first + 2)
        return Example(self.text, labels, np.array(self.weights, np.uint8))


class Sentences:
    """Makes examples out of a labelled corpus, others with every seed."""

    def __init__(self, corpus: Sequence[Labelled], names: Names) -> None:
        self._corpus = corpus
        self._names = names
        self._places = Places()

    def examples(self, seed: int) -> list[Example]:
        """The sentences of the corpus in random order; of those without a person only a share."""
        chance = random.Random(seed)
        made = [example for text in self._corpus for example in self._of(text, chance)]
        chance.shuffle(made)
        return made

    def _of(self, text: Labelled, chance: random.Random) -> Iterator[Example]:
        uncertain = np.ones(len(text.text), np.uint8)
        for start, end in text.doubtful:
            uncertain[start:end] = 0
        for match in _SENTENCE.finditer(text.text):
            start, end = match.span()
            inside = [name for name in text.names if start <= name[0] and name[1] <= end]
            openings = list(self._openings(text.text, start, end, inside))
            plain = not openings and all(kind != PERSON for *_, kind in inside)
            if end - start >= 4 and not (plain and chance.random() > PLAIN_SHARE):
                yield self._rewritten(text, (start, end), inside, openings, uncertain, chance)

    def _openings(self, text: str, start: int, end: int, inside: Sequence[Name]) -> Iterator[tuple[int, int]]:
        """Pronouns, and the places behind nouns for people, where a name may stand."""
        spots = [match.span() for match in _PRONOUN.finditer(text, start, end)]
        spots += [(match.end(), match.end()) for match in _PEOPLE.finditer(text, start, end)]
        for first, last in spots:
            if not any(first <= b and a <= last for a, b, _ in inside):
                yield first, last

    def _rewritten(
        self,
        text: Labelled,
        sentence: tuple[int, int],
        inside: Sequence[Name],
        openings: Sequence[tuple[int, int]],
        certain: NDArray[np.uint8],
        chance: random.Random,
    ) -> Example:
        made, (at, end) = _Builder(), sentence
        if (byline := chance.random() < BYLINE) and chance.random() < 0.7:
            self._byline(made, chance)
            byline = False
        drops = chance.random() < DROPPED
        opened = [(a, b, None) for a, b in openings if chance.random() < INSERTED]
        for first, last, kind in sorted((*inside, *opened), key=lambda item: item[:2]):
            if first < at:
                continue
            stop = _before_post(text, first, at, inside) if drops and kind == PERSON else first
            made.add(text.text[at:stop], weights=certain[at:stop].tolist())
            made.add(self._stand_in(text.text[first:last], kind, chance), PERSON if kind is None else kind)
            at = last
        made.add(text.text[at:end], weights=certain[at:end].tolist())
        if byline:
            self._byline(made, chance)
        return made.example()

    def _stand_in(self, name: str, kind: int | None, chance: random.Random) -> str:
        lot = chance.random()
        if kind is None:
            return self._names.chinese(chance) if lot < 0.75 else self._names.foreign(chance)
        if kind == PERSON and len(name) > 1 and lot < REPLACED:
            return self._names.like(name, chance)
        if kind == PLACE and len(name) > 1 and lot < MOVED:
            return self._places.like(name, chance)
        return name

    def _byline(self, made: _Builder, chance: random.Random) -> None:
        """新华社长海10月14日电（记者豆嘉沛、王禾）."""
        for piece in re.split("({.+?})", chance.choice(_BYLINES)):
            if piece == "{place}":
                made.add(chance.choice(self._places.short), PLACE)
            elif piece == "{day}":
                made.add(f"{chance.randint(1, 12)}月{chance.randint(1, 28)}日")
            elif piece == "{names}":
                for number in range(chance.choice((1, 1, 1, 2, 2, 3))):
                    made.add(chance.choice("、、 ") if number else "")
                    made.add(self._names.chinese(chance), PERSON)
            else:
                made.add(piece)


def _before_post(text: Labelled, name: int, least: int, inside: Sequence[Name]) -> int:
    """Where the post before a name begins: the start of the titles and names that run up to it, not before `least`."""
    at = name
    while True:
        before = text.titles.get(at)
        if before is None and at < name:
            before = next((a for a, b, kind in inside if b == at and kind != PERSON), None)
        if before is None and at < name and text.text[at - 1] in "副的兼总省市县区州国党":
            before = at - 1
        if before is None or before < least:
            return at
        at = before
