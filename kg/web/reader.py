"""An article for reading: paragraphs in pieces, every mention with its entity, every sentence with its anchor."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.text import clean_text, split_sentences
from kg.web.reading import Catalogue
from kg.web.records import Entity

Span = tuple[int, int, Entity]
"""From, to (characters of the text as read, end exclusive), and who is mentioned there."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph; `anchor` is set where a sentence begins, to its place in the text as read."""

    text: str
    entity: Entity | None = None
    anchor: int | None = None


def find_mentions(catalogue: Catalogue, article: Entity) -> list[Span]:
    """The mentions in an article by place, the longer of two at one place first."""
    found = catalogue.rows(
        """SELECT p.start, p.stop, f.object FROM fact f JOIN proof p ON p.fact = f.id
        WHERE f.subject = ? AND f.predicate = 'mentions' AND f.object IS NOT NULL ORDER BY p.start, -p.stop""",
        article.id,
    )
    known = catalogue.by_id(number for _, _, number in found)
    return [(start, stop, known[number]) for start, stop, number in found]


def read_paragraphs(path: Path, mentions: Sequence[Span]) -> list[list[Piece]]:
    """The text of a file as paragraphs, what the layout of its source put in left out; nothing if it cannot be read."""
    try:
        text = path.read_bytes().decode()
    except (OSError, UnicodeDecodeError):
        return []
    clean, offsets = clean_text(text)
    owners = _owners(mentions)
    begins = {start for start, _ in split_sentences(clean)}
    paragraphs: list[list[Piece]] = []
    for first, stop in _lines(clean):
        cuts = [i for i in range(first, stop) if i == first or i in begins
                or owners.get(offsets[i]) != owners.get(offsets[i - 1])]  # fmt: skip
        paragraphs.append(
            [
                Piece("".join(text[place] for place in offsets[i:end]), owners.get(offsets[i]),
                      offsets[i] if i in begins else None)
                for i, end in zip(cuts, [*cuts[1:], stop], strict=True)
            ]
        )  # fmt: skip
    return paragraphs


def _owners(mentions: Sequence[Span]) -> dict[int, Entity]:
    """Whose mention each character belongs to; where two overlap, the longer one's (国务院总理, not 国务院 in it)."""
    owners: dict[int, Entity] = {}
    for start, stop, entity in sorted(mentions, key=lambda span: (span[0] - span[1], span[0])):
        if not any(place in owners for place in range(start, stop)):
            owners.update(dict.fromkeys(range(start, stop), entity))
    return owners


def _lines(clean: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in clean.splitlines(keepends=True):
        if line.strip():
            yield start, start + len(line.rstrip("\n"))
        start += len(line)
