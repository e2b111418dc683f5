"""Dates where the cases do not reach: order, years, rules, every day of some years."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.dates import AHEAD, DAY, PARTS, RANGE, RELATIVE, DateSpan, find_dates

DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


def only(text: str, published: str | None) -> DateSpan:
    (found,) = find_dates(text, published)
    return found


@given(DAYS)
def test_today_is_the_day_of_publication(day: date) -> None:
    found = only("今天，会议召开。", day.isoformat())
    assert (found.first, found.last, found.rule) == (day.isoformat(), day.isoformat(), RELATIVE)


@given(DAYS, st.integers(0, 300))
def test_a_day_of_the_last_ten_months_is_found_again(day: date, back: int) -> None:
    meant = day - timedelta(days=back)
    assert only(f"会议{meant.month}月{meant.day}日召开。", day.isoformat()).first == meant.isoformat()


@given(DAYS, st.integers(0, AHEAD.days))
def test_a_day_soon_ahead_lies_ahead(day: date, ahead: int) -> None:
    meant = day + timedelta(days=ahead)
    assert only(f"会议将于{meant.month}月{meant.day}日召开。", day.isoformat()).first == meant.isoformat()


@given(DAYS, st.integers(0, 20))
def test_a_day_without_its_month_is_the_latest_such_day(day: date, back: int) -> None:
    meant = day - timedelta(days=back)
    assert only(f"会议{meant.day}日召开。", day.isoformat()).first == meant.isoformat()


@given(DAYS)
def test_a_written_year_needs_no_day_of_publication(day: date) -> None:
    text = f"{day.year}年{day.month}月{day.day}日，会议召开。"
    assert only(text, None).first == only(text, "2024-05-14").first == day.isoformat()


@given(st.text("0123456789年月日至到—今昨天上下午晚（）一二", max_size=30), st.sampled_from((None, "2024-02-29")))
def test_what_is_found_lies_in_the_text_in_order_and_exists(text: str, published: str | None) -> None:
    found = find_dates(text, published)
    ends = [at for span in found for at in (span.start, span.end)]
    assert ends == sorted(ends) and all(span.start < span.end <= len(text) for span in found)
    for span in found:
        assert span.first <= span.last or span.first.startswith("--")
        for day in (span.first, span.last):
            assert date.fromisoformat(day) if not day.startswith("--") else date.fromisoformat(f"2000-{day[2:]}")


@pytest.mark.parametrize(("word", "part"), sorted(PARTS.items()))
def test_every_part_of_the_day(word: str, part: str) -> None:
    found = only(f"5月12日{word}，会议召开。", "2024-05-14")
    assert (found.part, found.end) == (part, len("5月12日") + len(word))


def test_rules_tell_days_spans_and_relative_days_apart() -> None:
    found = find_dates("5月10日至12日考察，13日闭幕，今天发布。", "2024-05-14")
    assert [span.rule for span in found] == [RANGE, DAY, RELATIVE]


@pytest.mark.parametrize(
    "words", ["12日至10日", "5月12日至10日", "4月31日", "0日", "5月0日", "13月2日", "2023年2月29日"]
)
def test_days_that_do_not_exist_are_left_out(words: str) -> None:
    assert find_dates(f"会议{words}召开。", "2024-05-14") == []


def test_a_month_carries_over_to_the_days_after_it() -> None:
    found = find_dates("4月28日抵达，29日会谈，30日离开。", "2024-05-02")
    assert [span.first for span in found] == ["2024-04-28", "2024-04-29", "2024-04-30"]


def test_a_month_far_back_carries_nothing() -> None:
    found = find_dates("1月8日启动，13日收官。", "2024-05-14")
    assert [span.first for span in found] == ["2024-01-08", "2024-05-13"]
