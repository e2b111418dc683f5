"""The store behind a SPARQL server: any that speaks SPARQL 1.1 over HTTP."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pyoxigraph as ox

from kg.errors import QueryError, StoreError
from kg.graph.iris import DEFAULT_BASE
from kg.graph.server import Server
from kg.graph.vocabulary import DCT, XSD
from kg.graph.vocabulary import prefixes as prefixes_of
from kg.query.port import Binding, Result, Term
from kg.query.sparql import CONSTANT_GRAPH, check_allowed, described, graphs_as_variables, spelled_out
from kg.query.stores import OxigraphStore, bound, graph_result, ox_term

RESULTS, TRIPLES = "application/sparql-results+json", "application/n-triples"
ONTOLOGY = "https://w3id.org/policy-kg/ontology"
CONTENTS = "graph/contents"
"""The named graph, below the base, in which a build notes what it has written to a server."""
_BASES = f"SELECT ?contents WHERE {{ GRAPH ?contents {{ ?contents <{DCT}conformsTo> <{ONTOLOGY}> }} }}"
_DESCRIBED_AT_ONCE = 100
_CUT_OFF = "X-SPARQL-MaxRows"
"""What Virtuoso says where it gives no more rows than its settings allow."""
_BOOLEAN = {"1": "true", "0": "false"}


class RemoteStore:
    """A graph in a SPARQL server."""

    def __init__(self, server: Server, base: str = DEFAULT_BASE) -> None:
        self._server = server
        self._parser = OxigraphStore((), base)
        self.prefixes: Mapping[str, str] = prefixes_of(base)

    @classmethod
    def open(cls, url: str, user: str = "") -> RemoteStore:
        """The store at this address, with the prefixes of the data that `kg build` wrote to it.

        Raises StoreError where no server answers, and where it holds data below several bases.
        """
        server = Server(url, user)
        bases = sorted(term.value.removesuffix(CONTENTS) for (term,) in _select(server, _BASES).rows if term)
        if len(bases) > 1:
            raise StoreError(server.url, f"data below {', '.join(bases)}", "the data of one kg build")
        if bases:
            server.use_base(bases[0])
        return cls(server, *bases)

    def query(self, sparql: str, bindings: Mapping[str, Binding] | None = None) -> Result:
        form = check_allowed(sparql, self.prefixes)
        text = bound(sparql, bindings)
        self._parser.query(text)  # one parser, one wording of errors
        if form == "DESCRIBE":
            return self._describe(text)
        sent = spelled_out(text, self.prefixes)
        if form == "CONSTRUCT":
            return _construct(self._server, sent)
        answer = _select(self._server, sent)
        # Virtuoso answers ASK with a table that has a row or none.
        return Result("ask", boolean=answer.boolean or bool(answer.rows)) if form == "ASK" else answer

    def _describe(self, text: str) -> Result:
        """Outgoing triples only; what DESCRIBE itself gives differs from server to server."""
        named, select = described(spelled_out(text, self.prefixes))
        found = {term.n3() for row in _select(self._server, select).rows for term in row if term} if select else set()
        nodes = sorted({*named, *(node for node in found if node.startswith("<"))})
        parts = [nodes[i : i + _DESCRIBED_AT_ONCE] for i in range(0, len(nodes), _DESCRIBED_AT_ONCE)]
        query = "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ VALUES ?s {{ {} }} ?s ?p ?o }}"
        answers = (_construct(self._server, query.format(" ".join(part))) for part in parts)
        return graph_result(triple for answer in answers for triple in answer.triples)


def _select(server: Server, sparql: str) -> Result:
    """The answer to a SELECT or ASK; raises StoreError where the server does not give all of it."""
    response = server.query(graphs_as_variables(sparql) if server.facts else sparql, RESULTS)
    answer: Any = _parsed(server, response.content, ox.QueryResultsFormat.JSON)
    if isinstance(answer, ox.QueryBoolean):
        return Result("ask", boolean=bool(answer))
    names = [variable.value for variable in answer.variables]
    kept = [i for i, name in enumerate(names) if not name.startswith(CONSTANT_GRAPH)]
    rows = tuple(tuple(_term(solution[i]) for i in kept) for solution in answer)
    if response.headers.get(_CUT_OFF) == str(len(rows)):
        todo = "set ResultSetMaxRows in virtuoso.ini higher, or ask for less with LIMIT"
        raise QueryError(server.url, f"the answer is cut off after {len(rows)} rows", "a whole answer", todo)
    return Result("select", tuple(names[i] for i in kept), rows)


def _construct(server: Server, sparql: str) -> Result:
    content = server.query(graphs_as_variables(sparql) if server.facts else sparql, TRIPLES).content
    return graph_result((ox_term(t.subject), ox_term(t.predicate), ox_term(t.object)) for t in _quads(server, content))


def _quads(server: Server, content: bytes) -> Iterable[ox.Quad]:
    try:
        yield from ox.parse(content, format=ox.RdfFormat.N_TRIPLES)
    except SyntaxError as error:
        raise _unreadable(server, content, error) from error


def _parsed(server: Server, content: bytes, results: ox.QueryResultsFormat) -> Any:
    try:
        return ox.parse_query_results(content, results)
    except (SyntaxError, ValueError) as error:
        raise _unreadable(server, content, error) from error


def _unreadable(server: Server, content: bytes, error: Exception) -> StoreError:
    shown = " ".join(content[:200].decode(errors="replace").split())
    return StoreError(
        server.url, f"an answer that cannot be read ({error}): {shown}", "SPARQL results",
        "is this the address of a SPARQL server? docs/stores.md has those of Virtuoso, Fuseki, QLever and GraphDB",
    )  # fmt: skip


def _term(value: Any) -> Term | None:
    """The term; Virtuoso writes booleans as 1 and 0."""
    if value is None:
        return None
    term = ox_term(value)
    if term.datatype == XSD + "boolean" and term.value in _BOOLEAN:
        return Term.literal(_BOOLEAN[term.value], term.datatype)
    return term
