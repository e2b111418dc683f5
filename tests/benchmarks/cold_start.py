"""How long `kg build` of the seed article takes from a cold start, beside the imports of its libraries.

Run as `python -m tests.benchmarks.cold_start`. Both are whole processes, taken in turn; the figure that counts is the
ratio: a build should take at most twice the imports and one second.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

SEED = Path(__file__).resolve().parents[2] / "seeds" / "articles" / "hebei-2023.txt"
IMPORTS = ("-c", "import spacy, rdflib, pyvis")
TIMES = 5


def seconds(*arguments: str) -> float:
    """The wall time of a Python process with these arguments."""
    start = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
    return time.perf_counter() - start


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        build = ("-m", "kg", "build", str(SEED), "-o", str(Path(folder) / "build"))
        pairs = [(seconds(*IMPORTS), seconds(*build)) for _ in range(TIMES + 1)][1:]
    imports, builds = median(one for one, _ in pairs), median(other for _, other in pairs)
    allowed = 2 * imports + 1
    print(f"imports {imports:.2f} s, kg build {builds:.2f} s; 2 × imports + 1 s = {allowed:.2f} s")


if __name__ == "__main__":
    main()
