"""The texts beside a graph: as read, with the layout of their source set apart, and who is named with whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path

from kg.text import clean_text, split_sentences
from kg.view.records import Article, Fact, Marking, Node, Proof, Together

TOGETHER_KINDS = frozenset({"people", "places", "organisations"})
TOGETHER = 400
"""Most pairs a page carries; rosters alone would make thousands."""
TOGETHER_PROOFS = 3


def read_text(article: Article, path: Path, markings: tuple[Marking, ...]) -> Article:
    """The article with its text, gaps, sentences and markings; without text where the file cannot be read."""
    try:
        text = path.read_bytes().decode()
    except (OSError, UnicodeDecodeError):
        return article
    clean, offsets = clean_text(text)
    sentences = tuple((offsets[start], offsets[end - 1] + 1) for start, end in split_sentences(clean))
    return replace(article, text=text, gaps=tuple(_gaps(offsets, len(text))), sentences=sentences, markings=markings)


def _gaps(offsets: Sequence[int], length: int) -> Iterator[tuple[int, int]]:
    """The stretches of a text of `length` characters that hold none of `offsets` (increasing)."""
    before = -1
    for offset in (*offsets, length):
        if offset > before + 1:
            yield before + 1, offset
        before = offset


def find_together(nodes: Sequence[Node], facts: Sequence[Fact], articles: Sequence[Article]) -> tuple[Together, ...]:
    """Pairs that sentences name together and no fact joins, the most frequent ones, ordered by their keys."""
    joined = {frozenset((fact.subject, fact.object)) for fact in facts if not fact.literal}
    counted = {node.key for node in nodes if node.kind in TOGETHER_KINDS}
    places: dict[tuple[str, str], list[Proof]] = defaultdict(list)
    for article in articles:
        for (start, end), keys in _named_in_sentences(article):
            for pair in combinations(sorted(keys & counted), 2):
                if frozenset(pair) not in joined:
                    places[pair].append(Proof(article.key, start, end, (article.text or "")[start:end], "", 1.0))
    kept = sorted(places, key=lambda pair: (-len(places[pair]), pair))[:TOGETHER]
    return tuple(
        Together(one, other, len(places[one, other]), tuple(places[one, other][:TOGETHER_PROOFS]))
        for one, other in sorted(kept)
    )


def _named_in_sentences(article: Article) -> Iterator[tuple[tuple[int, int], set[str]]]:
    for start, end in article.sentences:
        yield (start, end), {each.key for each in article.markings if start <= each.start and each.end <= end}
