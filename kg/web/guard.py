"""What may be asked at the endpoint: decided on the parsed query, not on its words.

rdflib parses, Oxigraph answers. A query that rdflib cannot parse is judged by its tokens instead, which refuse more;
one that it can parse is judged by both wherever no dataset is named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from kg.errors import QueryError
from kg.query.sparql import check_allowed


def check_query(query: str, prefixes: Mapping[str, str], has_graph: Callable[[str], bool]) -> None:
    """Nothing, if the query reads this graph and nothing else.

    Raises QueryError for updates, SERVICE, and FROM or FROM NAMED with an IRI that is no graph of the store (a file or
    a page would have to be fetched), wherever in the query they stand.
    """
    algebra = _algebra(query, prefixes)
    if algebra is None:
        check_allowed(query, prefixes)
        return
    dataset = list(_dataset(algebra))
    if not dataset:
        check_allowed(query, prefixes)
    if any(part.name == "ServiceGraphPattern" for part in _parts(algebra)):
        raise QueryError("query", "SERVICE, which reaches beyond the graph", "patterns of this graph", "leave it out")
    for iri in dataset:
        if not has_graph(iri):
            raise QueryError("query", f"FROM <{iri}>", "the IRI of an article's graph; nothing is fetched",
                             "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } lists the graphs")  # fmt: skip


def _algebra(query: str, prefixes: Mapping[str, str]) -> Any | None:
    """The algebra of a query; None where rdflib does not take it for one."""
    from rdflib.plugins.sparql.algebra import translateQuery
    from rdflib.plugins.sparql.parser import parseQuery

    try:
        return translateQuery(parseQuery(query), initNs=dict(prefixes)).algebra
    except Exception:  # pyparsing, rdflib and recursion fail in many ways; all mean that it was not understood
        return None


def _dataset(algebra: Any) -> Iterator[str]:
    for clause in algebra.get("datasetClause") or ():
        yield str(clause.default or clause.named)


def _parts(value: Any) -> Iterator[Any]:
    """Every operator and expression below a node of the algebra, the node itself first."""
    from rdflib.plugins.sparql.parserutils import CompValue

    if isinstance(value, CompValue):
        yield value
        children: Any = value.values()
    else:
        children = value if isinstance(value, (list, tuple, set)) else ()
    for child in children:
        yield from _parts(child)
