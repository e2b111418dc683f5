"""The catalogue of a built folder: what stands where, how often and when, in one SQLite file.

It holds nothing that graph and texts do not say, and is made from them article by article, so that a page of the
explorer is a few look-ups instead of many queries: who is called what, which facts an entity has, where their evidence
stands, and every sentence with an index of its trigrams (Chinese has no spaces to split at). It lies in `DIR/cache/`,
bears the digest of the manifest it was made from, and is made anew when that differs.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path

import pyoxigraph as ox

from kg.errors import MissingExtra
from kg.graph.vocabulary import EXPLICIT_SUPERCLASS, PK, RDF, SCHEMA, SKOS
from kg.model import KINDS
from kg.text import clean_text, split_sentences
from kg.web.quads import Node, graphs, node_in, nodes_in, open_quads, pairs

FORMAT = "2"
"""Of the tables below; grows with every change to them."""
PREF = SKOS + "prefLabel"
ARTICLES = "articles"
"""The kind of source texts, which the table of kinds does not list."""

KIND_OF_CLASS = {kind.cls: kind.name for kind in KINDS if kind.cls} | {
    cls: kind.name for cls, parent in EXPLICIT_SUPERCLASS.items() for kind in KINDS if PK + kind.cls == parent
}

TABLES = """
CREATE TABLE entity (id INTEGER PRIMARY KEY, iri TEXT UNIQUE, kind TEXT, cls TEXT, name TEXT,
                     articles INTEGER DEFAULT 0, first TEXT DEFAULT '', last TEXT DEFAULT '', facts INTEGER DEFAULT 0);
CREATE TABLE alias (entity INTEGER, name TEXT);
CREATE TABLE article (id INTEGER PRIMARY KEY, date TEXT, publisher TEXT, url TEXT, file TEXT);
CREATE TABLE sentence (id INTEGER PRIMARY KEY, article INTEGER, start INTEGER, stop INTEGER, text TEXT, offsets TEXT);
CREATE VIRTUAL TABLE words USING fts5(text, tokenize='trigram');
CREATE TABLE fact (id INTEGER PRIMARY KEY, iri TEXT UNIQUE, subject INTEGER, predicate TEXT, object INTEGER, value TEXT,
                   proofs INTEGER DEFAULT 0, first TEXT DEFAULT '', last TEXT DEFAULT '');
CREATE TABLE proof (fact INTEGER, article INTEGER, start INTEGER, stop INTEGER, quote TEXT, rule TEXT, confidence REAL,
                    status TEXT, polarity TEXT, day TEXT, part TEXT, position INTEGER, date TEXT);
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT);
"""
INDEXES = """
CREATE INDEX proof_of_fact ON proof (fact, date);
UPDATE fact SET (proofs, first, last) =
  (SELECT COUNT(*), COALESCE(MIN(NULLIF(date, '')), ''), COALESCE(MAX(date), '') FROM proof WHERE fact = fact.id);
CREATE INDEX fact_of_subject ON fact (subject, predicate, last);
CREATE INDEX fact_of_object ON fact (object, predicate, last);
CREATE INDEX proof_of_article ON proof (article, fact);
CREATE INDEX sentence_of_article ON sentence (article, start);
CREATE INDEX article_by_date ON article (date);
CREATE INDEX alias_of_entity ON alias (entity);
CREATE INDEX alias_by_name ON alias (name);
UPDATE entity SET (articles, first, last) =
  (SELECT COUNT(*), COALESCE(MIN(NULLIF(a.date, '')), ''), COALESCE(MAX(a.date), '') FROM fact f
   JOIN article a ON a.id = f.subject WHERE f.object = entity.id AND f.predicate = 'mentions')
  WHERE kind NOT IN ('articles', 'statements');
UPDATE entity SET facts = (SELECT COUNT(*) FROM fact WHERE subject = entity.id)
  + (SELECT COUNT(*) FROM fact WHERE object = entity.id AND predicate <> 'mentions');
