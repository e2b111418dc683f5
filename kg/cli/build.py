"""`kg build`: articles to a folder with the graph, its page and its manifest."""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.language import Say

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from rich.progress import Progress as Bars
    from rich.progress import TaskID

    from kg.build import Progress, Summary

GARBAGE_THRESHOLD = 200_000
"""New objects between two collections; with Python's 700 a tenth of the seed's build is collecting."""


ON_DISK = "disk"
"""What `--store` takes beside an address."""


def run(
    context: typer.Context,
    inputs: Annotated[
        list[str], typer.Argument(metavar="INPUT...", help="Files, folders, globs, or - for standard input.")
    ],
    out: Annotated[Path, typer.Option("-o", "--out", metavar="DIR", help="Folder to build into.")] = Path("build"),
    date: Annotated[str | None, typer.Option(help="Day of publication, YYYY-MM-DD.")] = None,
    title: Annotated[str | None, typer.Option(help="Title of the article.")] = None,
    source: Annotated[str | None, typer.Option(help="Publisher, such as 新华社.")] = None,
    url: Annotated[str | None, typer.Option(help="Address of the article.")] = None,
    base: Annotated[str | None, typer.Option(metavar="IRI", help="Base of the IRIs of the data.")] = None,
    no_validate: Annotated[bool, typer.Option("--no-validate", help="Skip the check of the SHACL shapes.")] = False,
    ner: Annotated[
        str | None, typer.Option(metavar="NAME", help="An installed spaCy pipeline to find names with.")
    ] = None,
    store: Annotated[
        str,
        typer.Option(
            metavar="disk|URL",
            help="disk keeps a store on disk even of one article; an address sends the graph to that SPARQL server.",
        ),
    ] = "",
    user: Annotated[str, typer.Option(metavar="NAME[:PASSWORD]", help="Login at the SPARQL server.")] = "",
    workers: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Processes for many articles; the cores if not given.")
    ] = None,
    engine: Annotated[
        str, typer.Option(metavar="NAME", help="Where many articles are worked off: processes, or ray for a cluster.")
    ] = "processes",
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print errors only.")] = False,
) -> None:
    """Build a graph from articles: Turtle, an interactive page, a manifest."""
    from kg.build import Options, build
    from kg.corpus import Metadata

    # A build makes some hundred thousand records that live to its end; the collector would walk them again and again.
    gc.set_threshold(GARBAGE_THRESHOLD)
    say: Say = context.obj
    start = time.monotonic()
    options = Options(
        Metadata(title, date, source, url), base, validate=not no_validate, store=bool(store), engine=engine,
        workers=workers, server="" if store == ON_DISK else store, user=user, ner=ner,
    )  # fmt: skip
    with _progress(say, quiet=quiet) as on_progress, _checker() as checker:
        summary = build(inputs, out, options, checker=checker, on_progress=on_progress)
    for failure in summary.failures:
        typer.echo(f"kg: {say('error')}: {failure}", err=True)
    if not quiet and summary.folder:
        _print_summary(say, summary, time.monotonic() - start)
    if not summary.folder:
        typer.echo(f"kg: {say('nothing was built')}", err=True)
    raise typer.Exit(0 if summary.complete else 1)


def _checker() -> Executor:
    """Processes that check shapes while this one reads and writes; they start with the first check."""
    from concurrent.futures import ProcessPoolExecutor

    return ProcessPoolExecutor(max(1, (os.cpu_count() or 1) - 1))


@contextmanager
def _progress(say: Say, *, quiet: bool) -> Iterator[Callable[[Progress], None]]:
    """Hears how far a build is and shows it with rate and time left, on a terminal only."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield lambda progress: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"))
    with Bars(*columns, TimeRemainingColumn(), console=console, transient=True) as bars:
        yield _shown_on(bars, say)


def _shown_on(bars: Bars, say: Say) -> Callable[[Progress], None]:
    tasks: dict[str, TaskID] = {}
    labels = {"read": "reading", "extract": "extracting", "load": "loading", "send": "sending"}

    def show(progress: Progress) -> None:
        if progress.stage not in tasks:
            tasks[progress.stage] = bars.add_task(say(labels[progress.stage]), total=None, rate="")
        task = tasks[progress.stage]
        seconds = bars.tasks[task].elapsed or 0
        rate = say("{n} characters/s", n=f"{progress.characters / seconds:,.0f}") if seconds > 1 else ""
        bars.update(task, completed=progress.done, total=progress.total or None,
                    rate=rate if progress.characters else progress.name)  # fmt: skip

    return show


def _print_summary(say: Say, summary: Summary, seconds: float) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, show_header=False, pad_edge=False)
    table.add_column(no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    for name, value in _rows(say, summary, seconds):
        table.add_row(name, value)
    console = Console(highlight=False)
    console.print(table)
    for what, name in (("graph", "graph.ttl"), ("store", "store"), ("page", "graph.html")):
        if summary.folder and (summary.folder / name).exists():
            console.print(f"{say(what)}  {summary.folder}/{name}", soft_wrap=True, markup=False)
    if summary.undated:
        console.print(
            say("no date of publication: days stay without a year (--date YYYY-MM-DD gives it)"), soft_wrap=True
        )


def _rows(say: Say, summary: Summary, seconds: float) -> Iterator[tuple[str, str]]:
    """The lines of the closing table: what, how many."""
    from kg.graph.vocabulary import load_ontology
    from kg.model import BY_NAME

    yield say("articles"), f"{summary.articles:,}"
    yield say("sentences"), f"{summary.sentences:,}"
    yield say("entities"), f"{sum(summary.entities.values()):,}"
    for name, count in summary.entities.items():
        kind = BY_NAME[name]
        yield f"  {kind.zh if say.language == 'zh' else kind.en}", f"{count:,}"
    yield say("facts"), f"{sum(summary.facts.values()):,}"
    ontology = load_ontology()
    for name, count in summary.facts.items():
        yield f"  {ontology.label(name, say.language)}  pk:{name}", f"{count:,}"
    yield say("evidence"), f"{summary.evidence:,}"
    gaps = {"without text": summary.missing, "duplicates": summary.duplicates, "failed": summary.failures}
    yield from ((say(what), f"{len(items):,}") for what, items in gaps.items() if items)
    yield say("seconds"), f"{seconds:.1f}"
