"""The CSV tables: what each row says of the sample, how cells are written, that the codebook describes the files."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.export.cells import FORMULA_STARTS, cell, guarded, open_day, unguarded
from kg.export.exporters import export
from kg.export.tables import TABLES
from kg.graph.iris import DEFAULT_BASE
from kg.graph.vocabulary import PK
from tests.export.nasty import NAMES

COLUMNS = {table.name: [column.name for column in table.columns] for table in TABLES}


@pytest.fixture(scope="module")
def tables(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return export(sample, "csv", tmp_path_factory.mktemp("tables") / "csv")


@pytest.fixture(scope="module")
def awkward_tables(awkward: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return export(awkward, "csv", tmp_path_factory.mktemp("tables") / "csv")


def rows(folder: Path, table: str, **wanted: str) -> list[dict[str, str]]:
    """The rows of a table whose cells are as wanted."""
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    return [row for row in found if all(row[name] == value for name, value in wanted.items())]


def test_people(tables: Path) -> None:
    (zhou,) = rows(tables, "people", name="周岚")
    assert zhou == {
        "person": "person/周岚", "name": "周岚", "aliases": "", "posts": "青江省省长", "first_date": "2031-09-03",
        "last_date": "2031-09-05", "articles": "2", "mentions": "2",
    }  # fmt: skip
    assert [row["mentions"] for row in rows(tables, "people", name="林向东")] == ["2"]


def test_posts(tables: Path) -> None:
    (row,) = rows(tables, "posts", name="林向东")
    assert (row["post_name"], row["body_name"], row["relation"]) == ("青江省委书记", "青江省委", "holdsPost")
    assert (row["date_reported"], row["sentence"]) == ("2031-09-03", "青江省委书记林向东")


def test_events(tables: Path) -> None:
    (tour, meeting) = rows(tables, "events")
    assert (tour["kind"], tour["start"], tour["end"], tour["place_names"]) == (
        "Visit", "2031-09-01", "2031-09-02", "云溪市",
    )  # fmt: skip
    assert (meeting["kind"], meeting["chair_names"], meeting["places"]) == ("Meeting", "林向东", "place/990100")


def test_attendance_is_the_list_in_its_order_and_leaves_out_who_was_not_there(tables: Path) -> None:
    found = [(r["position"], r["name"], r["posts"], r["roles"]) for r in rows(tables, "attendance")]
    assert found == [
        ("1", "林向东", "青江省委书记", "chaired"),
        ("2", "周岚", "青江省省长", "spokeAt"),
        ("3", "何一鸣", "云溪市市长", "spokeAt"),
    ]


def test_visits(tables: Path) -> None:
    found = [(r["name"], r["place_name"], r["date"], r["part"]) for r in rows(tables, "visits")]
    assert found == [
        ("林向东", "云溪市", "", ""),
        ("林向东", "白鹭镇湿地公园", "2031-09-01", "morning"),
        ("林向东", "云溪船舶研究院", "2031-09-01", "afternoon"),
        ("周岚", "云溪市", "2031-09-04", ""),
    ]
    assert rows(tables, "visits")[0]["sentence"].count("\n") == 2, "as it stands in the text"


def test_statements(tables: Path) -> None:
    first, second = rows(tables, "statements")
    assert (first["speaker_names"], first["verb"], first["addressee_names"]) == ("林向东", "强调", "云溪市")
    assert set(first["theme_names"].split("|")) == {"长江岸线保护", "绿色航运"}
    assert (second["speaker_names"], second["text"], second["event"]) == ("郑和平", "马一凡没有出席座谈会", "")


def test_themes(tables: Path) -> None:
    (shipping,) = rows(tables, "themes", name="绿色航运")
    assert (shipping["standing"], shipping["speaker_names"], shipping["speaker_count"]) == (
        "candidate", "周岚|林向东", "2",
    )  # fmt: skip
    assert (shipping["first_date"], shipping["last_date"], shipping["articles"]) == ("2031-09-03", "2031-09-05", "2")
    assert rows(tables, "themes", name="长江岸线保护")[0]["standing"] == "concept"


def test_articles_come_by_day(tables: Path) -> None:
    found = rows(tables, "articles")
    assert [(r["date"], r["source"]) for r in found] == [("2031-09-03", "yunxi.txt"), ("2031-09-05", "zhou.txt")]
    assert sum(int(r["evidence"]) for r in found) == len(rows(tables, "evidence"))


@pytest.mark.parametrize("graph", ["", "<https://w3id.org/policy-kg/id/article/a> "])
def test_an_article_that_repeats_another_says_so(sample: Path, tmp_path: Path, graph: str) -> None:
    text = (sample / "graph.nq").read_text(encoding="utf-8")
    later, earlier = (f"<{DEFAULT_BASE}{row['article']}>" for row in rows(export(sample, "csv", tmp_path), "articles"))
    (tmp_path / "b").mkdir()
    copied = f"{later} <{PK}copyOf> {earlier} {graph}.\n"
    (tmp_path / "b" / "graph.nq").write_text(text + copied, encoding="utf-8", newline="\n")
    first, second = rows(export(tmp_path / "b", "csv"), "articles")
    assert (first["copy_of"], second["copy_of"]) == (second["article"], "")


def test_what_is_denied_is_in_the_evidence_alone(tables: Path) -> None:
    (denied,) = rows(tables, "evidence", polarity="denied")
    assert (denied["subject_name"], denied["predicate_zh"], denied["predicate_en"]) == ("马一凡", "出席", "attended")
    assert denied["because"].startswith("statement/")


def test_the_evidence_is_what_the_text_has_there(sample: Path, tables: Path) -> None:
    files = {row["article"]: row["text_file"] for row in rows(tables, "articles")}
    for row in rows(tables, "evidence"):
        text = (sample / files[row["article"]]).read_bytes().decode()
        assert text[int(row["start"]) : int(row["end"])] == unguarded(row["quote"])


# --- cells


def test_no_cell_begins_like_a_formula(awkward_tables: Path) -> None:
    for table in COLUMNS:
        for row in rows(awkward_tables, table):
            assert not [text for text in row.values() if text.startswith(FORMULA_STARTS)]


def test_nasty_texts_come_back(awkward_tables: Path) -> None:
    said = {unguarded(row["text"]) for row in rows(awkward_tables, "statements")}
    assert said == set(NAMES)
    assert {unguarded(row["sentence"]) for row in rows(awkward_tables, "posts")} == set(NAMES)
    days = {row["date"] for row in rows(awkward_tables, "visits") if row["name"] != "周岚"}
    assert days == {"XXXX-05-12"}


@given(st.text(st.characters(codec="utf-8"), max_size=6), st.sampled_from(["", "'", *FORMULA_STARTS]))
def test_a_guarded_text_is_safe_and_comes_back(text: str, start: str) -> None:
    written = guarded(start + text)
    assert not written.startswith(FORMULA_STARTS) and unguarded(written) == start + text


def test_cells() -> None:
    assert [cell(value) for value in (7, "甲", ("甲", "乙|丙"), (), "=1", ("-1", "2"))] == [
        "7", "甲", "甲|乙｜丙", "", "'=1", "'-1|2",
    ]  # fmt: skip
    assert [open_day(day) for day in ("2023-05-12", "--05-12", "")] == ["2023-05-12", "XXXX-05-12", ""]


def test_excel_gets_a_byte_order_mark_and_nothing_else(sample: Path, tables: Path, tmp_path: Path) -> None:
    folder = export(sample, "csv", tmp_path / "excel", excel=True)
    for table in COLUMNS:
        plain = (tables / f"{table}.csv").read_bytes()
        assert (folder / f"{table}.csv").read_bytes() == b"\xef\xbb\xbf" + plain
    assert json.loads((folder / "datapackage.json").read_text("utf-8"))["resources"][0]["encoding"] == "utf-8-sig"


# --- codebook


def test_the_descriptor_describes_the_files(tables: Path) -> None:
    described = json.loads((tables / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    assert {each["path"] for each in described} == {path.name for path in tables.glob("*.csv")}
    for each in described:
        data = (tables / each["path"]).read_bytes()
        assert (each["bytes"], each["hash"]) == (len(data), f"sha256:{hashlib.sha256(data).hexdigest()}")
        names = [field["name"] for field in each["schema"]["fields"]]
        assert data.decode().splitlines()[0].split(",") == names == COLUMNS[each["name"]]


@pytest.mark.parametrize("folder", ["tables", "awkward_tables"])
def test_keys_are_unique_references_hold_and_types_are_right(folder: str, request: pytest.FixtureRequest) -> None:
    path: Path = request.getfixturevalue(folder)
    types = {
        "integer": r"[0-9]*",
        "number": r"(0(\.[0-9]+)?|1)?",
        "date": r"([0-9]{4}-[0-9]{2}-[0-9]{2})?",
        "string": ".*",
    }
    for each in json.loads((path / "datapackage.json").read_text(encoding="utf-8"))["resources"]:
        found = rows(path, each["name"])
        keys = [tuple(row[name] for name in each["schema"]["primaryKey"]) for row in found]
        assert len(keys) == len(set(keys))
        for key in each["schema"].get("foreignKeys", ()):
            target = key["reference"]
            known = {row[target["fields"]] for row in rows(path, target["resource"])} | {""}
            assert {row[key["fields"]] for row in found} <= known
        for field in each["schema"]["fields"]:
            pattern = field.get("constraints", {}).get("pattern", types[field["type"]])
            values = {row[field["name"]] for row in found} - {""}
            assert [value for value in values if not re.fullmatch(pattern, value, re.DOTALL)] == []


def test_the_codebook_has_every_column_in_both_languages(tables: Path) -> None:
    text = (tables / "codebook.md").read_text(encoding="utf-8")
    for table in TABLES:
        _, _, section = text.partition(f"\n## {table.name}.csv\n")
        section = section.partition("\n## ")[0]
        for column in table.columns:
            (line,) = [line for line in section.splitlines() if line.startswith(f"| `{column.name}` |")]
            assert column.type in line and column.en.replace("|", "\\|") in line
            assert re.search(r"[\u4e00-\u9fff]|SHA-256", column.zh) and not re.search(r"[\u4e00-\u9fff]", column.en)
        assert f"| `{table.name}.csv` | {len(rows(tables, table.name))} |" in text
