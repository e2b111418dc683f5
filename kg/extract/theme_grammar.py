"""The grammar of policy sentences: a text as a row of word classes, and what a theme may look like in it.

Every word the grammar knows has a class, one letter; what lies between known words is nominal ("n"). The letters of a
text make its *shape*, one for each token, and the rules of `themes` are regular expressions over shapes:
要加快建设科技强国。 is 要 m, 加快 V, 建设 h, 科技强国 n, 。 "." and so `mVhn.`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from kg.lexicon.matcher import Matcher
from kg.lexicon.tables import load_table
from kg.paths import lexicon_dir

CLASSES: tuple[tuple[str, str], ...] = (
    ("plain_words", "n"),
    ("compounds", "n"),
    ("generic_nouns", "g"),
    ("agents", "g"),
    ("weak_tails", "z"),
    ("empty_heads", "z"),
    ("qualifiers", "i"),
    ("generic_modifiers", "j"),
    ("adverbs", "d"),
    ("inner_adverbs", "y"),
    ("modals", "m"),
    ("conjunctions", "k"),
    ("localisers", "l"),
    ("prepositions", "p"),
    ("topic_words", "r"),
    ("resultatives", "o"),
    ("other_verbs", "c"),
    ("copulas", "C"),
    ("speech_acts", "c"),
    ("say_verbs", "s"),
    ("event_heads", "E"),
    ("narrative_verbs", "w"),
    ("verb_nouns", "h"),
    ("transitives", "t"),
    ("policy_verbs", "v"),
)
"""Table of `seeds/lexicon/themes/` and the letter of its words; a word in two tables takes the later letter."""

MARKS: tuple[tuple[str, str], ...] = (
    ("，：:,（）()【】　 ", ","),
    ("。！？；!?;\n", "."),
    ("、", "e"),
    ("“", "("),
    ("”", ")"),
    ("《", "<"),
    ("》", ">"),
    ("和与及暨", "a"),
    ("的", "u"),
    ("等", "q"),
    ("为", "f"),
    ("把将", "b"),
)
"""Characters that are a class by themselves."""

NOMINAL = "nxgzijhHtTy"
"""Letters of which a noun phrase is made: H and V are verbs that may govern another verb (推动, 支持)."""

_QUOTED = {"(": ")", "<": ">"}
_LEAST, _MOST, _LONGEST = 3, 18, 26
"""Characters of a theme's label: below 3 it says too little, above 18 it is a sentence; of its longest spelling."""

_COMPOUND = re.compile("[aequ(<]")
_COUNTED = re.compile(r"\d\d(?!周年)|\d[个家名件次年月日元天批届项条]|[百千万亿][多余]?[个家名件次元人]|[%％元]$")


@dataclass(frozen=True, slots=True)
class Shape:
    """A text as tokens: `letters[i]` is the class of the token `text[starts[i]:ends[i]]`."""

    text: str
    letters: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def slice(self, first: int, last: int) -> str:
        """The text of the tokens `first` to `last` (exclusive)."""
        return self.text[self.starts[first] : self.ends[last - 1]]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase fit to name a theme: tokens `first` to `last` (exclusive), with its label and other spellings."""

    first: int
    last: int
    label: str
    forms: tuple[str, ...]


@cache
def words(table: str) -> frozenset[str]:
    """The words of one table of `seeds/lexicon/themes/`. Raises SeedError where the table is broken."""
    return frozenset(name for row in load_table(lexicon_dir() / "themes" / f"{table}.tsv") for name in row.names)


@cache
def _grammar() -> Matcher[str]:
    letters = {word: letter for table, letter in CLASSES for word in words(table)}
    letters |= {word: letters[word].upper() for word in words("causatives") if letters.get(word) in ("v", "h", "t")}
    letters |= {mark: letter for marks, letter in MARKS for mark in marks} | {"以及": "a", "——": ","}
    return Matcher(letters)


def read_shape(text: str, known: Collection[tuple[int, int]] = ()) -> Shape:
    """The tokens of `text` with their classes; each span of `known` (a name) is one token of class "x"."""
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for start, end, letter in (*_tokens(text, known), (len(text), len(text), "")):
        if start > at:
            letters.append("n")
            starts.append(at)
            ends.append(start)
        if letter:
            letters.append(letter)
            starts.append(start)
            ends.append(end)
        at = end
    return Shape(text, "".join(letters), tuple(starts), tuple(ends))


def _tokens(text: str, known: Collection[tuple[int, int]]) -> list[tuple[int, int, str]]:
    """The known names and the grammar's words between them, longest first, from the left."""
    names: list[tuple[int, int, str]] = []
    between: list[str] = []
    at = 0
    for start, end in sorted(known, key=lambda span: (span[0], -span[1])):
        if start >= at:
            names.append((start, end, "x"))
            between += text[at:start], _NO_WORD * (end - start)
            at = end
    return sorted([*names, *_grammar().longest("".join((*between, text[at:])))])


