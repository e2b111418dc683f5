"""Themes: formulations that differ in pauses and quotation marks only are one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from kg.resolve.partition import shown
from kg.resolve.records import Corpus, Decision, Known

RULES: Mapping[str, tuple[str, str]] = {
    "themes.same-words": ("只差顿号、引号", "the same but for pauses and quotation marks"),
}
_MARKS = re.compile(r"[、，,\s“”‘’\"'《》〈〉]")


def propose_themes(corpus: Corpus) -> Iterator[Decision]:
    """Pairs of themes of the same words."""
    words: defaultdict[str, list[Known]] = defaultdict(list)
    for theme in corpus.of_kind("themes"):
        words[_MARKS.sub("", theme.name)].append(theme)
    for text, themes in sorted(words.items()):
        first, *others = sorted(themes, key=lambda theme: (not theme.coded, -len(theme.articles), theme.key))
        for other in others:
            yield Decision(first.key, other.key, True, "themes.same-words", text, shown(corpus, other.articles))
