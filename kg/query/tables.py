"""Answers as text: an aligned table, CSV, SPARQL results JSON, Turtle."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from rich.cells import cell_len

from kg.errors import QueryError
from kg.query.port import STRING, Result, Term

_GAP = "  "
# White space that a page layout put beside Chinese characters says nothing; elsewhere it parts words.
_CHINESE = r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]"
_BESIDE_CHINESE = re.compile(rf"(?<={_CHINESE})\s+|\s+(?={_CHINESE})")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")


def text_table(
    result: Result, headers: Mapping[str, str] | None = None, prefixes: Mapping[str, str] | None = None
) -> str:
    """The answer as an aligned table; Chinese characters count as two columns wide.

    `headers` rename columns, `prefixes` shorten IRIs (`person:林向东`). Line breaks inside a cell are closed up,
    control characters never reach the terminal. ASK gives `true` or `false`, triples become three columns.
    """
    if result.form == "ask":
        return f"{str(result.boolean).lower()}\n"
    columns, rows = _as_rows(result)
    head = [(headers or {}).get(name, name) for name in columns]
    cells = [[_cell(term, prefixes or {}) for term in row] for row in rows]
    widths = [max(cell_len(row[i]) for row in [head, *cells]) for i in range(len(head))]
    rule = ["─" * width for width in widths]
    return "".join(_line(row, widths) for row in [head, rule, *cells])


def _as_rows(result: Result) -> tuple[tuple[str, ...], Iterable[tuple[Term | None, ...]]]:
    if result.form == "graph":
        return ("subject", "predicate", "object"), result.triples
    return result.columns, result.rows


def _cell(term: Term | None, prefixes: Mapping[str, str]) -> str:
    if term is None:
        return ""
    text = _short(term.value, prefixes) if term.kind == "iri" else term.value
    return _CONTROL.sub(" ", _BESIDE_CHINESE.sub("", text)).strip()


def _short(iri: str, prefixes: Mapping[str, str]) -> str:
    fits = [(namespace, prefix) for prefix, namespace in prefixes.items() if iri.startswith(namespace)]
    if not fits:
        return iri
    namespace, prefix = max(fits, key=lambda fit: len(fit[0]))
    return f"{prefix}:{iri.removeprefix(namespace)}"


def _line(cells: list[str], widths: list[int]) -> str:
    padded = (cell + " " * (width - cell_len(cell)) for cell, width in zip(cells, widths, strict=True))
    return _GAP.join(padded).rstrip() + "\n"


def csv_table(result: Result, headers: Mapping[str, str] | None = None) -> str:
    """The answer as CSV (SPARQL 1.1 Query Results CSV: values only, CRLF); `headers` rename columns."""
    if result.form == "ask":
        return f"{str(result.boolean).lower()}\r\n"
    columns, rows = _as_rows(result)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([(headers or {}).get(name, name) for name in columns])
    writer.writerows([term.value if term else "" for term in row] for row in rows)
    return out.getvalue()


def results_json(result: Result) -> str:
    """The answer as SPARQL 1.1 Query Results JSON; triples as bindings of subject, predicate and object."""
    if result.form == "ask":
        return json.dumps({"head": {}, "boolean": result.boolean}) + "\n"
    columns, rows = _as_rows(result)
    bindings = [
        {name: _json_term(term) for name, term in zip(columns, row, strict=True) if term is not None} for row in rows
    ]
    answer = {"head": {"vars": list(columns)}, "results": {"bindings": bindings}}
    return json.dumps(answer, ensure_ascii=False, indent=1) + "\n"


def _json_term(term: Term) -> dict[str, Any]:
    if term.is_blank:
        return {"type": "bnode", "value": term.value.removeprefix("_:")}
    if term.kind == "iri":
        return {"type": "uri", "value": term.value}
    said = {"type": "literal", "value": term.value}
    if term.lang:
        return said | {"xml:lang": term.lang}
    return said if term.datatype in ("", STRING) else said | {"datatype": term.datatype}


def result_turtle(result: Result) -> str:
    """The triples of a CONSTRUCT or DESCRIBE as Turtle, written as deterministically as `graph.ttl`.

    Raises QueryError for the other forms.
    """
    import pyoxigraph as ox

    from kg.graph.turtle import turtle

    if result.form != "graph":
        raise QueryError("--format ttl", f"the answer of a {result.form.upper()}", "CONSTRUCT or DESCRIBE")

    def node(term: Term) -> Any:
        if term.is_blank:
            return ox.BlankNode(term.value.removeprefix("_:"))
        if term.kind == "iri":
            return ox.NamedNode(term.value)
        if term.lang:
            return ox.Literal(term.value, language=term.lang)
        return ox.Literal(term.value, datatype=ox.NamedNode(term.datatype or STRING))

    return turtle(ox.Quad(node(s), node(p), node(o)) for s, p, o in result.triples)


FORMATS: Mapping[str, Callable[[Result], str]] = MappingProxyType(
    {"table": text_table, "csv": csv_table, "json": results_json, "ttl": result_turtle}
)
