"""Floor 3: who is who across articles."""

from __future__ import annotations

from kg.resolve.records import PREDICATES, Claim, Corpus, Decision, Known, Said, corpus_of, is_coded
from kg.resolve.resolution import RULES, Resolution, resolve

__all__ = [
    "PREDICATES",
    "RULES",
    "Claim",
    "Corpus",
    "Decision",
    "Known",
    "Resolution",
    "Said",
    "corpus_of",
    "is_coded",
    "resolve",
]
