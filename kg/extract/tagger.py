"""Names by statistics: a linear tagger of characters, for people whom no title, roster or verb of saying gives away.

Each character gets one of thirteen labels (outside; begin, inside, end or single of a person, a place, an organisation)
from features of the characters around it: the characters themselves and, so that unseen names are recognised too, what
tables know of them (frequency as surname, in given names, in transliterations; how firmly two neighbours belong
together; the words that begin and end there). Weights and tables are one file, `seeds/lexicon/tagger/weights.npz`;
`seeds/lexicon/build/tagger.py` makes it from labels that the rules of `kg.extract` gave to a corpus.

Needs numpy and nothing else; loaded on first use.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from kg.errors import SeedError
from kg.paths import lexicon_dir

KINDS = ("people", "places", "organisations")
LABELS = 1 + 4 * len(KINDS)
# what is taken off the evidence for "outside": in the corpus of the weights most names were known beforehand, elsewhere
# more are not. Of 0 to 3 this gives the best persons on the two news sets kept for development.
OUTSIDE_BIAS = 1.0
BLOCK = 4096  # characters tagged at a time, and the longest clause: keeps what is looked up for them below 3 MB
MARGIN = 4  # characters on either side that a feature looks at

Codes = NDArray[np.uint64]
Bytes = NDArray[np.uint8]
Floats = NDArray[np.float32]
Places = NDArray[np.intp]
Views = Mapping[str, NDArray[Any]]

# What a feature sees, each at an offset: C the character, S its rank as a surname, G in given names, T in
# transliterations, K its class (digit, mark, word that follows names, …), B how firmly it is bound to the next one,
# F the length of the longest word that begins there, E of the longest that ends there.
TEMPLATES: tuple[str, ...] = (
    "C0", "C-1", "C1", "C-2", "C2",
    "C-1 C0", "C0 C1", "C-2 C-1", "C1 C2", "C-1 C1", "C-3 C-2", "C2 C3",
    "C-2 C-1 C0", "C-1 C0 C1", "C0 C1 C2", "C-3 C-2 C-1", "C1 C2 C3", "C-1 C0 C1 C2", "C-2 C-1 C0 C1",
    "S0 G1 G2 B0 B1", "S-1 G0 G1 B-1 B0", "S-2 G-1 G0 B-2 B-1",
    "S0 B-1 B0 B1 B2", "S-1 B-2 B-1 B0 B1", "S-2 B-3 B-2 B-1 B0",
    "T-2 T-1 T0 T1 T2 B-1 B0", "T-3 T-2 T-1 T0 K1 K2", "K-2 K-1 T0 T1 T2 T3",
    "K-2 K-1 S0 G1 G2 K3", "K-2 S-1 G0 G1 K2", "K-3 S-2 G-1 G0 K1 K2",
    "C-1 S0 G1 G2 B1", "C-2 C-1 S0 G1", "C1 S-2 G-1 G0 B0", "C1 C2 S-2 G-1 G0", "C1 C2 S-1 G0 B0", "C2 S-1 G0 G1 B1",
    "C-2 S-1 G0 G1 B-2", "C-3 C-2 S-1 G0", "C-3 S-2 G-1 G0 B-3", "K-2 K-1 K0 K1 K2",
    "E-1 F-1 E0 F0 E1 F1", "E-1 F0 S0 F1 F2 F3", "E-2 E-1 E0 F-1 F0 F1 F2 S-1", "E-3 F-2 F-1 F0 F1 F2 S-2",
    "E-1 S0 G1 G2 F0 F1 F2 F3", "E-2 S-1 G0 G1 F-1 F0 F1 F2", "E-3 S-2 G-1 G0 F-2 F-1 F0 F1",
    "C0 E0 F0", "C-1 E-1 F0 S0", "C1 F1 E0",
)  # fmt: skip

VIEWS = "CSGTKBFE"


class Tagged(NamedTuple):
    """`text[start:end]` is tagged as a name of a kind; `score` is the mean probability of its labels (0–1)."""

    start: int
    end: int
    kind: str
    score: float


@dataclass(frozen=True)
class Tables:
    """What features know about characters: arrays of 65,536 levels by code point, `bonds` and `words` by hash."""

    surname: Bytes
    given: Bytes
    transliteration: Bytes
    sign: Bytes
    bonds: Bytes
    words: Bytes


@dataclass(frozen=True)
class Model:
    """A trained tagger: a row of whole-number weights for each hashed feature, a scale and a bias for each label."""

    tables: Tables
    weights: NDArray[np.int8]
    scale: Floats
    bias: Floats
    bits: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "bits", len(self.weights).bit_length() - 1)

    def probabilities(self, views: Views, places: Places, outside_bias: float = OUTSIDE_BIAS) -> Floats:
        """The logarithm of the probability of each label for the characters at `places`: (len(places), LABELS)."""
        ids = feature_ids(views, places, self.bits)
        total = self.weights.take(ids, axis=0).sum(axis=0, dtype=np.int16)  # 51 × 127 fits
        logits = total * self.scale + self.bias
        logits[:, 0] -= outside_bias
        logits -= logits.max(axis=1, keepdims=True)
        result: Floats = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
        return result


def find_tagged(text: str, known: Iterable[tuple[int, int]] = ()) -> list[Tagged]:
    """Names in the clauses of `text` in which a person may be named outside of what is `known` (start, end), with the
    tagger's scores; ordered by start, without overlaps, [] for an empty text.

    Offsets are characters of `text`. `一大早，赵兰芝就和丈夫下地了` gives 赵兰芝 as people. Seven of ten clauses of a
    broadcast hold no surname before signs of given names and no run of foreign signs, and are not looked at.
    Raises SeedError where the weights cannot be read.
    """
    return find_tagged_with(load_model(), text, known)


def find_tagged_with(
    model: Model, text: str, known: Iterable[tuple[int, int]] | None = None, outside_bias: float = OUTSIDE_BIAS
) -> list[Tagged]:
    """The same with another model; in every clause if `known` is None."""
    if not text:
        return []
    views = views_of(text, model.tables)
    clauses = np.array([match.span() for match in _CLAUSE.finditer(text) if match.end() > match.start()], np.intp)
    if known is not None:
        clauses = clauses[_promising(views, clauses, known)]
    found: list[Tagged] = []
    for group in _groups(clauses):
        lengths = group[:, 1] - group[:, 0]
        ends = lengths.cumsum()
        places = np.arange(ends[-1]) + np.repeat(group[:, 0] - (ends - lengths), lengths)
        scores = model.probabilities(views, places, outside_bias)
        bounds = np.stack([ends - lengths, ends], axis=1)
        found += (
            Tagged(int(places[start]), int(places[end - 1]) + 1, kind, score)
            for start, end, kind, score in _decode(bounds, scores)
        )
    return found


def _promising(views: Views, clauses: NDArray[np.intp], known: Iterable[tuple[int, int]]) -> NDArray[np.bool_]:
    """Which clauses hold a common surname before signs of given names, or three signs of transliterations, outside of
    what is known. Of the people that the tagger adds to the rules' 94 in 100 stand in these."""
    size = len(views["C"]) - 2 * MARGIN
    free = np.ones(size + 2, bool)
    free[size:] = False
    for start, end in known:
        free[start:end] = False
    surname, given, foreign = (views[view][MARGIN : MARGIN + size + 2] for view in "SGT")
    first, second, third = slice(0, size), slice(1, size + 1), slice(2, size + 2)
    likely = (given[second] >= 3) | ((given[second] >= 2) & (given[third] >= 4))
    named = (surname[first] >= 3) & likely & free[first] & free[second]
    signs = free & (foreign >= 2)
    count = np.append(0, np.cumsum(named | (signs[first] & signs[second] & signs[third])))
    result: NDArray[np.bool_] = count[clauses[:, 1]] > count[clauses[:, 0]]
    return result


