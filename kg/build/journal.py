"""The journal of a corpus build: shards, each a batch of finished articles in one file, there whole or not at all.

A shard is a ZIP archive that `unzip` opens: `index.json` says which articles it holds, `<digest>.nq` is the graph of
one of them, `facts.tsv` and `entities.tsv` are what they contribute to the default graph, as sorted rows with the
numbers of the articles that say so. Articles are known by a digest of all that decides their graph, so a shard never
becomes wrong; it becomes useless when none of its articles is wanted any more.
"""

from __future__ import annotations

import hashlib
import heapq
import json
import os
import tempfile
import zipfile
import zlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import IO, TYPE_CHECKING, Protocol

from kg.build.folder import DRAFT, disk_error
from kg.errors import StoreError

if TYPE_CHECKING:
    from kg.graph.nquads import ArticleGraph

FACTS, ENTITIES, INDEX = "facts.tsv", "entities.tsv", "index.json"
FORMAT = 1
FAN_IN = 200
"""Shards merged at once; more are merged in rounds, through temporary files."""
_EPOCH = (1980, 1, 1, 0, 0, 0)
_FASTEST = 1

Row = tuple[str, int]
"""A line of the default graph's rows and the number of articles that contribute it."""


class SaidBy(Protocol):
    """What a row says in the mouth of an article; `speaks` tells whether the article has words of its own."""

    def speaks(self, article: str) -> bool: ...

    def __call__(self, row: str, article: str) -> str: ...


