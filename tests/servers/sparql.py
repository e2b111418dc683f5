"""A SPARQL server for tests: Query, Update and Graph Store Protocol over an Oxigraph store in memory, on loopback."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox

_JSON, _TRIPLES = "application/sparql-results+json", "application/n-triples"


@dataclass
class SparqlServer:
    """A running server. `requests` are its method and query string, in order.

    `login` (`name:password`) is asked for where it is set; from request number `breaks_at` on every connection is
    cut before it is answered; `union` makes the default graph that of all graphs together, as some servers do.
    """

    login: str = ""
    union: bool = False
    breaks_at: int | None = None
    store: ox.Store = field(default_factory=ox.Store)
    requests: list[str] = field(default_factory=list)
    authorisations: list[str] = field(default_factory=list)
    url: str = ""
    lock: Lock = field(default_factory=Lock)

    @property
    def writes(self) -> list[str]:
        """The requests that change something."""
        return [request for request in self.requests if not request.startswith("query")]

    def lines(self) -> list[str]:
        """All that the store holds, as sorted lines."""
        return sorted(str(quad) for quad in self.store)


class _Handler(BaseHTTPRequestHandler):
    served: SparqlServer
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        self._serve()

    do_PUT = do_DELETE = do_GET = do_POST  # noqa: N815

    def _serve(self) -> None:
        content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        parameters = parse_qs(urlsplit(self.path).query, keep_blank_values=True)
        is_form = "x-www-form-urlencoded" in self.headers.get("Content-Type", "")
        form = parse_qs(content.decode(), keep_blank_values=True) if is_form else {}
        with self.served.lock:
            self.served.authorisations.append(self.headers.get("Authorization", ""))
            self.served.requests.append(next(iter(form), f"{self.command} {urlsplit(self.path).query}"))
            if self.served.breaks_at is not None and len(self.served.requests) >= self.served.breaks_at:
                self.close_connection = True
                return
            if not self._may():
                self._answer(401, "", {"WWW-Authenticate": 'Basic realm="test"'})
                return
            try:
                self._do(form, parameters, content)
            except SyntaxError as error:
                self._answer(400, str(error))

    def _may(self) -> bool:
        said = self.headers.get("Authorization", "").removeprefix("Basic ")
        return not self.served.login or base64.b64decode(said).decode() == self.served.login

    def _do(self, form: dict[str, list[str]], parameters: dict[str, list[str]], content: bytes) -> None:
        if "query" in form:
            self._query(form["query"][0])
        elif "update" in form:
            self.served.store.update(form["update"][0])
            self._answer(204)
        else:
            self._graph(ox.NamedNode(parameters["graph"][0]) if "graph" in parameters else ox.DefaultGraph(), content)

    def _query(self, sparql: str) -> None:
        answer = self.served.store.query(sparql, use_default_graph_as_union=self.served.union)
        if isinstance(answer, ox.QueryTriples):
            self._answer(200, answer.serialize(format=ox.RdfFormat.N_TRIPLES) or b"", {"Content-Type": _TRIPLES})
        else:
            text = answer.serialize(format=ox.QueryResultsFormat.JSON) or b""
            self._answer(200, text, {"Content-Type": _JSON})

    def _graph(self, graph: ox.NamedNode | ox.DefaultGraph, content: bytes) -> None:
        store = self.served.store
        if self.command == "DELETE" and graph not in set(store.named_graphs()):
            self._answer(404)
            return
        if self.command in ("PUT", "DELETE"):
            store.remove_graph(graph)
        if self.command in ("PUT", "POST"):
            store.load(content, format=ox.RdfFormat.TURTLE, to_graph=graph)
        self._answer(204)

    def _answer(self, status: int, text: str | bytes = "", headers: dict[str, str] | None = None) -> None:
        content = text.encode() if isinstance(text, str) else text
        self.send_response(status)
        for name, value in {**(headers or {}), "Content-Length": str(len(content))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args: object) -> None:
        """Says nothing."""


@contextmanager
def sparql_server(login: str = "", *, union: bool = False) -> Iterator[SparqlServer]:
    """A server on a free port of loopback, ended with the block."""
    served = SparqlServer(login, union)
    http = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"served": served}))
    http.daemon_threads = True
    served.url = f"http://127.0.0.1:{http.server_port}/ds"
    thread = Thread(target=http.serve_forever, daemon=True)
    thread.start()
    try:
        yield served
    finally:
        http.shutdown()
        http.server_close()
        thread.join()