def _groups(clauses: NDArray[np.intp]) -> Iterator[NDArray[np.intp]]:
    """The clauses in runs of about `BLOCK` characters."""
    total = (clauses[:, 1] - clauses[:, 0]).cumsum()
    if len(clauses) and total[-1] < BLOCK:
        yield clauses
    elif len(clauses):
        yield from np.split(clauses, np.flatnonzero(np.diff(total // BLOCK)) + 1)


@cache
def load_model() -> Model:
    """The model of `seeds/lexicon/tagger/weights.npz`, read once."""
    return read_model(lexicon_dir() / "tagger" / "weights.npz")


def read_model(path: Path) -> Model:
    """The model in a file; raises SeedError where it is missing, no archive of arrays, or of other shapes."""
    try:
        with np.load(path, allow_pickle=False) as archive:
            arrays: Mapping[str, NDArray[Any]] = {name: archive[name] for name in archive.files}
        tables = Tables(**{name: arrays[name] for name in Tables.__dataclass_fields__})
        model = Model(tables, arrays["weights"], arrays["scale"], arrays["bias"])
    except (OSError, ValueError, KeyError, EOFError, BadZipFile) as error:
        raise SeedError(str(path), f"cannot be read: {error}", "the arrays of a tagger", "restore the file") from error
    if model.weights.shape != (1 << model.bits, LABELS) or model.weights.dtype != np.int8:
        raise SeedError(str(path), f"weights {model.weights.shape}", f"int8 (2^n, {LABELS})", "restore the file")
    return model


# --- features -------------------------------------------------------------------------------------------------

_MIX = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(31)


def _hash(seed: int | Codes, columns: Sequence[NDArray[Any]], bits: int) -> Codes:
    """A number of `bits` bits for what stands in the same place of each column; all of one shape, also with `seed`."""
    code: Codes = np.asarray(seed, np.uint64) ^ columns[0].astype(np.uint64, copy=False)
    code *= _MIX
    code ^= code >> _SHIFT
    for column in columns[1:]:
        code ^= column.astype(np.uint64, copy=False)
        code *= _MIX
        code ^= code >> _SHIFT
    code *= _MIX
    code >>= np.uint64(64 - bits)
    return code


@cache
def _folded() -> NDArray[np.uint16]:
    """Code points as features see them: one digit, one Latin letter, one dot."""
    table = np.arange(65536, dtype=np.uint16)
    for first, last, sign in (("0", "9", "0"), ("０", "９", "0"), ("A", "Z", "A"), ("a", "z", "A")):
        table[ord(first) : ord(last) + 1] = ord(sign)
    for dot in "•・":
        table[ord(dot)] = ord("·")
    return table


def fold(text: str) -> NDArray[np.uint16]:
    """The folded code points of a text, one for each character."""
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    return _folded()[np.minimum(points, 65535)]


def word_slots(columns: Sequence[NDArray[Any]], size: int) -> NDArray[np.intp]:
    """Where a table of `size` words keeps the words whose characters the columns hold."""
    return _hash(104729 * len(columns), columns, size.bit_length() - 1).astype(np.intp)


def bond_slots(first: NDArray[Any], second: NDArray[Any], size: int) -> NDArray[np.intp]:
    """Where a table of `size` bonds keeps the pairs of the two columns."""
    return _hash(40503, (first, second), size.bit_length() - 1).astype(np.intp)


@cache
def _atoms() -> tuple[tuple[str, int], ...]:
    """Every view at every offset that some template uses, once."""
    return tuple(sorted({(atom[0], int(atom[1:])) for template in TEMPLATES for atom in template.split()}))


@cache
def _atom_places() -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """For each atom the number of its view and where it looks, counted from a character without its margin."""
    rows, offsets = zip(*((VIEWS.index(view), MARGIN + offset) for view, offset in _atoms()), strict=True)
    return np.array(rows, np.intp), np.array(offsets, np.intp)


@cache
def _templates() -> tuple[tuple[NDArray[np.intp], NDArray[np.intp]], ...]:
    """The templates grouped by their length: their numbers, and for each the numbers of its atoms."""
    number = {atom: index for index, atom in enumerate(_atoms())}
    rows = [[number[atom[0], int(atom[1:])] for atom in template.split()] for template in TEMPLATES]
    lengths = sorted({len(row) for row in rows})
    groups = [[index for index, row in enumerate(rows) if len(row) == length] for length in lengths]
    return tuple((np.array(group, np.intp), np.array([rows[index] for index in group], np.intp)) for group in groups)


def feature_ids(views: Views, places: Places, bits: int) -> NDArray[np.int32]:
    """The hashed features of the characters at `places`, a row for each template: (len(TEMPLATES), len(places))."""
    size = len(places)
    rows, offsets = _atom_places()
    seen = np.stack([views[view] for view in VIEWS])
    atoms = seen[rows[:, None], places + offsets[:, None]].astype(np.uint64)
    ids = np.empty((len(TEMPLATES), size), np.int32)
    for numbers, columns in _templates():
        seeds = ((numbers + 1)[:, None] * 7919).astype(np.uint64)
        ids[numbers] = _hash(seeds, [atoms[column] for column in columns.T], bits)
    return ids


def views_of(text: str, tables: Tables) -> Views:
    """What the templates see of each character, by the letter they call it, with `MARGIN` zeros on either side."""
    points = np.zeros(len(text) + 2 * MARGIN, np.uint16)
    points[MARGIN:-MARGIN] = fold(text)
    words = {length: _words_from(points, length, tables.words) for length in (2, 3, 4)}
    bond = np.zeros(len(points), np.uint8)
    bond[:-1] = tables.bonds[bond_slots(points[:-1], points[1:], len(tables.bonds))]
    ends = {length: np.roll(found, length - 1) for length, found in words.items()}
    return {
        "C": points,
        "S": tables.surname[points],
        "G": tables.given[points],
        "T": tables.transliteration[points],
        "K": tables.sign[points],
        "B": bond + 5 * words[2],
        "F": _longest(words),
        "E": _longest(ends),
    }


def _words_from(points: NDArray[np.uint16], length: int, words: Bytes) -> Bytes:
    """The level of the word of a length that begins at each character, 0 for none."""
    found = np.zeros(len(points), np.uint8)
    count = len(points) - length + 1
    columns = [points[offset : offset + count] for offset in range(length)]
    found[:count] = words[word_slots(columns, len(words))]
    return found


def _longest(words: Mapping[int, Bytes]) -> Bytes:
    """1, 2 or 3 where the longest word has two, three or four characters, else 0."""
    longest = (words[2] > 0).astype(np.uint8)
    longest[words[3] > 0] = 2
    longest[words[4] > 0] = 3
    return longest


# --- labels to names ------------------------------------------------------------------------------------------

_CLAUSE = re.compile(rf"[^。！？；\n，：]{{0,{BLOCK}}}[。！？；\n，：]?")
_NEVER = np.float32(-1e4)


def _follows(first: int, second: int) -> bool:
    """Whether one label may stand behind another: inside and end only behind begin and inside of the same kind."""
    is_open = first > 0 and (first - 1) % 4 in (0, 1)
    goes_on = second > 0 and (second - 1) % 4 in (1, 2)
    return goes_on and (first - 1) // 4 == (second - 1) // 4 if is_open else not goes_on


@cache
def _transitions() -> Floats:
    rows = [[0 if _follows(first, second) else _NEVER for second in range(LABELS)] for first in range(LABELS)]
    return np.array(rows, np.float32)


def _decode(clauses: NDArray[np.intp], scores: Floats) -> Iterator[Tagged]:
    """The names that the most probable allowed sequence of labels makes, clause by clause (start, end).

    Where the most probable label of each character is allowed behind the one before, that sequence is theirs; the other
    clauses are searched.
    """
    labels = scores.argmax(axis=1).astype(np.int8)
    starts = np.zeros(len(labels), bool)
    starts[clauses[:, 0]] = True
    before = np.where(starts, 0, np.roll(labels, 1))
    after = np.where(np.roll(starts, -1), 0, np.roll(labels, -1))
    wrong = np.flatnonzero((_transitions()[before, labels] < 0) | (_transitions()[labels, after] < 0))
    bounds = np.searchsorted(wrong, clauses)
    searched = [(int(start), int(end)) for start, end in clauses[bounds[:, 0] < bounds[:, 1]]]
    for start, end in searched:
        labels[start:end] = _best_labels(scores[start:end].tolist())
    return _names(labels, scores)


def _best_labels(scores: Sequence[Sequence[float]]) -> list[int]:
    """The labels of a clause by the algorithm of Viterbi; of equal ones the first.

    In plain numbers: a clause is short, and of the steps from label to label most are not allowed.
    """
    before = [0.0, *(float(_NEVER) for _ in range(LABELS - 1))]
    back: list[list[int]] = []
    for row in scores:
        origins = [max(allowed, key=before.__getitem__) for allowed in _allowed()]
        before = [before[origin] + score for origin, score in zip(origins, row, strict=True)]
        back.append(origins)
    label = max(_allowed()[0], key=before.__getitem__)
    labels: list[int] = []
    for origins in reversed(back):
        labels.append(label)
        label = origins[label]
    return labels[::-1]


@cache
def _allowed() -> tuple[tuple[int, ...], ...]:
    """For each label those that it may stand behind."""
    return tuple(tuple(first for first in range(LABELS) if _follows(first, second)) for second in range(LABELS))


def _names(labels: NDArray[np.int8], scores: Floats) -> Iterator[Tagged]:
    inside = np.flatnonzero(labels)
    part = (labels[inside] - 1) & 3  # 0 begins a name, 1 goes on, 2 ends it, 3 is one of a single character
    first, last = inside[(part == 0) | (part == 3)], inside[part >= 2]
    for start, end in zip(first.tolist(), (last + 1).tolist(), strict=True):
        score = float(np.exp(scores[np.arange(start, end), labels[start:end]].mean()))
        yield Tagged(start, end, KINDS[(labels[start] - 1) // 4], score)
