"""`kg view`: the page of a built folder, or of a part of it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.language import Say

PAGE = "view.html"
"""Written beside the page of the build, which it leaves as it is."""


def run(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder written by kg build.")],
    out: Annotated[
        Path | None, typer.Option("-o", "--out", metavar="FILE", help="The page to write (default: DIR/view.html).")
    ] = None,
    focus: Annotated[
        str | None, typer.Option(metavar="NAME", help="Open around this entity: a name, an alias or a key.")
    ] = None,
    depth: Annotated[int, typer.Option(min=1, max=3, metavar="N", help="Steps around it, 1 to 3.")] = 1,
    kinds: Annotated[
        str | None, typer.Option(metavar="people,places…", help="Only these kinds of entity, separated by commas.")
    ] = None,
    top: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Open with this many entities, the most important ones.")
    ] = None,
) -> None:
    """Write the interactive page of a built folder, or of a part of it."""
    from kg.query.port import open_store
    from kg.view.page import write_page
    from kg.view.read import read_view

    say: Say = context.obj
    page = out or folder / PAGE
    view = read_view(open_store(folder), folder, focus, depth, parse_kinds(kinds), top)
    write_page(view, page)
    typer.echo(f"{say('page')}  {page}")


def parse_kinds(text: str | None) -> list[str] | None:
    """`people, places` as ["people", "places"] (`，` and `、` separate as well); None where no kind is named."""
    if text is None:
        return None
    for mark in "，、":
        text = text.replace(mark, ",")
    return [name.strip() for name in text.split(",") if name.strip()] or None
