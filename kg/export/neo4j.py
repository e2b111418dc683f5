"""Files for Neo4j: CSV with the headers of `neo4j-admin database import`, and `load.cypher` for a running server.

Every node is a `Thing` with a unique `key`; a fact is a relationship whose `fact` is that of its `Evidence` nodes, so
that `MATCH (e:Evidence {fact: r.fact})` leads from a relationship to the words of the texts. Texts are exact: databases
do not calculate with them, so nothing is put in front of a formula. Memory holds entities and the facts between them;
what articles and statements say is written article after article.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.export.cells import open_day
from kg.export.network import Edge, Link, Node, Support, count_links, edges_of, network_of
from kg.export.outputs import open_folder
from kg.export.reading import Article, Evidence, read_articles, read_entities
from kg.export.source import Source
from kg.export.tally import Tally
from kg.model import BY_NAME

LOAD = "load.cypher"
IMPORT = "import.sh"
THING = "Thing"
_ARRAY_MARK = ";"
_ARRAY_MARK_INSIDE = "；"
_FROM = "FROM_ARTICLE"

_SPAN = ("first:date", "last:date")
_ENTITY = ("key:ID", "name", "aliases:string[]", "class", *_SPAN, "start", "end", "articles:int", "candidate:boolean")
_HEADERS: Mapping[str, tuple[str, ...]] = {
    "Statement": ("key:ID", "name", "verb", "text"),
    "Article": ("key:ID", "name", "date:date", "publisher", "url", "source", "sha256"),
    "Evidence": (
        "key:ID", "fact", "subject", "predicate", "object", "start:int", "end:int", "quote", "rule",
        "confidence:double", "status", "polarity", "day", "part",
    ),
}  # fmt: skip
_EDGE = (":START_ID", ":END_ID", "fact", "status", *_SPAN, "day", "evidence:int")
_LINK = (":START_ID", ":END_ID")

Values = Sequence[str | int]


@dataclass(frozen=True, slots=True)
class _Part:
    """One CSV file: nodes of one label or relationships of one type."""

    name: str
    label: str
    header: tuple[str, ...]

    @property
    def nodes(self) -> bool:
        """Whether it holds nodes."""
        return self.header[0] == "key:ID"


@dataclass(slots=True)
class _Files:
    """The CSV files of a folder, each opened when its first row comes."""

    folder: Path
    opened: ExitStack
    parts: dict[str, _Part] = field(default_factory=dict)
    _writers: dict[str, Any] = field(default_factory=dict)

    def node(self, label: str, values: Values) -> None:
        """One node."""
        header = _HEADERS.get(label, _ENTITY)
        self._write(_Part(f"nodes-{label}.csv", label, header), (*values, f"{THING};{label}"), ":LABEL")

    def link(self, type_: str, values: Values) -> None:
        """One relationship; it has the properties of a fact unless it leads from evidence to its article."""
        header = _LINK if type_ == _FROM else _EDGE
        self._write(_Part(f"links-{type_}.csv", type_, header), (*values, type_), ":TYPE")

    def _write(self, part: _Part, values: Values, last: str) -> None:
        if part.name not in self.parts:
            self.parts[part.name] = part
            file = self.opened.enter_context((self.folder / part.name).open("w", encoding="utf-8", newline=""))
            self._writers[part.name] = csv.writer(file, lineterminator="\n")
            self._writers[part.name].writerow((*part.header, last))
        self._writers[part.name].writerow(values)


def write_neo4j(source: Source, path: Path) -> None:
    """A folder of CSV files, `import.sh` (an empty database) and `load.cypher` (a server that runs)."""
    with open_folder(path, LOAD) as folder:
        with ExitStack() as opened:
            files = _Files(folder, opened)
            _write_rows(source, files)
        parts = sorted(files.parts.values(), key=lambda part: (not part.nodes, part.name))
        (folder / LOAD).write_text("\n".join(_cypher(parts)), encoding="utf-8", newline="\n")
        (folder / IMPORT).write_text(_import_command(parts), encoding="utf-8", newline="\n")


def _write_rows(source: Source, files: _Files) -> None:
    entities = read_entities(source)
    tally = Tally(entities)
    links: dict[Link, Support] = {}
    for article in read_articles(source):
        tally.hear(article)
        count_links(article, entities, entities, links)
        own: dict[Link, Support] = {}
        count_links(article, {article.iri, *article.statements}, entities, own)
        _write_article(source, article, files)
        for edge in edges_of(source, own):
            files.link(relationship_type(edge.predicate), _edge_values(edge))
    network = network_of(source, tally, links)
    by_key = {entity.key: entity for entity in entities.values()}
    for node in network.nodes:
        entity = by_key[node.key]
        candidate = entity.values.get("candidate", "")
        files.node(BY_NAME[node.kind].cls, _node_values(node, entity.aliases, candidate))
    for edge in network.edges:
        files.link(relationship_type(edge.predicate), _edge_values(edge))


def _write_article(source: Source, article: Article, files: _Files) -> None:
    key = source.key(article.iri)
    about = article.date, article.publisher, article.url, article.source, article.sha256
    files.node("Article", (key, article.title, *about))
    said = {(e.subject, e.predicate): e.object.value for e in article.affirmed("verb", "text")}
    for iri, name in article.statements.items():
        files.node("Statement", (source.key(iri), name, said.get((iri, "verb"), ""), said.get((iri, "text"), "")))
    for e in article.evidence:
        files.node("Evidence", _evidence_values(source, e))
        files.link(_FROM, (source.key(e.iri), key))


def _node_values(node: Node, aliases: Sequence[str], candidate: str) -> Values:
    listed = _ARRAY_MARK.join(alias.replace(_ARRAY_MARK, _ARRAY_MARK_INSIDE) for alias in aliases)
    days = node.first, node.last, open_day(node.start), open_day(node.end)
    return node.key, node.label, listed, node.cls, *days, node.articles, candidate


def _edge_values(edge: Edge) -> Values:
    support = edge.support
    days = support.days.first, support.days.last, support.day
    return edge.source, edge.target, edge.key, support.status, *days, support.evidence


def _evidence_values(source: Source, e: Evidence) -> Values:
    fact = source.key(e.fact), source.key(e.subject), e.predicate, source.key(e.object.value)
    how = e.rule, e.confidence, e.status, e.polarity
    return source.key(e.iri), *fact, e.start, e.end, e.quote, *how, open_day(e.day), e.part


def relationship_type(predicate: str) -> str:
    """The type of a property as Neo4j's style wants it: `holdsPost` → `HOLDS_POST`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", predicate).upper()


