"""Floor 2: from an article to its entities, mentions and facts."""

from __future__ import annotations

from kg.model import Article, Extraction


def extract(article: Article) -> Extraction:
    """All that one article says, with the place in its text for every fact.

    Published offsets are characters of `Article.text`. Nothing is guessed: a date without a year stays open.
    """
    from kg.extract.assemble import assemble
    from kg.extract.pipeline import read_article

    return assemble(read_article(article))
