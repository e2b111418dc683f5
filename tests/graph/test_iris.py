"""IRIs keep Chinese as it is, encode what IRIs forbid, and give the key back."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import KgError
from kg.graph.iris import DEFAULT_BASE, checked_base, digest_iri, encode_segment, entity_iri, entity_key, is_iri

NAMES = st.text(st.characters(codec="utf-8"), min_size=1, max_size=30)


@pytest.mark.parametrize(
    ("key", "path"),
    [
        ("person/习近平", "person/习近平"),
        ("place/130000", "place/130000"),
        ("person/唐纳德·特朗普", "person/唐纳德·特朗普"),
        ("event/2023-05-12-“一带一路”论坛", "event/2023-05-12-“一带一路”论坛"),
        ("organisation/A/B 公司", "organisation/A%2FB%20公司"),
        ("theme/增长5%", "theme/增长5%25"),
        ("theme/全角　空格", "theme/全角%E3%80%80空格"),
    ],
)
def test_only_forbidden_characters_are_encoded(key: str, path: str) -> None:
    assert entity_iri(key) == DEFAULT_BASE + path


@given(NAMES)
def test_every_name_makes_a_valid_iri_and_comes_back(name: str) -> None:
    iri = entity_iri(f"person/{name}")
    assert is_iri(iri)
    assert ox.NamedNode(iri).value == iri
    assert entity_key(iri) == f"person/{name}"


@given(NAMES, NAMES)
def test_different_names_stay_apart(one: str, other: str) -> None:
    assert (encode_segment(one) == encode_segment(other)) == (one == other)


def test_a_foreign_iri_has_no_key() -> None:
    assert entity_key("https://example.org/person/张三") is None


def test_content_fixes_the_digest() -> None:
    assert digest_iri("fact", "a") == digest_iri("fact", "a") != digest_iri("fact", "b")
    assert len(digest_iri("evidence", "a", digits=32)) == len(DEFAULT_BASE + "evidence/") + 32


@pytest.mark.parametrize("base", ["example.org/", "https://example.org/id", "https://exa mple.org/", ""])
def test_a_bad_base_is_refused(base: str) -> None:
    with pytest.raises(KgError, match="--base"):
        checked_base(base)