_NO_WORD = "\0"
"""Stands for a character of a known name: no word of the grammar holds it, so none reaches into a name."""


def refine(shape: Shape, first: int, last: int) -> Iterator[Phrase]:
    """The themes that the noun phrase of the tokens `first` to `last` names: none, one, or one for each item of a list.

    Quantities and empty words at its edges go (一系列, 工作, 有关情况). A modifier with 的 stays in the forms: the head
    is the label, unless it is empty (湿地修复的重要意义 is 湿地修复).
    """
    first, last = _trimmed(shape, first, last)
    if first >= last:
        return
    if not _COMPOUND.search(shape.letters, first, last):
        yield from _one(shape, first, last)
        return
    mark = next((at for at in _top_level(shape.letters, first, last) if shape.letters[at] == "q"), last)
    items = list(_items(shape, first, mark))
    if mark < last:
        yield from _with_examples(shape, items, first, mark, last)
    else:
        for start, end in items:
            yield from _one(shape, *_trimmed(shape, start, end))


def _with_examples(
    shape: Shape, items: Sequence[tuple[int, int]], first: int, mark: int, last: int
) -> Iterator[Phrase]:
    """The themes of 甲、乙等丙: the items, if they can stand alone, and 丙, which has the whole among its forms."""
    whole = shape.slice(first, last)
    rest = [replace(phrase, forms=(*phrase.forms, whole)) for phrase in _one(shape, *_trimmed(shape, mark + 1, last))]
    if shape.letters.count("e", first, mark) > 1:
        items = [part for item in items for part in _split(shape, *item)]
    elif rest and len(items) == 1 and set(shape.letters[first:mark]) & set("ae"):
        items = []
    for start, end in items:
        if _length(shape, start, end) >= 4:
            yield from _one(shape, *_trimmed(shape, start, end))
    yield from rest


def _trimmed(shape: Shape, first: int, last: int) -> tuple[int, int]:
    """Without empty words at the left, without particles at the right, without half a pair of quotation marks."""
    letters = shape.letters
    while first < last and (letters[first] in "jaeuqdo>)lkz" or shape.slice(first, first + 1).isdigit()):
        first += 1
    listed = "a" in letters[first:last] or "e" in letters[first:last]
    while first < last and (letters[last - 1] in "jaeuqlody(<" or (listed and letters[last - 1] == "z")):
        last -= 1
    for opening, closing in _QUOTED.items():
        if letters.count(opening, first, last) != letters.count(closing, first, last):
            return _outside_quotes(letters, first, last)
    return first, last


def _outside_quotes(letters: str, first: int, last: int) -> tuple[int, int]:
    """What stands before a quotation that does not end, or after one that did not begin."""
    for at in range(first, last):
        if letters[at] in ")>":
            return at + 1, last
        if letters[at] in "(<" and _QUOTED[letters[at]] not in letters[at:last]:
            return first, at
    return first, last


def _items(shape: Shape, first: int, last: int) -> Iterator[tuple[int, int]]:
    """The items of 甲、乙和丙 as far as each can stand alone; the whole where they share a head or a modifier."""
    modified = next(_modifiers(shape, first, last), first)
    joints = [at for at in _top_level(shape.letters, first, last) if shape.letters[at] in "ae" and at > modified]
    pauses = [at for at in joints if shape.letters[at] == "e"]
    if joints and set(shape.letters[first : joints[0]]) <= set("gzj"):
        return
    for start, end in _parts(shape, first, last, pauses):
        long = _length(shape, start, end) > _MOST - 4
        yield from _parts(shape, start, end, [at for at in joints if start < at < end and (pauses or long)])


def _parts(shape: Shape, first: int, last: int, cuts: Sequence[int]) -> list[tuple[int, int]]:
    """What the cuts leave of a phrase if every part has four characters or more, else the whole."""
    edges = [first - 1, *cuts, last]
    parts = [(a + 1, b) for a, b in pairwise(edges)]
    return parts if all(a < b and _length(shape, a, b) >= 4 for a, b in parts) else [(first, last)]


def _split(shape: Shape, first: int, last: int) -> list[tuple[int, int]]:
    """The items of a list, however short."""
    cuts = [at for at in _top_level(shape.letters, first, last) if shape.letters[at] in "ae"]
    edges = [first - 1, *cuts, last]
    return [(a + 1, b) for a, b in pairwise(edges) if a + 1 < b]


def _length(shape: Shape, first: int, last: int) -> int:
    return shape.ends[last - 1] - shape.starts[first]


