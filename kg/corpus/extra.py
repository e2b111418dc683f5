"""Readers' libraries that are installed on request: `pip install 'policy-kg[corpus]'`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from kg.errors import MissingExtra

EXTRA = "policy-kg[corpus]"


@contextmanager
def needs_extra(library: str, name: str) -> Iterator[None]:
    """Around the import of a reader's library: raises MissingExtra, naming the input and the extra, where it fails."""
    try:
        yield
    except ImportError as error:
        raise MissingExtra(name, f"{library} is not installed", EXTRA, f"pip install '{EXTRA}'") from error
