"""Charts and the periods they are drawn over."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from markupsafe import Markup

from kg.web import charts
from kg.web.periods import Periods

SVG = "{http://www.w3.org/2000/svg}"


def drawn(markup: Markup) -> ElementTree.Element:
    return ElementTree.fromstring(str(markup).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


def test_columns_are_as_high_as_their_counts() -> None:
    chart = drawn(charts.trend({"2023-01": 2, "2023-03": 4}, ("2023-01", "2023-02", "2023-03"), "提及"))
    columns = chart.findall(f"{SVG}rect")
    assert [column.findtext(f"{SVG}title") for column in columns] == ["2023-01: 2", "2023-03: 4"]
    heights = [float(column.get("height", "0")) for column in columns]
    assert heights[1] == pytest.approx(2 * heights[0])
    assert chart.get("aria-label") == "提及"


def test_nothing_is_drawn_of_nothing() -> None:
    assert charts.trend({}, ("2023-01", "2023-02"), "") == ""
    assert charts.trend({"2023-01": 3}, ("2023-01",), "") == ""
    assert charts.spans([], "2023-01-01", "2023-02-01", "") == ""
    assert charts.calendar({}, "", str) == ""


def test_a_line_goes_from_the_first_to_the_last_day() -> None:
    line = charts.Span("省长<b>", "/id/post/x", ("2023-01-01", "2023-01-01", "2023-01-31"))
    chart = drawn(charts.spans([line], "2023-01-01", "2023-01-31", "职务"))
    assert len(chart.findall(f"{SVG}circle")) == 2, "one dot a day"
    span = chart.find(f"{SVG}line[@class='span']")
    assert span is not None and float(span.get("x2", "0")) > float(span.get("x1", "0"))
    text = chart.find(f"{SVG}a/{SVG}text")
    assert text is not None and text.text == "省长<b>"


def test_the_calendar_has_a_square_for_every_day_of_its_years() -> None:
    chart = drawn(charts.calendar({"2023-12-31": 1, "2024-02-29": 9}, "日历", lambda day: f"/articles?day={day}"))
    assert len(chart.findall(f".//{SVG}rect")) == 365 + 366
    links = {link.get("href"): link.get("aria-label") for link in chart.findall(f"{SVG}a")}
    assert links == {"/articles?day=2023-12-31": "2023-12-31: 1", "/articles?day=2024-02-29": "2024-02-29: 9"}


@pytest.mark.parametrize(("value", "top", "level"), [(0, 9, 0), (1, 100, 1), (100, 100, 5), (50, 100, 3), (0, 0, 0)])
def test_levels(value: int, top: int, level: int) -> None:
    assert charts.level(value, top) == level


@pytest.mark.parametrize(
    ("first", "last", "count", "name"),
    [
        ("2023-05-01", "2023-05-20", 20, "2023-05-12"),
        ("2023-01-01", "2023-10-28", 10, "2023-05"),
        ("2010-01-01", "2023-12-31", 14, "2023"),
    ],
)
def test_periods_are_days_months_or_years(first: str, last: str, count: int, name: str) -> None:
    periods = Periods(first, last)
    assert len(periods.names) == count
    assert periods.name("2023-05-12") == name
    assert periods.name("1999-01-01") == periods.name("--05-12") == ""


def test_a_graph_without_days_has_no_periods() -> None:
    assert Periods("", "").names == ()
    assert Periods("", "").count(["2023-01-01"]) == {}
