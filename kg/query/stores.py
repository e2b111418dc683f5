"""The stores behind the port: Oxigraph for answers, rdflib beside it as the second opinion."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.errors import StoreError
from kg.graph.folder import NQUADS, TURTLE
from kg.graph.iris import DEFAULT_BASE
from kg.graph.layout import OLD_STORE, STORE
from kg.graph.store import open_embedded, read_content
from kg.graph.vocabulary import prefixes as prefixes_of
from kg.query.port import Binding, Result, Store, Term, binding_term
from kg.query.sparql import bind, check_allowed, syntax_error

if TYPE_CHECKING:
    from rdflib import Dataset

_BASE_LINE = re.compile(r"^@prefix id: <([^>]+)> \.$", re.MULTILINE)
_HEADER_CHARACTERS = 4096


def folder_base(folder: Path) -> str:
    """The base of a built folder's data, from the header of `graph.ttl`; the default base where it says none."""
    if content := read_content(store_folder(folder)):
        return content.base
    try:
        with (folder / TURTLE).open(encoding="utf-8") as file:
            match = _BASE_LINE.search(file.read(_HEADER_CHARACTERS))
    except (OSError, UnicodeDecodeError):
        return DEFAULT_BASE
    return match.group(1) if match else DEFAULT_BASE


def store_folder(folder: Path) -> Path:
    """Where a built folder has its store; while a build puts a new one in its place, the one before."""
    return next((path for path in (folder / STORE, folder / OLD_STORE) if path.is_dir()), folder / STORE)


def bound(sparql: str, bindings: Mapping[str, Binding] | None) -> str:
    """The query with its bindings put in."""
    return bind(sparql, {name: binding_term(value).n3() for name, value in (bindings or {}).items()})


class OxigraphStore:
    """Quads in an Oxigraph store: in memory, or on disk and only read."""

    def __init__(self, quads: Iterable[ox.Quad], base: str = DEFAULT_BASE, store: ox.Store | None = None) -> None:
        self.prefixes: Mapping[str, str] = prefixes_of(base)
        self._store = store or ox.Store()
        if store is None:
            self._store.bulk_extend(quads)

    @classmethod
    def open(cls, folder: Path) -> OxigraphStore:
        """The store of a built folder, on disk where it has one, else graph.nq in memory; raises StoreError."""
        if (on_disk := store_folder(folder)).is_dir():
            return cls((), folder_base(folder), open_embedded(on_disk))
        opened = cls((), folder_base(folder))
        try:
            opened._store.bulk_load(path=folder / NQUADS, format=ox.RdfFormat.N_QUADS)
        except (OSError, SyntaxError) as error:
            raise _cannot_open(folder, error) from error
        return opened

    def query(self, sparql: str, bindings: Mapping[str, Binding] | None = None) -> Result:
        check_allowed(sparql, self.prefixes)
        answer = self._answer(bound(sparql, bindings))
        if isinstance(answer, ox.QueryBoolean):
            return Result("ask", boolean=bool(answer))
        if isinstance(answer, ox.QueryTriples):
            return graph_result((ox_term(t.subject), ox_term(t.predicate), ox_term(t.object)) for t in answer)
        columns = tuple(variable.value for variable in answer.variables)
        rows = tuple(tuple(ox_term(value) if value else None for value in solution) for solution in answer)
        return Result("select", columns, rows)

    def _answer(self, text: str) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        try:
            return self._store.query(text, prefixes=dict(self.prefixes))
        except SyntaxError as error:
            raise syntax_error(text, str(error)) from error


