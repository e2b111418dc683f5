"""The overlap policies: what stays where names lie over one another."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kg.extract.spans import Span, keep_longest, outside, without_nested
from kg.model import Entity, Literal


def span(start: int, end: int, kind: str = "places", rule: str = "names.gazetteer", level: str = "") -> Span:
    attributes = (("level", Literal(level)),) if level else ()
    return Span(start, end, Entity(f"{kind}/{start}-{end}", kind, "Place", f"{start}-{end}", (), attributes), rule)


spans = st.lists(
    st.tuples(st.integers(0, 20), st.integers(1, 6)).map(lambda pair: span(pair[0], pair[0] + pair[1])), max_size=12
)


@given(spans)
def test_the_longest_never_overlap_and_nothing_free_is_lost(given_spans: list[Span]) -> None:
    kept = keep_longest(given_spans)
    assert all(one.end <= other.start for one, other in pairwise(kept))
    assert all(any(span.overlaps(k.start, k.end) for k in kept) for span in given_spans)


@given(spans, spans)
def test_what_is_outside_touches_nothing(ones: list[Span], others: list[Span]) -> None:
    others = sorted(keep_longest(others), key=lambda span: span.start)
    kept = outside(ones, others)
    expected = [one for one in ones if not any(one.overlaps(other.start, other.end) for other in others)]
    assert sorted(map(id, kept)) == sorted(map(id, expected))


def test_from_the_left_the_longest_wins() -> None:
    short, long, crossing = span(0, 2), span(0, 4), span(3, 8)
    assert keep_longest([short, crossing, long]) == [long]


def test_neighbours_do_not_overlap() -> None:
    assert keep_longest([span(0, 2), span(2, 4)]) == [span(0, 2), span(2, 4)]


def test_a_county_inside_a_name_by_grammar_goes_and_a_province_that_opens_it_stays() -> None:
    airport = span(0, 6, rule="places.facility")
    province, county = span(0, 2, level="province"), span(2, 4, level="county")
    assert without_nested([airport, province, county]) == [airport, province]


def test_a_province_inside_an_address_goes() -> None:
    address, inner = span(0, 6, rule="places.address"), span(2, 4, level="province")
    assert without_nested([address, inner]) == [address]


def test_an_organisation_inside_another_stays() -> None:
    body, part = span(0, 6, "organisations", "organisations.head"), span(0, 3, "organisations")
    assert without_nested([body, part]) == [body, part]
