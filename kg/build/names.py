"""Who is who in a build: decided from the journal's rows, kept beside the store, put on every row and graph."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from kg.build.folder import REVIEW, write_whole
from kg.build.journal import ENTITIES, FACTS, Journal, Place, Row

if TYPE_CHECKING:
    from kg.build.plan import Source
    from kg.graph.nquads import SharedFact
    from kg.resolve import Corpus, Decision
    from kg.resolve.review import Answer

NAMES = "names.json"
"""In the store's folder, so that one rename publishes the store and who is who in it."""
Group = tuple[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Names:
    """What names mean: by article, the key that stands for a key, with the decisions; see `kg.resolve.Resolution`.

    `lost` counts, by predicate, the facts of articles' own graphs that have become one with another.
    """

    renames: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    decisions: tuple[Decision, ...] = ()
    home: Mapping[str, str] = field(default_factory=dict)
    lost: Mapping[str, int] = field(default_factory=dict)


def decide_names(
    journal: Journal, sources: Mapping[str, Source], articles: Mapping[str, str], base: str,
    answers: Sequence[Answer], review: Path,
) -> Names:  # fmt: skip
    """Who is who among the articles (digest → key); a single article has nobody to compare with. Raises StoreError."""
    from kg.resolve import resolve

    if len(articles) < 2:
        return Names()
    corpus = _corpus(journal, articles, base, {key: sources[key].date or "" for key in articles.values()})
    found = resolve(corpus, answers, review)
    names = Names(found.renames, found.decisions, found.home)
    resolved = Resolved(journal, names, base)
    crowded = {
        digest for digest, key in articles.items() if _meet(corpus.named_in_full(key), found.renames.get(key, {}))
    }
    lost = {predicate: count for predicate, count in sorted(resolved.lost(crowded).items()) if count}
    return Names(found.renames, found.decisions, found.home, lost)


def _meet(keys: Collection[str], renames: Mapping[str, str]) -> bool:
    """Whether two of an article's entities have become one."""
    return len({renames.get(key, key) for key in keys}) < len(keys)


def _corpus(journal: Journal, articles: Mapping[str, str], base: str, dates: Mapping[str, str]) -> Corpus:
    from kg.graph.iris import entity_key
    from kg.graph.vocabulary import PK
    from kg.resolve import PREDICATES, Claim, Corpus, Said, is_coded

    known: dict[str, str] = {}

    def key_of(iri: str) -> str:
        if iri not in known:
            known[iri] = entity_key(iri, base) or iri
        return known[iri]

    def said() -> Iterator[Said]:
        for row, keys in journal.rows_by_article(ENTITIES, articles):
            iri, _, text = row.partition("\t")
            kind, cls, name, aliases, attributes = json.loads(text)
            coded = is_coded(kind, {predicate[1:-1].removeprefix(PK) for predicate, _ in attributes})
            for article in keys:
                yield Said(key_of(iri), article, kind, cls, name, tuple(aliases), coded)

    def claims() -> Iterator[Claim]:
        wanted = {f"<{PK}{name}>": name for name in PREDICATES}
        for row, keys in journal.rows_by_article(FACTS, articles):
            subject, predicate, value, stated = row.split("\t")
            if stated == "1" and (name := wanted.get(predicate)):
                object_ = key_of(value[1:-1]) if value.startswith("<") else value.split('"')[1]
                for article in keys:
                    yield Claim(key_of(subject[1:-1]), name, object_, article)

    return Corpus(said(), claims(), dates)


class Resolved:
    """The journal with everything said of whom it is said of; see `kg.build.journal.Journal`."""

    def __init__(self, journal: Journal, names: Names, base: str) -> None:
        from kg.graph.decisions import term_of

        self.places, self.names, self.base = journal.places, names, base
        self._journal = journal
        self._terms = {
            article: {term_of(old, base): term_of(new, base) for old, new in renames.items()}
            for article, renames in names.renames.items()
        }
        self._facts_of: tuple[Path | None, Mapping[str, list[SharedFact]]] = (None, {})

    def graphs(self, digests: Collection[str]) -> Iterator[bytes]:
        """The N-Quads of the articles' own graphs."""
        from kg.graph.renaming import renamed_graph

        for place, text in self._journal.graphs(digests):
            key = place.entry.key
            if terms := self._terms.get(key):
                facts = self._facts(place).get(key, ())
                yield renamed_graph(text.decode(), facts, terms, self.base).encode()
            else:
                yield text

    def lost(self, digests: Collection[str]) -> Counter[str]:
        """How many of the articles' own facts have become one with another, by predicate."""
        before: Counter[str] = Counter()
        for _, text in self._journal.graphs(digests):
            before.update(_own_predicates(text))
        for text in self.graphs(digests):
            before.subtract(_own_predicates(text))
        return before

    def rows(self, member: str, digests: Collection[str]) -> Iterator[Row]:
        """The rows of FACTS or ENTITIES that the articles contribute, sorted, each once."""
        return self._journal.rows(member, digests, _SaidBy(self._terms, member))

    def decided(self) -> Iterator[Group]:
        """The lines of the decisions, in sorted groups."""
        from kg.graph.decisions import decision_groups

        return decision_groups(self.names.decisions, self.names.home, self.base)

    def _facts(self, place: Place) -> Mapping[str, list[SharedFact]]:
        """What the articles of a shard share, by article; that of one shard is kept."""
        from kg.graph.nquads import SharedFact

        if self._facts_of[0] != place.shard:
            found: defaultdict[str, list[SharedFact]] = defaultdict(list)
            for row, articles in self._journal.rows_by_article(FACTS, self._in_shard[place.shard]):
                subject, predicate, object_, stated = row.split("\t")
                for article in articles:
                    found[article].append(SharedFact(subject, predicate, object_, stated == "1"))
            self._facts_of = place.shard, found
        return self._facts_of[1]

    @cached_property
    def _in_shard(self) -> Mapping[Path, list[str]]:
        found: defaultdict[Path, list[str]] = defaultdict(list)
        for digest, place in self.places.items():
            if place.entry.key in self._terms:
                found[place.shard].append(digest)
        return found


class Editions:
    """The journal as published: an article whose names mean others than they did is another edition of it.

    Digests are those of editions; that of an article whose names mean themselves is its own. `decisions` is the
    digest of all decisions.
    """

    def __init__(self, resolved: Resolved) -> None:
        self._resolved = resolved
        self._digests = {self._edition(digest, place): digest for digest, place in resolved.places.items()}
        self.places = {edition: resolved.places[digest] for edition, digest in self._digests.items()}
        lines = (line for _, lines in resolved.decided() for line in lines)
        self.decisions = hashlib.sha256("".join(lines).encode()).hexdigest()

    def of(self, live: Mapping[str, str]) -> dict[str, str]:
        """The editions of articles (digest → key), as digest → key."""
        return {self._edition(digest, self._resolved.places[digest]): key for digest, key in live.items()}

    def _edition(self, digest: str, place: Place) -> str:
        renames = self._resolved.names.renames.get(place.entry.key)
        if not renames:
            return digest
        said = json.dumps([digest, sorted(renames.items())], ensure_ascii=False)
        return hashlib.sha256(said.encode()).hexdigest()

    def graphs(self, editions: Iterable[str]) -> Iterator[bytes]:
        """The N-Quads of the articles' own graphs."""
        return self._resolved.graphs([self._digests[edition] for edition in editions])

    def rows(self, member: str, editions: Iterable[str]) -> Iterator[Row]:
        """The rows of FACTS or ENTITIES that the editions contribute, sorted, each once."""
        return self._resolved.rows(member, [self._digests[edition] for edition in editions])

    def decided(self) -> Iterator[Group]:
        """The lines of the decisions, in sorted groups."""
        return self._resolved.decided()


class _SaidBy:
    """A row with the names that an article's words mean."""

    def __init__(self, terms: Mapping[str, Mapping[str, str]], member: str) -> None:
        self._terms, self._facts = terms, member == FACTS

    def speaks(self, article: str) -> bool:
        return article in self._terms

    def __call__(self, row: str, article: str) -> str:
        terms = self._terms.get(article)
        if not terms:
            return row
        if self._facts:
            subject, predicate, object_, stated = row.split("\t")
            return f"{terms.get(subject, subject)}\t{predicate}\t{terms.get(object_, object_)}\t{stated}"
        iri, _, text = row.partition("\t")
        return f"{terms.get(f'<{iri}>', f'<{iri}>')[1:-1]}\t{text}"


def _own_predicates(text: bytes) -> Iterator[str]:
    """The predicate of each fact that a graph describes."""
    from kg.graph.vocabulary import PK, RDF

    for line in text.decode().splitlines():
        _, predicate, object_ = line.split(" ", 2)
        if predicate == f"<{RDF}predicate>":
            yield object_.partition(" ")[0][1:-1].removeprefix(PK)


def write_names(store: Path, names: Names) -> None:
    """Puts who is who beside the files of the store."""
    said = asdict(names)
    (store / NAMES).write_text(json.dumps(said, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")


def read_names(store: Path) -> Names:
    """Who is who in the store of this folder; nothing where it does not say."""
    from kg.resolve import Decision

    try:
        said = json.loads((store / NAMES).read_text(encoding="utf-8"))
        decisions = tuple(Decision(**{**each, "articles": tuple(each["articles"])}) for each in said["decisions"])
        return Names(said["renames"], decisions, said["home"], said["lost"])
    except (OSError, ValueError, KeyError, TypeError):
        return Names()


def write_review(out: Path, names: Names, sources: Mapping[str, Source]) -> None:
    """Brings the review file up to date: the open pairs, and every answer that is in it now. Raises StoreError."""
    from kg.resolve.review import read_review, review_text

    path = out / REVIEW
    titles = {
        key: " ".join(filter(None, (source.date, source.title or source.name))) for key, source in sources.items()
    }
    waiting = [decision for decision in names.decisions if decision.state == "open"]
    text = review_text(waiting, read_review(path), titles)
    if text and (not path.exists() or path.read_text(encoding="utf-8") != text):
        write_whole(path, text.encode())
    elif not text:
        path.unlink(missing_ok=True)
