"""/sparql: the SPARQL 1.1 Protocol for programs, an editor for people, named queries as questions."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode

from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response

from kg.errors import KgError, QueryError
from kg.graph.iris import is_iri
from kg.query.named import NamedQuery, find_query, load_queries
from kg.query.port import Result
from kg.web.answers import ALSO, NAMES
from kg.web.descriptions import RDF_TYPES
from kg.web.headers import SHARING
from kg.web.negotiation import best_type
from kg.web.service import describe_service
from kg.web.site import Site
from kg.web.visitor import Visitor
from kg.web.worker import ROWS, Job, Outcome

BODY = 1_000_000
"""Bytes of a request's body."""
SHOWN = 500
"""Rows of an answer on a page."""
FORM, QUERY, UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
ALLOWED = "GET, HEAD, POST, OPTIONS"
PREFLIGHT = SHARING | {
    "Access-Control-Allow-Methods": ALLOWED,
    "Access-Control-Allow-Headers": "Accept, Content-Type",
    "Access-Control-Max-Age": "86400",
}
READ_ONLY = QueryError("update", "an update", "SELECT, ASK, CONSTRUCT or DESCRIBE", "a built graph is read-only")
Parameters = list[tuple[str, str]]


class Refused(Exception):
    """A request that the protocol does not allow, with the status of its answer."""

    def __init__(self, status: int, error: KgError) -> None:
        super().__init__(str(error))
        self.status, self.error = status, error


async def sparql(site: Site, visitor: Visitor) -> Response:
    """The answer to a protocol request; without a query the editor, or the service description for programs."""
    request = visitor.request
    if request.method == "OPTIONS":
        return Response(status_code=204, headers=PREFLIGHT | {"Allow": ALLOWED})
    wants_page = _wants_page(request)
    try:
        parameters = await _parameters(request)
        if not any(name in ("query", "update") for name, _ in parameters):
            return _without_query(site, visitor, wants_page)
        job = _job(request, parameters, wants_page)
        outcome = await site.ask(job)
    except Refused as refused:
        outcome, parameters = Outcome(refused.status, error=refused.error), []
    except ClientDisconnect:
        return Response(status_code=400)
    if wants_page:
        return _editor(site, visitor, outcome, dict(parameters).get("query", ""))
    return _answered(outcome)


def _wants_page(request: Request) -> bool:
    """Whether a person asks: a browser's Accept header puts HTML first, and no format is named."""
    accept = request.headers.get("accept", "")
    if "text/html" not in accept or "format" in request.query_params:
        return False
    return best_type(accept, ["text/html", *NAMES.values(), *ALSO]) == "text/html"


async def _parameters(request: Request) -> Parameters:
    """The parameters of a request by GET, form or direct POST."""
    in_address = list(request.query_params.multi_items())
    if request.method != "POST":
        if any(name == "update" for name, _ in in_address):
            raise Refused(400, READ_ONLY)
        return in_address
    media, _, rest = request.headers.get("content-type", "").partition(";")
    media = media.strip().lower()
    if media == UPDATE:
        raise Refused(403, READ_ONLY)
    if media not in (FORM, QUERY):
        raise Refused(415, QueryError("Content-Type", media or "none", f"{FORM} or {QUERY}"))
    if "charset=" in rest.lower() and "utf-8" not in rest.lower():
        raise Refused(415, QueryError("Content-Type", rest.strip(), "charset=utf-8"))
    body = await _body(request)
    return in_address + ([("query", body)] if media == QUERY else parse_qsl(body, keep_blank_values=True))


async def _body(request: Request) -> str:
    """The body as text; refused when it is too long or not UTF-8."""
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > BODY:
            raise Refused(413, QueryError("request", f"more than {BODY:,} bytes", "a shorter query"))
        parts.append(part)
    try:
        return b"".join(parts).decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused(400, QueryError("request", "bytes that are not UTF-8", "a query in UTF-8")) from error


def _job(request: Request, parameters: Parameters, wants_page: bool) -> Job:
    """The job that the parameters ask for."""

    def given(name: str) -> tuple[str, ...]:
        return tuple(value for key, value in parameters if key == name)

    if given("update"):
        raise Refused(403, READ_ONLY)
    queries = given("query")
    if len(queries) != 1:
        raise Refused(400, QueryError("query", f"{len(queries)} queries", "exactly one"))
    graphs = given("default-graph-uri"), given("named-graph-uri")
    for iri in (*graphs[0], *graphs[1]):
        if not is_iri(iri):
            raise Refused(400, QueryError("dataset", iri, "absolute IRIs"))
    accept = None if wants_page else _accept(request, parameters)
    dataset = graphs if any(graphs) else (None, None)
    return Job(queries[0], accept, SHOWN, dataset[0], dataset[1])


