"""IRIs of everything in the data: Chinese stays Chinese, only what an IRI forbids is percent-encoded."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import unquote

from kg.errors import KgError

DEFAULT_BASE = "https://w3id.org/policy-kg/id/"

# What RFC 3987 does not allow in a path segment: controls, space, delimiters of IRIs and of Turtle, the percent
# sign itself (so that decoding gives the name back), private use and noncharacters.
_PLANE_ENDS = "".join(chr(plane << 16 | last) for plane in range(1, 15) for last in (0xFFFE, 0xFFFF))
_FORBIDDEN = re.compile(
    r"[\x00-\x20\x7f-\xa0<>\"{}|^`\\%?#\[\]/\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000"
    r"\ue000-\uf8ff\ufdd0-\ufdef\ufeff\ufff0-\uffff\U000e0000-\U000e0fff\U000f0000-\U0010ffff"
    rf"{_PLANE_ENDS}]"
)
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]+")


def _percent(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match.group().encode())


def encode_segment(name: str) -> str:
    """One path segment of an IRI: `张三` stays `张三`, `A/B 项目` becomes `A%2FB%20项目`."""
    return _FORBIDDEN.sub(_percent, name)


def entity_iri(key: str, base: str = DEFAULT_BASE) -> str:
    """The IRI of an entity key: `person/习近平` → `https://w3id.org/policy-kg/id/person/习近平`.

    The first `/` parts kind and name; any other belongs to the name and is encoded.
    """
    kind, _, name = key.partition("/")
    return f"{base}{kind}/{encode_segment(name)}"


def entity_key(iri: str, base: str = DEFAULT_BASE) -> str | None:
    """The key behind an IRI below `base`, None for any other IRI; the inverse of `entity_iri`."""
    if not iri.startswith(base):
        return None
    kind, slash, name = iri[len(base) :].partition("/")
    return f"{kind}/{unquote(name)}" if slash else None


def digest_iri(kind: str, content: str, base: str = DEFAULT_BASE, digits: int = 64) -> str:
    """`<base><kind>/<SHA-256 of content>`, cut to `digits` hexadecimal digits: an IRI that its content fixes."""
    return f"{base}{kind}/{hashlib.sha256(content.encode()).hexdigest()[:digits]}"


def is_iri(text: str) -> bool:
    """Whether `text` is an absolute IRI that can stand between `<` and `>`."""
    return _IRI.fullmatch(text) is not None


def checked_base(base: str) -> str:
    """`base` itself if data can live below it; raises KgError otherwise (`https://example.org/id/`)."""
    if is_iri(base) and base[-1] in "/#":
        return base
    raise KgError("--base", base, "an absolute IRI that ends in / or #", f"for example {DEFAULT_BASE}")
