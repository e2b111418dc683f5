"""Errors, one class per person who has to act."""

from __future__ import annotations


class KgError(Exception):
    """Something the user has to know: where it is, what was found, what was expected, what to do.

    The four parts are kept apart so that `cli` can print them and `web` can serialise them; `str()` joins
    them with " · ". Empty parts are left out.
    """

    def __init__(self, where: str, found: str, expected: str = "", todo: str = "") -> None:
        self.where, self.found, self.expected, self.todo = where, found, expected, todo
        super().__init__(where, found, expected, todo)

    def __str__(self) -> str:
        return " · ".join(part for part in (self.where, self.found, self.expected, self.todo) if part)


class SeedError(KgError):
    """A file of seeds/ (a lexicon table) does not hold what it must: the maintainer of the table acts."""


class OntologyError(KgError):
    """A file of ontology/ is wrong, or a graph breaks its shapes: the maintainer of the vocabulary acts."""


class CorpusError(KgError):
    """An input cannot be read as an article: the owner of the file acts."""


class QueryError(KgError):
    """A query is not SPARQL, is not allowed here, or lacks a parameter: the person who asks acts."""


class StoreError(KgError):
    """A built folder or a store is missing, broken or not writable: its owner acts."""


class MissingExtra(KgError):
    """An optional dependency is not installed: the person who installed the package acts."""
