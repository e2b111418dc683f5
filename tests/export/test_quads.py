"""Sorting outside of memory: the same order as in memory, whatever the size of a run."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import StoreError
from kg.export.quads import read_quads, sorted_lines, subject_chunks
from kg.graph.folder import NQUADS
from kg.graph.layout import STORE
from kg.graph.turtle import nquads

# What Python's own splitlines takes for the end of a line is part of a line here.
LINES = st.lists(
    st.text(st.characters(codec="utf-8", exclude_characters="\n"), max_size=8).map(lambda text: text + "\n")
)


@given(LINES, st.integers(1, 40))
def test_lines_come_sorted_each_once(lines: list[str], run_characters: int) -> None:
    assert list(sorted_lines(iter(lines), None, run_characters)) == sorted(set(lines))


def test_runs_that_are_put_aside_are_closed(sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kg.export import quads

    opened = []
    put_aside = quads._put_aside

    def watched(run: list[str], folder: Path) -> object:
        opened.append(put_aside(run, folder))
        return opened[-1]

    monkeypatch.setattr(quads, "_put_aside", watched)
    lines = [f"{quad} .\n" for quad in read_quads(sample)]
    assert "".join(sorted_lines(reversed(lines), tmp_path, 20_000)) == nquads(read_quads(sample))
    assert len(opened) > 3 and all(file.closed for file in opened)
    next(sorted_lines(lines, tmp_path, 20_000))
    assert all(file.closed for file in opened) and list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("size", [1, 7, 100_000])
def test_chunks_keep_subjects_together(sample: Path, size: int) -> None:
    lines = sorted({f"{quad.triple} .\n" for quad in read_quads(sample)})
    chunks = list(subject_chunks(lines, size))
    assert [f"{quad.triple} .\n" for chunk in chunks for quad in chunk] == lines
    subjects = [{str(quad.subject) for quad in chunk} for chunk in chunks]
    assert sum(map(len, subjects)) == len(set().union(*subjects))


def test_what_cannot_be_read_is_a_store_error(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="run kg build first"):
        list(read_quads(tmp_path))
    (tmp_path / NQUADS).write_text("<a> broken", encoding="utf-8")
    with pytest.raises(StoreError, match=r"graph\.nq"):
        list(read_quads(tmp_path))
    (tmp_path / STORE).mkdir()
    with pytest.raises(StoreError, match="store"):
        list(read_quads(tmp_path))
