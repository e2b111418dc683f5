"""`kg serve`: the explorer of a built folder in the browser."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.language import Say
from kg.errors import MissingExtra

REPORTED = 500
"""Articles between two lines about the catalogue that is being made."""


def run(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder written by kg build.")],
    host: Annotated[str, typer.Option(help="Address to listen on; the default is reached from this computer only.")] = (
        "127.0.0.1"
    ),
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on; 0 takes a free one.")] = 8000,
    seconds: Annotated[float, typer.Option(min=0.1, help="Limit of time for a SPARQL query.")] = 10.0,
    rows: Annotated[int, typer.Option(min=1, help="Limit of rows of its answer.")] = 10_000,
    workers: Annotated[int, typer.Option(min=1, help="Queries answered at the same time.")] = 4,
) -> None:
    """Show a built folder in the browser: pages for everything in it, search, a SPARQL endpoint."""
    try:
        from kg.web.server import is_loopback, serve
        from kg.web.worker import Limits
    except ModuleNotFoundError as error:
        todo = "pip install 'policy-kg[serve]'"
        raise MissingExtra("kg serve", f"no {error.name}", "policy-kg[serve]", todo) from error

    say: Say = context.obj
    if not is_loopback(host):
        warning = say("anyone who reaches {host} can read the graph; there is no password and no encryption", host=host)
        typer.echo(f"kg: {say('warning')}: {warning}", err=True)

    def on_article(done: int, all_: int) -> None:
        if done % REPORTED == 0 or done == all_ >= REPORTED:
            typer.echo(say("catalogue: {done} of {all} articles", done=done, all=all_), err=True)

    def on_ready(address: str) -> None:
        typer.echo(f"{address}  {say('Ctrl-C ends')}")

    serve(folder, host, port, Limits(seconds=seconds, rows=rows, workers=workers), on_article, on_ready)
