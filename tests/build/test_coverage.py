"""What a corpus build says of its coverage: in manifest.json and in a graph of its own that is no article."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import kg.build.corpus
from kg.build.corpus import Progress
from kg.corpus import read_articles
from kg.corpus.coverage import coverage_data, read_coverage
from kg.query.named import run_named
from kg.query.port import open_store
from kg.query.verify import check_evidence
from tests.build.invented import BASE, PEOPLE, build_invented, export, published, write_corpus
from tests.build.test_corpus import progress_of

GRAPH = f"{BASE}graph/coverage"
_RELEASE = "".join(f"{PEOPLE[0]}到云溪市调研，要求第{n}个方面的工作都要落到实处。" for n in "一二三四五六七八九")


def write_days(folder: Path) -> Path:
    """Articles with days: two releases on the 1st, a copy of one on the 2nd by another paper, a gap, one on the 4th."""
    texts = {
        "a": ("2031-05-01", "新华社", f"一号报道\n\n{_RELEASE}"),
        "b": ("2031-05-01", "新华社", f"二号报道\n\n{PEOPLE[1]}到临川市调研。"),
        "c": ("2031-05-02", "云溪日报", f"三号报道\n\n{_RELEASE}本报将继续关注此事的进展。"),
        "d": ("2031-05-04", "新华社", f"四号报道\n\n{PEOPLE[2]}到白鹭调研，"),
    }
    folder.mkdir()
    for name, (day, publisher, text) in texts.items():
        row = {"text": text, "date": day, "source": publisher}
        (folder / f"{name}.jsonl").write_text(json.dumps(row, ensure_ascii=False), encoding="utf-8")
    return folder


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    return write_days(tmp_path / "in")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def manifest_of(folder: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads((folder / "manifest.json").read_bytes())["coverage"]
    return found


def in_graph(folder: Path) -> list[str]:
    return [line for line in export(folder) if line.endswith(f"<{GRAPH}>")]


def copies(folder: Path) -> int:
    return len([line for line in in_graph(folder) if "copyOf>" in line])


def test_the_manifest_says_what_kg_coverage_says(inputs: Path, out: Path) -> None:
    build_invented([inputs], out)
    said = json.loads(json.dumps(coverage_data(read_coverage(read_articles([str(inputs)])))))
    assert manifest_of(out) == said
    assert (said["articles"], said["releases"], said["truncated"]) == (4, 3, ["d.jsonl#1"])
    assert [source["missing"] for source in said["sources"]] == [[], ["2031-05-02", "2031-05-03"]]


def test_the_graph_links_copies_and_answers_the_named_query(inputs: Path, out: Path) -> None:
    build_invented([inputs], out)
    store = open_store(out)
    copied = f"SELECT ?of WHERE {{ GRAPH <{GRAPH}> {{ ?a pk:copyOf ?b }} GRAPH ?b {{ ?b rdfs:label ?of }} }}"
    assert store.query(copied).records() == [{"of": "一号报道"}]
    answer = run_named(store, "coverage").records()
    rows = [tuple(row[name] for name in ("source", "days", "present", "articles")) for row in answer]
    assert rows == [("云溪日报", "1", "1", "1"), ("新华社", "4", "2", "3")]


def test_it_is_no_article(inputs: Path, out: Path) -> None:
    summary = build_invented([inputs], out)
    report = check_evidence(out)
    assert report.holds and report.articles == summary.articles == 4
    assert len(open_store(out).query("SELECT ?g WHERE { GRAPH ?g { ?g a pk:Article } }").rows) == 4


@pytest.mark.parametrize("few", [1000, 0.01])
def test_it_follows_what_is_read_though_no_article_is_extracted(
    inputs: Path, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, few: float
) -> None:
    """An item without text changes no article; whether the store is loaded anew or a copy of it is changed."""
    monkeypatch.setattr(kg.build.corpus, "FEW", few)
    write_corpus(inputs, range(20))
    build_invented([inputs], out)
    day = "# 《新闻联播》 (20310503)\n\n### 只有标题\n\n[查看原文](https://tv.example/2.shtml)\n"
    (inputs / "20310503.md").write_text(day, encoding="utf-8")
    heard: list[Progress] = progress_of(inputs, out)
    assert {progress.stage for progress in heard} == {"read", "load"}
    assert manifest_of(out)["empty"] == ["20310503.md#1"]
    assert any("emptyCount" in line and '"1"' in line for line in in_graph(out))
    (inputs / "c.jsonl").unlink()
    build_invented([inputs], out)
    assert copies(out) == 0, "the copy was withdrawn"
    build_invented([inputs], tmp_path / "fresh")
    assert export(out) == export(tmp_path / "fresh") and published(out) == published(tmp_path / "fresh")


def test_neither_order_nor_workers_change_it(inputs: Path, tmp_path: Path) -> None:
    write_corpus(inputs, range(20))
    files = sorted(inputs.iterdir())
    build_invented(files, tmp_path / "one")
    build_invented(files[::-1], tmp_path / "two", workers=2)
    assert in_graph(tmp_path / "one") == in_graph(tmp_path / "two") != []
    assert manifest_of(tmp_path / "one") == manifest_of(tmp_path / "two")


def test_an_article_that_could_not_be_built_is_no_end_of_a_link(inputs: Path, out: Path) -> None:
    build_invented([inputs], out)
    assert copies(out) == 1
    broken = (inputs / "a.jsonl").read_text(encoding="utf-8").replace("一号", "坏的一号")
    (inputs / "a.jsonl").write_text(broken, encoding="utf-8")
    assert build_invented([inputs], out).articles == 3
    assert copies(out) == 0 and len(manifest_of(out)["copies"]) == 1  # type: ignore[arg-type]
