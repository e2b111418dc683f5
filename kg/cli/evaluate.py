"""`kg eval`: gold articles built and scored."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer


def run(
    gold: Annotated[
        Path, typer.Argument(metavar="GOLD_DIR", help="Folder of gold annotation, one JSON file per article.")
    ],
    texts: Annotated[Path | None, typer.Option(metavar="DIR", help="Folder of their texts, NAME.txt each.")] = None,
    graphs: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Score DIR/NAME/graph.ttl instead of building.")
    ] = None,
    errors: Annotated[bool, typer.Option("--errors", help="List what was missed and what was wrong.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    against: Annotated[
        Path | None, typer.Option("--compare", metavar="FILE", help="Show the change against an earlier --json output.")
    ] = None,
) -> None:
    """Build the gold articles and score the graphs."""
    from kg.evaluate import compare, evaluate, gold_files, report_json, report_lines

    files = gold_files(gold)
    with _built(files, texts or gold.parent / "texts", graphs) as folder:
        evaluation = evaluate(files, folder)
    if against:
        lines = compare(evaluation, against)
    elif as_json:
        lines = iter([json.dumps(report_json(evaluation), ensure_ascii=False, indent=1)])
    else:
        lines = report_lines(evaluation, errors=errors)
    for line in lines:
        typer.echo(line)


@contextmanager
def _built(files: Sequence[Path], texts: Path, graphs: Path | None) -> Iterator[Path]:
    """A folder with one graph for each gold article, made for the purpose unless one is given."""
    if graphs:
        yield graphs
        return
    from kg.evaluate.graphs import write_graphs

    with tempfile.TemporaryDirectory() as folder:
        write_graphs(files, texts, Path(folder))
        yield Path(folder)
