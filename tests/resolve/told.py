"""Invented articles read by the real pipeline, and who their names turn out to mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from kg.extract import extract
from kg.model import Article, Entity, Extraction
from kg.resolve import Resolution, corpus_of, resolve
from kg.resolve.review import Answer
from kg.text import clean_text, headline_length


@dataclass(frozen=True, slots=True)
class Told:
    """An article: its day of publication and its text."""

    day: str
    text: str


@cache
def read(told: Told) -> Extraction:
    clean, offsets = clean_text(told.text)
    return extract(Article(told.text, clean, offsets, date=told.day, headline=headline_length(clean)))


def resolved(articles: Sequence[Told], answers: Sequence[Answer] = ()) -> Resolution:
    return resolve(corpus_of(read(article) for article in articles), answers)


def meant(resolution: Resolution, told: Told, kind: str, name: str) -> str:
    """The key that an article's `name` means in the end; fails where the article has no such entity."""
    extraction = read(told)
    found = [entity for entity in extraction.entities if entity.kind == kind and _is_called(entity, name)]
    assert len(found) == 1, f"{name} in {told.text!r}: {[entity.key for entity in extraction.entities]}"
    key = found[0].key
    return resolution.renames.get(extraction.article.key, {}).get(key, key)


def _is_called(entity: Entity, name: str) -> bool:
    return name in (entity.name, entity.key.partition("/")[2])
