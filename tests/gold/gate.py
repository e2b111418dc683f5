"""The quality gate: what is measured on the gold articles, and the floors it must not fall below.

`python -m tests.gold.gate` measures, prints the summaries and raises the floors to what is reached; it lowers none.
"""

from __future__ import annotations

import hashlib
import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from kg.corpus import read_articles
from kg.evaluate import Evaluation, evaluate, gold_files
from kg.evaluate.graphs import write_graphs
from kg.model import Article

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SHARED = ROOT.parent / "shared"
FLOORS = HERE / "floors.json"
SEED = "hebei-2023"
GROUPS = ("seed", "others", "broadcasts")
"""The seed article; the other articles of `articles`; the items of broadcasts in `broadcasts`."""
SUMMARIES = ("ENTITIES F1", "FACTS F1", "THEMES precision", "core themes recall", "THEME FACTS F1")
MARGIN = 0.005
"""Below what is measured stands the floor, so that a change of one fact among hundreds is no alarm."""

Measures = Mapping[str, float]


def files_of(group: str) -> list[Path]:
    """The gold files of a group."""
    if group == "broadcasts":
        return gold_files(HERE / "broadcasts")
    return [path for path in gold_files(HERE / "articles") if (path.stem == SEED) == (group == "seed")]


def source_of(group: str) -> Path:
    """Where the texts of a group come from: the seed's from the repository, the others from beside it."""
    places = {"seed": ROOT / "seeds" / "articles", "others": SHARED / "eval" / "texts"}
    return places.get(group, SHARED / "corpus" / "cctv")


def measure(group: str) -> Measures:
    """The measures of a group of gold articles, built now."""
    files, source = files_of(group), source_of(group)
    with tempfile.TemporaryDirectory() as folder:
        texts = source if group != "broadcasts" else _items(files, source, Path(folder) / "texts")
        write_graphs(files, texts, Path(folder) / "graphs")
        return measures(evaluate(files, Path(folder) / "graphs"))


def _items(files: Sequence[Path], corpus: Path, texts: Path) -> Path:
    """`texts`, with the item of each gold file as text: that of its day with its title."""
    texts.mkdir()
    for path in files:
        gold = json.loads(path.read_text(encoding="utf-8"))
        day = read_articles([str(corpus / f"{gold['date'].replace('-', '')}.md")])
        item = next(each for each in day if isinstance(each, Article) and each.title == gold["title"])
        (texts / f"{path.stem}.txt").write_text(item.text, encoding="utf-8")
    return texts


def measures(evaluation: Evaluation) -> Measures:
    """F1 of the summaries and of each kind and predicate, precision of themes, recall of core themes."""
    table = evaluation.table()
    found = {f"{name} F1": row.f1 for name, row in table.items()}
    found["THEMES precision"] = table["THEMES"].precision
    found["core themes recall"] = table["entities:core themes"].recall
    return {name: round(value, 4) for name, value in found.items() if value is not None}


def gold_digest() -> str:
    """SHA-256 over all gold files: floors mean something for these only."""
    files = [path for group in GROUPS for path in files_of(group)]
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


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
    for group in GROUPS:
        measured, floors = measure(group), pinned.get(group, {})
        print(group, *(f"{name} {measured[name]:.3f}" for name in SUMMARIES if name in measured), sep="  ")
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