def _accept(request: Request, parameters: Parameters) -> str:
    """What the client accepts; `format` decides where it is given: a name of NAMES or a media type."""
    wanted = next((value for name, value in parameters if name == "format"), "")
    return NAMES.get(wanted, wanted) if wanted else request.headers.get("accept", "")


def _answered(outcome: Outcome) -> Response:
    if outcome.error:
        headers = SHARING | ({"Retry-After": "5"} if outcome.status == 503 else {})
        return PlainTextResponse(f"{outcome.error}\n", outcome.status, headers)
    media = outcome.media if outcome.media.endswith("json") else f"{outcome.media}; charset=utf-8"
    return Response(outcome.body, 200, SHARING | {"Vary": "Accept"}, media)


def _without_query(site: Site, visitor: Visitor, wants_page: bool) -> Response:
    request = visitor.request
    if request.method == "POST":
        raise Refused(400, QueryError("request", "no query", "query=… in the form"))
    if not wants_page:
        return _service_description(request)
    name = request.query_params.get("example", "")
    query = load_queries()[name].text if name in load_queries() else _FIRST
    return _editor(site, visitor, Outcome(), query, name)


_FIRST = """SELECT ?name ?post (COUNT(DISTINCT ?article) AS ?articles)
WHERE {
  ?person a pk:Person ; rdfs:label ?name ; pk:holdsPost ?office .
  ?office rdfs:label ?post .
  GRAPH ?article { ?article pk:mentions ?person }
}
GROUP BY ?name ?post
ORDER BY DESC(?articles)
LIMIT 20
"""


def _editor(site: Site, visitor: Visitor, outcome: Outcome, query: str, example: str = "") -> Response:
    """The page to write queries on, with the answer to the last one."""
    is_graph = outcome.result is not None and outcome.result.form == "graph"
    forms = ("ttl", "nt", "jsonld") if is_graph else ("csv", "json", "tsv", "xml")
    downloads = [(name.upper(), f"/sparql?{urlencode({'query': query, 'format': name})}") for name in forms]
    return visitor.page(
        site, "sparql.html", outcome.status, query=query, error=outcome.error, cut=outcome.cut, example=example,
        result=outcome.result, downloads=downloads if query else [], queries=load_queries().values(),
        limits=site.limits, endpoint=str(visitor.request.url.replace(path="/sparql", query="", fragment="")),
        prefixes=site.store.prefixes, **_cells(site, outcome.result),
    )  # fmt: skip


def _cells(site: Site, result: Result | None) -> dict[str, Any]:
    """How the cells of an answer are shown: IRIs by short names, and where they and the names of entities lead."""
    by_length = sorted(site.store.prefixes.items(), key=lambda item: -len(item[1]))

    def short(iri: str) -> str:
        return next((f"{name}:{iri[len(space) :]}" for name, space in by_length if iri.startswith(space)), iri)

    texts = [term.value for row in (result.rows if result else ()) for term in row if term and term.kind == "literal"]
    return {"short": short, "address": site.addresses.path, "bearers": site.catalogue.bearers(texts)}


async def questions(site: Site, visitor: Visitor) -> Response:
    """The named queries as questions: a list, or one with its parameters and its answer."""
    name = visitor.request.path_params.get("name", "")
    if not name:
        return visitor.page(site, "questions.html", chosen=None, queries=load_queries().values())
    query = find_query(name)
    given = visitor.request.query_params
    values = {p.name: given[p.name].strip() for p in query.parameters if given.get(p.name, "").strip()}
    wanted = given.get("format", "")
    outcome = Outcome()
    if values or not any(p.default is None for p in query.parameters):
        accept = NAMES.get(wanted, wanted) if wanted else ROWS
        job = Job(named=name, values=tuple(values.items()), accept=accept, rows=SHOWN)
        outcome = await site.ask(job)
    if wanted:
        return _answered(outcome)
    return visitor.page(
        site, "questions.html", outcome.status, chosen=query, queries=load_queries().values(), values=values,
        result=outcome.result, error=outcome.error, cut=outcome.cut, headers=query.headers(visitor.words.language),
        downloads=_downloads(query, values), **_cells(site, outcome.result),
    )  # fmt: skip


def _downloads(query: NamedQuery, values: dict[str, str]) -> list[tuple[str, str]]:
    forms = {form: urlencode({**values, "format": form}) for form in ("csv", "json")}
    return [(form.upper(), f"/questions/{query.name}?{asked}") for form, asked in forms.items()]


def _service_description(request: Request) -> Response:
    """What the endpoint is and speaks: SPARQL 1.1 Service Description, as Turtle or in another RDF format."""
    media = best_type(request.headers.get("accept", ""), RDF_TYPES) or RDF_TYPES[0]
    endpoint = str(request.url.replace(path="/sparql", query="", fragment=""))
    return Response(describe_service(endpoint, media), 200, SHARING | {"Vary": "Accept"}, media)
