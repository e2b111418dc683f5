"""The quality gate: what is measured on the gold articles, and the floors it must not fall below.

`python -m tests.gold.gate` measures and raises the floors to what is reached; it never lowers one.
"""

from __future__ import annotations

import hashlib
import json
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from kg.evaluate import Evaluation, evaluate, gold_files
from kg.evaluate.graphs import write_graphs

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
GOLD = HERE / "articles"
FLOORS = HERE / "floors.json"
SEED = "hebei-2023"
MARGIN = 0.005
"""Below what is measured stands the floor, so that a change of one fact among hundreds is no alarm."""

Measures = Mapping[str, float]


def texts_of(group: str) -> Path:
    """Where the texts of a group lie: the seed's in the repository, the others beside it."""
    return ROOT / "seeds" / "articles" if group == "seed" else ROOT.parent / "shared" / "eval" / "texts"


def measure(group: str) -> Measures:
    """The measures of a group of gold articles (`seed`, or `others`: all the rest), built now."""
    files = [path for path in gold_files(GOLD) if (path.stem == SEED) == (group == "seed")]
    with tempfile.TemporaryDirectory() as folder:
        write_graphs(files, texts_of(group), Path(folder))
        return measures(evaluate(files, Path(folder)))


def measures(evaluation: Evaluation) -> Measures:
    """F1 of the summaries and of each kind and predicate, precision of themes, recall of core themes."""
    table = evaluation.table()
    found = {f"{name} F1": row.f1 for name, row in table.items()}
    found["THEMES precision"] = table["THEMES"].precision
    found["core themes recall"] = table["entities:core themes"].recall
    return {name: round(value, 4) for name, value in found.items() if value is not None}


def gold_digest() -> str:
    """SHA-256 over all gold files: floors mean something for these only."""
    return hashlib.sha256(b"".join(path.read_bytes() for path in gold_files(GOLD))).hexdigest()


def fallen(measured: Measures, floors: Measures) -> list[str]:
    """One line for each measure that is below its floor."""
    return [
        f"{name}: {measured.get(name, 0.0):.4f} < {floor}"
        for name, floor in floors.items()
        if measured.get(name, 0.0) < floor
    ]


def raise_floors() -> int:
    """Write the floors that today's measures allow; 1, and nothing written, if any measure is below its floor."""
    pinned = json.loads(FLOORS.read_text(encoding="utf-8"))
    for group in ("seed", "others"):
        measured, floors = measure(group), pinned[group]
        if problems := fallen(measured, floors):
            print("\n".join(problems), file=sys.stderr)
            return 1
        reached = {name: round(max(0.0, value - MARGIN), 3) for name, value in measured.items()}
        pinned[group] = {name: max(value, floors.get(name, 0.0)) for name, value in reached.items()}
    pinned["gold"] = gold_digest()
    FLOORS.write_text(json.dumps(pinned, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(raise_floors())
