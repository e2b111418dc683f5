"""Word classes: closed lists of verbs, titles and heads, `seeds/lexicon/<kind>/<table>.tsv`.

A table has a row for each word with its `class` in a column, or a row for each class with its words as aliases.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache

from kg.lexicon.tables import load_table
from kg.paths import lexicon_dir


@cache
def load_words(kind: str, table: str) -> Mapping[str, tuple[str, ...]]:
    """The words of a table by class, longest first: `load_words("events", "heads")["Meeting"]` has 座谈会."""
    classes: defaultdict[str, list[str]] = defaultdict(list)
    for row in load_table(lexicon_dir() / kind / f"{table}.tsv"):
        classes[row.extra.get("class", row.id)].extend(row.names)
    return {name: tuple(sorted(words, key=lambda word: (-len(word), word))) for name, words in classes.items()}


@cache
def all_words(kind: str, table: str) -> tuple[str, ...]:
    """All words of a table, longest first."""
    words = {word for group in load_words(kind, table).values() for word in group}
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


def alternatives(words: Iterable[str]) -> str:
    """A regular expression that matches any of the words, the longest first: "考察调研|考察"."""
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word)))
