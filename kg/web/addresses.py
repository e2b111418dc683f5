"""Where the explorer shows an IRI: data below the base at `/id/…`, everything else at `/iri?iri=…`."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from kg.errors import KgError
from kg.graph.iris import entity_iri

_IN_PATHS = "/:@!$&'()*+,;=~-._%"
SUFFIXES = {"ttl": "text/turtle", "json": "application/ld+json", "nt": "application/n-triples", "html": "text/html"}
"""Endings that choose a format whatever the client accepts."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """The way from IRIs to paths and back, for the data below `base`."""

    base: str

    def path(self, iri: str) -> str:
        """The path of an IRI: `…/id/person/习近平` → `/id/person/%E4%B9%A0%E8%BF%91%E5%B9%B3`."""
        if iri.startswith(self.base):
            return "/id/" + quote(iri[len(self.base) :], safe=_IN_PATHS)
        return "/iri?iri=" + quote(iri, safe="")

    def iri(self, path: str) -> str:
        """The IRI of a decoded path below `/id/`: `person/习近平` → `…/id/person/习近平`; "" where it can be none."""
        kind, slash, name = path.partition("/")
        try:
            return entity_iri(path, self.base) if kind and slash and name else ""
        except KgError:
            return ""


def split_suffix(path: str) -> tuple[str, str]:
    """The path without its format suffix, and the media type that stands for: `person/习近平.ttl` → …, text/turtle."""
    stem, dot, suffix = path.rpartition(".")
    return (stem, SUFFIXES[suffix]) if dot and suffix in SUFFIXES else (path, "")
