"""The verdicts, and what extraction makes of the same articles today."""

from __future__ import annotations

import csv
import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path

from kg.corpus import read_articles
from kg.extract import extract
from kg.model import Article, Extraction, Literal

TABLE = Path(__file__).parent / "verdicts.tsv"
RIGHT, WRONG, UNSURE = "right", "wrong", "unsure"
LABEL = 30
"""Characters of a statement that its name in the table is made of."""

Triple = tuple[str, str, str]
Source = tuple[str, str]
"""Day and title of an article."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A fact of the sample and what a reader says of it."""

    day: str
    title: str
    subject: str
    predicate: str
    object: str
    rule: str
    status: str
    verdict: str
    cause: str

    @property
    def source(self) -> Source:
        return self.day, self.title

    @property
    def triple(self) -> Triple:
        return self.subject, self.predicate, self.object


@dataclass(frozen=True, slots=True)
class Again:
    """The verdicts that an extraction was measured by: facts judged right and kept or lost, wrong and still there."""

    kept: tuple[Verdict, ...]
    lost: tuple[Verdict, ...]
    still_wrong: tuple[Verdict, ...]
    mended: tuple[Verdict, ...]

    @property
    def share_kept(self) -> float:
        return len(self.kept) / (len(self.kept) + len(self.lost))


def read_verdicts() -> list[Verdict]:
    """The table, in its order."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return [Verdict(**row) for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]


def precision_lines(verdicts: Iterable[Verdict], group: Callable[[Verdict], str]) -> Iterator[str]:
    """A line for each group: facts judged, right, wrong, unsure, and right among right and wrong."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for verdict in verdicts:
        counts[group(verdict)][verdict.verdict] += 1
    for name in sorted(counts):
        count = counts[name]
        judged = count[RIGHT] + count[WRONG]
        share = f"{count[RIGHT] / judged:.3f}" if judged else "–"
        yield f"{name:32} {count.total():4} {count[RIGHT]:4} {count[WRONG]:4} {count[UNSURE]:4}  {share}"


def measure(verdicts: Sequence[Verdict], corpus: Path) -> Again:
    """What an extraction of today makes of the facts; days that the corpus lacks are left out."""
    found: dict[Source, set[Triple]] = defaultdict(set)
    for source, article in _articles({verdict.source for verdict in verdicts}, corpus):
        found[source] |= triples_of(extract(article))
    known = {verdict: found.get(verdict.source, found.get((verdict.day, ""))) for verdict in verdicts}

    def having(verdict: str, present: bool) -> tuple[Verdict, ...]:
        judged = ((v, triples) for v, triples in known.items() if v.verdict == verdict and triples is not None)
        return tuple(v for v, triples in judged if (v.triple in triples) == present)

    return Again(having(RIGHT, True), having(RIGHT, False), having(WRONG, True), having(WRONG, False))


def _articles(sources: AbstractSet[Source], corpus: Path) -> Iterator[tuple[Source, Article]]:
    """The articles of the sample; where a title is found no more (a round-up read item by item), all others of the day
    without a title of their own."""
    for day in sorted({day for day, _ in sources}):
        path = corpus / f"{day.replace('-', '')}.md"
        of_day = [each for each in read_articles([str(path)]) if isinstance(each, Article)] if path.exists() else []
        wanted = {title for source_day, title in sources if source_day == day}
        whole = not wanted <= {article.title for article in of_day}
        for article in of_day:
            if article.title in wanted:
                yield (day, article.title or ""), article
            elif whole:
                yield (day, ""), article


def triples_of(extraction: Extraction) -> set[Triple]:
    """The facts of an article by all names of both ends, its entities as `isEntityOfKind`, statements as the table
    names them."""
    names = {entity.key: (entity.name, *entity.aliases) for entity in extraction.entities}
    names |= {key: (name,) for key, name in _statements(extraction).items()}
    triples = {(name, "isEntityOfKind", entity.kind) for entity in extraction.entities for name in names[entity.key]}
    for fact in extraction.facts:
        values = (fact.object.value,) if isinstance(fact.object, Literal) else names.get(fact.object, ())
        triples |= {(name, fact.predicate, value) for name in names.get(fact.subject, ()) for value in values}
    return triples


def _statements(extraction: Extraction) -> dict[str, str]:
    values: dict[str, dict[str, str]] = defaultdict(dict)
    for fact in extraction.facts:
        if fact.predicate in ("text", "verb") and isinstance(fact.object, Literal):
            values[fact.subject][fact.predicate] = fact.object.value
    return {key: statement_name(value["verb"], value["text"]) for key, value in values.items()}


def statement_name(verb: str, text: str) -> str:
    """`强调 #0123456789ab`: how the table names a statement."""
    return f"{verb} #{hashlib.sha256(text[:LABEL].encode()).hexdigest()[:12]}"