class RdflibStore:
    """Quads in an rdflib Dataset: the reference to compare with, slow on many articles."""

    def __init__(self, dataset: Dataset, base: str = DEFAULT_BASE) -> None:
        self._base = base
        self.prefixes: Mapping[str, str] = prefixes_of(base)
        self._dataset = dataset

    @classmethod
    def open(cls, folder: Path) -> RdflibStore:
        """The store of a built folder; raises StoreError."""
        from rdflib import Dataset

        dataset = Dataset()
        try:
            if (folder / NQUADS).exists() or not store_folder(folder).is_dir():
                dataset.parse(folder / NQUADS, format="nquads")
            else:
                text = open_embedded(store_folder(folder)).dump(format=ox.RdfFormat.N_QUADS)
                dataset.parse(data=text, format="nquads")
        except Exception as error:  # rdflib's readers raise classes of many kinds
            raise _cannot_open(folder, error) from error
        return cls(dataset, folder_base(folder))

    def query(self, sparql: str, bindings: Mapping[str, Binding] | None = None) -> Result:
        form = check_allowed(sparql, self.prefixes)
        text = bound(sparql, bindings)
        OxigraphStore((), self._base).query(text)  # one parser, one wording of errors
        if form == "DESCRIBE":
            return graph_result(self._describe(text))
        answer = self._dataset.query(text, initNs=dict(self.prefixes))
        if answer.type == "ASK":
            return Result("ask", boolean=bool(answer.askAnswer))
        if answer.type == "CONSTRUCT":
            return graph_result(tuple(map(_rdflib_term, triple)) for triple in answer.graph or ())
        names = answer.vars or []
        rows = tuple(
            tuple(_rdflib_term(binding[name]) if name in binding else None for name in names)
            for binding in answer.bindings
        )
        return Result("select", tuple(map(str, names)), rows)

    def _describe(self, text: str) -> Iterable[tuple[Term, ...]]:
        """Outgoing triples only: rdflib's own DESCRIBE adds every reification of them."""
        from rdflib import URIRef
        from rdflib.plugins.sparql.evaluate import evalPart
        from rdflib.plugins.sparql.processor import prepareQuery
        from rdflib.plugins.sparql.sparql import QueryContext

        algebra = prepareQuery(text, initNs=dict(self.prefixes)).algebra
        context = QueryContext(self._dataset)
        resources = {term for term in algebra.PV if isinstance(term, URIRef)}
        for solution in evalPart(context, algebra.p) if algebra.p is not None else ():
            resources.update(solution[name] for name in algebra.PV if name in solution)
        for resource in resources:
            for triple in self._dataset.default_graph.triples((resource, None, None)):
                yield tuple(map(_rdflib_term, triple))


FOLDER_STORES: Mapping[str, Callable[[Path], Store]] = {"oxigraph": OxigraphStore.open, "rdflib": RdflibStore.open}
"""What opens a built folder, by name."""
REMOTE = "remote"
STORES = (*FOLDER_STORES, REMOTE)
"""All that stand behind the port; `remote` is a SPARQL server, opened by its address."""


def _cannot_open(folder: Path, error: Exception) -> StoreError:
    if not (folder / NQUADS).exists():
        return StoreError(str(folder), f"no {NQUADS}", "a folder written by kg build", "run kg build first")
    return StoreError(str(folder / NQUADS), str(error), "N-Quads written by kg build", "build the folder again")


def graph_result(triples: Iterable[tuple[Any, ...]]) -> Result:
    """The answer to a CONSTRUCT or DESCRIBE: these triples, each once, sorted."""
    return Result("graph", triples=tuple(sorted(set(triples))))


def ox_term(term: Any) -> Term:
    """A term of pyoxigraph as a term of an answer."""
    if isinstance(term, ox.NamedNode):
        return Term("iri", term.value)
    if isinstance(term, ox.Literal):
        return Term("literal", term.value, term.datatype.value, term.language or "")
    return Term("iri", str(term))


def _rdflib_term(term: Any) -> Term:
    from rdflib import BNode, Literal

    if isinstance(term, Literal):
        return Term.literal(str(term), str(term.datatype or Term.literal("").datatype), (term.language or "").lower())
    return Term("iri", f"_:{term}" if isinstance(term, BNode) else str(term))
