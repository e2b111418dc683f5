"""`kg coverage` from outside."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.cli import main

TEXT = "林向东在云溪考察\n\n新华社临川{day}日电 青江省委书记林向东在云溪市考察。他强调，要坚持{what}。\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for day in (3, 6):
        text = TEXT.format(day=f"9月{day}", what=f"第{day}条道路")
        (tmp_path / f"{day}.txt").write_text(text, encoding="utf-8")
        (tmp_path / f"{day}.json").write_text(json.dumps({"date": f"2031-09-0{day}"}), encoding="utf-8")
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as end:
        main(["coverage", *map(str, arguments)])
    said = capsys.readouterr()
    return int(end.value.code or 0), said.out, said.err


def test_the_table_adds_up_and_missing_days_are_named(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    code, out, err = run(capsys, folder)
    assert (code, err) == (0, "")
    rows = [line.split() for line in out.splitlines() if line.strip().startswith("新华社")]
    assert rows == [
        ["新华社", "2031-09", "4", "2", "2", "0", "0", "0"],
        ["新华社", "all", "4", "2", "2", "0", "0", "0"],
    ]
    assert "2 articles, 2 releases" in out and "missing days (2): 新华社 2031-09-04, 新华社 2031-09-05" in out


def test_json_has_everything_and_a_source_can_be_given(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    code, out, _ = run(capsys, folder, "--json", "--source", "云溪日报")
    data = json.loads(out)
    assert code == 0 and data["sources"][0]["source"] == "云溪日报"
    assert data["sources"][0]["missing"] == ["2031-09-04", "2031-09-05"]


def test_what_cannot_be_read_is_a_line_and_an_exit_code(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    (folder / "bad.txt").write_bytes(b"\0")
    code, out, err = run(capsys, folder)
    assert code == 1 and "bad.txt · binary data" in err and "2 articles" in out


def test_in_chinese(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    _, out, _ = run(capsys, folder, "--lang", "zh")
    assert "应有天数" in out and "2 篇文章，2 篇通稿" in out and "缺失的日期 (2)" in out
