"""`kg query`: SPARQL on a built folder."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.errors import QueryError


def run(
    where: Annotated[
        str, typer.Argument(metavar="DIR|URL", help="A folder written by kg build, or the address of a SPARQL server.")
    ],
    sparql: Annotated[str, typer.Argument(metavar="SPARQL|@FILE", help="The query, or @file.rq.")],
    format_: Annotated[str, typer.Option("--format", "-f", help="table, csv, json or ttl.")] = "table",
    user: Annotated[str, typer.Option(metavar="NAME[:PASSWORD]", help="Login at the SPARQL server.")] = "",
) -> None:
    """Ask a built folder a SPARQL query: SELECT, ASK, CONSTRUCT or DESCRIBE."""
    from kg.query.port import open_store
    from kg.query.tables import FORMATS, text_table

    if format_ not in FORMATS:
        raise QueryError("--format", format_, f"one of {', '.join(FORMATS)}")
    text = read_query(sparql)
    store = open_store(where, user=user)
    result = store.query(text)
    shown = text_table(result, prefixes=store.prefixes) if format_ == "table" else FORMATS[format_](result)
    typer.echo(shown, nl=False)


def read_query(sparql: str) -> str:
    """The query itself, or the text of the file after `@`; raises QueryError if that cannot be read."""
    if not sparql.startswith("@"):
        return sparql
    try:
        return Path(sparql[1:]).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(sparql, f"cannot be read: {error}", "a SPARQL query in UTF-8") from error
