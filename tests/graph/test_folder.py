"""The built folder: complete, whole, or not there at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.graph.folder import write_files, write_graph
from tests.graph.sample import TEXT, article, extraction, second


def test_graphs_and_texts_are_written(tmp_path: Path) -> None:
    written = write_graph([extraction(), second()], tmp_path / "new" / "build")
    assert written.turtle.read_text(encoding="utf-8").startswith("@prefix pk:")
    assert len(written.nquads.read_text(encoding="utf-8").splitlines()) == written.quads
    assert written.texts == len(list((tmp_path / "new" / "build" / "texts").iterdir())) == 2


def test_a_text_is_kept_as_read(tmp_path: Path) -> None:
    write_graph([extraction()], tmp_path)
    assert (tmp_path / "texts" / f"{article().sha256[:16]}.txt").read_bytes() == TEXT.encode()


def test_two_builds_are_the_same_bytes(tmp_path: Path) -> None:
    write_graph([extraction(), second()], tmp_path / "one")
    write_graph([second(), extraction()], tmp_path / "two")
    for name in ("graph.ttl", "graph.nq"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_no_article_gives_an_empty_graph(tmp_path: Path) -> None:
    assert write_graph([], tmp_path).quads == 0
    assert (tmp_path / "graph.nq").read_bytes() == b""


def test_an_unwritable_folder_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "build").write_text("in the way", encoding="utf-8")
    with pytest.raises(StoreError, match="-o"):
        write_graph([extraction()], tmp_path / "build")


def test_a_failure_leaves_old_files_and_no_traces(tmp_path: Path) -> None:
    write_files(tmp_path, {"graph.ttl": b"old"})
    (tmp_path / "texts").write_text("a file where a folder must be", encoding="utf-8")
    with pytest.raises(StoreError):
        write_files(tmp_path, {"graph.ttl": b"new", "texts/1.txt": b"text"})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["graph.ttl", "texts"]
    assert (tmp_path / "graph.ttl").read_bytes() == b"old"
