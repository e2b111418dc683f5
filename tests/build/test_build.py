"""A build is whole or not at all, the same bytes every time, and one bad article stops no other."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import current_thread

import pytest
import spacy

from kg.build import Options, Progress, Stages, build
from kg.build.folder import replaced_folder
from kg.corpus import Metadata
from kg.errors import CorpusError, MissingExtra, StoreError
from kg.extract.plugin import _load, load_plugin
from kg.model import Article, Entity, Evidence, Extraction, Fact

GOOD = "李希在云南调研\n\n新华社昆明5月18日电 李希到云南调研。\n"
BASE = "https://example.org/id/"


def extract(article: Article) -> Extraction:
    """Reads one fact: who stands first in the headline."""
    if "坏" in article.clean:
        raise ValueError("坏文章")
    name = article.clean[:2]
    start, end = article.span(0, 2)
    evidence = Evidence(start, end, article.text[start:end], "test.first", 1.0)
    person = Entity(f"person/{name}", "people", "Person", name)
    fact = Fact(article.key, "mentions", person.key, (evidence,))
    return Extraction(article, ((0, len(article.text)),), (), (person,), (fact,))


def write_graph(extractions: Sequence[Extraction], folder: Path, base: str) -> None:
    lines = [f"<{base}{f.subject}> <{f.predicate}> <{base}{f.object}> ." for x in extractions for f in x.facts]
    (folder / "graph.ttl").write_text("\n".join(lines), encoding="utf-8")


def write_page(folder: Path) -> None:
    (folder / "graph.html").write_text("<!doctype html>", encoding="utf-8")


STAGES = Stages(extract, write_graph, lambda extraction, base: [], write_page, str, BASE)


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(GOOD, encoding="utf-8")
    return folder


def test_names_of_a_pipeline_are_in_the_graph_and_its_digest_in_the_manifest(inputs: Path, tmp_path: Path) -> None:
    nlp = spacy.blank("zh")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "ORG", "pattern": "青云观察组"}])  # type: ignore[attr-defined]
    nlp.to_disk(tmp_path / "tiny")
    (inputs / "a.txt").write_text(GOOD + "青云观察组随行。\n", encoding="utf-8")
    plain = build([str(inputs)], tmp_path / "plain", Options(page=False))
    tagged = build([str(inputs)], tmp_path / "tagged", Options(page=False, ner=str(tmp_path / "tiny")))
    assert plain.folder and tagged.folder
    manifests = [json.loads((folder / "manifest.json").read_text()) for folder in (plain.folder, tagged.folder)]
    assert ["ner" in manifest for manifest in manifests] == [False, True]
    graphs = [(folder / "graph.ttl").read_text(encoding="utf-8") for folder in (plain.folder, tagged.folder)]
    assert ["青云观察组" in graph for graph in graphs] == [False, True]


def test_a_corpus_is_read_again_with_another_pipeline(inputs: Path, tmp_path: Path) -> None:
    (inputs / "b.txt").write_text(GOOD.replace("云南", "贵州") + "青云观察组随行。\n", encoding="utf-8")
    for pattern in ("青云观察组", "青云"):
        nlp = spacy.blank("zh")
        nlp.add_pipe("entity_ruler").add_patterns([{"label": "ORG", "pattern": pattern}])  # type: ignore[attr-defined]
        nlp.to_disk(tmp_path / "tiny")
        load_plugin.cache_clear()
        _load.cache_clear()
        options = Options(page=False, workers=1, ner=str(tmp_path / "tiny"))
        summary = build([str(inputs)], tmp_path / "out", options)
        assert summary.articles == 2
        assert f'"{pattern}"' in (tmp_path / "out" / "graph.ttl").read_text(encoding="utf-8")


def test_a_pipeline_that_is_not_installed_stops_the_build(inputs: Path, tmp_path: Path) -> None:
    with pytest.raises(MissingExtra, match="--ner no_such_pipeline"):
        build([str(inputs)], tmp_path / "out", Options(ner="no_such_pipeline"))
    assert not (tmp_path / "out").exists()


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_build_leaves_graph_page_and_manifest(inputs: Path, tmp_path: Path) -> None:
    heard: list[Progress] = []
    summary = build(
        [str(inputs)], tmp_path / "out", Options(Metadata(date="2023-05-18")), stages=STAGES, on_progress=heard.append
    )
    assert summary.complete and summary.articles == 1 and summary.sentences == 1
    assert summary.entities == {"people": 1} and summary.facts == {"mentions": 1} and summary.undated == 0
    assert [progress.name for progress in heard] == ["a.txt"]
    assert sorted(contents(tmp_path / "out")) == ["graph.html", "graph.ttl", "manifest.json"]
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert [a["name"] for a in manifest["articles"]] == ["a.txt"]
    assert manifest["articles"][0]["date"] == "2023-05-18" and manifest["base"] == BASE
    assert manifest["counts"]["facts"] == {"mentions": 1} and set(manifest["files"]) == {"graph.html", "graph.ttl"}
    assert str(tmp_path) not in json.dumps(manifest), "a manifest names no folder of this computer"


def test_two_builds_are_the_same_bytes(inputs: Path, tmp_path: Path) -> None:
    for out in ("one", "two"):
        build([str(inputs)], tmp_path / out, stages=STAGES)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_bad_inputs_beside_the_article_become_lines_of_failures(inputs: Path, tmp_path: Path) -> None:
    (inputs / "d.txt").write_bytes(b"\0")
    summary = build([str(inputs)], tmp_path / "out", stages=STAGES)
    assert not summary.complete and summary.articles == 1
    lines = (tmp_path / "out" / "failures.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["where"] for line in lines] == ["d.txt"]


def test_a_failure_of_ours_is_said_and_raised_when_debugging(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "c.txt").write_text("坏文章。", encoding="utf-8")
    summary = build([str(tmp_path / "c.txt")], tmp_path / "out", stages=STAGES)
    assert summary.folder is None and "ValueError: 坏文章" in summary.failures[0].found
    monkeypatch.setenv("KG_DEBUG", "1")
    with pytest.raises(ValueError, match="坏文章"):
        build([str(tmp_path / "c.txt")], tmp_path / "out", stages=STAGES)
    assert not (tmp_path / "out").exists()


def test_a_graph_that_breaks_the_shapes_is_a_failure_unless_nobody_asks(inputs: Path, tmp_path: Path) -> None:
    strict = replace(STAGES, check=lambda x, base: ["a", "b", "c", "d"])
    summary = build([str(inputs)], tmp_path / "out", stages=strict)
    assert summary.folder is None and "a; b; c; and 1 more" in summary.failures[0].found
    assert [p.name for p in tmp_path.iterdir()] == ["in"]
    assert build([str(inputs)], tmp_path / "out", Options(validate=False), stages=strict).complete


def test_a_check_runs_where_it_is_sent(inputs: Path, tmp_path: Path) -> None:
    with ThreadPoolExecutor(2) as threads:
        stages = replace(STAGES, check=lambda x, base: [f"wrong in {current_thread().name}"])
        summary = build([str(inputs)], tmp_path / "out", stages=stages, checker=threads)
    assert "wrong in ThreadPoolExecutor" in summary.failures[0].found


def test_the_same_text_twice_is_built_once(inputs: Path, tmp_path: Path) -> None:
    (inputs / "z.txt").write_text(GOOD, encoding="utf-8")
    summary = build([str(inputs)], tmp_path / "out", stages=STAGES)
    assert summary.complete and summary.articles == 1 and summary.duplicates == ("z.txt",)


def test_nothing_is_written_where_nothing_can_be_built(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    summary = build([str(tmp_path / "empty"), str(tmp_path / "none.txt")], tmp_path / "out", stages=STAGES)
    assert summary.folder is None and len(summary.failures) == 2 and not summary.complete
    assert [p.name for p in tmp_path.iterdir()] == ["empty"]


def test_a_new_build_replaces_the_whole_old_one(inputs: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    build([str(inputs), str(tmp_path / "none.txt")], out, stages=STAGES)
    (out / "notes.txt").write_text("left from before", encoding="utf-8")
    assert (out / "failures.jsonl").exists()
    build([str(inputs / "a.txt")], out, stages=STAGES)
    assert sorted(contents(out)) == ["graph.html", "graph.ttl", "manifest.json"]


@pytest.mark.parametrize("stage", ["write_graph", "write_page"])
def test_a_stage_that_breaks_leaves_the_old_build_and_no_draft(inputs: Path, tmp_path: Path, stage: str) -> None:
    out = tmp_path / "out"
    build([str(inputs)], out, stages=STAGES)
    before = contents(out)

    def breaks(*_: object) -> None:
        raise OSError("disk full")

    broken = replace(STAGES, write_graph=breaks) if stage == "write_graph" else replace(STAGES, write_page=breaks)
    with pytest.raises(OSError, match="disk full"):
        build([str(inputs)], out, stages=broken)
    assert contents(out) == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in", "out"]


def test_somebody_elses_folder_is_not_touched(inputs: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "thesis.doc").write_text("mine", encoding="utf-8")
    with pytest.raises(StoreError, match="other files"):
        build([str(inputs)], out, stages=STAGES)
    assert sorted(contents(out)) == ["thesis.doc"]


def test_an_empty_folder_and_a_nested_new_one_are_taken(inputs: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    assert build([str(inputs)], tmp_path / "out", stages=STAGES).complete
    assert build([str(inputs)], tmp_path / "x" / "y" / "out", stages=STAGES).complete


def test_a_file_in_the_way_is_named(inputs: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("", encoding="utf-8")
    with pytest.raises(StoreError, match="a file"):
        build([str(inputs)], tmp_path / "out", stages=STAGES)
    with pytest.raises(StoreError, match="cannot be written"):
        build([str(inputs)], tmp_path / "out" / "below", stages=STAGES)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="the administrator may write everywhere")
def test_a_read_only_folder_is_refused(inputs: Path, tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o555)
    with pytest.raises(StoreError, match="cannot be written"):
        build([str(inputs)], closed / "out", stages=STAGES)


def test_a_folder_that_turns_out_read_only_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> str:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.mkdtemp", refuse)
    with pytest.raises(StoreError, match="Permission denied"), replaced_folder(tmp_path / "out"):
        pytest.fail("there is no draft to fill")


def test_a_failed_exchange_brings_the_old_folder_back(
    inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    build([str(inputs)], out, stages=STAGES)
    before, rename = contents(out), Path.rename

    def refuse_draft(self: Path, target: Path) -> Path:
        if Path(target) == out and not self.name.endswith(".old"):
            raise PermissionError(13, "Permission denied")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse_draft)
    with pytest.raises(StoreError, match="Permission denied"):
        build([str(inputs)], out, stages=STAGES)
    assert contents(out) == before and sorted(p.name for p in tmp_path.iterdir()) == ["in", "out"]


@pytest.mark.parametrize("date", ["12.05.2023", "2023-5-12", "2023-02-30", "today", "２０２３-05-12"])
def test_an_unknown_date_is_refused_before_anything_is_read(inputs: Path, tmp_path: Path, date: str) -> None:
    with pytest.raises(CorpusError, match="YYYY-MM-DD") as error:
        build([str(inputs)], tmp_path / "out", Options(Metadata(date=date)), stages=STAGES)
    assert repr(date) in error.value.found and error.value.where == "--date"
    assert not (tmp_path / "out").exists()
