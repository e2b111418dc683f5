"""`kg coverage`: what inputs hold and what they lack, by source and month, without building them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.language import Say

if TYPE_CHECKING:
    from kg.corpus.coverage import Coverage, Period

SHOWN = 12
"""Missing days that are listed; --json has them all."""


def run(
    context: typer.Context,
    inputs: Annotated[
        list[str], typer.Argument(metavar="INPUT...", help="Files, folders, globs, or - for standard input.")
    ],
    source: Annotated[str | None, typer.Option(help="Publisher, such as 新华社.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Say what articles hold and what they lack: days, texts, ends, repeated releases."""
    from kg.corpus import Failure, Metadata, read_articles
    from kg.corpus.coverage import coverage_data, measure_coverage, survey

    say: Say = context.obj
    failures, surveyed = 0, []
    for record in read_articles(inputs, Metadata(publisher=source)):
        if isinstance(record, Failure):
            failures += 1
            typer.echo(f"kg: {say('error')}: {record}", err=True)
        else:
            surveyed.append(survey(record))
    coverage = measure_coverage(surveyed, failures)
    if as_json:
        typer.echo(json.dumps(coverage_data(coverage), ensure_ascii=False, indent=1))
    else:
        _print_coverage(say, coverage)
    raise typer.Exit(1 if failures else 0)


def _print_coverage(say: Say, coverage: Coverage) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    from kg.corpus.coverage import months, sources

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
    for title in (say("source"), say("month")):
        table.add_column(title, no_wrap=True)
    for title in (
        say("days expected"), say("days present"), say("articles"), say("without text"), say("truncated"), say("copies")
    ):  # fmt: skip
        table.add_column(title, justify="right")
    for period in months(coverage):
        table.add_row(period.source, (period.first or "")[:7] or say("undated"), *_counts(period))
    table.add_section()
    for period in sources(coverage):
        table.add_row(period.source, say("all") if period.first else say("undated"), *_counts(period))
    Console(highlight=False).print(table)
    for line in _lines(say, coverage):
        typer.echo(line)


def _counts(period: Period) -> list[str]:
    counts = (period.articles, period.empty, period.truncated, period.copies)
    days = (period.expected, period.present) if period.first else ()
    return ["" for _ in range(2 - len(days))] + [f"{count:,}" for count in (*days, *counts)]


def _lines(say: Say, coverage: Coverage) -> list[str]:
    """What a table cannot hold: the days that are missing, and how many releases the articles are."""
    missing = [f"{day.source} {day.date}" for day in coverage.days if not day.present]
    articles = sum(day.articles for day in coverage.days)
    lines = [say("{articles} articles, {releases} releases", articles=articles, releases=coverage.releases)]
    if missing:
        more = " …" if len(missing) > SHOWN else ""
        lines.append(f"{say('missing days')} ({len(missing)}): {', '.join(missing[:SHOWN])}{more}")
    return lines
