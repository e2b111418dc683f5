"""`kg resolve`: who is who in a built folder: the decisions with their grounds, and what waits for a person."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.language import Say

DECISIONS = """
SELECT ?one ?outcome ?other ?state ?rule ?ground WHERE {
  ?decision a pk:Decision ; rdf:subject ?one ; rdf:predicate ?p ; rdf:object ?other ;
            pk:rule ?rule ; pk:decisionState ?state .
  OPTIONAL { ?decision pk:ground ?ground }
  BIND(IF(?p = owl:sameAs, "same", "apart") AS ?outcome)
}
ORDER BY ?rule ?one ?other"""
_SIGNS = {"same": "=", "apart": "≠"}

Row = dict[str, str]


def run(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder written by kg build.")],
    rule: Annotated[
        str | None, typer.Option(metavar="RULE", help="List the decisions of this rule, or of all that begin with it.")
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="List every decision.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show who is who across articles: what was merged, kept apart, and waits for review."""
    say: Say = context.obj
    rows = read_decisions(folder)
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    if rule or all_:
        _print_rows(say, [row for row in rows if row["rule"].startswith(rule or "")])
        return
    _print_counts(say, rows)
    _print_rows(say, [row for row in rows if row["state"] == "open"])
    _print_answers(say, folder)


def read_decisions(folder: Path) -> list[Row]:
    """The decisions in a built folder's graph: one, outcome (same, apart), other, state, rule, ground; by rule."""
    from urllib.parse import unquote

    from kg.query.port import open_store

    store = open_store(folder)
    base = store.prefixes["id"]
    answer = store.query(DECISIONS)
    rows = [dict(zip(answer.columns, (term.value if term else "" for term in row), strict=True)) for row in answer.rows]
    for row in rows:
        row |= {end: unquote(row[end].removeprefix(base)) for end in ("one", "other")}
    return rows


def _print_counts(say: Say, rows: Sequence[Row]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    from kg.resolve import RULES

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for title in (say("rule"), say("ground")):
        table.add_column(title)
    for title in (say("merged"), say("kept apart"), say("open")):
        table.add_column(title, justify="right")
    counts = Counter((row["rule"], "open" if row["state"] == "open" else row["outcome"]) for row in rows)
    for name in sorted({row["rule"] for row in rows}):
        zh, en = RULES.get(name, ("", ""))
        numbers = (f"{counts[name, column]:,}" for column in ("same", "apart", "open"))
        table.add_row(name, zh if say.language == "zh" else en, *numbers)
    total = Counter("open" if row["state"] == "open" else row["outcome"] for row in rows)
    table.add_section()
    table.add_row(say("all"), "", *(f"{total[column]:,}" for column in ("same", "apart", "open")))
    Console(highlight=False).print(table)


def _print_rows(say: Say, rows: Sequence[Row]) -> None:
    for row in rows:
        sign = "?" if row["state"] == "open" else _SIGNS[row["outcome"]]
        typer.echo("  ".join(filter(None, (f"{row['one']} {sign} {row['other']}", row["rule"], row["ground"]))))


def _print_answers(say: Say, folder: Path) -> None:
    """What the review file holds, and what a run of kg build would do with it."""
    from kg.build.folder import REVIEW
    from kg.resolve.review import read_review

    answers = read_review(folder / REVIEW)
    if not answers:
        return
    words = Counter(answer.word for answer in answers)
    text = "{path}: {open} open, {accept} accepted, {reject} rejected; edit `answer`, then run the same kg build again"
    counts = {word: words[word] for word in ("open", "accept", "reject")}
    typer.echo(say(text, path=folder / REVIEW, **counts))
