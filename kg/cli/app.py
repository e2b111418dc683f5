"""The commands together, the language of the interface, errors as one line and an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated

import typer

from kg.cli import ask, build, coverage, evaluate, export, query, resolve, serve, themes, verify, version, view
from kg.cli.language import Say, choose_language, localise, without_language
from kg.errors import KgError

FAILED = 1
"""Exit code where an input could not be built, an evidence does not hold, or the command could not be done."""

COMMANDS: Mapping[str, Callable[..., None]] = {
    "build": build.run,
    "coverage": coverage.run,
    "query": query.run,
    "ask": ask.run,
    "view": view.run,
    "serve": serve.run,
    "export": export.run,
    "resolve": resolve.run,
    "themes": themes.run,
    "verify": verify.run,
    "eval": evaluate.run,
    "version": version.run,
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Run `kg` with these arguments (default: those of the process); ends with SystemExit.

    0: done; 1: something could not be built or does not hold, said in a line on standard error; 2: wrong usage.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    say = Say(choose_language(given, os.environ))
    command = typer.main.get_command(_app())
    localise(command, say)
    try:
        command(without_language(given), prog_name="kg", obj=say)
    except KgError as error:
        if os.environ.get("KG_DEBUG"):
            raise
        typer.echo(f"kg: {say('error')}: {error}", err=True)
        raise SystemExit(FAILED) from None
    except BrokenPipeError:
        # The reader of our output (`| head`) has left; point the stream at nothing so that closing it is quiet.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(FAILED) from None


def _app() -> typer.Typer:
    app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
    app.callback()(_root)
    for name, run in COMMANDS.items():
        free = {"allow_extra_args": True, "ignore_unknown_options": True} if name == "ask" else None
        app.command(name, context_settings=free)(run)
    return app


def _root(
    lang: Annotated[str, typer.Option(help="Language of the interface: en or zh.")] = "",
) -> None:
    """Knowledge graphs from Chinese official news, with the sentence behind every fact."""