CREATE INDEX entity_by_kind ON entity (kind, articles);
ANALYZE;
"""


def catalogue_file(
    folder: Path, base: str, digest: str, on_article: Callable[[int, int], None] = lambda done, all_: None
) -> Path:
    """The path of the catalogue of `folder`: the one that is there if it bears `digest`, else one made now.

    `on_article` hears how many articles are done, and of how many. Where the folder cannot be written the catalogue
    lies in a temporary folder of its own. Raises MissingExtra where SQLite has no trigram index (before 3.34).
    """
    path = folder / "cache" / "explorer.sqlite"
    if _mark(path) == f"{FORMAT} {digest}":
        return path
    _check_sqlite()
    try:
        path.parent.mkdir(exist_ok=True)
    except OSError:
        path = Path(tempfile.mkdtemp(prefix="policy-kg-")) / path.name
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    os.close(handle)
    try:
        with closing(sqlite3.connect(draft, isolation_level=None)) as connection:
            _Filling(connection, open_quads(folder), folder, base).fill(on_article)
            connection.execute("INSERT INTO about VALUES ('made from', ?)", (f"{FORMAT} {digest}",))
            connection.execute("COMMIT")
        Path(draft).replace(path)
    finally:
        Path(draft).unlink(missing_ok=True)
    return path


def folder_digest(folder: Path) -> str:
    """The SHA-256 of the folder's manifest, which holds those of all its files; "" where it has none."""
    try:
        return hashlib.sha256((folder / "manifest.json").read_bytes()).hexdigest()
    except OSError:
        return ""


def _mark(path: Path) -> str:
    """What a catalogue says it was made from; "" if it is missing or broken."""
    if not path.is_file():
        return ""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            return str(connection.execute("SELECT value FROM about WHERE name = 'made from'").fetchone()[0])
    except (sqlite3.Error, TypeError):
        return ""


def _check_sqlite() -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        try:
            connection.execute("CREATE VIRTUAL TABLE words USING fts5(text, tokenize='trigram')")
        except sqlite3.OperationalError as error:
            raise MissingExtra("SQLite", sqlite3.sqlite_version, "3.34 or newer with FTS5", str(error)) from error


