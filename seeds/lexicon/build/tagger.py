"""Trains the tagger of names and writes `seeds/lexicon/tagger/weights.npz`.

    python seeds/lexicon/build/tagger.py CORPUS THUOCL

CORPUS is a folder of broadcast days (`YYYYMMDD.md`), THUOCL the folder of that word list (`THUOCL_*.txt`, MIT). Labels
are those of the rules in `kg.extract`, sifted by consistency; no annotated data set takes part. A first tagger adds the
people that it finds consistently, a second one learns from both. Eleven minutes on one core for ten million characters;
needs scipy beside what the package needs. The same inputs give the same file.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from tagger_labels import Example, Labelled, Sentences, read_labelled, sifted, with_tagged
from tagger_names import SIGNS, Names, surnames

from kg.extract.tagger import (
    LABELS,
    TEMPLATES,
    Model,
    Tables,
    bond_slots,
    feature_ids,
    find_tagged_with,
    fold,
    views_of,
    word_slots,
)
from kg.lexicon.tables import load_table
from kg.lexicon.words import all_words
from kg.paths import lexicon_dir

BITS = 19  # 2^19 rows of weights
BATCH = 12_000  # characters
RATE, HIDDEN = (
    0.15,
    0.3,
)  # step of Adagrad; share of the features hidden from each step, so that none is relied on alone
EPOCHS, CHARACTERS = 3, 6_500_000
FIRST_CHARACTERS = 3_000_000
BOND_SLOTS, WORD_SLOTS = 1 << 17, 1 << 21
COMMON_WORD = 30
NAMES_ONLY = frozenset(
    ("surnames", "known", "figures", "words", "divisions", "world", "countries", "natural", "sites", "transliteration")
)


# --- tables ---------------------------------------------------------------------------------------------------


def make_tables(corpus: Sequence[Labelled], names: Names, thuocl: Path) -> Tables:
    plain = Counter(char for text in corpus for char in text.text)
    given = names.given[0] + names.given[1] + names.given[2]
    parts = Counter(char for part in names.parts for char in part)
    levels = {
        "surname": {n: 1 + (f >= 5) + (f >= 60) + (f >= 1000) for n, f in surnames().items() if len(n) == 1},
        "given": {c: 1 for c, n in plain.items() if n < 400} | _levels(given, plain, 1, (-1, 1, 3)),
        "transliteration": dict.fromkeys(SIGNS, 1) | _levels(parts, plain, 2, (0, 2)),
        "sign": _signs(),
    }
    arrays = {name: _by_code_point(table) for name, table in levels.items()}
    arrays["sign"][0] = 10
    return Tables(bonds=_bonds(corpus), words=_words(thuocl), **arrays)


def _levels(counts: Counter[str], plain: Counter[str], least: int, steps: Sequence[float]) -> dict[str, int]:
    """2 and more by how much commoner a character is among `counts` than in the corpus."""
    inside, all_ = counts.total(), plain.total()
    ratio = {c: np.log(n / inside / (plain[c] / all_)) for c, n in counts.items() if n >= least and plain[c]}
    return {char: 2 + sum(value >= step for step in steps) for char, value in ratio.items()}


def _signs() -> dict[str, int]:
    """Classes of characters: writing, digits, letters, marks, characters that follow names or open what follows."""
    table = {chr(code): 1 for code in range(0x3400, 0xA000)}
    classes = (("0", 2), ("A", 3), ("·-", 4), ("、", 5), ("，。；：！？\n ", 6), ("“”‘’《》（）「」", 7))
    followers = "".join(word for word in all_words("people", "followers") if len(word) == 1)
    openers = "和与及同向对在到等将率为就由应说称任当出主也欲还均已又则仍曾都拟赴"
    for signs, level in (*classes, (followers, 8), (openers, 9)):
        table.update(dict.fromkeys(signs, level))
    return table


def _by_code_point(levels: Mapping[str, int]) -> NDArray[np.uint8]:
    table = np.zeros(65536, np.uint8)
    for char, level in levels.items():
        if ord(char) < 65536:
            table[ord(char)] = level
    return table


def _bonds(corpus: Sequence[Labelled]) -> NDArray[np.uint8]:
    """1 to 4 for the pairs of characters of the corpus: by how much oftener they meet than by chance."""
    points = fold("\n".join(text.text for text in corpus)).astype(np.int64)
    pairs, counts = np.unique(points[:-1] << 16 | points[1:], return_counts=True)
    single = np.bincount(points, minlength=65536)
    first, second = pairs >> 16, pairs & 65535
    association = np.log(counts * len(points) / (single[first] * single[second]))
    levels = 1 + np.where(counts < 3, 0, sum((association >= step).astype(int) for step in (0, 2, 4)))
    table = np.zeros(BOND_SLOTS, np.uint8)
    np.maximum.at(table, bond_slots(first, second, BOND_SLOTS), levels.astype(np.uint8))
    return table


def _words(thuocl: Path) -> NDArray[np.uint8]:
    """1 for words of two to four characters, 2 for common ones: of THUOCL and of the lexicon, without names."""
    counts: dict[str, int] = {}
    for path in sorted(thuocl.glob("THUOCL_*.txt")):
        if path.stem.removeprefix("THUOCL_") not in ("diming", "lishimingren"):
            for line in path.read_text(encoding="utf-8").splitlines():
                word, *count = line.split() or [""]
                counts[word] = max(counts.get(word, 0), int(count[0]) if count and count[0].isdigit() else 1)
    for path in sorted(lexicon_dir().glob("*/*.tsv")):
        if path.stem != "SOURCES" and path.stem not in NAMES_ONLY:
            counts.update((name, COMMON_WORD) for row in load_table(path) for name in row.names)
    table = np.zeros(WORD_SLOTS, np.uint8)
    for length in (2, 3, 4):
        words = [word for word in counts if len(word) == length]
        columns = fold("".join(words)).reshape(-1, length).T
        levels = np.array([1 + (counts[word] >= COMMON_WORD) for word in words], np.uint8)
        np.maximum.at(table, word_slots(list(columns), WORD_SLOTS), levels)
    return table


# --- training -------------------------------------------------------------------------------------------------


def batches(
    examples: Sequence[Example], characters: int
) -> Iterator[tuple[str, NDArray[np.intp], NDArray[np.float32]]]:
    """Text, labels and weights of about `BATCH` characters at a time, `characters` in all."""
    held: list[Example] = []
    total = size = 0
    for example in examples:
        held.append(example)
        size += len(example.text)
        if size >= BATCH:
            labels = np.concatenate([example.labels for example in held]).astype(np.intp)
            weights = np.concatenate([example.weights for example in held]).astype(np.float32)
            yield "".join(example.text for example in held), labels, weights
            total, size, held = total + size, 0, []
        if total >= characters:
            return


def train(sentences: Sentences, tables: Tables, epochs: int, characters: int) -> Model:
    """A model by the softmax of each character's labels, Adagrad, and features hidden at random."""
    weights = np.zeros((1 << BITS, LABELS), np.float32)
    squares = np.full_like(weights, 1e-6)
    bias = np.zeros(LABELS, np.float32)
    chance = np.random.default_rng(1)
    for epoch in range(epochs):
        loss = count = 0.0
        for text, labels, certain in batches(sentences.examples(epoch + 1), characters):
            ids = feature_ids(views_of(text, tables), np.arange(len(text)), BITS).T.ravel()
            rows, places = np.unique(ids, return_inverse=True)
            shown = (chance.random(len(ids), np.float32) > HIDDEN) / np.float32(1 - HIDDEN)
            bounds = np.arange(0, len(ids) + 1, len(TEMPLATES))
            features = csr_matrix((shown.astype(np.float32), places.ravel(), bounds), (len(text), len(rows)))
            gradient = _softmax(features @ weights[rows] + bias)
            loss -= float((certain * np.log(gradient[np.arange(len(text)), labels] + 1e-9)).sum())
            count += len(text)
            gradient[np.arange(len(text)), labels] -= 1
            gradient *= certain[:, None]
            step = features.T @ gradient
            squares[rows] += step * step
            weights[rows] -= RATE * step / np.sqrt(squares[rows])
            bias -= 0.001 * gradient.sum(axis=0) / np.sqrt(len(text))
        print(f"epoch {epoch + 1}: {count:,.0f} characters, loss {loss / count:.4f}", flush=True)
    return quantised(tables, weights, bias)


