"""How long a corpus takes from text to loaded store, beside `jieba.posseg.cut` on the same text with as many processes.

Run as `python -m tests.benchmarks.corpus [--days 100,300,1006] [--workers 2] [--engine ray] [--keep DIR]`; needs
../shared/corpus/cctv (or --corpus FOLDER) and jieba. For each size: seconds and CPU seconds of each stage, characters a
second, quads, peak memory of every process, bytes on disk; then every evidence verified, the same quads loaded by
pyoxigraph alone, and the same text segmented. CPU seconds are read from /proc, so the figures need Linux; on a busy
computer compare those.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from kg.build import Options

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT.parent / "shared" / "corpus" / "cctv"
TICK = os.sysconf("SC_CLK_TCK")
STAGES = ("read", "extract", "load", "rest")


@dataclass
class Watched:
    """Peak memory (bytes) and CPU seconds of a process and all it started, by process."""

    memory: dict[int, int] = field(default_factory=dict)
    cpu: dict[int, float] = field(default_factory=dict)

    def look(self, root: int) -> None:
        for pid in _family(root):
            try:
                status = Path(f"/proc/{pid}/status").read_text()
                times = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            peak = next((line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")), "0")
            self.memory[pid] = max(self.memory.get(pid, 0), int(peak) * 1024)
            self.cpu[pid] = (int(times[11]) + int(times[12])) / TICK


def _family(root: int) -> list[int]:
    parents: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(path.read_text().rpartition(")")[2].split()[1])
        except (OSError, IndexError):
            continue
        parents.setdefault(parent, []).append(int(path.parent.name))
    found, waiting = [], [root]
    while waiting:
        found.append(waiting.pop())
        waiting += parents.get(found[-1], [])
    return found


def watched(command: Sequence[str]) -> tuple[list[tuple[str, float, float]], Watched]:
    """The lines that a command prints with wall clock and CPU seconds so far, and what it took."""
    watch, lines, start = Watched(), [], time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    done = threading.Event()

    def look() -> None:
        while not done.wait(0.1):
            watch.look(process.pid)

    thread = threading.Thread(target=look)
    thread.start()
    for line in process.stdout or ():
        watch.look(process.pid)
        lines.append((line.strip(), time.perf_counter() - start, sum(watch.cpu.values())))
    done.set()
    thread.join()
    if process.wait():
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return lines, watch


def build_here(files: Sequence[str], out: Path, options: Options) -> None:
    """Builds, and prints a line as each stage ends."""
    from kg.build import Progress, build

    reached = ""

    def hear(progress: Progress) -> None:
        nonlocal reached
        if reached and progress.stage != reached:
            print(reached, flush=True)
        reached = progress.stage
        if progress.stage == "load" and progress.done == progress.total:
            print("load", flush=True)
            reached = ""

    summary = build(files, out, options, on_progress=hear)
    print("rest", flush=True)
    print(json.dumps([summary.articles, sum(summary.facts.values()), summary.evidence, len(summary.failures)]))


def measure_build(files: Sequence[str], out: Path, workers: int, engine: str, *, page: bool) -> dict[str, float]:
    shutil.rmtree(out, ignore_errors=True)
    options = ["--engine", engine, *(["--page"] if page else [])]
    listed = out.with_suffix(".files")
    listed.write_text("\n".join(files), encoding="utf-8")
    command = [sys.executable, "-m", __spec__.name, "--build", str(listed), "--keep", str(out)]
    lines, watch = watched([*command, "--workers", str(workers), *options])
    ends = {name: (wall, cpu) for name, wall, cpu in lines if name in STAGES}
    result: dict[str, float] = {}
    before = (0.0, 0.0)
    for stage in STAGES:
        here = ends.get(stage, before)
        result[f"{stage} s"], result[f"{stage} cpu"] = here[0] - before[0], here[1] - before[1]
        before = here
    result["to store s"], result["to store cpu"] = ends["load"]
    articles, facts, evidence, failures = json.loads(lines[-1][0])
    peaks = sorted(watch.memory.values(), reverse=True)
    return result | {
        "articles": articles, "facts": facts, "evidence": evidence, "failures": failures,
        "peak of a process, MB": peaks[0] / 1e6, "second peak, MB": peaks[1] / 1e6 if len(peaks) > 1 else 0,
    }  # fmt: skip


def texts_of(out: Path) -> list[str]:
    return [path.read_text(encoding="utf-8") for path in sorted((out / "texts").iterdir())]


def segment(texts: Sequence[str]) -> float:
    """Words and their classes of all texts; CPU seconds without those of loading the dictionary."""
    import jieba
    import jieba.posseg

    jieba.setLogLevel("ERROR")
    list(jieba.posseg.cut("习近平到河北考察"))
    start = time.process_time()
    for text in texts:
        for _ in jieba.posseg.cut(text):
            pass
    return time.process_time() - start


def measure_posseg(texts: Sequence[str], workers: int) -> tuple[float, float]:
    """Wall clock and CPU seconds, the dictionary loaded beforehand in every process."""
    shares = [texts[i :: workers * 8] for i in range(workers * 8)]
    with ProcessPoolExecutor(workers) as pool:
        list(pool.map(segment, [["热身"]] * workers))
        start = time.perf_counter()
        cpu = sum(pool.map(segment, shares))
        return time.perf_counter() - start, cpu


LOAD = """import sys, time, shutil, pyoxigraph as ox
start, used = time.perf_counter(), time.process_time()
store = ox.Store(sys.argv[2])
store.bulk_load(path=sys.argv[1], format=ox.RdfFormat.N_QUADS)
store.optimize()
store.flush()
print(time.perf_counter() - start, time.process_time() - used, len(store))"""
OURS = """import sys, time
from pathlib import Path
from kg.build import corpus
from kg.build.journal import Journal
from kg.build.names import Resolved, read_names
from kg.graph.store import read_content
from kg.graph.iris import DEFAULT_BASE
from kg.build.stages import standard_stages
out, draft = Path(sys.argv[1]), Path(sys.argv[2])
start, used = time.perf_counter(), time.process_time()
content = read_content(out / 'store')
job = corpus.Job(out, content.base, standard_stages(), 'processes', 1, False, False, lambda progress: None)
goal = corpus.Wanted(content.articles, (), content.identity)
resolved = Resolved(Journal(out / 'shards'), read_names(out / 'store'), content.base)
corpus.load_store(job, resolved, goal, draft)
print(time.perf_counter() - start, time.process_time() - used)"""


def measure_loads(out: Path, folder: Path) -> dict[str, float]:
    """pyoxigraph alone on one N-Quads file of the same quads, and the journal into a store; both optimized."""
    import pyoxigraph as ox

    text = folder / "same.nq"
    ox.Store.read_only(str(out / "store")).dump(text, ox.RdfFormat.N_QUADS)
    result = {"N-Quads, MB": text.stat().st_size / 1e6}
    for name, script, source in (("pyoxigraph", LOAD, text), ("journal", OURS, out)):
        draft = folder / f"{name}.store"
        shutil.rmtree(draft, ignore_errors=True)
        command = [sys.executable, "-c", script, str(source), str(draft)]
        done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
        wall, cpu, *count = map(float, done.stdout.split())
        result |= {f"{name} load s": wall, f"{name} load cpu": cpu} | ({"quads": count[0]} if count else {})
        shutil.rmtree(draft)
    text.unlink()
    return result


def measure_verification(out: Path, workers: int) -> dict[str, float]:
    """`kg verify`, which has to hold."""
    command = [sys.executable, "-m", "kg", "verify", str(out), "--workers", str(workers)]
    start = time.perf_counter()
    _, watch = watched(command)
    return {"verify s": time.perf_counter() - start, "verify cpu": sum(watch.cpu.values())}


def bytes_below(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--days", default="100,300", help="sizes, in days of broadcast (default: %(default)s)")
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--engine", default="processes", help="as of kg build (default: %(default)s)")
    parser.add_argument("--page", action="store_true", help="make graph.html as well")
    parser.add_argument("--keep", type=Path, help="leave the built folders here")
    parser.add_argument("--no-loads", action="store_true", help="leave out the comparison of loads")
    parser.add_argument("--build", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.build:
        files = arguments.build.read_text(encoding="utf-8").split("\n")
        options = Options(workers=arguments.workers, engine=arguments.engine, page=arguments.page)
        build_here(files, arguments.keep, options)
        return
    days = sorted(map(str, arguments.corpus.glob("*.md")))
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        first: dict[str, float] = {}
        for size in map(int, arguments.days.split(",")):
            row = measure(days[:: max(1, len(days) // size)][:size], folder / str(size), arguments)
            first = first or row
            growth = (row["to store cpu"] / row["articles"]) / (first["to store cpu"] / first["articles"])
            print_table(size, row | {"CPU per article ÷ that of the first size": growth})


def measure(files: Sequence[str], out: Path, arguments: argparse.Namespace) -> dict[str, float]:
    row = measure_build(files, out, arguments.workers, arguments.engine, page=arguments.page)
    texts = texts_of(out)
    characters = sum(map(len, texts))
    wall, cpu = measure_posseg(texts, arguments.workers)
    import pyoxigraph as ox

    row |= {"quads": len(ox.Store.read_only(str(out / "store")))}
    row |= {"characters": characters, "posseg s": wall, "posseg cpu": cpu}
    row |= {
        "characters/s to store": characters / row["to store s"],
        "characters/s posseg": characters / wall,
        "speed ÷ posseg (wall)": wall / row["to store s"],
        "speed ÷ posseg (CPU)": cpu / row["to store cpu"],
        "articles/s to store": row["articles"] / row["to store s"],
    }
    for part in ("store", "shards", "texts"):
        row[f"{part} on disk, MB"] = bytes_below(out / part) / 1e6
    row |= measure_verification(out, arguments.workers)
    if not arguments.no_loads:
        row |= measure_loads(out, out.parent)
        row["load ÷ pyoxigraph's (wall)"] = row["journal load s"] / row["pyoxigraph load s"]
        row["load ÷ pyoxigraph's (CPU)"] = row["journal load cpu"] / row["pyoxigraph load cpu"]
    return row


def print_table(size: int, row: dict[str, float]) -> None:
    print(f"\n{size} days")
    for name, value in row.items():
        print(f"  {name:<42} {value:>14,.2f}" if value < 100 else f"  {name:<42} {value:>14,.0f}")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
