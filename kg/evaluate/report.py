"""Scores of many articles as the tables people read and the JSON that programs compare."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import CorpusError
from kg.evaluate.built import read_built
from kg.evaluate.gold import read_gold
from kg.evaluate.scoring import PREDICATES, THEME_PREDICATES, Row, Score, score

_NAMED = ("persons", "posts", "places", "organisations", "events")
_PLAIN = tuple(p for p in PREDICATES if p not in THEME_PREDICATES)
_MEASURES = ("p", "r", "f1")

Tables = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The scores of articles by their stem."""

    scores: Mapping[str, Score]

    def table(self) -> dict[str, Row]:
        """Rows summed over the articles: each kind and predicate (`entities:persons`), then the four summaries."""
        rows: dict[str, Row] = {}
        for each in self.scores.values():
            for group, parts in (("entities", each.entities), ("facts", each.facts)):
                for name, row in parts.items():
                    rows[f"{group}:{name}"] = rows.get(f"{group}:{name}", Row()) + row
        return rows | {
            "ENTITIES": _sum(rows, "entities", _NAMED),
            "THEMES": _sum(rows, "entities", ("themes",)),
            "FACTS": _sum(rows, "facts", _PLAIN),
            "THEME FACTS": _sum(rows, "facts", THEME_PREDICATES),
        }

    def facts_f1(self) -> dict[str, float]:
        """F1 of the facts between entities for each article that has any, weakest first."""
        found = {stem: sum((s.facts[p] for p in _PLAIN), Row()).f1 for stem, s in self.scores.items()}
        known = {stem: f1 for stem, f1 in found.items() if f1 is not None}
        return dict(sorted(known.items(), key=lambda item: item[1]))


def gold_files(folder: Path) -> list[Path]:
    """The annotation files of a folder, sorted; raises CorpusError if there are none."""
    files = sorted(folder.glob("*.json"))
    if not files:
        raise CorpusError(str(folder), "no gold annotation", "a folder with one JSON file per article")
    return files


def evaluate(files: Iterable[Path], graphs: Path) -> Evaluation:
    """The evaluation of `graphs/<stem>/graph.ttl` for each gold file; a graph that is not there is empty."""
    return Evaluation({p.stem: score(read_gold(p), read_built(graphs / p.stem / "graph.ttl")) for p in files})


def report_lines(evaluation: Evaluation, *, errors: bool = False) -> Iterator[str]:
    """The table as text, one line a row; with `errors` first what was wrong and missed in each article."""
    if errors:
        for stem, each in evaluation.scores.items():
            yield f"== {stem}"
            for name, found in each.errors.items():
                yield from (f"  {name}: wrong   {what}" for what in found.wrong)
                yield from (f"  {name}: missed  {what}" for what in found.missed)
    for name, row in evaluation.table().items():
        yield _line(name.split(":")[-1], row)
    for stem, f1 in evaluation.facts_f1().items():
        yield f"  {f1:5.3f} facts F1  {stem}"


def report_json(evaluation: Evaluation) -> Tables:
    """The table as JSON values: `table` by row name with p, r, f1, tp, fp, fn, and `facts_f1_by_article`."""
    table = {name: _values(row) for name, row in evaluation.table().items()}
    return {"table": table, "facts_f1_by_article": evaluation.facts_f1()}


def compare(evaluation: Evaluation, earlier: Path) -> Iterator[str]:
    """One line for each row whose precision, recall or F1 differs from an earlier JSON report.

    Raises CorpusError if the report cannot be read.
    """
    try:
        before = json.loads(earlier.read_text(encoding="utf-8"))["table"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CorpusError(str(earlier), f"no report: {error}", "the output of kg eval --json") from error
    for name, values in report_json(evaluation)["table"].items():
        old = before.get(name, {})
        changes = [
            f"{m.upper()} {_shown(old.get(m))} → {_shown(values[m])}"
            for m in _MEASURES
            if _differs(old.get(m), values[m])
        ]
        if changes:
            yield f"{name.split(':')[-1]:16s} {'  '.join(changes)}"


def _sum(rows: Mapping[str, Row], group: str, names: Iterable[str]) -> Row:
    return sum((rows.get(f"{group}:{name}", Row()) for name in names), Row())


def _line(name: str, row: Row) -> str:
    measures = f"P {_shown(row.precision)}  R {_shown(row.recall)}  F1 {_shown(row.f1)}"
    return f"{name:16s} {measures}   tp {row.right:4d}  wrong {row.wrong:4d}  missed {row.missed:4d}"


def _shown(value: float | None) -> str:
    return "   – " if value is None else f"{value:5.3f}"


def _differs(old: float | None, new: float | None) -> bool:
    return _shown(old) != _shown(new)


def _values(row: Row) -> dict[str, float | int | None]:
    p, r, f1 = row.precision, row.recall, row.f1
    return {"p": p, "r": r, "f1": f1, "tp": row.right, "fp": row.wrong, "fn": row.missed}
