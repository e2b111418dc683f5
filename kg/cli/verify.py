"""`kg verify`: every evidence checked against the text again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.language import Say


def run(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder written by kg build.")],
    workers: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Processes for many articles; the cores if not given.")
    ] = None,
) -> None:
    """Check every evidence of a built folder against the text again."""
    from kg.build.engines import default_workers
    from kg.query.verify import check_evidence

    say: Say = context.obj
    report = check_evidence(folder, workers or default_workers())
    for problem in report.problems:
        typer.echo(str(problem), err=True)
    counts = {"articles": report.articles, "facts": report.facts, "evidence": report.evidence}
    if report.holds:
        typer.echo(say("{articles} articles, {facts} facts, {evidence} evidence: all hold", **counts))
    else:
        typer.echo(f"kg: {say('{n} problems', n=len(report.problems))}", err=True)
    raise typer.Exit(0 if report.holds else 1)
