"""Which of many rules may match a sentence: those of whose words it holds one.

Most rules of grammar turn on a verb (会见, 主持召开) and most sentences hold none of it. One search for the words of
all rules takes the place of a search for each.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

from kg.lexicon.matcher import Matcher

Words = frozenset[str]
NO_WORDS: Words = frozenset()


class Triggers:
    """The words of a row of patterns."""

    def __init__(self, patterns: Sequence[re.Pattern[str]]) -> None:
        places: defaultdict[str, list[int]] = defaultdict(list)
        self._always: list[int] = []
        for place, pattern in enumerate(patterns):
            words = needed_words(pattern)
            for word in words:
                places[word].append(place)
            if not words:
                self._always.append(place)
        self._words = Matcher(places)

    def possible(self, text: str, end: int) -> list[int]:
        """The places in the row of the patterns that may match in `text[:end]`, in order."""
        found = set(self._always)
        for _, _, places in self._words.all(text[:end]):
            found.update(places)
        return sorted(found)


def needed_words(pattern: re.Pattern[str]) -> Words:
    """Words of which every match of a pattern holds one: 会见 and 接待 for `(?:亲切)?(?:会见|接待)了?`.

    The longest such words are taken, of several sets the smallest; there are none where a match needs no word.
    """
    return _needed(parser.parse(pattern.pattern, pattern.flags))


def _needed(sequence: Iterable[tuple[Any, Any]]) -> Words:
    best, letters = NO_WORDS, ""
    for code, argument in sequence:
        if code is codes.LITERAL:
            letters += chr(argument)
        else:
            best, letters = max(best, _word(letters), _needed_by(code, argument), key=_worth), ""
    return max(best, _word(letters), key=_worth)


def _needed_by(code: Any, argument: Any) -> Words:
    """What one part of a pattern needs; what looks around, may be left out or is a class of signs needs nothing."""
    if code is codes.SUBPATTERN:
        return _needed(argument[-1])
    if code is codes.BRANCH:
        branches = [_needed(branch) for branch in argument[1]]
        return frozenset().union(*branches) if all(branches) else NO_WORDS
    if code in (codes.MAX_REPEAT, codes.MIN_REPEAT) and argument[0]:
        return _needed(argument[2])
    if code is codes.IN and all(kind is codes.LITERAL for kind, _ in argument):
        return frozenset(chr(sign) for _, sign in argument)
    return NO_WORDS


def _word(letters: str) -> Words:
    return frozenset((letters,)) if letters else NO_WORDS


def _worth(words: Words) -> tuple[int, int]:
    return min(map(len, words), default=0), -len(words)