@dataclass(slots=True)
class _Filling:
    """The catalogue being made; `ids` are the numbers of entities and articles by IRI, `facts` those of facts."""

    connection: sqlite3.Connection
    store: ox.Store
    folder: Path
    base: str
    ids: dict[str, int] = field(default_factory=dict)
    facts: dict[str, int] = field(default_factory=dict)

    def fill(self, on_article: Callable[[int, int], None]) -> None:
        """Everything, in one transaction that the caller commits."""
        self.connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        self.connection.executescript(TABLES)
        self.connection.execute("BEGIN")
        self._add_entities()
        described = ((graph, node_in(self.store, graph, ox.NamedNode(graph))) for graph in graphs(self.store))
        articles = sorted(
            ((_first(node, PK + "datePublished"), iri, node) for iri, node in described if PREF in node),
            key=itemgetter(0, 1),
        )
        for done, (_, iri, node) in enumerate(articles, start=1):
            self._add_article(iri, node)
            on_article(done, len(articles))
        for statement in INDEXES.split(";\n"):
            self.connection.execute(statement)

    def _add_entities(self) -> None:
        names = dict(pairs(self.store, PREF))
        described: dict[str, str] = {}
        for iri, full in pairs(self.store, RDF + "type"):
            cls = full.removeprefix(PK)
            if cls in KIND_OF_CLASS and iri in names and (iri not in described or cls in EXPLICIT_SUPERCLASS):
                described[iri] = cls
        for iri, cls in sorted(described.items()):
            self._add_entity(iri, KIND_OF_CLASS[cls], cls, names[iri])
        aliases = sorted(pair for pair in pairs(self.store, SKOS + "altLabel") if pair[0] in self.ids)
        self._insert("alias", ((self.ids[iri], name) for iri, name in aliases))

    def _add_entity(self, iri: str, kind: str, cls: str, name: str) -> int:
        number = self.ids[iri] = len(self.ids) + 1
        row = (number, iri, kind, cls, name)
        self.connection.execute("INSERT INTO entity (id, iri, kind, cls, name) VALUES (?, ?, ?, ?, ?)", row)
        if kind != "statements":
            self._insert("alias", [(number, name)])
        return number

    def _insert(self, table: str, rows: Iterable[tuple[object, ...]]) -> None:
        rows = list(rows)
        if rows:
            self.connection.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)

    def _add_article(self, iri: str, about: Node) -> None:
        date, file = _first(about, PK + "datePublished"), _first(about, PK + "textFile")
        number = self._add_entity(iri, ARTICLES, "Article", _first(about, PREF))
        publisher, url = _first(about, PK + "publisher"), _first(about, SCHEMA + "url")
        self._insert("article", [(number, date, publisher, url, file)])
        has_text = self._add_sentences(number, self.folder / file) if file else False
        nodes = nodes_in(self.store, iri)
        self._add_statements(nodes)
        proofs = [node for node in nodes.values() if PK + "supports" in node]
        self._add_facts(nodes, {_first(node, PK + "supports") for node in proofs})
        rows = (_proof_row(node, self.facts, number, date, has_text) for node in proofs)
        self._insert("proof", sorted({row for row in rows if row}, key=str))

    def _add_statements(self, nodes: Mapping[str, Node]) -> None:
        for iri, node in sorted(nodes.items()):
            if PK + "Statement" in node.get(RDF + "type", ()) and iri not in self.ids:
                self._add_entity(iri, "statements", "Statement", _first(node, PREF))

    def _add_facts(self, nodes: Mapping[str, Node], supported: set[str]) -> None:
        """The facts that stand in an article's graph, and those that it supports and stand beside the others."""
        own = {iri for iri, node in nodes.items() if RDF + "object" in node}
        for iri in sorted((own | supported) - self.facts.keys()):
            node = nodes[iri] if iri in own else node_in(self.store, iri)
            if RDF + "object" in node:
                self._add_fact(iri, *(_first(node, RDF + name) for name in ("subject", "predicate", "object")))

    def _add_fact(self, iri: str, whose: str, predicate: str, value: str) -> None:
        number = self.facts[iri] = len(self.facts) + 1
        node = self.ids.get(value) or (self._unnamed(value) if value.startswith(self.base) else None)
        subject = self.ids.get(whose) or self._unnamed(whose)
        self.connection.execute(
            "INSERT INTO fact (id, iri, subject, predicate, object, value) VALUES (?, ?, ?, ?, ?, ?)",
            (number, iri, subject, predicate.removeprefix(PK), node, None if node else value),
        )

    def _unnamed(self, iri: str) -> int:
        """A node that facts speak of and nothing describes; its name is the end of its IRI."""
        return self._add_entity(iri, "", "", iri.rpartition("/")[2])

    def _add_sentences(self, article: int, path: Path) -> bool:
        """Whether the article has a text; its sentences, as they stand in the text without the layout's gaps."""
        try:
            text = path.read_bytes().decode()
        except (OSError, UnicodeDecodeError):
            return False
        clean, offsets = clean_text(text)
        for first, stop in split_sentences(clean):
            places = offsets[first:stop]
            start, end = places[0], places[-1] + 1
            shown = "".join(text[place] for place in places)
            gaps = "" if end - start == stop - first else " ".join(str(place - start) for place in places)
            added = self.connection.execute(
                "INSERT INTO sentence (article, start, stop, text, offsets) VALUES (?, ?, ?, ?, ?)",
                (article, start, end, shown, gaps),
            )
            self.connection.execute(
                "INSERT INTO words (rowid, text) VALUES (?, ?)", (added.lastrowid, clean[first:stop])
            )
        return True


def _first(node: Node, property_: str) -> str:
    """The first value of a property; "" where there is none."""
    return next(iter(node.get(property_, ())), "")


def _proof_row(
    node: Node, facts: Mapping[str, int], article: int, published: str, has_text: bool
) -> tuple[object, ...] | None:
    """A line of the table of proofs; None where the fact it supports is not in the graph.

    The quote is kept where there is no text to take it from. The date is the day on which the evidence says that the
    fact came about, else that of the article; "" where neither is settled.
    """

    def said(name: str) -> str:
        return _first(node, PK + name)

    if said("supports") not in facts:
        return None
    day = said("occurredOn")
    return (
        facts[said("supports")], article, int(said("start")), int(said("end")), None if has_text else said("quote"),
        said("rule"), float(said("confidence")), said("status"), said("polarity") or "affirmed", day, said("dayPart"),
        int(said("rosterPosition") or 0) or None, day if day[:1].isdigit() else published,
    )  # fmt: skip
