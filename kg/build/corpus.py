"""A build of many articles: resumable, incremental, on an embedded store.

Reading puts every text in its place and gives a plan. Articles that are not in the journal are extracted, each by a
function of its own text and metadata alone; whatever joins articles happens after that, in one sorted pass over the
journal on the way into the store. A store is written beside the one that is read and takes its place by a rename.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from kg.build.batches import batches_of, lost
from kg.build.engines import Engine, open_engine
from kg.build.folder import DRAFT, LOCK, MANIFEST, REVIEW, disk_error, write_whole
from kg.build.journal import Journal, count_own
from kg.build.lock import locked
from kg.build.manifest import Summary, build_digest, corpus_manifest, failure_lines, names_digest, summary_of
from kg.build.names import Editions, Resolved, decide_names, read_names, write_names, write_review
from kg.build.plan import TEXTS, Plan, Source, Taken, make_plan
from kg.build.reading import Inputs, read_inputs
from kg.build.shared import Counts, changed_lines, default_groups
from kg.build.stages import PAGE, Stages
from kg.build.work import SHARDS, Setup, extract_batch
from kg.graph.layout import NEW_STORE, OLD_STORE, STORE

if TYPE_CHECKING:
    from kg.build.server import Publication
    from kg.graph.server import Server
    from kg.graph.store import Content
    from kg.resolve.review import Answer

FAILURES = "failures.jsonl"
SMALL = 200
"""Articles up to which every graph is checked against the shapes and graph.ttl and graph.nq are written as well."""
SAMPLE = 256
"""In a larger corpus one article in so many is checked: checking all would take several times as long as the build."""
FEW = 10
"""A store is updated where at most one article in so many differs; loading it anew is faster otherwise."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a build is: articles done and to do (0: not known) and characters done in this stage."""

    stage: Literal["read", "extract", "load", "send"]
    done: int
    total: int = 0
    characters: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True)
class Job:
    """One build of many articles."""

    out: Path
    base: str
    stages: Stages
    engine: str
    workers: int | None
    validate: bool
    page: bool
    on_progress: Callable[[Progress], None]
    server: Server | None = None


def build_corpus(job: Job, inputs: Inputs) -> Summary:
    """The summary of the folder with store/, texts/, shards/, graph.html, review.yaml and manifest.json.

    Raises StoreError where another build is at work in the folder, where it cannot be written and for a line of
    review.yaml that says nothing; a build that was broken off, however it was, goes on where it stood when it is run
    again. A server that is to have the corpus too gets it when the folder is finished.
    """
    try:
        job.out.mkdir(parents=True, exist_ok=True)
        with locked(job.out):
            return _build_locked(job, inputs)
    except OSError as error:
        raise disk_error(Path(error.filename or job.out), error) from error


def _build_locked(job: Job, inputs: Inputs) -> Summary:
    from kg.resolve.review import read_review

    _recover(job.out)
    answers = read_review(job.out / REVIEW)
    publication = _open_publication(job)
    with open_engine(job.engine, job.workers) as engine:
        plan = make_plan(chain.from_iterable(_read(job, inputs, engine)))
        journal = Journal(job.out / SHARDS)
        _extract(job, plan, journal, engine)
    sources = sorted(plan.sources.values(), key=lambda source: source.key)
    live = {source.digest: source.key for source in sources if source.digest in journal.places}
    if live:
        return _publish(job, plan, journal, live, answers, publication)
    _clear(job.out)
    return summary_of(None, {}, plan, ())


def _open_publication(job: Job) -> Publication | None:
    """The server that gets the corpus, asked before the work begins whether it is there and may be written."""
    if job.server is None:
        return None
    from kg.build.server import Publication

    return Publication(job.server, job.base)


def _read(job: Job, inputs: Inputs, engine: Engine) -> Iterator[list[Taken]]:
    done = 0
    for taken in read_inputs(inputs, engine, job.out, f"{build_digest()} {job.base} {job.stages.ner}".rstrip()):
        yield taken
        done += len(taken)
        if taken:
            job.on_progress(Progress("read", done, name=taken[-1].record.name))


def _recover(out: Path) -> None:
    """Ends what a broken-off build left: a finished store waiting for its name gets it, drafts go."""
    from kg.graph.store import read_content

    if not (out / STORE).exists():
        for name in (NEW_STORE, OLD_STORE):
            if read_content(out / name):
                (out / name).rename(out / STORE)
                break
    for name in (NEW_STORE, OLD_STORE):
        shutil.rmtree(out / name, ignore_errors=True)
    for folder in (out, out / TEXTS, out / SHARDS):
        for path in folder.glob(f"{DRAFT}*"):
            path.unlink()


