"""One build: inputs to articles, articles to extractions, extractions to a folder."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

from kg.build.corpus import FAILURES, Job, Progress, build_corpus
from kg.build.folder import LOCK, MANIFEST, check_folder, empty_folder, replaced_folder
from kg.build.manifest import Summary, failure_lines, manifest, summarise
from kg.build.stages import Stages, standard_stages
from kg.build.work import broken, unexpected
from kg.build.workers import default_workers
from kg.corpus import Failure, Metadata, Missing, check_date, read_articles
from kg.errors import KgError
from kg.model import Article, Extraction


@dataclass(frozen=True, slots=True)
class Options:
    """How to build: metadata that overrides what files say, the data base of the IRIs, what to leave out.

    `store` asks for an embedded store even of one article; `workers` are processes (default: the cores).
    """

    given: Metadata = field(default_factory=Metadata)
    base: str | None = None
    validate: bool = True
    page: bool = True
    store: bool = False
    workers: int | None = None


@dataclass(slots=True)
class _Outcome:
    """What became of the inputs so far; `checks[i]` is the running or finished check of `extractions[i]`."""

    extractions: list[Extraction] = field(default_factory=list)
    checks: list[Future[list[str]]] = field(default_factory=list)
    duplicates: list[str] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def add(self, record: Article | Failure | Missing, extract: Callable[[Article], Extraction]) -> None:
        """Put the record where it belongs; an article whose text was built before is a duplicate."""
        if isinstance(record, Failure):
            self.failures.append(record)
        elif isinstance(record, Missing):
            self.missing.append(record)
        elif record.key in self.seen:
            self.duplicates.append(record.name)
        else:
            self.seen.add(record.key)
            self._extract(record, extract)

    def _extract(self, article: Article, extract: Callable[[Article], Extraction]) -> None:
        try:
            self.extractions.append(extract(article))
        except KgError as error:
            self.failures.append(Failure.of(error))
        except Exception as error:  # whatever is wrong with one article, the others are built
            if os.environ.get("KG_DEBUG"):
                raise
            self.failures.append(unexpected(article.name, error))

    def drop_broken(self) -> bool:
        """Whether any article's graph broke the shapes; those are failures now. Waits for the checks."""
        found = [check.result() for check in self.checks]
        self.checks = []
        if not any(found):
            return False
        checked = list(zip(self.extractions, found, strict=True))
        self.failures += [broken(x.article.name, problems) for x, problems in checked if problems]
        self.extractions = [x for x, problems in checked if not problems]
        return True

    def summary(self, folder: Path | None) -> Summary:
        return summarise(
            folder, self.extractions, duplicates=self.duplicates, missing=self.missing, failures=self.failures
        )


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
    KgError for a base that is no IRI.
    """
    options = options or Options()
    if options.given.date:
        check_date(options.given.date, "--date")
    check_folder(out)
    stages = stages or standard_stages()
    base = stages.checked_base(options.base) if options.base else stages.base
    records = read_articles(inputs, options.given)
    first = list(_until_second(records))
    if options.store or (out / LOCK).exists() or sum(isinstance(record, Article) for record in first) > 1:
        workers = options.workers or default_workers()
        job = Job(out, base, stages, workers, options.validate, options.page, on_progress)
        return build_corpus(job, chain(first, records))
    return _build_one(first, out, options, base, stages, checker, on_progress)


def _until_second(records: Iterator[Article | Failure | Missing]) -> Iterator[Article | Failure | Missing]:
    """The records up to the second article."""
    articles = 0
    for record in records:
        yield record
        articles += isinstance(record, Article)
        if articles > 1:
            return


def _build_one(
    records: Sequence[Article | Failure | Missing],
    out: Path,
    options: Options,
    base: str,
    stages: Stages,
    checker: Executor | None,
    on_progress: Callable[[Progress], None],
) -> Summary:
    """The folder of one article, replaced as a whole."""
    if checker and options.validate:
        checker.submit(_warm_up)
    checker = checker or _Here()
    outcome = _Outcome()
    for record in records:
        on_progress(Progress("read", len(outcome.extractions), name=record.name))
        outcome.add(record, stages.extract)
        if options.validate and len(outcome.checks) < len(outcome.extractions):
            outcome.checks.append(checker.submit(stages.check, outcome.extractions[-1], base))
    if not outcome.extractions:
        return outcome.summary(None)
    with replaced_folder(out) as draft:
        return _fill(draft, out, outcome, stages, base, page=options.page)


def _warm_up() -> None:
    """Loads what checks need; sent ahead, so that another process does it while this one reads and extracts."""
    from kg.graph.shapes import check_shapes, rdflib_graph

    check_shapes(rdflib_graph(()))


def _fill(draft: Path, out: Path, outcome: _Outcome, stages: Stages, base: str, *, page: bool) -> Summary:
    """The summary of what was written into the draft: all that conforms; nothing if nothing does.

    The checks run on while the draft is written; only where one fails it is emptied and written again.
    """
    while outcome.extractions:
        stages.write_graph(outcome.extractions, draft, base)
        if page:
            stages.write_page(draft)
        if not outcome.drop_broken():
            return _write_manifest(outcome, draft, out, base)
        empty_folder(draft)
    return outcome.summary(None)


def _write_manifest(outcome: _Outcome, draft: Path, out: Path, base: str) -> Summary:
    """The summary, after it was written into the draft with the failures."""
    summary = outcome.summary(out)
    if summary.failures:
        (draft / FAILURES).write_text(failure_lines(summary.failures), encoding="utf-8", newline="\n")
    (draft / MANIFEST).write_text(manifest(outcome.extractions, summary, base, draft), encoding="utf-8", newline="\n")
    return summary
