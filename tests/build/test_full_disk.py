"""A disk that fails says so, wherever it fails, and the build goes on when there is room again."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.query.port import open_store
from tests.build.invented import build_invented, export, published, write_corpus

ROOT = Path(__file__).resolve().parents[2]
SAID = "make room and run the same command again: finished articles are kept"

pytestmark = pytest.mark.skipif(os.name != "posix", reason="limits of the size of files are POSIX")


def run(inputs: Path, out: Path, workers: int = 1, limit: int = 0) -> subprocess.CompletedProcess[str]:
    """A build in a process whose files cannot grow beyond `limit` bytes: each write past it fails."""

    def set_limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    command = [sys.executable, "-m", "tests.build.invented", str(inputs), "--out", str(out), "--workers", str(workers)]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, preexec_fn=set_limit if limit else None, check=False
    )


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    return write_corpus(tmp_path / "in", range(60))


@pytest.mark.parametrize(
    ("limit", "where"),
    [(100, "texts"), (4_000, "shards"), (30_000, "store"), (100_000, "store"), (200_000, "graph.ttl")],
)
def test_a_write_that_fails_is_a_message_and_a_state_to_go_on_from(
    inputs: Path, tmp_path: Path, limit: int, where: str
) -> None:
    build_invented([inputs], tmp_path / "undisturbed")
    failed = run(inputs, tmp_path / "out", limit=limit)
    last = failed.stderr.strip().splitlines()[-1]
    assert failed.returncode == 1 and "StoreError" in last and where in last and SAID in last
    assert run(inputs, tmp_path / "out").returncode == 0
    assert export(tmp_path / "out") == export(tmp_path / "undisturbed")
    assert published(tmp_path / "out") == published(tmp_path / "undisturbed")


def test_a_worker_that_cannot_write_ends_the_build_with_the_message(inputs: Path, tmp_path: Path) -> None:
    failed = run(inputs, tmp_path / "out", workers=2, limit=3_000)
    assert failed.returncode == 1 and SAID in failed.stderr.strip().splitlines()[-1]


def test_a_reader_that_cannot_write_ends_the_build_with_the_message(tmp_path: Path) -> None:
    inputs = write_corpus(tmp_path / "in", range(200))
    failed = run(inputs, tmp_path / "out", workers=2, limit=100)
    last = failed.stderr.strip().splitlines()[-1]
    assert failed.returncode == 1 and "StoreError" in last and "texts" in last and SAID in last


def test_the_old_store_answers_while_the_new_one_cannot_be_written(inputs: Path, tmp_path: Path) -> None:
    build_invented([inputs], tmp_path / "out")
    before = export(tmp_path / "out")
    write_corpus(inputs, range(60), edition=1)
    assert run(inputs, tmp_path / "out", limit=30_000).returncode == 1
    assert export(tmp_path / "out") == before
    assert open_store(tmp_path / "out").query("ASK { GRAPH ?g { ?g a pk:Article } }").boolean


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 800 kB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=800k", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("only the administrator can mount a small disk")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk(inputs: Path, tmp_path: Path, small_disk: Path) -> None:
    build_invented([inputs], tmp_path / "undisturbed")
    failed = run(inputs, small_disk / "out")
    last = failed.stderr.strip().splitlines()[-1]
    assert failed.returncode == 1 and "StoreError" in last and SAID in last and "No space left" in last
    subprocess.run(["mount", "-o", "remount,size=20m", str(small_disk)], check=True)
    assert run(inputs, small_disk / "out").returncode == 0
    assert export(small_disk / "out") == export(tmp_path / "undisturbed")
