"""What a build made, as a record for the caller and as `manifest.json` for whoever opens the folder later."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import kg
from kg.corpus import Failure, Missing
from kg.model import KINDS, Extraction
from kg.paths import lexicon_dir, ontology_dir

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
        entities={kind.name: kinds[kind.name] for kind in KINDS if kinds[kind.name]},
        facts=dict(sorted(facts.items(), key=lambda item: (-item[1], item[0]))),
        evidence=sum(len(f.evidence) for x in extractions for f in x.facts),
        undated=sum(x.article.date is None for x in extractions),
        duplicates=tuple(duplicates),
        missing=tuple(missing),
        failures=tuple(failures),
    )


def manifest(extractions: Sequence[Extraction], summary: Summary, base: str, draft: Path) -> str:
    """`manifest.json`: inputs, counts, versions and the digest of every file in `draft`.

    Says nothing that differs between two builds of the same inputs: no clock, no path of this computer.
    """
    content = {
        "format": FORMAT,
        "kg": kg.__version__,
        "knowledge": knowledge_digest(),
        "base": base,
        "articles": [_article_entry(x) for x in extractions],
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
        "files": _file_digests(draft),
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def failure_lines(failures: Iterable[Failure]) -> str:
    """`failures.jsonl`: one JSON object a line for each input that could not be built."""
    return "".join(json.dumps(asdict(failure), ensure_ascii=False) + "\n" for failure in failures)


def knowledge_digest() -> str:
    """SHA-256 over all that decides what is read from a text: rules, lexicons, ontology (file names and contents)."""
    package = Path(kg.__file__).parent
    rules = [package / "text.py", *(package / floor for floor in ("extract", "lexicon", "resolve"))]
    digest = hashlib.sha256()
    for root in (*rules, lexicon_dir(), ontology_dir()):
        for path in sorted(_files(root)):
            name = path.relative_to(root.parent).as_posix()
            digest.update(f"{name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def _files(root: Path) -> Iterable[Path]:
    if root.is_file():
        return [root]
    return (p for p in root.rglob("*") if p.suffix in (".py", ".tsv", ".ttl", ".rq", ".txt") and p.is_file())


def _article_entry(extraction: Extraction) -> dict[str, object]:
    article = extraction.article
    return {
        "name": article.name,
        "key": article.key,
        "sha256": article.sha256,
        "date": article.date,
        "title": article.title,
        "publisher": article.publisher,
        "url": article.url,
        "sentences": len(extraction.sentences),
        "facts": len(extraction.facts),
    }


def _file_digests(folder: Path) -> dict[str, str]:
    files = sorted(p for p in folder.rglob("*") if p.is_file())
    return {p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}
