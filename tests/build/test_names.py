"""Who is who in a build: merged and parted in the store, reviewed by a person, the same bytes however it came about."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

import kg.build.corpus
from kg.build import Options, Summary, build
from kg.cli.resolve import read_decisions
from kg.errors import StoreError
from kg.query.port import open_store
from kg.query.verify import check_evidence
from tests.build.invented import export, published

TEXTS: Mapping[str, tuple[str, str]] = {
    "premier": ("2024-05-18", "国务院总理李强18日在北京主持召开座谈会。李强强调，要稳定就业。"),
    "premier-too": ("2024-05-19", "中共中央政治局常委、国务院总理李强19日在上海调研。"),
    "secretary": ("2024-05-20", "云溪村党支部书记李强介绍，村里种植了草莓。"),
    "teacher": ("2024-05-21", "教师李强说，孩子们很高兴。"),
    "full": ("2024-05-08", "新西兰总理克里斯托弗·拉克森8日表示，愿同中方加强合作。"),
    "short": ("2024-05-09", "新西兰总理拉克森9日表示，愿意合作。拉克森强调，要加强合作。"),
    "both": ("2024-05-10", "新西兰总理克里斯托弗·拉克森10日表示欢迎。当天，新西兰总理拉克森同中方代表举行会谈。"),
    "province": ("2024-05-06", "浙江省政府6日召开会议。浙江省政府要求，要保障供应。"),
    "province-too": ("2024-05-07", "浙江省人民政府7日发布通知。"),
    "professor": ("2024-05-11", "云溪大学教授王伟说，水质变好了。"),
    "farmer": ("2024-05-12", "白鹭村党支部书记王伟说，收成很好。"),
    "rain": ("2024-05-13", "河北省石家庄市13日下雨。"),
}
PROFESSOR, FARMER = "person/王伟_云溪大学教授", "person/王伟_白鹭村党支部书记"


def write(folder: Path, names: Mapping[str, tuple[str, str]]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, (day, text) in names.items():
        (folder / f"{name}.txt").write_text(f"{text}\n", encoding="utf-8")
        (folder / f"{name}.json").write_text(json.dumps({"date": day, "title": name}), encoding="utf-8")
    return folder


def built(inputs: list[Path], out: Path, workers: int = 1) -> Summary:
    return build([str(path) for path in inputs], out, Options(workers=workers, validate=False, page=False))


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    return write(tmp_path / "in", TEXTS)


def ask(out: Path, pattern: str) -> bool:
    return bool(open_store(out).query(f"ASK {{ {pattern} }}").boolean)


def answer(out: Path, word: str, one: str = PROFESSOR, other: str = FARMER) -> None:
    path = out / "review.yaml"
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))
    (entry,) = [each for each in entries if {each["one"], each["other"]} == {one, other}]
    entry["answer"] = word
    path.write_text(yaml.safe_dump(entries, allow_unicode=True), encoding="utf-8")


def test_names_are_merged_and_parted_with_their_evidence(inputs: Path, tmp_path: Path) -> None:
    summary = built([inputs], tmp_path / "out")
    report = check_evidence(tmp_path / "out")
    assert report.holds, report.problems
    assert report.facts == sum(summary.facts.values())
    assert not ask(tmp_path / "out", "person:拉克森 pk:holdsPost post:新西兰总理")
    assert ask(
        tmp_path / "out", "person:克里斯托弗·拉克森 owl:sameAs person:拉克森 ; skos:altLabel|skos:prefLabel '拉克森'@zh"
    )
    assert ask(tmp_path / "out", "person:李强_国务院总理 pk:holdsPost post:国务院总理 ; rdfs:label '李强'@zh")
    assert ask(tmp_path / "out", "person:李强_国务院总理 owl:differentFrom person:李强_云溪村党支部书记")
    assert ask(tmp_path / "out", "organisation:浙江省政府 owl:sameAs|^owl:sameAs organisation:浙江省人民政府")
    quotes = open_store(tmp_path / "out").query(
        """SELECT ?quote { person:克里斯托弗·拉克森 pk:holdsPost post:新西兰总理 .
           ?fact rdf:subject person:克里斯托弗·拉克森 ; rdf:predicate pk:holdsPost .
           GRAPH ?article { ?evidence pk:supports ?fact ; pk:quote ?quote } }"""
    )
    assert {row["quote"] for row in quotes.records()} >= {"新西兰总理克里斯托弗·拉克森", "新西兰总理拉克森"}


def test_decisions_are_listed_with_rule_and_ground(inputs: Path, tmp_path: Path) -> None:
    built([inputs], tmp_path / "out")
    found = {(row["one"], row["outcome"], row["other"]): row for row in read_decisions(tmp_path / "out")}
    merged = found["person/拉克森", "same", "person/克里斯托弗·拉克森"]
    assert (merged["rule"], merged["ground"], merged["state"]) == ("people.full-name", "新西兰总理", "decided")
    assert found[PROFESSOR, "apart", FARMER]["state"] == "open"


def test_order_and_workers_change_no_byte(inputs: Path, tmp_path: Path) -> None:
    files = sorted(inputs.glob("*.txt"))
    built(files, tmp_path / "one")
    built(files[::-1], tmp_path / "reversed")
    built([*files[5:], *files[:5]], tmp_path / "two", workers=2)
    for other in ("reversed", "two"):
        assert export(tmp_path / other) == export(tmp_path / "one")
        assert published(tmp_path / other) == published(tmp_path / "one")


@pytest.mark.parametrize("few", [1000, 0.01])
def test_articles_that_come_and_go_end_like_a_fresh_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, few: float
) -> None:
    """With a store loaded anew and with a copy changed: who is who changes for articles that stay the same."""
    monkeypatch.setattr(kg.build.corpus, "FEW", few)
    first = {name: TEXTS[name] for name in TEXTS if name not in ("full", "teacher", "province-too")}
    inputs = write(tmp_path / "in", first)
    built([inputs], tmp_path / "out")
    assert ask(tmp_path / "out", "person:拉克森 pk:holdsPost post:新西兰总理") is False, "both names in one article"
    for turn, gone in enumerate(("both", "secretary")):
        write(inputs, TEXTS)
        (inputs / f"{gone}.txt").unlink()
        summary, fresh = built([inputs], tmp_path / "out"), built([inputs], tmp_path / f"fresh{turn}")
        assert replace(summary, folder=fresh.folder) == fresh
        assert export(tmp_path / "out") == export(tmp_path / f"fresh{turn}")
        assert published(tmp_path / "out") == published(tmp_path / f"fresh{turn}")
        assert check_evidence(tmp_path / "out").holds


def test_a_second_run_does_nothing(inputs: Path, tmp_path: Path) -> None:
    built([inputs], tmp_path / "out")
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*") if path.name != ".lock"}
    built([inputs], tmp_path / "out")
    assert before == {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*") if path.name != ".lock"}


def test_an_answer_holds_from_the_next_build_on(inputs: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    built([inputs], out)
    farms = "person:王伟 pk:holdsPost post:白鹭村党支部书记 , post:云溪大学教授"
    assert not ask(out, farms)
    answer(out, "accept")
    built([inputs], out)
    assert ask(out, farms), "all parts of the name together are the name again"
    assert check_evidence(out).holds
    (inputs / "professor.txt").unlink()
    built([inputs], out)
    assert "accept" in (out / "review.yaml").read_text(encoding="utf-8"), "kept while there is nothing to answer"
    write(inputs, TEXTS)
    answer(out, "reject")
    built([inputs], out)
    assert not ask(out, farms) and ask(out, "person:王伟_云溪大学教授 owl:differentFrom person:王伟_白鹭村党支部书记")
    states = {row["rule"]: row["state"] for row in read_decisions(out) if "王伟" in row["one"]}
    assert states == {"review": "rejected"}


def test_a_rejected_merge_is_undone(inputs: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    built([inputs], out)
    path = out / "review.yaml"
    own = "- {one: organisation/浙江省人民政府, other: organisation/浙江省政府, answer: reject, note: 另一机构}\n"
    path.write_text(path.read_text(encoding="utf-8") + own, encoding="utf-8")
    built([inputs], out)
    assert ask(
        out,
        "organisation:浙江省政府 rdfs:label ?any ; ^owl:differentFrom|owl:differentFrom organisation:浙江省人民政府",
    )
    assert "另一机构" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "line", "found"),
    [
        ("- one: person/甲\n  other: person/乙\n  answer: yes\n", 3, "answer: yes"),
        ("- one: person/甲\n  other: person/乙\n", 1, "answer: (nothing)"),
        ("- one: person/甲\n  other: place/乙\n  answer: accept\n", 1, "person/甲 and place/乙"),
        ("- one: 甲\n  other: person/乙\n  answer: accept\n", 1, "one: 甲"),
        ("- one: person/甲\n  other: person/乙\n  answr: accept\n", 3, "the field 'answr'"),
        ("one: person/甲\n", 1, "no list"),
        ("- one: [\n", 2, "no YAML"),
        ("- person/甲\n", 1, "no pair"),
        (
            "- {one: person/甲, other: person/乙, answer: accept}\n- {one: person/乙, other: person/甲, answer: no}\n",
            2,
            "answer: no",
        ),
    ],
)
def test_a_bad_edit_is_named_with_its_line(inputs: Path, tmp_path: Path, text: str, line: int, found: str) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "review.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(StoreError) as error:
        built([inputs], out)
    assert error.value.where == f"{out / 'review.yaml'}:{line}" and found in error.value.found
    assert error.value.expected and error.value.todo
    assert (out / "review.yaml").read_text(encoding="utf-8") == text, "what a person wrote is not touched"


def test_answers_that_contradict_each_other_are_named(inputs: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    built([inputs], out)
    pairs = (("李强_国务院总理", "王伟_云溪大学教授", "accept"), ("李强_国务院总理", "王伟_白鹭村党支部书记", "accept"),
             ("王伟_云溪大学教授", "王伟_白鹭村党支部书记", "reject"))  # fmt: skip
    lines = (f"- {{one: person/{one}, other: person/{other}, answer: {word}}}\n" for one, other, word in pairs)
    (out / "review.yaml").write_text("".join(lines), encoding="utf-8")
    with pytest.raises(StoreError, match="accepted as one") as error:
        built([inputs], out)
    assert error.value.where.startswith(f"{out / 'review.yaml'}:")
    assert (out / "store").is_dir(), "the build before it stays"
