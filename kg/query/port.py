"""The port to every store: one `query(sparql, bindings)` that gives plain records back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Literal as Choice
from typing import Protocol

from kg.errors import QueryError
from kg.graph.iris import is_iri
from kg.graph.vocabulary import RDF, XSD

LANG_STRING = RDF + "langString"
STRING = XSD + "string"


@dataclass(frozen=True, slots=True, order=True)
class Term:
    """An IRI or a literal of an answer. `lang` is set for `rdf:langString`, `datatype` for every literal.

    A blank node (of a foreign graph) comes as an IRI `_:…`.
    """

    kind: Choice["iri", "literal"]
    value: str
    datatype: str = ""
    lang: str = ""

    @staticmethod
    def iri(value: str) -> Term:
        """An IRI; raises QueryError where `value` cannot stand between `<` and `>`."""
        if not is_iri(value):
            raise QueryError("binding", value, "an absolute IRI")
        return Term("iri", value)

    @staticmethod
    def literal(value: str, datatype: str = STRING, lang: str = "") -> Term:
        """A literal; `Term.literal("河北省", lang="zh")` is `"河北省"@zh`."""
        return Term("literal", value, LANG_STRING if lang else datatype, lang)

    @property
    def is_blank(self) -> bool:
        """Whether this is a blank node."""
        return self.kind == "iri" and self.value.startswith("_:")

    def __str__(self) -> str:
        return self.value

    def n3(self) -> str:
        """The term as N-Triples and SPARQL write it, with every delimiter escaped."""
        if self.kind == "iri":
            return self.value if self.is_blank else f"<{self.value}>"
        text = '"' + self.value.translate(_ESCAPES) + '"'
        if self.lang:
            return f"{text}@{self.lang}"
        return text if self.datatype in ("", STRING) else f"{text}^^<{self.datatype}>"


_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"})

Binding = Term | str | bool | int | Decimal
Row = tuple[Term | None, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """The answer to a query.

    SELECT fills `columns` (variable names) and `rows` (None where unbound), ASK `boolean`, CONSTRUCT and DESCRIBE
    `triples`, sorted.
    """

    form: Choice["select", "ask", "graph"]
    columns: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    boolean: bool = False
    triples: tuple[tuple[Term, Term, Term], ...] = ()

    def records(self) -> list[dict[str, str]]:
        """The rows as dictionaries of texts, unbound columns left out."""
        return [
            {name: term.value for name, term in zip(self.columns, row, strict=True) if term is not None}
            for row in self.rows
        ]


class Store(Protocol):
    """A graph that answers SPARQL: facts in the default graph, one named graph per article."""

    @property
    def prefixes(self) -> Mapping[str, str]:
        """The prefixes that every query may use without declaring them."""
        ...

    def query(self, sparql: str, bindings: Mapping[str, Binding] | None = None) -> Result:
        """The answer to a SELECT, ASK, CONSTRUCT or DESCRIBE.

        `bindings` replace variables by terms (a str is a plain string literal, `Term.iri` an IRI). DESCRIBE gives
        the triples of the default graph that have the resource as subject. Raises QueryError for anything that
        is not SPARQL, for updates, and for SERVICE and FROM.
        """
        ...


def binding_term(value: Binding) -> Term:
    """The term of a Python value: str → xsd:string, bool → xsd:boolean, int → xsd:integer, Decimal → xsd:decimal."""
    if isinstance(value, Term):
        return Term.iri(value.value) if value.kind == "iri" else value
    if isinstance(value, bool):
        return Term.literal(str(value).lower(), XSD + "boolean")
    if isinstance(value, int):
        return Term.literal(str(value), XSD + "integer")
    if isinstance(value, Decimal):
        return Term.literal(format(value, "f"), XSD + "decimal")
    return Term.literal(value)


def open_store(where: Path | str, engine: str = "", user: str = "") -> Store:
    """The graph of a built folder or, for `http://…`, of a SPARQL server.

    `engine` is a name in `kg.query.stores.FOLDER_STORES`, for a folder; Oxigraph if none is named. `user` is the
    login of a server, see `kg.graph.server.Login.find`. Raises StoreError where `graph.nq` is missing or broken and
    where the server does not answer, QueryError for an unknown engine, MissingExtra for a server without the extra
    `remote`.
    """
    if isinstance(where, str) and where.lower().startswith(("http://", "https://")):
        from kg.query.remote import RemoteStore

        return RemoteStore.open(where, user)
    from kg.query.stores import FOLDER_STORES

    engine = engine or "oxigraph"
    if engine not in FOLDER_STORES:
        raise QueryError("engine", engine, f"one of {', '.join(FOLDER_STORES)}")
    return FOLDER_STORES[engine](Path(where))
