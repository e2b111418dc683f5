"""A corpus: what is built again and what is not, and that nothing depends on order or workers."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

import kg.build.corpus
import tests.build.invented
from kg.build import Options, build
from kg.build.corpus import Progress
from kg.corpus.coverage import read_coverage
from kg.errors import StoreError
from kg.graph.coverage import coverage_lines
from kg.graph.facts import graph_quads
from kg.graph.nquads import parsed
from kg.graph.turtle import turtle
from kg.query.port import open_store
from kg.query.verify import check_evidence
from tests.build.invented import (
    BASE,
    PEOPLE,
    build_invented,
    export,
    extract,
    fixed_rules,
    published,
    stages,
    text_of,
    write_corpus,
)


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    return write_corpus(tmp_path / "in", range(30))


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def progress_of(inputs: Path, out: Path, **options: object) -> list[Progress]:
    """What a build does, stage by stage."""
    heard: list[Progress] = []
    asked = replace(Options(workers=1, validate=False), **options)  # type: ignore[arg-type]
    with fixed_rules():
        build([str(inputs)], out, asked, stages=stages(), on_progress=heard.append)
    return heard


def done(heard: list[Progress], stage: str) -> int:
    return max((progress.done for progress in heard if progress.stage == stage), default=0)


def test_the_store_holds_what_the_records_say(inputs: Path, out: Path) -> None:
    from kg.corpus import read_articles
    from kg.model import Article

    summary = build_invented([inputs], out)
    records = list(read_articles([str(inputs)]))
    extractions = [extract(article) for article in records if isinstance(article, Article)]
    coverage = coverage_lines(read_coverage(records), [x.article.key for x in extractions], BASE)
    quads = sorted([*graph_quads(extractions, BASE), *parsed("".join(coverage))], key=str)
    assert export(out) == sorted(map(str, quads))
    assert (out / "graph.nq").read_text(encoding="utf-8") == "".join(f"{quad} .\n" for quad in quads)
    assert (out / "graph.ttl").read_text(encoding="utf-8") == turtle(quads, BASE)
    assert summary.articles == 30 and summary.sentences == 30 and summary.evidence == 180
    assert summary.entities == {"people": 5, "places": 5}
    assert summary.facts["mentions"] == sum(
        len({f.object for f in x.facts if f.predicate == "mentions"}) for x in extractions
    )
    assert summary.facts["visited"] == len(
        {(f.subject, f.object) for x in extractions for f in x.facts if f.predicate == "visited"}
    )
    report = check_evidence(out)
    assert report.holds and (report.articles, report.facts) == (30, sum(summary.facts.values()))
    assert report.evidence <= summary.evidence


def test_a_second_run_does_nothing(inputs: Path, out: Path) -> None:
    first = build_invented([inputs], out)
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*") if path.name != ".lock"}
    heard = progress_of(inputs, out)
    assert done(heard, "read") == 30 and not done(heard, "extract") and not done(heard, "load")
    assert before == {path: path.stat().st_mtime_ns for path in out.rglob("*") if path.name != ".lock"}
    assert build_invented([inputs], out) == first


def test_order_and_workers_change_no_byte(inputs: Path, tmp_path: Path) -> None:
    files = sorted(inputs.iterdir())
    build_invented(files, tmp_path / "one")
    build_invented(files[::-1], tmp_path / "reversed")
    build_invented([*files[7:], *files[:7]], tmp_path / "three", workers=3)
    for other in ("reversed", "three"):
        assert export(tmp_path / other) == export(tmp_path / "one")
        assert published(tmp_path / other) == published(tmp_path / "one")


def test_the_hash_seed_changes_no_byte(inputs: Path, tmp_path: Path) -> None:
    for seed in ("1", "2"):
        command = [
            sys.executable,
            "-m",
            "tests.build.invented",
            str(inputs),
            "--out",
            str(tmp_path / seed),
            "--workers",
            seed,
        ]
        root = Path(__file__).resolve().parents[2]
        subprocess.run(command, env=os.environ | {"PYTHONHASHSEED": seed}, cwd=root, check=True)
    assert export(tmp_path / "1") == export(tmp_path / "2") and published(tmp_path / "1") == published(tmp_path / "2")


def test_of_several_inputs_with_one_text_the_earliest_is_the_article(tmp_path: Path) -> None:
    folder = write_corpus(tmp_path / "in", range(3))
    for name, date in (("y", "2023-05-20"), ("x", "2023-05-18")):
        (folder / f"{name}.txt").write_text(text_of(0), encoding="utf-8")
        (folder / f"{name}.json").write_text(json.dumps({"date": date}), encoding="utf-8")
    files = sorted(folder.glob("*.txt"))
    for number, order in enumerate((files, files[::-1])):
        summary = build_invented(order, tmp_path / str(number))
        assert summary.articles == 3 and summary.duplicates == ("0000.txt", "y.txt") and summary.undated == 2
    assert published(tmp_path / "0") == published(tmp_path / "1")


@pytest.mark.parametrize("few", [1000, 0.01])
def test_changed_new_and_withdrawn_articles_end_like_a_fresh_build(
    tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch, few: float
) -> None:
    """Whether the store is loaded anew or a copy of it is changed."""
    monkeypatch.setattr(kg.build.corpus, "FEW", few)
    inputs = write_corpus(tmp_path / "in", range(40))
    build_invented([inputs], out)
    (inputs / "0003.txt").unlink()
    (inputs / "0004.txt").write_text(text_of(4, 2), encoding="utf-8")
    (inputs / "0005.json").write_text('{"title": "另一个标题"}', encoding="utf-8")
    write_corpus(inputs, [41])
    heard = progress_of(inputs, out)
    assert done(heard, "extract") == 3, "the changed text, the changed title, the new article"
    build_invented([inputs], tmp_path / "fresh")
    assert export(out) == export(tmp_path / "fresh") and published(out) == published(tmp_path / "fresh")
    assert check_evidence(out).holds


@pytest.mark.parametrize("few", [1000, 0.01])
def test_a_fact_goes_with_its_last_evidence(
    tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch, few: float
) -> None:
    monkeypatch.setattr(kg.build.corpus, "FEW", few)
    inputs = write_corpus(tmp_path / "in", range(20))
    for name in ("x", "y"):
        text = f"{name}的报道\n\n新华社电 {PEOPLE[0]}到北岭市调研。"
        (inputs / f"{name}.txt").write_text(text, encoding="utf-8")
    visit = f"ASK {{ <{BASE}person/{PEOPLE[0]}> pk:visited <{BASE}place/北岭> }}"
    for name, holds in (("", True), ("x", True), ("y", False)):
        if name:
            (inputs / f"{name}.txt").unlink()
        build_invented([inputs], out)
        assert open_store(out).query(visit).boolean is holds
        assert check_evidence(out).holds


def test_inputs_enough_for_workers_are_read_by_them_to_the_same_bytes(tmp_path: Path) -> None:
    inputs = write_corpus(tmp_path / "in", range(200))
    (inputs / "0100.txt").write_bytes(b"\0")
    (inputs / "0150.txt").write_text(text_of(20), encoding="utf-8")
    one, two = (build_invented([inputs], tmp_path / str(workers), workers) for workers in (1, 2))
    assert (one.articles, one.duplicates, len(one.failures)) == (198, ("0150.txt",), 1)
    assert (one.articles, one.duplicates, one.failures) == (two.articles, two.duplicates, two.failures)
    assert export(tmp_path / "1") == export(tmp_path / "2") and published(tmp_path / "1") == published(tmp_path / "2")


def test_other_rules_build_everything_again(inputs: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build_invented([inputs], out)
    monkeypatch.setattr(tests.build.invented, "RULES", "other rules")
    heard = progress_of(inputs, out)
    assert done(heard, "extract") == 30 and done(heard, "load") == 30


def test_another_base_is_another_graph(inputs: Path, out: Path) -> None:
    build_invented([inputs], out)
    progress_of(inputs, out, base="https://example.org/other/")
    assert open_store(out).prefixes["id"] == "https://example.org/other/"
    assert all(BASE not in line for line in export(out))


@pytest.mark.parametrize("workers", [1, 2])
def test_bad_articles_stop_no_other(inputs: Path, out: Path, workers: int) -> None:
    (inputs / "bad.txt").write_text("坏文章。", encoding="utf-8")
    (inputs / "binary.txt").write_bytes(b"\0")
    summary = build_invented([inputs], out, workers)
    assert summary.articles == 30 and not summary.complete
    lines = (out / "failures.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["where"] for line in lines] == ["bad.txt", "binary.txt"]
    (inputs / "bad.txt").unlink()
    (inputs / "binary.txt").unlink()
    assert build_invented([inputs], out, workers).complete and not (out / "failures.jsonl").exists()


def test_an_article_that_kills_its_worker_is_a_failure(inputs: Path, out: Path) -> None:
    (inputs / "0007x.txt").write_text("死亡文章。", encoding="utf-8")
    summary = build_invented([inputs], out, workers=2)
    assert summary.articles == 30 and [failure.where for failure in summary.failures] == ["0007x.txt"]
    assert "died" in summary.failures[0].found


def test_a_graph_that_breaks_the_shapes_is_left_out_and_found_again(inputs: Path, out: Path) -> None:
    (inputs / "z.txt").write_text("歪文章。", encoding="utf-8")
    assert build_invented([inputs], out).articles == 31, "nobody asked"
    assert build_invented([inputs], out, validate=True).articles == 30
    assert build_invented([inputs], out).articles == 31


def test_a_large_corpus_has_no_graph_files_and_checks_a_sample(
    inputs: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_invented([inputs], out)
    monkeypatch.setattr(kg.build.corpus, "SMALL", 20)
    build_invented([inputs], out, validate=True)
    assert not (out / "graph.nq").exists() and not (out / "graph.ttl").exists()
    assert (out / "store").is_dir() and open_store(out).prefixes["id"] == BASE


def test_a_folder_with_a_store_keeps_it_for_one_article(inputs: Path, out: Path, tmp_path: Path) -> None:
    build_invented([inputs], out)
    assert build_invented([inputs / "0001.txt"], out).articles == 1 and (out / "store").is_dir()
    alone = build([str(inputs / "0001.txt")], tmp_path / "one", Options(validate=False), stages=stages())
    assert alone.articles == 1 and not (tmp_path / "one" / "store").exists()
    build([str(inputs / "0001.txt")], tmp_path / "two", Options(validate=False, store=True), stages=stages())
    assert (tmp_path / "two" / "store").is_dir()


def test_nothing_to_build_leaves_nothing(tmp_path: Path, out: Path) -> None:
    (tmp_path / "a.txt").write_text("坏文章。", encoding="utf-8")
    (tmp_path / "b.txt").write_text("坏文章。\n", encoding="utf-8")
    summary = build_invented([tmp_path / "a.txt", tmp_path / "b.txt"], out)
    assert summary.folder is None and len(summary.failures) == 2 and not out.exists()


def test_two_builds_exclude_each_other_and_a_dead_one_is_no_obstacle(inputs: Path, out: Path) -> None:
    from kg.build.lock import locked

    build_invented([inputs], out)
    before = export(out)
    with locked(out), pytest.raises(StoreError, match=f"another build is writing it .process {os.getpid()} on"):
        build_invented([inputs], out)
    assert export(out) == before
    (out / ".lock").write_text("process 4242 on elsewhere\n", encoding="utf-8")
    assert build_invented([inputs], out).complete


@pytest.mark.parametrize("damage", ["removed", "emptied", "unfinished", "file lost"])
def test_a_lost_store_comes_back_from_the_journal(inputs: Path, out: Path, damage: str) -> None:
    build_invented([inputs], out)
    before, store = export(out), out / "store"
    if damage == "removed":
        shutil.rmtree(store)
    elif damage == "emptied":
        for path in store.iterdir():
            path.unlink()
    elif damage == "unfinished":
        (store / "content.json").unlink()
    else:
        next(store.glob("*.sst")).unlink()
    if damage != "removed":
        with pytest.raises(StoreError, match="run the same kg build again"):
            open_store(out)
    heard = progress_of(inputs, out)
    assert not done(heard, "extract") and done(heard, "load") == 30 and export(out) == before


def test_a_lost_text_and_a_damaged_shard_are_made_anew(inputs: Path, out: Path) -> None:
    build_invented([inputs], out)
    before, files = export(out), published(out)
    next((out / "texts").iterdir()).unlink()
    shard = next((out / "shards").iterdir())
    shard.write_bytes(shard.read_bytes()[:-40])
    shutil.rmtree(out / "store")
    assert done(progress_of(inputs, out), "extract") > 0
    assert export(out) == before and published(out) == files


def test_a_shard_damaged_inside_is_said_and_made_anew(inputs: Path, out: Path) -> None:
    build_invented([inputs], out)
    before = export(out)
    shard = next((out / "shards").iterdir())
    content = bytearray(shard.read_bytes())
    content[200:230] = bytes(30)
    shard.write_bytes(content)
    shutil.rmtree(out / "store")
    with pytest.raises(StoreError, match="damaged"):
        build_invented([inputs], out)
    build_invented([inputs], out)
    assert export(out) == before
