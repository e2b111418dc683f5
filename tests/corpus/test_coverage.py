"""What a corpus holds and lacks: days, texts, ends, copies; as a table, as JSON, in the graph."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.corpus import Failure, Missing, read_articles
from kg.corpus.coverage import (
    UNKNOWN,
    Coverage,
    Day,
    Period,
    Surveyed,
    coverage_data,
    coverage_statements,
    is_truncated,
    measure_coverage,
    months,
    read_coverage,
    sources,
    survey,
)
from kg.graph.coverage import coverage_lines
from kg.graph.nquads import parsed
from kg.graph.vocabulary import NAMESPACES, load_ontology
from kg.model import Article
from kg.query.named import load_queries
from tests.corpus.conftest import Write
from tests.corpus.test_copies import RELEASE, changed

FIRST, COPY = RELEASE, changed(3)


def article(name: str, text: str, day: str | None = "2031-09-03", source: str | None = "新华社") -> Article:
    return Article(text, text, range(len(text)), name, date=day, publisher=source)


RECORDS: list[Article | Failure | Missing] = [
    article("a", FIRST, "2031-08-30"),
    article("b", COPY, "2031-08-31", "云溪日报"),
    article("c", "会议指出，要坚", "2031-09-02"),
    Missing("d", "题", "2031-09-02", "新华社"),
    Missing("e", "题", "2031-09-04", "新华社"),
    article("f", "会议指出，要稳。", None, None),
    Failure("g", "the file is empty"),
    article("h", FIRST, "2031-09-04"),
]


@pytest.fixture(scope="module")
def coverage() -> Coverage:
    return read_coverage(RECORDS)


def test_days_are_counted_and_gaps_are_days(coverage: Coverage) -> None:
    assert coverage.days == (
        Day("云溪日报", "2031-08-31", articles=1, copies=1),
        Day("新华社", "2031-08-30", articles=1),
        Day("新华社", "2031-08-31"),
        Day("新华社", "2031-09-01"),
        Day("新华社", "2031-09-02", articles=1, empty=1, truncated=1),
        Day("新华社", "2031-09-03"),
        Day("新华社", "2031-09-04", articles=1, empty=1, copies=1),
        Day(UNKNOWN, None, articles=1),
    )
    assert (coverage.empty, coverage.truncated, coverage.failures) == (("d", "e"), ("c",), 1)
    assert [(c.name, c.of, c.exact) for c in coverage.copies] == [("b", "a", False), ("h", "a", True)]
    assert coverage.releases == 3, "five articles, two of them told twice"


def test_the_order_of_records_does_not_matter(coverage: Coverage) -> None:
    assert read_coverage(reversed(RECORDS)) == coverage


def test_months_and_sources_add_up(coverage: Coverage) -> None:
    assert months(coverage)[1:3] == [
        Period("新华社", "2031-08-30", "2031-08-31", 2, 1, articles=1, empty=0, truncated=0, copies=0),
        Period("新华社", "2031-09-01", "2031-09-04", 4, 2, articles=2, empty=2, truncated=1, copies=1),
    ]
    assert [(p.source, p.first, p.last, p.expected, p.present, p.articles) for p in sources(coverage)] == [
        ("云溪日报", "2031-08-31", "2031-08-31", 1, 1, 1),
        ("新华社", "2031-08-30", "2031-09-04", 6, 3, 3),
        (UNKNOWN, None, None, 0, 0, 1),
    ]
    for name in ("articles", "empty", "truncated", "copies"):
        assert len({sum(getattr(p, name) for p in periods) for periods in (months(coverage), sources(coverage))}) == 1


def test_the_data_are_json_and_name_what_is_missing(coverage: Coverage) -> None:
    data = json.loads(json.dumps(coverage_data(coverage), ensure_ascii=False))
    assert (data["articles"], data["releases"], data["failures"]) == (5, 3, 1)
    assert [source["missing"] for source in data["sources"]] == [[], ["2031-08-31", "2031-09-01", "2031-09-03"], []]
    assert data["days"][1:3] == [["新华社", "2031-08-30", 1, 0, 0, 0], ["新华社", "2031-09-02", 1, 1, 1, 0]]
    assert data["copies"][0] == {"name": "b", "of": "a", "similarity": 0.83}


def test_nothing_has_no_coverage() -> None:
    assert measure_coverage([]) == Coverage()
    assert coverage_data(Coverage())["sources"] == [] and list(coverage_statements(Coverage())) == []


def test_the_source_of_a_gap_is_known(write: Write) -> None:
    day = "# 《新闻联播》 (20240110)\n\n### 只有标题\n\n[查看原文](https://tv.example/2.shtml)\n"
    (gap,) = read_articles([write("20240110.md", day)])
    assert isinstance(gap, Missing)
    assert survey(gap) == Surveyed("20240110.md#1", "央视网", "2024-01-10")


@pytest.mark.parametrize(
    "body",
    [
        "会议指出，要坚持绿色发展，推动",
        "会议召开。\n他指出，要坚持绿色发展，推动",
        "会议召开。\n他指出，要坚持绿色发展……",
        "他说：“要坚持绿色发展。",
        "林向东在云溪",
    ],
)
def test_texts_that_break_off(body: str) -> None:
    assert is_truncated(body)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "会议指出，要稳。",
        "他说：“要坚持绿色发展。”",
        "他说，要坚持绿色发展。（完）",
        "他说，要坚持绿色发展！\n林向东\n2031年9月3日",
        "名单如下，共四人。\n丁一 王二（女） 张三（满族，兼） 李四",
        "现予公布。\n附件：1．名单 2．章程",
    ],
)
def test_texts_that_end(body: str) -> None:
    assert not is_truncated(body)


# --- in the graph


def test_statements_use_names_of_the_ontology_in_both_languages(coverage: Coverage) -> None:
    ontology = load_ontology()
    properties = {p.removeprefix("pk:") for _, p, _ in coverage_statements(coverage) if p.startswith("pk:")}
    assert properties == {
        "coverageOf", "day", "articleCount", "emptyCount", "truncatedCount", "copyCount", "copyOf",
    }  # fmt: skip
    for term in [ontology.classes["Coverage"], *(ontology.properties[name] for name in properties)]:
        assert term.labels.keys() == term.comments.keys() == {"zh", "en"}, term.name


def test_a_near_copy_is_linked_and_the_same_text_is_one_article(coverage: Coverage) -> None:
    links = [(s, o) for s, p, o in coverage_statements(coverage) if p == "pk:copyOf"]
    assert links == [(article("b", COPY).key, article("a", FIRST).key)]


def test_the_named_query_gives_the_months(coverage: Coverage) -> None:
    store = ox.Store()
    store.extend(parsed("".join(coverage_lines(coverage, ()))))
    found = store.query(load_queries()["coverage"].text, prefixes=dict(NAMESPACES))
    assert isinstance(found, ox.QuerySolutions)
    rows = [tuple(term.value if term else None for term in row) for row in found]
    dated = [p for p in months(coverage) if p.first]
    assert rows == [
        (p.source, (p.first or "")[:7], *map(str, (p.expected, p.present, p.articles, p.empty, p.truncated, p.copies)))
        for p in dated
    ]


# --- the broadcasts


@pytest.mark.slow
def test_all_days_of_broadcast_are_covered_in_half_a_minute(shared: Path) -> None:
    folder = shared / "corpus" / "cctv"
    if not folder.is_dir():
        pytest.skip("the broadcasts are not there")
    records = list(read_articles([str(folder)]))
    start = time.perf_counter()
    coverage = read_coverage(records)
    assert time.perf_counter() - start < 30
    (source,) = sources(coverage)
    files = {path.stem for path in folder.glob("*.md")}
    assert source.present == len(files) and source.expected - source.present == len(
        [day for day in coverage.days if not day.present]
    )
    assert all(day.present == (str(day.date).replace("-", "") in files) for day in coverage.days)
    assert source.articles == sum(isinstance(record, Article) for record in records)
    assert source.truncated * 1000 < source.articles and coverage.failures == 0
    doubled = [replace(r, name=f"again/{r.name}") for r in records[:500] if isinstance(r, Article)]
    assert read_coverage([*records, *doubled]).releases == coverage.releases
