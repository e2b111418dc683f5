"""What a build made, as a record for the caller and as `manifest.json` for whoever opens the folder later."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import kg
from kg.corpus import Failure, Missing
from kg.corpus.coverage import Coverage, coverage_data
from kg.model import KINDS, Article, Extraction
from kg.paths import lexicon_dir, ontology_dir

if TYPE_CHECKING:
    from kg.build.journal import Entry
    from kg.build.plan import Plan, Source

FORMAT = 1
"""Of manifest.json; grows when a key changes its meaning."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a build found: distinct entities by kind and distinct facts by predicate over all articles.

    `folder` is where it lies, or None if no input could be built and nothing was written. `undated` counts the
    articles without a day of publication.
    """

    folder: Path | None
    articles: int
    sentences: int
    entities: Mapping[str, int]
    facts: Mapping[str, int]
    evidence: int
    undated: int = 0
    duplicates: tuple[str, ...] = ()
    missing: tuple[Missing, ...] = ()
    failures: tuple[Failure, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether every input was built."""
        return self.folder is not None and not self.failures


def summarise(
    folder: Path | None,
    extractions: Sequence[Extraction],
    *,
    duplicates: Iterable[str] = (),
    missing: Iterable[Missing] = (),
    failures: Iterable[Failure] = (),
) -> Summary:
    """The summary of the articles built; kinds in pipeline order, predicates by frequency, then name."""
    kinds = Counter(kind for _, kind in {(e.key, e.kind) for x in extractions for e in x.entities})
    facts = Counter(
        predicate for _, predicate, _ in {(f.subject, f.predicate, f.object) for x in extractions for f in x.facts}
    )
    return Summary(
        folder=folder,
        articles=len(extractions),
        sentences=sum(len(x.sentences) for x in extractions),
        entities=_by_kind(kinds),
        facts=_by_frequency(facts),
        evidence=sum(len(f.evidence) for x in extractions for f in x.facts),
        undated=sum(x.article.date is None for x in extractions),
        duplicates=tuple(duplicates),
        missing=tuple(missing),
        failures=tuple(failures),
    )


def summary_of(folder: Path | None, counts: Mapping[str, Any], plan: Plan, built: Iterable[str]) -> Summary:
    """The summary of a corpus from the counts of its store and the keys of the articles built."""
    return Summary(
        folder=folder,
        articles=counts.get("articles", 0),
        sentences=counts.get("sentences", 0),
        entities=_by_kind(counts.get("entities", {})),
        facts=_by_frequency(counts.get("facts", {})),
        evidence=counts.get("evidence", 0),
        undated=sum(plan.sources[key].date is None for key in built),
        duplicates=tuple(plan.duplicates),
        missing=tuple(plan.missing),
        failures=tuple(sorted(plan.failures, key=lambda failure: (failure.where, failure.found))),
    )


def _by_kind(counts: Mapping[str, int]) -> dict[str, int]:
    return {kind.name: counts[kind.name] for kind in KINDS if counts.get(kind.name)}


def _by_frequency(counts: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def manifest(extractions: Sequence[Extraction], summary: Summary, base: str, draft: Path, ner: str = "") -> str:
    """`manifest.json`: inputs, counts, versions and the digest of every file in `draft`.

    Says nothing that differs between two builds of the same inputs: no clock, no path of this computer. `ner` is the
    digest of the user's pipeline, if one found names.
    """
    articles = [_article_entry(x.article, sentences=len(x.sentences), facts=len(x.facts)) for x in extractions]
    files = sorted(p for p in draft.rglob("*") if p.is_file())
    return _text(summary, base, articles, _file_digests(draft, files), **_pipeline(ner))


def _pipeline(ner: str) -> dict[str, object]:
    return {"ner": ner} if ner else {}


def corpus_manifest(
    built: Iterable[tuple[Source, Entry]],
    summary: Summary,
    base: str,
    store: str,
    folder: Path,
    coverage: Coverage,
    ner: str = "",
) -> str:
    """`manifest.json` of a corpus: as `manifest`, with the identity of what the store holds and the coverage.

    Of the files it digests those that are the same bytes in every build; the texts have their digests as names.
    """
    articles = [_article_entry(source, sentences=entry.sentences, facts=entry.facts) for source, entry in built]
    files = [path for name in _CORPUS_FILES if (path := folder / name).exists()]
    more = {"store": store, "coverage": coverage_data(coverage), **_pipeline(ner)}
    return _text(summary, base, articles, _file_digests(folder, files), **more)


_CORPUS_FILES = ("failures.jsonl", "graph.html", "graph.nq", "graph.ttl")


def _text(summary: Summary, base: str, articles: list[dict[str, object]], files: dict[str, str], **more: object) -> str:
    content = {
        "format": FORMAT,
        "kg": kg.__version__,
        "knowledge": knowledge_digest(),
        "base": base,
        **more,
        "articles": articles,
        "counts": {
            "articles": summary.articles,
            "sentences": summary.sentences,
            "entities": summary.entities,
            "facts": summary.facts,
            "evidence": summary.evidence,
        },
        "duplicates": summary.duplicates,
        "missing": [asdict(item) for item in summary.missing],
        "failures": [asdict(failure) for failure in summary.failures],
        "files": files,
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def failure_lines(failures: Iterable[Failure]) -> str:
    """`failures.jsonl`: one JSON object a line for each input that could not be built."""
    return "".join(json.dumps(asdict(failure), ensure_ascii=False) + "\n" for failure in failures)


def knowledge_digest() -> str:
    """SHA-256 over all that decides what is read from a text: rules, lexicons, ontology (file names and contents)."""
    return _digest_of("text.py", "extract", "lexicon", "resolve")


def build_digest() -> str:
    """SHA-256 over all that decides an article's graph: `knowledge_digest` and how records become quads."""
    return _digest_of("text.py", "extract", "lexicon", "model", "graph")


def names_digest() -> str:
    """SHA-256 over all that decides who is who over what articles say."""
    return _digest_of("lexicon", "resolve", "extract/titles.py", "extract/events.py")


def _digest_of(*parts: str) -> str:
    rules = [Path(kg.__file__).parent / part for part in parts]
    digest = hashlib.sha256()
    for root in (*rules, lexicon_dir(), ontology_dir()):
        for path in sorted(_files(root)):
            name = path.relative_to(root.parent).as_posix()
            digest.update(f"{name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def _files(root: Path) -> Iterable[Path]:
    if root.is_file():
        return [root]
    return (p for p in root.rglob("*") if p.suffix in (".py", ".tsv", ".npz", ".ttl", ".rq", ".txt") and p.is_file())


def _article_entry(article: Article | Source, sentences: int, facts: int) -> dict[str, object]:
    return {
        "name": article.name,
        "key": article.key,
        "sha256": article.sha256,
        "date": article.date,
        "title": article.title,
        "publisher": article.publisher,
        "url": article.url,
        "sentences": sentences,
        "facts": facts,
    }


def _file_digests(folder: Path, files: Iterable[Path]) -> dict[str, str]:
    return {p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}