def _top_level(letters: str, first: int, last: int) -> Iterator[int]:
    """The tokens outside quotation marks."""
    depth = 0
    for at in range(first, last):
        depth += letters[at] in "(<"
        depth -= letters[at] in ")>"
        if not depth:
            yield at


def _one(shape: Shape, first: int, last: int) -> Iterator[Phrase]:
    """The theme of a phrase that is no list, named by its best head; nothing where no head says enough."""
    if first >= last:
        return
    for start, end in _heads(shape, first, last):
        if is_solid(shape, start, end) and _fits(shape.slice(start, end)):
            yield _phrase(shape, (start, end), (first, last))
            return


def _fits(label: str) -> bool:
    marks = 1 if label[0] in "“《" else 0
    return len(label) - marks >= _LEAST and len(label) <= _MOST and not _COUNTED.search(label)


def _phrase(shape: Shape, head: tuple[int, int], whole: tuple[int, int]) -> Phrase:
    label = shape.slice(*head)
    names = (_without_tail(shape, *head), label, *_shared_head(label), shape.slice(*whole))
    return Phrase(*head, names[0], tuple(dict.fromkeys(name for name in names if len(name) <= _LONGEST)))


_LISTED = re.compile("[、和]")


def _shared_head(label: str) -> Iterator[str]:
    """The last item of a list of qualities, which has the head: 现代化渔港 of 开放型、综合性、现代化渔港."""
    *before, head = _LISTED.split(label)
    if before and len(head) >= 4 and all(item and item[-1] in "性化型级式能色" for item in before):
        yield head


def _heads(shape: Shape, first: int, last: int) -> Iterator[tuple[int, int]]:
    """What may name the phrase, best first: what stands before an empty head, the head after the last 的, the whole."""
    cuts = list(_modifiers(shape, first, last)) if "u" in shape.letters[first:last] else []
    if not cuts:
        yield first, last
        return
    head, before = _trimmed(shape, cuts[-1] + 1, last), _trimmed(shape, first, cuts[-1])
    if before[0] < before[1] and shape.letters[last - 1] == "z" and _may_replace(shape, *before):
        yield before
    if head[0] < head[1] and _length(shape, *head) >= 4:
        yield head
    if set(shape.letters[head[0] : head[1]]) & set("nhHtT("):
        yield first, last


def _may_replace(shape: Shape, first: int, last: int) -> bool:
    """Whether a modifier names what its empty head is about: an action, a quotation, not a quality (昂扬向上的)."""
    return bool(set(shape.letters[first:last]) & set("hHtT(<")) or _length(shape, first, last) > 4


def _modifiers(shape: Shape, first: int, last: int) -> Iterator[int]:
    """The tokens 的 of a phrase that end a modifier."""
    for at in _top_level(shape.letters, first, last):
        if shape.letters[at] == "u" and not _fixed(shape, at):
            yield at


def _fixed(shape: Shape, at: int) -> bool:
    """Whether the 的 at this token belongs to a name: 党的建设."""
    return shape.text[shape.starts[at] - 1] == "党"


def is_solid(shape: Shape, first: int, last: int) -> bool:
    """Whether a phrase says something: more than empty words (工作成效), a bare name, or a single verb."""
    kinds = shape.letters[first:last]
    if shape.slice(last - 1, last) in words("agents" if len(kinds) > 1 else "compounds"):
        return False
    if "(" in kinds or "<" in kinds:
        return True
    if shape.slice(last - 1, last) in words("empty_heads") and _length(shape, first, last - 1) <= 2:
        return False
    if set(kinds[:-1]) <= set("ijy") and shape.slice(last - 1, last) in words("weak_tails"):
        return False
    if sum(shape.ends[at] - shape.starts[at] for at in range(first, last) if shape.letters[at] == "n") >= 2:
        return True
    doing = sum(kind in "hHtT" for kind in kinds)
    others = sum(kinds[at] in "nxgyi" and _length(shape, first + at, first + at + 1) > 1 for at in range(len(kinds)))
    full = sum(kind in "ngihHtTy" for kind in kinds) >= 3 and "z" not in kinds and "j" not in kinds
    return (doing > 0 and (others > 0 or doing > 2)) or full


def _without_tail(shape: Shape, first: int, last: int) -> str:
    """The label without a last word that adds nothing: 森林防火 of 森林防火工作."""
    partners = shape.slice(first, last).endswith("伙伴关系")
    if last - first > 1 and shape.slice(last - 1, last) in words("weak_tails") and not partners:
        shorter = shape.slice(first, last - 1)
        if len(shorter) >= 4 and is_solid(shape, first, last - 1):
            return shorter
    return shape.slice(first, last)
