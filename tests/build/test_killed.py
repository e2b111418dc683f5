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
    """Files enough to be read by workers, too."""
    inputs = write_corpus(tmp_path / "in", range(150))
    build_invented([inputs], tmp_path / "undisturbed")
    chance, out = random.Random(SEED), tmp_path / "out"
    finished: set[str] = set()
    for _ in range(12):
        process = run(inputs, out, "--workers", "2", INVENTED_SLEEP="0.04")
        time.sleep(chance.uniform(0.5, 6))
        process.kill()
        process.wait()
        if not (out / "manifest.json").exists():
            assert finished <= shards(out), "no shard is lost"
            finished = shards(out)
    build_invented([inputs], out, workers=2)
    assert export(out) == export(tmp_path / "undisturbed")
    assert published(out) == published(tmp_path / "undisturbed")


def test_two_builds_of_one_folder_exclude_each_other(tmp_path: Path) -> None:
    """The second is told who has it and changes nothing; it may go on when the first was killed."""
    inputs, out = write_corpus(tmp_path / "in", range(40)), tmp_path / "out"
    first = run(inputs, out, INVENTED_SLEEP="0.5")
    while not (out / ".lock").exists() or not (out / ".lock").read_text(encoding="utf-8"):
        assert first.poll() is None
        time.sleep(0.05)
    second = run(inputs, out)
    _, said = second.communicate()
    assert second.returncode == 1 and f"another build is writing it (process {first.pid} on" in said.decode()
    assert first.poll() is None, "the first goes on"
    first.kill()
    first.wait()
    assert build_invented([inputs], out).articles == 40


def children_of(pid: int) -> set[int]:
    """The processes that a process started, and those that these started."""
    found: set[int] = set()
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(path.read_text(encoding="utf-8").rpartition(")")[2].split()[1])
        except OSError:
            continue
        if parent in {pid, *found}:
            found.add(int(path.parent.name))
    return found


def runs(pid: int) -> bool:
    """Whether there is such a process and it has not ended, waiting only to be asked how."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc to see processes")
def test_the_workers_of_a_killed_build_end(tmp_path: Path) -> None:
    process = run(write_corpus(tmp_path / "in", range(60)), tmp_path / "out", "--workers", "2", INVENTED_SLEEP="0.5")
    while len(started := children_of(process.pid)) < 3:  # two workers and what they are copied from
        assert process.poll() is None
        time.sleep(0.1)
    process.kill()
    process.wait()
    for _ in range(300):
        if not any(map(runs, started)):
            return
        time.sleep(0.1)
    raise AssertionError("a worker outlives its build")
