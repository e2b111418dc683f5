"""Named queries: the questions that people ask, kept as commented SPARQL in `ontology/queries/*.rq`.

A file begins with a comment block:

    # zh: the question in Chinese
    # en: the question in English
    # param NAME TYPE: description zh / description en [= default]
    # column NAME: header zh / header en

TYPE is a class of the ontology (`Person`, `Place|Organisation`, `Entity` for any): the parameter is then a name or an
alias, and the query holds a block that finds the nodes of that name,

    { SELECT DISTINCT ?p WHERE { ?p a ?class FILTER(?class = pk:Person) ?p skos:prefLabel|skos:altLabel $NAME } }

or TYPE is `property`, `date`, `integer`, `text`, or `limit` for the number after a LIMIT, which stands in the text as
the default. The default `*` leaves the variable open. A column never has the name
of a parameter. The files are SPARQL as they stand; `run_named` asks a block first and puts the nodes in its place,
which is up to a hundred times faster (measured at 650,000 quads) and tells an unknown name from an empty answer.

What keeps a query fast on Oxigraph at 14 million quads: the class as a FILTER, so that the name is looked up first; a
small core of triple patterns that begins with the names; everything that each row has once as an OPTIONAL of a single
pattern over variables that are bound by then, which is looked up row by row (two patterns, or a variable that may be
unbound, make it read all such triples); before a GROUP BY, not after it.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from kg.errors import OntologyError, QueryError
from kg.graph.vocabulary import PK, XSD, load_ontology
from kg.paths import ontology_dir
from kg.query.port import Result, Store, Term

ANY = "*"
LIMIT = "limit"
_LITERAL_TYPES = ("property", "date", "integer", "text", LIMIT)
_HEADER = re.compile(r"#\s*(?P<what>zh|en|param|column)\b\s*(?P<name>[\w-]*)\s*(?P<type>[\w|]*)\s*:\s*(?P<text>.+)")
_BLOCK = re.compile(r"\{ (?P<select>SELECT DISTINCT \?(?P<node>\w+) WHERE \{[^{}]*\$(?P<name>\w+) \}) \}")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_NEAR = 5
_NEAR_CUTOFF = 0.4  # two of five characters in common: names are short


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a named query. `default` is None where a value is needed, `*` where none is."""

    name: str
    type: str
    zh: str
    en: str
    default: str | None

    @property
    def classes(self) -> tuple[str, ...]:
        """The classes whose names it takes; empty for dates, numbers, texts and properties."""
        return () if self.type in _LITERAL_TYPES else tuple(self.type.split("|"))


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the answer with its headers."""

    name: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """One file of `ontology/queries`: the question in both languages, parameters, columns, the SPARQL text."""

    name: str
    zh: str
    en: str
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    text: str

    def headers(self, language: str = "zh") -> dict[str, str]:
        """Column name → header in `zh` or `en`."""
        return {column.name: column.zh if language == "zh" else column.en for column in self.columns}


@cache
def load_queries(folder: Path | None = None) -> Mapping[str, NamedQuery]:
    """All named queries by name, sorted (default: those that travel with the package).

    Raises OntologyError for a file without its comment block or whose columns and parameters clash.
    """
    paths = sorted((folder or ontology_dir() / "queries").glob("*.rq"))
    return MappingProxyType({path.stem: parse_query(path.stem, path.read_text(encoding="utf-8")) for path in paths})


def parse_query(name: str, text: str) -> NamedQuery:
    """The named query that a file's text describes; raises OntologyError where the comment block is incomplete."""
    questions: dict[str, str] = {}
    parameters: list[Parameter] = []
    columns: list[Column] = []
    for line in text.splitlines():
        if not (match := _HEADER.fullmatch(line.rstrip())):
            continue
        if match["what"] in ("zh", "en"):
            questions[match["what"]] = match["text"]
        elif match["what"] == "param":
            parameters.append(_parameter(match))
        else:
            zh, _, en = match["text"].partition(" / ")
            columns.append(Column(match["name"], zh, en or zh))
    if questions.keys() != {"zh", "en"} or not columns:
        raise OntologyError(f"{name}.rq", "an incomplete comment block", "# zh:, # en: and # column lines")
    if clash := {c.name for c in columns} & {p.name for p in parameters}:
        raise OntologyError(f"{name}.rq", f"{', '.join(sorted(clash))} is a parameter and a column", "different names")
    blocks = {block["name"] for block in _BLOCK.finditer(text)}
    if without := {p.name for p in parameters if p.classes} - blocks:
        raise OntologyError(f"{name}.rq", f"no block that finds {', '.join(sorted(without))}", "see kg.query.named")
    return NamedQuery(name, questions["zh"], questions["en"], tuple(parameters), tuple(columns), text)


def _parameter(match: re.Match[str]) -> Parameter:
    described, equals, default = match["text"].rpartition(" = ")
    zh, _, en = (described if equals else match["text"]).partition(" / ")
    return Parameter(match["name"], match["type"] or "text", zh, en or zh, default.strip() if equals else None)


