"""`kg ask`: the questions people ask, as named queries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from kg.cli.language import Say
from kg.errors import QueryError


def run(
    context: typer.Context,
    where: Annotated[
        str, typer.Argument(metavar="DIR|URL", help="A folder written by kg build, or the address of a SPARQL server.")
    ],
    name: Annotated[
        str | None,
        typer.Argument(help="Name of the query; its parameters follow as options, such as --person 习近平."),
    ] = None,
    format_: Annotated[str, typer.Option("--format", "-f", help="table, csv, json or ttl.")] = "table",
    user: Annotated[str, typer.Option(metavar="NAME[:PASSWORD]", help="Login at the SPARQL server.")] = "",
) -> None:
    """Run a named query; without a name, list them."""
    from kg.query.named import find_query, run_named
    from kg.query.port import open_store
    from kg.query.tables import FORMATS, csv_table, text_table

    say: Say = context.obj
    if name is None:
        _print_list(say)
        return
    if format_ not in FORMATS:
        raise QueryError("--format", format_, f"one of {', '.join(FORMATS)}")
    headers = find_query(name).headers(say.language)
    store = open_store(where, user=user)
    result = run_named(store, name, parse_parameters(context.args))
    match format_:
        case "table":
            shown = text_table(result, headers, store.prefixes)
        case "csv":
            shown = csv_table(result, headers)
        case _:
            shown = FORMATS[format_](result)
    typer.echo(shown, nl=False)


def parse_parameters(arguments: Sequence[str]) -> dict[str, str]:
    """`--person 习近平` and `--person=习近平` as {"person": "习近平"}; raises QueryError for anything else."""
    values: dict[str, str] = {}
    rest = iter(arguments)
    for argument in rest:
        option, equals, value = argument.partition("=")
        if not option.startswith("--") or len(option) == 2:
            raise QueryError("kg ask", argument, "parameters as options, such as --person 习近平")
        found = value if equals else next(rest, None)
        if found is None:
            raise QueryError(option, "no value", f"{option} VALUE")
        values[option.removeprefix("--")] = found
    return values


def _print_list(say: Say) -> None:
    from kg.query.named import load_queries

    for query in load_queries().values():
        typer.echo(f"{query.name}  {query.zh if say.language == 'zh' else query.en}")
        for parameter in query.parameters:
            meaning = parameter.zh if say.language == "zh" else parameter.en
            typer.echo(f"    --{parameter.name}  {meaning}{'' if parameter.default else ' *'}")
    typer.echo(say("* needs a value"))
