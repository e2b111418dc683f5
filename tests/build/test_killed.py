"""A build that is killed loses nothing that was finished, and the next one ends where an undisturbed one would."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg.build.work import SHARDS
from kg.query.port import open_store
from tests.build.invented import build_invented, export, published, write_corpus

ROOT = Path(__file__).resolve().parents[2]
SEED = 20230512


def run(inputs: Path, out: Path, *options: str, **environment: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.build.invented", str(inputs), "--out", str(out), *options]
    return subprocess.Popen(command, cwd=ROOT, env=os.environ | environment, stderr=subprocess.PIPE)


def shards(out: Path) -> set[str]:
    return {path.name for path in (out / SHARDS).glob("*.zip")}


@pytest.mark.slow
def test_a_build_killed_at_any_change_of_a_file_goes_on_to_the_same_bytes(tmp_path: Path) -> None:
    """60 kills, each at another operation on files: while the first store is made, and while one replaces another."""
    first, second = write_corpus(tmp_path / "a", range(40)), write_corpus(tmp_path / "b", range(8, 44), edition=1)
    expected = {}
    for inputs in (first, second):
        build_invented([inputs], tmp_path / f"undisturbed-{inputs.name}")
        expected[inputs] = (
            export(tmp_path / f"undisturbed-{inputs.name}"),
            published(tmp_path / f"undisturbed-{inputs.name}"),
        )
    chance, out, killed = random.Random(SEED), tmp_path / "out", 0
    for turn in range(400):
        inputs = (first, second)[turn // 3 % 2]
        process = run(inputs, out, "--die-at", str(chance.randrange(1, 260)))
        code = process.wait()
        assert code in (0, -signal.SIGKILL), process.stderr and process.stderr.read().decode()
        killed += code != 0
        kept = shards(out)
        if turn % 3 == 2:
            build_invented([inputs], out)
            assert (export(out), published(out)) == expected[inputs], f"after turn {turn}"
            assert [p.name for p in out.glob(".*")] == [".lock"], "nothing is left of what was broken off"
        elif (out / "manifest.json").exists():
            assert open_store(out).query("ASK { GRAPH ?g { ?g a pk:Article } }").boolean, "readers have a store"
        assert kept or turn < 3
        if killed >= 60 and turn % 3 == 2:
            break
    assert killed >= 60


@pytest.mark.slow
def test_builds_with_workers_killed_at_random_moments_go_on_to_the_same_bytes(tmp_path: Path) -> None:
    inputs = write_corpus(tmp_path / "in", range(60))
    build_invented([inputs], tmp_path / "undisturbed")
    chance, out = random.Random(SEED), tmp_path / "out"
    finished: set[str] = set()
    for _ in range(12):
        process = run(inputs, out, "--workers", "2", INVENTED_SLEEP="0.05")
        time.sleep(chance.uniform(0.5, 3.5))
        process.kill()
        process.wait()
        if not (out / "manifest.json").exists():
            assert finished <= shards(out), "no shard is lost"
            finished = shards(out)
    build_invented([inputs], out, workers=2)
    assert export(out) == export(tmp_path / "undisturbed")
    assert published(out) == published(tmp_path / "undisturbed")
