"""`kg export` from outside."""

from __future__ import annotations

import gzip
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.cli import main
from kg.graph.folder import NQUADS


def run(capture: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of `kg export`."""
    with pytest.raises(SystemExit) as end:
        main(["export", *map(str, arguments)])
    said = capture.readouterr()
    return int(end.value.code or 0), said.out, said.err


def test_it_writes_and_says_where(capsys: pytest.CaptureFixture[str], sample: Path, tmp_path: Path) -> None:
    out = tmp_path / "graph.nq.gz"
    assert run(capsys, sample, "-f", "nq", "-o", out) == (0, f"written  {out}\n", "")
    assert gzip.decompress(out.read_bytes()) == (sample / NQUADS).read_bytes()
    assert run(capsys, sample, "--format", "csv", "-o", tmp_path / "表", "--excel", "--lang", "zh")[:2] == (
        0, f"已写出  {tmp_path / '表'}\n",
    )  # fmt: skip
    assert (tmp_path / "表" / "people.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_only_some_graphs(capsys: pytest.CaptureFixture[str], sample: Path, tmp_path: Path) -> None:
    assert run(capsys, sample, "-f", "nq", "-o", tmp_path / "a", "--graph", "default")[0] == 0
    quads = ox.parse(path=sample / NQUADS, format=ox.RdfFormat.N_QUADS)
    expected = {quad for quad in quads if isinstance(quad.graph_name, ox.DefaultGraph)}
    assert set(ox.parse(path=tmp_path / "a", format=ox.RdfFormat.N_QUADS)) == expected != set()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-f", "xls"], "--format · xls · one of ttl, nq, jsonld, graphml, gexf, csv, cypher"),
        (["-f", "nq", "--excel"], "format csv"),
        (["-f", "nq", "--graph", "article/1"], "no graph article/1"),
    ],
)
def test_what_is_wrong_is_a_line(
    capsys: pytest.CaptureFixture[str], sample: Path, tmp_path: Path, arguments: list[str], message: str
) -> None:
    code, out, err = run(capsys, sample, "-o", tmp_path / "a", *arguments)
    assert (code, out) == (1, "") and message in err and err.startswith("kg: error: ") and "Traceback" not in err
    assert list(tmp_path.iterdir()) == []