def _softmax(logits: NDArray[Any]) -> NDArray[np.float32]:
    values = np.exp(logits - logits.max(axis=1, keepdims=True))
    result: NDArray[np.float32] = (values / values.sum(axis=1, keepdims=True)).astype(np.float32)
    return result


def quantised(tables: Tables, weights: NDArray[np.float32], bias: NDArray[np.float32]) -> Model:
    """Weights as whole numbers from -127 to 127, a scale for each label; the rare larger ones are cut off."""
    scale = (np.quantile(np.abs(weights), 0.9999, axis=0) / 127).astype(np.float32)
    small = np.clip(np.rint(weights / scale), -127, 127).astype(np.int8)
    return Model(tables, small, scale, bias)


def write_model(model: Model, path: Path) -> None:
    arrays: dict[str, Any] = {field.name: getattr(model.tables, field.name) for field in fields(Tables)}
    part = path.with_name(path.stem + ".part.npz")
    np.savez_compressed(part, weights=model.weights, scale=model.scale, bias=model.bias, **arrays)
    part.replace(path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("thuocl", type=Path)
    parser.add_argument("--out", type=Path, default=lexicon_dir() / "tagger" / "weights.npz")
    options = parser.parse_args()
    corpus, good = sifted(list(read_labelled(options.corpus)))
    names = Names(good, Counter(char for text in corpus for char in text.text if "\u4e00" <= char <= "\u9fff"))
    tables = make_tables(corpus, names, options.thuocl)
    first = train(Sentences(corpus, names), tables, 1, FIRST_CHARACTERS)
    corpus = with_tagged(corpus, [find_tagged_with(first, text.text) for text in corpus])
    write_model(train(Sentences(corpus, names), tables, EPOCHS, CHARACTERS), options.out)
    print(f"{options.out}: {options.out.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
