"""Answers to queries in the formats of the W3C: SELECT and ASK as JSON, XML, CSV, TSV; graphs as Turtle and others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from kg.query.port import STRING, Result, Term
from kg.query.tables import csv_table, results_json
from kg.web.descriptions import RDF_TYPES, written

SPARQL_RESULTS = "http://www.w3.org/2005/sparql-results#"
NAMES = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
}
"""Short names of the formats, for `?format=`."""
ALSO = {"application/json": NAMES["json"], "application/xml": NAMES["xml"], "text/plain": NAMES["csv"]}
"""What clients also say for a format of rows."""


def offered(result: Result) -> tuple[str, ...]:
    """The media types for an answer, the preferred one first."""
    if result.form == "graph":
        return RDF_TYPES
    return tuple(NAMES[name] for name in ("json", "xml", "csv", "tsv"))


def write_answer(result: Result, media: str, prefixes: Mapping[str, str]) -> str:
    """The answer in one of the formats that `offered` lists for it."""
    if result.form == "graph":
        return written(result.triples, media, prefixes)
    return _WRITERS[media](result)


def results_tsv(result: Result) -> str:
    """SPARQL 1.1 Query Results TSV: terms as Turtle writes them, line breaks escaped."""
    if result.form == "ask":
        return f"{str(result.boolean).lower()}\n"
    head = "\t".join(f"?{name}" for name in result.columns)
    return "\n".join([head, *("\t".join(term.n3() if term else "" for term in row) for row in result.rows)]) + "\n"


def results_xml(result: Result) -> str:
    """SPARQL Query Results XML; characters that XML cannot hold are replaced."""
    return "".join(_xml(result))


def _xml(result: Result) -> Iterator[str]:
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<sparql xmlns="{SPARQL_RESULTS}">\n'
    if result.form == "ask":
        yield f"<head/>\n<boolean>{str(result.boolean).lower()}</boolean>\n</sparql>\n"
        return
    yield f"<head>{''.join(f'<variable name={quoteattr(name)}/>' for name in result.columns)}</head>\n<results>\n"
    for row in result.rows:
        yield f"<result>{''.join(_xml_bindings(result.columns, row))}</result>\n"
    yield "</results>\n</sparql>\n"


def _xml_bindings(columns: Sequence[str], row: Sequence[Term | None]) -> Iterator[str]:
    for name, term in zip(columns, row, strict=True):
        if term is not None:
            yield f"<binding name={quoteattr(name)}>{_xml_term(term)}</binding>"


def _xml_term(term: Term) -> str:
    value = escape("".join(character if _in_xml(character) else "\ufffd" for character in term.value))
    if term.is_blank:
        return f"<bnode>{value.removeprefix('_:')}</bnode>"
    if term.kind == "iri":
        return f"<uri>{value}</uri>"
    if term.lang:
        return f"<literal xml:lang={quoteattr(term.lang)}>{value}</literal>"
    kind = "" if term.datatype in ("", STRING) else f" datatype={quoteattr(term.datatype)}"
    return f"<literal{kind}>{value}</literal>"


def _in_xml(character: str) -> bool:
    return character in "\t\n\r" or (character >= " " and character not in "\ufffe\uffff")


_WRITERS: Mapping[str, Callable[[Result], str]] = {
    NAMES["json"]: results_json,
    NAMES["xml"]: results_xml,
    NAMES["csv"]: csv_table,
    NAMES["tsv"]: results_tsv,
}
