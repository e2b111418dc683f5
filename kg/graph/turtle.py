"""Turtle and N-Quads with the same bytes every time: sorted by N-Triples text, LF, one final newline.

Only names that every Turtle reader agrees on are shortened; the rest stay `<full IRIs>`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import groupby

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from kg.graph.iris import DEFAULT_BASE
from kg.graph.vocabulary import RDF, XSD, prefixes

_WORD = "A-Za-z0-9_\u3400-\u4dbf\u4e00-\u9fff"
_LOCAL_NAME = re.compile(rf"[{_WORD}](?:[{_WORD}\u00b7-]*[{_WORD}])?")
Term = NamedNode | BlankNode | Literal | Triple
_BARE_INTEGER = re.compile(r"[0-9]+")
_BARE_DECIMAL = re.compile(r"[0-9]+\.[0-9]+")


def turtle(quads: Iterable[Quad], base: str = DEFAULT_BASE) -> str:
    """The merge of all graphs as Turtle, each triple once; the header lists the prefixes that data below `base` has."""
    table = prefixes(base)
    header = [f"@prefix {prefix}: <{namespace}> ." for prefix, namespace in table.items()]
    by_line = {str(quad.triple): quad.triple for quad in quads}
    triples = (by_line[line] for line in sorted(by_line))
    short = _Shortener(table)
    blocks = [_block(group, short) for _, group in groupby(triples, key=lambda triple: triple.subject)]
    return "\n\n".join(["\n".join(header), *blocks]) + "\n"


def nquads(quads: Iterable[Quad]) -> str:
    """The quads as canonical N-Quads lines, sorted, each once."""
    return "".join(sorted({f"{quad} .\n" for quad in quads}))


def _block(triples: Iterable[Triple], short: _Shortener) -> str:
    """All triples of one subject: one line per predicate, its objects parted by commas."""
    ordered = list(triples)
    parts = [
        f"{short.verb(predicate)} {', '.join(short[t.object] for t in group)}"
        for predicate, group in groupby(ordered, key=lambda t: t.predicate)
    ]
    return f"{short[ordered[0].subject]} " + " ;\n    ".join(parts) + " ."


class _Shortener:
    """Terms as Turtle writes them, each looked up once."""

    def __init__(self, table: Mapping[str, str]) -> None:
        self._prefix_of = {namespace: prefix for prefix, namespace in table.items()}
        self._known: dict[Term, str] = {}

    def __getitem__(self, term: Term) -> str:
        if term not in self._known:
            self._known[term] = self._text(term)
        return self._known[term]

    def _text(self, term: Term) -> str:
        if isinstance(term, NamedNode):
            return self._iri(term.value)
        return self._literal(term) if isinstance(term, Literal) else str(term)

    def verb(self, predicate: NamedNode) -> str:
        return "a" if predicate.value == RDF + "type" else self[predicate]

    def _iri(self, iri: str) -> str:
        cut = max(iri.rfind("/"), iri.rfind("#")) + 1
        prefix, local = self._prefix_of.get(iri[:cut]), iri[cut:]
        return f"{prefix}:{local}" if prefix and _LOCAL_NAME.fullmatch(local) else f"<{iri}>"

    def _literal(self, term: Literal) -> str:
        datatype, value = term.datatype.value, term.value
        if datatype == XSD + "integer" and _BARE_INTEGER.fullmatch(value):
            return value
        if datatype == XSD + "decimal" and _BARE_DECIMAL.fullmatch(value):
            return value
        if term.language or datatype == XSD + "string":
            return str(term)
        return f"{Literal(value)}^^{self[term.datatype]}"
