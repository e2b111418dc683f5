"""Floor 2: from an article to its entities, mentions and facts."""

from __future__ import annotations

from kg.model import Article, Extraction


def extract(article: Article, ner: str | None = None) -> Extraction:
    """All that one article says, with the place in its text for every fact.

    Published offsets are characters of `Article.text`. Nothing is guessed: a date without a year stays open. `ner` is
    an installed spaCy pipeline, or the folder of one, that finds names in place of the tagger that comes with kg;
    raises MissingExtra where it cannot be loaded.
    """
    from kg.extract.assemble import assemble
    from kg.extract.pipeline import read_article

    if ner is None:
        return assemble(read_article(article))
    from kg.extract.plugin import load_plugin

    return assemble(read_article(article, load_plugin(ner)))