def find_query(name: str) -> NamedQuery:
    """The named query `name`; raises QueryError that lists those there are, the nearest first."""
    queries = load_queries()
    if name in queries:
        return queries[name]
    near = difflib.get_close_matches(name, queries, n=1)
    hint = f"did you mean {near[0]}?" if near else ""
    raise QueryError("named query", name, f"one of {', '.join(queries)}", hint)


def run_named(store: Store, name: str, params: Mapping[str, str] | None = None) -> Result:
    """The answer to a named query; `params` are texts: names (or aliases) of entities, dates, numbers.

    `run_named(store, "companions", {"person": "习近平"})`. Raises QueryError for an unknown query, a parameter that
    is missing or unknown (the message lists those there are), a value of the wrong form, and a name that the graph
    does not have (the message lists near ones).
    """
    query = find_query(name)
    values = _values(query, params or {})
    text = query.text
    bindings: dict[str, Term] = {}
    for parameter in query.parameters:
        if (value := values.get(parameter.name)) is None:
            continue
        if parameter.type == LIMIT:
            text = text.replace(f"LIMIT {parameter.default}", f"LIMIT {_term(parameter, value)}")
            continue
        bindings[parameter.name] = _term(parameter, value)
        if parameter.classes:
            text = _with_nodes(store, text, parameter, bindings[parameter.name])
    return store.query(text, {name: term for name, term in bindings.items() if f"${name}" in text})


def _with_nodes(store: Store, text: str, parameter: Parameter, name: Term) -> str:
    """The query with each block of `parameter` replaced by its nodes; raises QueryError if there are none."""
    blocks = [block for block in _BLOCK.finditer(text) if block["name"] == parameter.name]
    nodes = [node.n3() for (node,) in store.query(blocks[0]["select"], {parameter.name: name}).rows if node]
    if not nodes:
        raise _unknown_name(store, blocks[0], parameter, name.value)
    for block in blocks:
        text = text.replace(block.group(), f"VALUES ?{block['node']} {{ {' '.join(sorted(nodes))} }}")
    return text


def _unknown_name(store: Store, block: re.Match[str], parameter: Parameter, value: str) -> QueryError:
    """Nothing has the name: the error that lists near ones."""
    every = block["select"].replace(f"?{block['node']} WHERE", f"?{parameter.name} WHERE", 1)
    near = near_names(value, sorted({term.value for (term,) in store.query(every).rows if term}))
    todo = f"near: {', '.join(near)}" if near else "the graph has no name like it"
    return QueryError(f"--{parameter.name}", f"nothing is called {value}", f"a name of {parameter.type}", todo)


def _values(query: NamedQuery, params: Mapping[str, str]) -> dict[str, str]:
    """Given values and defaults, without the open ones."""
    offered = ", ".join(f"--{p.name}" for p in query.parameters) or "none"
    if unknown := sorted(params.keys() - {p.name for p in query.parameters}):
        raise QueryError(query.name, f"no parameter {unknown[0]}", f"parameters: {offered}")
    values = {p.name: params.get(p.name, p.default) for p in query.parameters}
    if missing := [name for name, value in values.items() if value is None]:
        raise QueryError(query.name, f"parameter {missing[0]} is missing", f"parameters: {offered}")
    return {name: value for name, value in values.items() if value is not None and value != ANY}


def _term(parameter: Parameter, value: str) -> Term:
    where = f"--{parameter.name}"
    if parameter.type == "property":
        return Term.iri(PK + _property_name(where, value))
    if parameter.type in ("integer", LIMIT):
        if not re.fullmatch(r"[0-9]+", value):
            raise QueryError(where, value, "a whole number")
        return Term.literal(value, XSD + "integer")
    if parameter.type == "date":
        if not _DATE.fullmatch(value):
            raise QueryError(where, value, "a date YYYY-MM-DD")
        return Term.literal(value, XSD + "date")
    return Term.literal(value, lang="zh")


def _property_name(where: str, value: str) -> str:
    """The local name of a property given by that name or by a label: `holdsPost`, `担任`, `holds post`."""
    properties = load_ontology().properties
    for name, term in properties.items():
        if value == name or value in term.labels.values():
            return name
    near = difflib.get_close_matches(value, properties, n=_NEAR)
    raise QueryError(where, value, "a property of the ontology", f"near: {', '.join(near)}" if near else "")


def near_names(value: str, names: list[str]) -> list[str]:
    """Up to five of `names` that look like `value`: those that contain it or are contained in it come first."""
    within = [name for name in names if value and (value in name or name in value)]
    alike = difflib.get_close_matches(value, names, n=_NEAR, cutoff=_NEAR_CUTOFF)
    return list(dict.fromkeys([*sorted(within, key=len), *alike]))[:_NEAR]
