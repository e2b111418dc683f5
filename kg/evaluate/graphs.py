"""Graphs of the gold articles, built as any article is: dated by the annotation, nothing else given."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kg.build import Options, build
from kg.corpus import Metadata
from kg.errors import CorpusError
from kg.evaluate.gold import read_gold


def write_graphs(gold: Iterable[Path], texts: Path, folder: Path) -> None:
    """`folder/<stem>/graph.ttl` for each gold file, from `texts/<stem>.txt`.

    Raises CorpusError for the first article that cannot be built.
    """
    for path in gold:
        options = Options(Metadata(date=read_gold(path).date), validate=False, page=False)
        summary = build([str(texts / f"{path.stem}.txt")], folder / path.stem, options)
        for failure in summary.failures:
            raise CorpusError(failure.where, failure.found, failure.expected, failure.todo)
