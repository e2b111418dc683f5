"""Closed lists and word classes: the tables of `seeds/lexicon/` and the matchers built from them."""
