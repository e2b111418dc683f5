"""`kg themes`: what a corpus adds to the thesaurus."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.language import Say
from kg.errors import CorpusError

ACTIONS = ("mine", "seen")


def run(
    context: typer.Context,
    action: Annotated[
        str, typer.Argument(metavar="mine|seen", help="mine: new themes; seen: first days of known ones.")
    ],
    inputs: Annotated[
        list[str], typer.Argument(metavar="INPUT…", help="Files, folders, globs, or - for standard input.")
    ],
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="The table to write (default: standard output).")
    ] = None,
    least_days: Annotated[int, typer.Option("--least-days", help="Only themes seen on at least so many days.")] = 12,
) -> None:
    """Propose themes that a corpus repeats and the thesaurus lacks, or tell when its concepts were first seen."""
    from kg.corpus import read_articles
    from kg.extract.mining import Tally, proposal_lines, seen_lines, write_lines
    from kg.model import Article

    say: Say = context.obj
    if action not in ACTIONS:
        raise CorpusError("kg themes", f"action {action!r}", "mine or seen")
    tally = Tally()
    for item in read_articles(inputs):
        if isinstance(item, Article):
            tally.add(item)
    lines = seen_lines(tally.seen()) if action == "seen" else proposal_lines(tally.proposals(least_days))
    if out is None:
        typer.echo("\n".join(lines))
    else:
        write_lines(lines, out)
        typer.echo(say("{n} themes", n=len(lines) - 1))
