"""`kg export`: the graph of a built folder for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.language import Say


def run(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder written by kg build.")],
    format_: Annotated[
        str, typer.Option("--format", "-f", metavar="FORMAT", help="ttl, nq, jsonld, graphml, gexf, csv or cypher.")
    ] = "ttl",
    out: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--out",
            metavar="PATH",
            help="File (compressed if it ends in .gz or .zst) or folder to write (default: below DIR/export).",
        ),
    ] = None,
    graph: Annotated[
        list[str] | None,
        typer.Option(metavar="GRAPH", help="Only this graph: default, or the key of an article; may be repeated."),
    ] = None,
    excel: Annotated[bool, typer.Option("--excel", help="CSV with the byte order mark that Excel needs.")] = False,
) -> None:
    """Write the graph of a built folder for other programs: RDF, Gephi, tables, Neo4j."""
    from kg.export.exporters import export

    say: Say = context.obj
    typer.echo(f"{say('written')}  {export(folder, format_, out, graph or (), excel=excel)}")
