"""The tables of seeds/lexicon keep their format, and a broken one is named by file and line."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from kg.errors import SeedError
from kg.lexicon.tables import Row, load_sources, load_table, split_cell
from kg.paths import lexicon_dir

TABLES = sorted(path for path in lexicon_dir().glob("*/*.tsv") if path.name != "SOURCES.tsv")
MINE = sorted(path for path in TABLES if path.parent.name in {"places", "organisations"})
NAMESAKES_ALLOWED = {"divisions"}  # four 鼓楼区; which one is meant is for the reader of the text to say
HEADER = "id\tname\taliases\tvalid_from\tvalid_to\tlevel\tsource\tnote\n"
ROW = "130900\t沧州市\t沧州\t\t\tprefecture\tcurated\t\n"


def name(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def rows_of(table: str) -> tuple[Row, ...]:
    return load_table(lexicon_dir() / f"{table}.tsv")


@pytest.mark.parametrize("path", TABLES, ids=name)
def test_table_loads_and_is_in_order(path: Path) -> None:
    ids = [row.id for row in load_table(path)]
    assert ids, f"{path} has no rows"
    assert ids == sorted(set(ids))


@pytest.mark.parametrize("path", TABLES, ids=name)
def test_table_has_its_source_and_licence(path: Path) -> None:
    source = load_sources(path.parent)[path.stem]
    assert source.source and source.licence and source.retrieved


@pytest.mark.parametrize("folder", sorted({path.parent for path in TABLES}), ids=lambda folder: folder.name)
def test_every_source_has_its_table(folder: Path) -> None:
    assert set(load_sources(folder)) == {path.stem for path in TABLES if path.parent == folder}


@pytest.mark.parametrize("path", MINE, ids=name)
def test_cells_are_trimmed_and_values_differ(path: Path) -> None:
    for row in load_table(path):
        cells = [row.id, *row.names, *row.extra.values()]
        assert [cell.strip() for cell in cells] == cells, row
        assert "" not in row.names and len(set(row.names)) == len(row.names), row


@pytest.mark.parametrize("path", [path for path in MINE if path.stem not in NAMESAKES_ALLOWED], ids=name)
def test_no_name_has_two_rows(path: Path) -> None:
    owners = Counter(form for row in load_table(path) for form in row.names)
    assert {form: count for form, count in owners.items() if count > 1} == {}


@pytest.mark.parametrize("path", MINE, ids=name)
def test_validity_is_an_interval_of_dates(path: Path) -> None:
    for row in load_table(path):
        for date in filter(None, (row.valid_from, row.valid_to)):
            assert all(part.isdigit() for part in date.split("-")), row
        assert not (row.valid_from and row.valid_to) or row.valid_from <= row.valid_to, row


def test_parents_of_organisations_exist() -> None:
    rows = rows_of("organisations/central")
    ids = {row.id for row in rows}
    assert [row.id for row in rows if row.extra["parent"] and row.extra["parent"] not in ids] == []


def test_codes_in_other_place_tables_exist() -> None:
    codes = {row.id for row in rows_of("places/divisions")} | {row.id for row in rows_of("places/countries")}
    regions, sites, world = (rows_of(f"places/{table}") for table in ("regions", "sites", "world"))
    regional = [code for row in regions for code in (*row.values("members"), *row.values("parent"))]
    used = {*regional, *(code for row in sites for code in row.values("parent"))}
    used |= {code for row in world for code in row.values("country")}
    assert used - codes == set()


@pytest.mark.parametrize(
    ("table", "column", "values"),
    [
        ("places/divisions", "level", {"province", "prefecture", "county"}),
        ("places/regions", "type", {"region", "newarea", "zone"}),
        ("places/world", "type", {"city", "capital", "admin", "region", "continent"}),
        (
            "organisations/central",
            "type",
            {"party", "state", "legislature", "judiciary", "military", "people", "democratic-party"},
        ),
    ],
)
def test_closed_columns_hold_only_their_values(table: str, column: str, values: set[str]) -> None:
    assert {row.extra[column] for row in rows_of(table)} <= values


def test_row_has_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "table.tsv"
    path.write_text(HEADER + "130900\t沧州市\t沧州|沧\t1983\t\tprefecture\tcurated\tseen\n", encoding="utf-8")
    (row,) = load_table(path)
    assert row.names == ("沧州市", "沧州", "沧")
    assert (row.id, row.valid_from, row.valid_to, row.source, row.note) == ("130900", "1983", "", "curated", "seen")
    assert row.extra["level"] == "prefecture" and row.values("level") == ("prefecture",)


def test_ordinary_words_are_marked() -> None:
    marked = {row.name for row in rows_of("places/divisions") if row.needs_context}
    assert {"城区", "合作市"} <= marked and "沧州市" not in marked


def test_empty_cell_has_no_values() -> None:
    assert split_cell("") == ()
    assert split_cell("川|蜀") == ("川", "蜀")


@pytest.mark.parametrize(
    ("content", "line", "found"),
    [
        ("", 1, "nothing"),
        (ROW, 1, "header 130900"),
        (HEADER.replace("valid_to\t", ""), 1, "header id"),
        (HEADER.replace("\tnote", ""), 1, "header id"),
        (HEADER.replace("level", "level\tlevel"), 1, "header id"),
        (HEADER + ROW[:-1], 2, "an unfinished line"),
        (HEADER + ROW.replace("\tprefecture", ""), 2, "7 columns"),
        (HEADER + ROW + "\n", 3, "1 columns"),
        (HEADER + ROW + ROW, 3, "id 130900 a second time"),
        (HEADER + ROW + ROW.replace("130900", "130100"), 3, "id 130100 after 130900"),
        (HEADER + ROW.replace("130900", ""), 2, "an empty id"),
        (HEADER + ROW.replace("沧州市", ""), 2, "without a name"),
        (HEADER + ROW.replace("\n", "\r\n"), 2, "a carriage return"),
    ],
)
def test_broken_table_is_named_by_file_and_line(tmp_path: Path, content: str, line: int, found: str) -> None:
    path = tmp_path / "table.tsv"
    path.write_bytes(content.encode())
    with pytest.raises(SeedError) as caught:
        load_table(path)
    assert caught.value.where == f"{path}:{line}"
    assert found in caught.value.found
    assert caught.value.expected


def test_bytes_that_are_not_utf8_are_named_by_line(tmp_path: Path) -> None:
    path = tmp_path / "table.tsv"
    path.write_bytes(HEADER.encode() + "130900\t沧州市".encode("gb18030"))
    with pytest.raises(SeedError, match="UTF-8") as caught:
        load_table(path)
    assert caught.value.where == f"{path}:2"


def test_missing_table_is_a_seed_error(tmp_path: Path) -> None:
    with pytest.raises(SeedError, match="cannot be read"):
        load_table(tmp_path / "none.tsv")


@pytest.mark.parametrize(
    ("content", "found"),
    [("table\tsource\n", "header"), ("table\tsource\tlicence\tretrieved\tnote\ndivisions\tx\n", "2 columns")],
)
def test_broken_sources_are_named(tmp_path: Path, content: str, found: str) -> None:
    (tmp_path / "SOURCES.tsv").write_text(content, encoding="utf-8")
    with pytest.raises(SeedError, match=found):
        load_sources(tmp_path)
