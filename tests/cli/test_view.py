"""`kg view`: which page it writes, around what, and what it says of a wrong wish."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from kg.cli import main
from kg.cli.view import parse_kinds
from kg.graph.folder import write_graph
from tests.graph import sample


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of two short articles."""
    folder = tmp_path_factory.mktemp("built")
    write_graph([sample.extraction(), sample.second()], folder)
    return folder


def kg(*arguments: str | Path) -> int:
    """Runs `kg` in this process; its exit code."""
    with pytest.raises(SystemExit) as end:
        main([str(argument) for argument in arguments])
    return int(end.value.code or 0)


def page_view(page: Path) -> dict[str, Any]:
    """The view inside a page."""
    (data,) = re.findall(r'id="data">(.*?)</script>', page.read_text(encoding="utf-8"), re.DOTALL)
    view: dict[str, Any] = json.loads(data)["view"]
    return view


def test_the_page_goes_beside_the_graph_and_is_named(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert kg("view", built) == 0
    assert capsys.readouterr().out == f"page  {built / 'view.html'}\n"
    assert {node["key"] for node in page_view(built / "view.html")["nodes"]} >= {"person/林向东", "person/周岚"}


def test_the_page_is_of_the_part_asked_for(built: Path, tmp_path: Path) -> None:
    page = tmp_path / "new" / "lin.html"
    assert kg("view", built, "-o", page, "--focus", "云溪", "--depth", "2", "--kinds", "people,places") == 0
    view = page_view(page)
    assert view["nodes"][view["focus"]]["name"] == "云溪市"
    assert (view["depth"], view["title"]) == (2, "云溪市")
    assert {node["kind"] for node in view["nodes"]} == {"people", "places"}


def test_it_opens_with_as_many_as_asked_for(built: Path, tmp_path: Path) -> None:
    assert kg("view", built, "-o", tmp_path / "top.html", "--top", "3") == 0
    assert sum(node["first"] for node in page_view(tmp_path / "top.html")["nodes"]) == 3


@pytest.mark.parametrize(
    ("wish", "code", "said"),
    [
        (["--focus", "张三"], 1, "张三"),
        (["--kinds", "people,planets"], 1, "planets"),
        (["--depth", "4"], 2, "--depth"),
        (["--top", "0"], 2, "--top"),
    ],
)
def test_a_wrong_wish_is_refused_and_writes_nothing(
    built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], wish: list[str], code: int, said: str
) -> None:
    assert kg("view", built, "-o", tmp_path / "page.html", *wish) == code
    error = capsys.readouterr().err
    assert said in error
    assert "Traceback" not in error
    assert list(tmp_path.iterdir()) == []


def test_a_folder_without_graph_is_said_to_be_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert kg("view", tmp_path) == 1
    assert "kg build" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "kinds"),
    [(None, None), ("", None), ("people", ["people"]), ("people, places", ["people", "places"]),
     ("people，events、themes", ["people", "events", "themes"])],
)  # fmt: skip
def test_kinds_are_separated_by_commas_of_either_script(text: str | None, kinds: list[str] | None) -> None:
    assert parse_kinds(text) == kinds