# --- how to load them


def _import_command(parts: Sequence[_Part]) -> str:
    """A shell script; it takes the name of the database, `neo4j` where none is given."""
    files = (f"  --{'nodes' if part.nodes else 'relationships'}={part.name}" for part in parts)
    lines = ["neo4j-admin database import full --multiline-fields=true --id-type=string", *files, '  "${1:-neo4j}"']
    return '#!/bin/sh\n# Fills an empty database while the server is stopped.\ncd "$(dirname "$0")" || exit 1\n' + (
        " \\\n".join(lines) + "\n"
    )


_HEAD = f"""// cypher-shell -f {LOAD}, with the files of this folder in the server's import directory.
// Needs Neo4j 5.23 or newer; runs again without doubling anything. LOAD CSV takes a backslash before a quotation
// mark for an escape unless the server's setting legacy_quote_escaping is false; other texts do not need it.
CREATE CONSTRAINT thing_key IF NOT EXISTS FOR (n:{THING}) REQUIRE n.key IS UNIQUE;
CREATE INDEX thing_name IF NOT EXISTS FOR (n:{THING}) ON (n.name);
CREATE INDEX evidence_fact IF NOT EXISTS FOR (n:Evidence) ON (n.fact);
"""
_CONVERSIONS: Mapping[str, Callable[[str], str]] = {
    "": lambda column: column,
    "int": lambda column: f"toInteger({column})",
    "double": lambda column: f"toFloat({column})",
    "boolean": lambda column: f"toBoolean({column})",
    "date": lambda column: f"date({column})",
    "string[]": lambda column: f"split({column}, '{_ARRAY_MARK}')",
}


def _cypher(parts: Sequence[_Part]) -> Iterator[str]:
    """The statements of `load.cypher`: keys first, then nodes, then relationships."""
    yield _HEAD
    for part in parts:
        yield f"LOAD CSV WITH HEADERS FROM 'file:///{part.name}' AS row\nCALL (row) {{"
        yield from _node_clauses(part) if part.nodes else _link_clauses(part)
        yield "} IN TRANSACTIONS OF 10000 ROWS;\n"


def _node_clauses(part: _Part) -> Iterator[str]:
    yield f"  MERGE (n:{THING} {{key: row.`key:ID`}})"
    yield f"  SET n:{part.label}, {_settings('n', part.header[1:])}"


def _link_clauses(part: _Part) -> Iterator[str]:
    yield f"  MATCH (a:{THING} {{key: row.`:START_ID`}}), (b:{THING} {{key: row.`:END_ID`}})"
    if part.header == _LINK:
        yield f"  MERGE (a)-[:{part.label}]->(b)"
        return
    yield f"  MERGE (a)-[r:{part.label} {{fact: row.fact}}]->(b)"
    yield f"  SET {_settings('r', part.header[3:])}"


def _settings(variable: str, columns: Sequence[str]) -> str:
    return ", ".join(
        f"{variable}.{name} = {_CONVERSIONS[type_](f'row.`{column}`')}"
        for column in columns
        for name, _, type_ in [column.partition(":")]
    )