@dataclass(frozen=True, slots=True)
class Entry:
    """A finished article: digest and key, whether its shapes were checked, and counts.

    `own_facts` (by predicate) and `own_entities` (by kind) are those of its own graph; `facts` counts all.
    """

    digest: str
    key: str
    checked: bool
    sentences: int
    facts: int
    evidence: int
    own_facts: Mapping[str, int]
    own_entities: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a finished article lies: its shard and its number in it."""

    shard: Path
    number: int
    entry: Entry


def write_shard(folder: Path, finished: Sequence[tuple[Entry, ArticleGraph]]) -> Path:
    """The shard of these articles, on disk; raises StoreError where it cannot be written.

    Names of shards sort as stores take their articles, if these come in that order.
    """
    from kg.graph.load_order import load_order

    digest = hashlib.sha256("\n".join(entry.digest for entry, _ in finished).encode()).hexdigest()
    target = folder / f"{load_order(finished[0][1].iri)[:8]}-{digest[:32]}.zip"
    temporary = ""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=DRAFT, dir=folder)
        with os.fdopen(handle, "wb") as file:
            _write_archive(file, finished)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(target)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise disk_error(target, error) from error
    return target


def _write_archive(file: IO[bytes], finished: Sequence[tuple[Entry, ArticleGraph]]) -> None:
    facts: dict[str, list[int]] = defaultdict(list)
    entities: dict[str, list[int]] = defaultdict(list)
    with zipfile.ZipFile(file, "w") as archive:
        for number, (entry, graph) in enumerate(finished):
            for fact in graph.facts:
                facts[f"{fact.subject}\t{fact.predicate}\t{fact.object}\t{fact.stated:d}"].append(number)
            for iri, description in graph.described:
                entities[f"{iri}\t{json.dumps(description, ensure_ascii=False)}"].append(number)
            _add(archive, f"{entry.digest}.nq", "".join(graph.lines))
        for name, rows in ((FACTS, facts), (ENTITIES, entities)):
            _add(archive, name, "".join(f"{key}\t{','.join(map(str, rows[key]))}\n" for key in sorted(rows)))
        index = {"format": FORMAT, "articles": [asdict(entry) for entry, _ in finished]}
        _add(archive, INDEX, json.dumps(index, ensure_ascii=False))


def _add(archive: zipfile.ZipFile, name: str, text: str) -> None:
    info = zipfile.ZipInfo(name, _EPOCH)
    archive.writestr(info, text.encode(), zipfile.ZIP_DEFLATED, _FASTEST)


class Journal:
    """The finished articles below a folder, by digest."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.places: dict[str, Place] = {}
        self.refresh()

    def refresh(self) -> None:
        """Takes in the shards on disk; one that is damaged is removed, its articles are then not finished."""
        self.places = {}
        for shard in sorted(self.folder.glob("*.zip")):
            try:
                with zipfile.ZipFile(shard) as archive:
                    index = json.loads(archive.read(INDEX))
                entries = [Entry(**article) for article in index["articles"] if index["format"] == FORMAT]
            except (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile):
                shard.unlink(missing_ok=True)
                continue
            for number, entry in enumerate(entries):
                known = self.places.get(entry.digest)
                if known is None or entry.checked > known.entry.checked:
                    self.places[entry.digest] = Place(shard, number, entry)

    def graphs(self, digests: Collection[str]) -> Iterator[tuple[Place, bytes]]:
        """The N-Quads of the articles' own graphs, each with its place."""
        for shard, places in self._by_shard(digests).items():
            with _reading(shard) as archive:
                for place in places:
                    yield place, archive.read(f"{place.entry.digest}.nq")

    def rows(self, member: str, digests: Collection[str], said: SaidBy | None = None) -> Iterator[Row]:
        """The rows of FACTS or ENTITIES that the articles contribute, sorted, each once.

        `said` gives what a row is when an article says it, where it is not what the row says.
        """
        return _merged([_rows(shard, member, places, said) for shard, places in self._by_shard(digests).items()])

    def rows_by_article(self, member: str, digests: Collection[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
        """The rows of FACTS or ENTITIES shard by shard, each with the keys of the articles that contribute it."""
        for shard, places in self._by_shard(digests).items():
            yield from _rows_with_articles(shard, member, places)

    def drop_unused(self, digests: Collection[str]) -> None:
        """Removes the shards that hold none of these articles."""
        used = {self.places[digest].shard for digest in digests}
        for shard in self.folder.glob("*.zip"):
            if shard not in used:
                shard.unlink()

    def _by_shard(self, digests: Collection[str]) -> dict[Path, list[Place]]:
        found: dict[Path, list[Place]] = defaultdict(list)
        for place in sorted((self.places[digest] for digest in digests), key=lambda p: (p.shard, p.number)):
            found[place.shard].append(place)
        return found


@contextmanager
def _reading(shard: Path) -> Iterator[zipfile.ZipFile]:
    """The open shard; where it cannot be read it goes, so that the next run makes it anew, and StoreError is raised."""
    try:
        with zipfile.ZipFile(shard) as archive:
            yield archive
    except (zipfile.BadZipFile, zlib.error, EOFError, FileNotFoundError, KeyError) as error:
        shard.unlink(missing_ok=True)
        raise StoreError(
            str(shard), f"damaged: {error}", "a shard as it was written",
            "run the same command again: its articles are read anew",
        ) from error  # fmt: skip


def _rows_with_articles(shard: Path, member: str, places: Sequence[Place]) -> Iterator[tuple[str, tuple[str, ...]]]:
    live = {str(place.number): place.entry.key for place in places}
    with _reading(shard) as archive, archive.open(member) as lines:
        for line in lines:
            row, _, numbers = line.decode().rstrip("\n").rpartition("\t")
            if articles := tuple(live[number] for number in numbers.split(",") if number in live):
                yield row, articles


def _rows(shard: Path, member: str, places: Sequence[Place], said: SaidBy | None) -> Iterator[Row]:
    rows = _rows_with_articles(shard, member, places)
    if said is None or not any(said.speaks(place.entry.key) for place in places):
        return ((row, len(articles)) for row, articles in rows)
    counts: Counter[str] = Counter()
    for row, articles in rows:
        counts.update(said(row, article) for article in articles)
    return iter(sorted(counts.items()))


def _merged(streams: list[Iterator[Row]]) -> Iterator[Row]:
    """The rows of all streams, sorted; rounds of FAN_IN streams keep the number of open files small."""
    while len(streams) > FAN_IN:
        streams = [_spooled(streams[i : i + FAN_IN]) for i in range(0, len(streams), FAN_IN)]
    for key, group in groupby(heapq.merge(*streams), key=itemgetter(0)):
        yield key, sum(count for _, count in group)


def _spooled(streams: Sequence[Iterator[Row]]) -> Iterator[Row]:
    with tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{key}\t{count}\n" for key, count in heapq.merge(*streams))
        file.seek(0)
        for line in file:
            key, _, count = line.rstrip("\n").rpartition("\t")
            yield key, int(count)


def count_own(places: Iterable[Place]) -> tuple[Counter[str], Counter[str]]:
    """Facts by predicate and entities by kind of the articles' own graphs."""
    facts: Counter[str] = Counter()
    entities: Counter[str] = Counter()
    for place in places:
        facts.update(place.entry.own_facts)
        entities.update(place.entry.own_entities)
    return facts, entities