def _extract(job: Job, plan: Plan, journal: Journal, engine: Engine) -> None:
    """Brings every article of the plan that can be read into the journal; the others become failures."""
    from kg.graph.iris import entity_iri
    from kg.graph.load_order import load_order

    every = 0 if not job.validate else 1 if len(plan.sources) <= SMALL else SAMPLE
    setup = Setup(job.out, job.base, job.stages, every)

    def waits(source: Source) -> bool:
        place = journal.places.get(source.digest)
        return place is None or (setup.checks(source) and not place.entry.checked)

    waiting = sorted(filter(waits, plan.sources.values()), key=lambda s: load_order(entity_iri(s.key, job.base)))
    if not waiting:
        return
    done = characters = 0
    job.on_progress(Progress("extract", 0, len(waiting)))
    for batch, failures in engine.run(partial(extract_batch, setup), batches_of(waiting, engine.workers)):
        plan.failures += [lost(source.name) for source in batch] if failures is None else failures
        done += len(batch)
        characters += sum(source.characters for source in batch)
        job.on_progress(Progress("extract", done, len(waiting), characters))
    journal.refresh()
    for source in filter(waits, waiting):  # an article built unchecked before may turn out to break the shapes
        journal.places.pop(source.digest, None)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the store shall hold: the articles (digest → key), the lines of the coverage, a person's answers to who is
    who, with an identity."""

    articles: Mapping[str, str]
    coverage: Sequence[str]
    identity: str
    answers: Sequence[Answer] = ()


def wanted(articles: Mapping[str, str], coverage: Sequence[str], base: str, answers: Sequence[Answer] = ()) -> Wanted:
    """The same with its identity, which does not depend on any order."""
    said = sorted(f"{answer.pair} {answer.word} {answer.note}" for answer in answers if answer.word != "open")
    parts = [base, names_digest(), *said, *sorted(articles), *coverage]
    return Wanted(articles, coverage, hashlib.sha256("\n".join(parts).encode()).hexdigest(), answers)


def _publish(
    job: Job, plan: Plan, journal: Journal, live: dict[str, str], answers: Sequence[Answer],
    publication: Publication | None,
) -> Summary:  # fmt: skip
    """The summary, after store, page, manifest and server are those of the articles `live` (digest → key)."""
    from kg.graph.coverage import coverage_lines

    goal = wanted(live, coverage_lines(plan.coverage, live.values(), job.base), job.base, answers)
    content = _bring_store(job, plan, journal, goal)
    names = read_names(job.out / STORE)
    summary = summary_of(job.out, content.counts, plan, live.values())
    if job.page and (not (job.out / PAGE).exists() or _published(job.out) != content.identity):
        job.stages.write_page(job.out)
    _write_graph_files(job, Resolved(journal, names, job.base), goal)
    write_review(job.out, names, plan.sources)
    _write_failures(job.out, summary)
    entries = [(plan.sources[key], journal.places[digest].entry) for digest, key in live.items()]
    text = corpus_manifest(entries, summary, job.base, content.identity, job.out, plan.coverage, job.stages.ner)
    if not _is(job.out / MANIFEST, text.encode()):
        write_whole(job.out / MANIFEST, text.encode())
    if publication:
        editions = Editions(Resolved(journal, names, job.base))
        publication.send(
            editions, editions.of(live), goal.coverage, lambda done, all_: job.on_progress(Progress("send", done, all_))
        )
    _drop_unused(job.out, journal, live)
    return summary


def _bring_store(job: Job, plan: Plan, journal: Journal, goal: Wanted) -> Content:
    """What the store holds, after it holds just that."""
    from kg.graph.store import read_content, write_content

    known = read_content(job.out / STORE)
    if known and known.identity == goal.identity:
        return known
    articles = len(goal.articles)
    job.on_progress(Progress("load", 0, articles))
    names = decide_names(journal, plan.sources, goal.articles, job.base, goal.answers, job.out / REVIEW)
    resolved = Resolved(journal, names, job.base)
    draft = job.out / NEW_STORE
    try:
        before = Resolved(journal, read_names(job.out / STORE), job.base)
        content = _update(job, before, resolved, goal, known) or load_store(job, resolved, goal, draft)
        write_names(draft, names)
        write_content(draft, content)
        _swap(job.out)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    job.on_progress(Progress("load", articles, articles))
    return content


def load_store(job: Job, journal: Resolved, goal: Wanted, draft: Path) -> Content:
    """What is in the new store `draft`, loaded from the journal."""
    from kg.graph.store import write_store

    counts = Counts()
    articles = len(goal.articles)

    def texts() -> Iterator[bytes]:
        yield "".join(goal.coverage).encode()
        for done, text in enumerate(journal.graphs(goal.articles), 1):
            yield text
            job.on_progress(Progress("load", done, articles))
        for _, lines in default_groups(journal, goal.articles, job.base, counts):
            yield "".join(lines).encode()

    write_store(draft, texts())
    return _content(job, journal, goal, counts)


def _update(job: Job, before: Resolved, journal: Resolved, goal: Wanted, known: Content | None) -> Content | None:
    """The draft store as a copy of the present one with the differences made; None where there are too many."""
    from kg.graph.coverage import coverage_graph
    from kg.graph.iris import entity_iri
    from kg.graph.store import update_store

    if known is None or known.base != job.base or not known.articles.keys() <= journal.places.keys():
        return None
    both = known.articles.keys() & goal.articles.keys()
    other = {digest for digest in both if _renamed(before, journal, goal.articles[digest])}
    gone, new = known.articles.keys() - both | other, goal.articles.keys() - both | other
    if (len(gone) + len(new)) * FEW > len(goal.articles):
        return None
    counts = Counts()
    old_groups = default_groups(before, known.articles, job.base)
    changes = list(changed_lines(old_groups, default_groups(journal, goal.articles, job.base, counts)))

    def texts() -> Iterator[bytes]:
        yield from journal.graphs(new)
        yield "".join(line for line, is_new in changes if is_new).encode()
        yield "".join(goal.coverage).encode()

    dropped = [coverage_graph(job.base), *sorted(entity_iri(known.articles[digest], job.base) for digest in gone)]
    update_store(
        job.out / STORE, job.out / NEW_STORE, dropped, (line for line, is_new in changes if not is_new), texts()
    )
    return _content(job, journal, goal, counts)


def _renamed(before: Resolved, after: Resolved, article: str) -> bool:
    """Whether an article means others by its names than it did."""
    return before.names.renames.get(article) != after.names.renames.get(article)


def _content(job: Job, journal: Resolved, goal: Wanted, shared: Counts) -> Content:
    from kg.graph.store import Content

    places = [journal.places[digest] for digest in goal.articles]
    facts, entities = count_own(places)
    facts.subtract(journal.names.lost)
    counts: dict[str, Any] = {
        "articles": len(places),
        "sentences": sum(place.entry.sentences for place in places),
        "entities": dict(sorted((entities + shared.entities).items())),
        "facts": dict(sorted((facts + shared.facts).items())),
        "evidence": sum(place.entry.evidence for place in places),
    }
    return Content(goal.identity, job.base, goal.articles, counts)


def _swap(out: Path) -> None:
    """The draft under the name of the store; a reader that comes between the two renames opens the old one."""
    from kg.graph.store import store_error

    try:
        if (out / STORE).exists():
            (out / STORE).rename(out / OLD_STORE)
        (out / NEW_STORE).rename(out / STORE)
    except OSError as error:
        raise store_error(out / STORE, error) from error
    shutil.rmtree(out / OLD_STORE, ignore_errors=True)


def _published(out: Path) -> str:
    """The identity of the store that the manifest describes."""
    try:
        return str(json.loads((out / MANIFEST).read_bytes())["store"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _write_graph_files(job: Job, journal: Resolved, goal: Wanted) -> None:
    """graph.nq and graph.ttl of a small corpus; those of an earlier, smaller one go."""
    from kg.graph.folder import NQUADS, TURTLE
    from kg.graph.nquads import parsed
    from kg.graph.turtle import turtle

    paths = job.out / NQUADS, job.out / TURTLE
    if len(goal.articles) > SMALL:
        for path in paths:
            path.unlink(missing_ok=True)
        return
    own = (line.decode() for text in journal.graphs(goal.articles) for line in text.splitlines(keepends=True))
    shared = (line for _, lines in default_groups(journal, goal.articles, job.base) for line in lines)
    text = "".join(sorted({*own, *shared, *goal.coverage}))
    if not _is(paths[0], text.encode()) or not paths[1].exists():
        write_whole(paths[1], turtle(parsed(text), job.base).encode())
        write_whole(paths[0], text.encode())


def _write_failures(out: Path, summary: Summary) -> None:
    path, text = out / FAILURES, failure_lines(summary.failures).encode()
    if not text:
        path.unlink(missing_ok=True)
    elif not _is(path, text):
        write_whole(path, text)


def _is(path: Path, content: bytes) -> bool:
    try:
        return path.read_bytes() == content
    except OSError:
        return False


def _drop_unused(out: Path, journal: Journal, live: Collection[str]) -> None:
    """Texts and shards that nothing refers to any more."""
    journal.drop_unused(live)
    texts = {f"{journal.places[digest].entry.key.rpartition('/')[2]}.txt" for digest in live}
    for path in (out / TEXTS).iterdir():
        if path.name not in texts:
            path.unlink()


def _clear(out: Path) -> None:
    """Nothing could be built: a folder without an earlier build is left as it was found."""
    if (out / STORE).exists() or (out / MANIFEST).exists():
        return
    for name in (TEXTS, SHARDS):
        shutil.rmtree(out / name, ignore_errors=True)
    (out / LOCK).unlink(missing_ok=True)
    if not any(out.iterdir()):
        out.rmdir()
