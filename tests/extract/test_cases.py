"""The cases of tests/cases, one test a line."""

from __future__ import annotations

import pytest

from tests.extract.cases import KINDS, Case, check_case, find, read_case, read_cases

FILES = (*KINDS, "failures")
LEAST = 40
ALL = [case for kind in FILES for case in read_cases(kind)]


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.id)
def test_case(case: Case) -> None:
    assert check_case(case) == [], case.text


@pytest.mark.parametrize("kind", FILES)
def test_every_file_has_cases_that_differ_and_expect_something(kind: str) -> None:
    cases = [case for case in ALL if case.kind == kind]
    assert len(cases) >= LEAST
    assert len({(case.text, case.date) for case in cases}) == len(cases)
    assert [case.number for case in cases if not (case.expected or case.forbidden or case.whole)] == []


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("李强会见客人。 | 李强; 苏林", "missing: 苏林"),
        ("李强会见客人。 | 李强 | !李强", "must not be: 李强"),
        ("李强会见客人。 | -", "not expected: 李强=李强"),
        ("李强会见客人。 | 李=李强; …", "missing: 李=李强"),
        ("李强会见客人。 | places:李强; …", "missing: places:李强"),
        ("李强会见客人。 | 李强 met 客人; …", "missing: 李强 met 客人"),
    ],
)
def test_a_wrong_case_fails(line: str, problem: str) -> None:
    assert problem in check_case(read_case("people", 1, line, None))


def test_names_inside_longer_names_need_not_be_listed() -> None:
    found = find("国务院总理李强在北京市考察。")
    assert "国务院=国务院" not in found.of_kind("organisations")
    assert ("organisations", "国务院", "国务院") in found.mentions
