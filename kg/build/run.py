"""One build: inputs to articles, articles to extractions, extractions to a folder."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.build.corpus import FAILURES, Job, Progress, build_corpus
from kg.build.engines import STANDARD, checked_engine
from kg.build.folder import LOCK, MANIFEST, REVIEW, check_folder, replaced_folder, write_whole
from kg.build.manifest import Summary, failure_lines, manifest, summarise
from kg.build.reading import open_inputs
from kg.build.stages import Stages, standard_stages
from kg.build.work import broken, unexpected
from kg.corpus import Failure, Metadata, Missing, check_date
from kg.errors import KgError
from kg.model import Article, Extraction

if TYPE_CHECKING:
    from kg.graph.server import Server


@dataclass(frozen=True, slots=True)
class Options:
    """How to build: metadata that overrides what files say, the data base of the IRIs, what to leave out.

    `store` asks for an embedded store even of one article; `engine` is a name in `kg.build.engines.ENGINES` and
    `workers` how much of it is used (default: all cores). `server` is the address of a SPARQL server that gets the
    graph as well, `user` the login there (see `kg.graph.server.Login.find`). `ner` is an installed
    spaCy pipeline that finds names.
    """

    given: Metadata = field(default_factory=Metadata)
    base: str | None = None
    validate: bool = True
    page: bool = True
    store: bool = False
    engine: str = STANDARD
    workers: int | None = None
    server: str = ""
    user: str = ""
    ner: str | None = None


class _Here(Executor):
    """Runs what is submitted at once, in this process."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        done: Future[Any] = Future()
        done.set_result(fn(*args, **kwargs))
        return done


def build(
    inputs: Sequence[str],
    out: Path,
    options: Options | None = None,
    *,
    stages: Stages | None = None,
    checker: Executor | None = None,
    on_progress: Callable[[Progress], None] = lambda progress: None,
) -> Summary:
    """The summary of the folder `out`, built from one article or from many.

    One article gives graph.ttl, graph.nq, texts/, graph.html and manifest.json, put there together. More give store/
    (an embedded store) and shards/ (the journal that the next build of the folder starts from) as well; above
    `kg.build.corpus.SMALL` articles graph.ttl and graph.nq are left out. A folder that has a store keeps one.

    An input that cannot be built is a line of failures.jsonl and stops no other; if none can be built nothing is
    written. `checker` runs the check of one article's shapes beside the rest. Raises StoreError where `out` cannot be
    written, is being built by another process or holds somebody else's files, CorpusError for a date that is none,
    KgError for a base that is no IRI and for an engine that there is not, MissingExtra for a pipeline that cannot
    be loaded.
    """
    options = options or Options()
    if options.given.date:
        check_date(options.given.date, "--date")
    checked_engine(options.engine)
    check_folder(out)
    stages = stages or standard_stages(options.ner)
    base = stages.checked_base(options.base) if options.base else stages.base
    opened = open_inputs(inputs, options.given)
    articles = {record.key for record in opened.first if isinstance(record, Article)}
    if options.store or options.server or (out / LOCK).exists() or (out / REVIEW).exists() or len(articles) > 1:
        job = Job(
            Path(os.path.abspath(out)), base, stages, options.engine, options.workers, options.validate, options.page,
            on_progress, _server(options),
        )  # fmt: skip
        return build_corpus(job, opened)
    return _build_one(opened.first, out, options, base, stages, checker, on_progress)


def _server(options: Options) -> Server | None:
    if not options.server:
        return None
    from kg.graph.server import Server

    return Server(options.server, options.user)


def _build_one(
    records: Sequence[Article | Failure | Missing],
    out: Path,
    options: Options,
    base: str,
    stages: Stages,
    checker: Executor | None,
    on_progress: Callable[[Progress], None],
) -> Summary:
    """The folder of the one article among the records, replaced as a whole; it is checked while files are written."""
    missing = [record for record in records if isinstance(record, Missing)]
    failures = [record for record in records if isinstance(record, Failure)]
    nothing = partial(summarise, None, (), missing=missing)
    articles = [record for record in records if isinstance(record, Article)]
    if not articles:
        return nothing(failures=failures)
    article, *again = articles
    if checker and options.validate:
        checker.submit(_warm_up)
    on_progress(Progress("read", 1, name=article.name))
    extraction = _extracted(article, stages)
    if isinstance(extraction, Failure):
        return nothing(failures=[*failures, extraction])
    check = (checker or _Here()).submit(stages.check, extraction, base) if options.validate else None
    with replaced_folder(out) as draft:
        stages.write_graph([extraction], draft, base)
        if options.page:
            stages.write_page(draft)
        if check and (problems := check.result()):
            return nothing(failures=[*failures, broken(article.name, problems)])
        duplicates = [other.name for other in again]
        summary = summarise(out, [extraction], duplicates=duplicates, missing=missing, failures=failures)
        if failures:
            write_whole(draft / FAILURES, failure_lines(failures).encode())
        write_whole(draft / MANIFEST, manifest([extraction], summary, base, draft, stages.ner).encode())
    return summary


def _extracted(article: Article, stages: Stages) -> Extraction | Failure:
    try:
        return stages.extract(article)
    except KgError as error:
        return Failure.of(error)
    except Exception as error:
        if os.environ.get("KG_DEBUG"):
            raise
        return unexpected(article.name, error)


def _warm_up() -> None:
    """Loads what checks need; sent ahead, so that another process does it while this one reads and extracts."""
    from kg.graph.shapes import check_shapes, rdflib_graph

    check_shapes(rdflib_graph(()))
