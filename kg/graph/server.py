"""A SPARQL server over HTTP: Query, Update and Graph Store Protocol (SPARQL 1.1), with authentication.

One address is enough; where the server takes updates and whole graphs follows from it, see `Address.of`. Queries are
sent as forms (`POST`, `query=…`), which every server takes: Virtuoso hangs on `application/sparql-query`.
"""

from __future__ import annotations

import netrc
import os
import re
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit, urlunsplit

from kg.errors import MissingExtra, QueryError, StoreError

try:
    import httpx
except ModuleNotFoundError as error:
    raise MissingExtra("a SPARQL server", f"no {error.name}", "policy-kg[remote]",
                       "pip install 'policy-kg[remote]'") from error  # fmt: skip

USER, PASSWORD, TOKEN = "KG_STORE_USER", "KG_STORE_PASSWORD", "KG_STORE_TOKEN"
"""Environment variables of the login; a token is sent as `Authorization: Bearer`."""
SECONDS = 600.0
"""How long one request may take: a server with much to index answers late, but it answers."""
_SHOWN_CHARACTERS = 300
_REFUSED = (401, 403)


@dataclass(frozen=True, slots=True)
class Login:
    """A name with password, or a token; empty texts where there is none. Its text shows neither."""

    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)

    @classmethod
    def find(cls, url: str, user: str = "", environment: Mapping[str, str] = os.environ) -> Login:
        """The login for a server, from the first of: `user` as `NAME` or `NAME:PASSWORD`, the address
        (`http://NAME:PASSWORD@…`), the environment, the netrc file. A name alone takes its password from the
        environment or the netrc file.
        """
        parts = urlsplit(url)
        name, _, password = (user or environment.get(USER, "")).partition(":")
        if not user and parts.username:
            name, password = unquote(parts.username), unquote(parts.password or "")
        password = password or environment.get(PASSWORD, "")
        if not (name and password) and (known := _from_netrc(parts.hostname or "", environment)):
            name, password = known if name in ("", known[0]) else (name, password)
        return cls(name, password, environment.get(TOKEN, ""))


def _from_netrc(host: str, environment: Mapping[str, str]) -> tuple[str, str] | None:
    try:
        known = netrc.netrc(environment.get("NETRC")).authenticators(host)
    except (OSError, netrc.NetrcParseError):
        return None
    return (known[0], known[2] or "") if known and known[0] else None


@dataclass(frozen=True, slots=True)
class Address:
    """Where a server takes queries, updates and graphs; Virtuoso alone has no default graph."""

    query: str
    update: str
    graphs: str
    has_default: bool = True

    @classmethod
    def of(cls, url: str, *, login: bool = False) -> Address:
        """The address of the server at `url`, by its path; raises StoreError where that is no address.

        `/sparql` is Virtuoso, `/repositories/NAME` GraphDB and RDF4J, `…/query` Oxigraph; any other address takes
        all three itself, as Fuseki's datasets and QLever do.
        """
        bare = without_login(url)
        parts = urlsplit(bare)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise StoreError(bare, "no address of a server", "http://HOST:PORT/PATH")
        root, path = urlunsplit((parts.scheme, parts.netloc, "", "", "")), parts.path.rstrip("/")
        if path in ("/sparql", "/sparql-auth"):
            end = "-auth" if login else ""
            return cls(f"{root}/sparql{end}", f"{root}/sparql{end}", f"{root}/sparql-graph-crud{end}", False)
        if re.search(r"/repositories/[^/]+$", path):
            return cls(bare, f"{root}{path}/statements", f"{root}{path}/rdf-graphs/service")
        if path.endswith("/query"):
            above = root + path.removesuffix("/query")
            return cls(bare, f"{above}/update", f"{above}/store")
        return cls(bare, bare, bare)


def without_login(url: str) -> str:
    """The address as it may be shown and sent: without name and password."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


class _Challenged(httpx.Auth):
    """Digest where the server asks for it, else Basic; nothing before it asks."""

    def __init__(self, login: Login) -> None:
        self._digest = httpx.DigestAuth(login.user, login.password)
        self._basic = httpx.BasicAuth(login.user, login.password)
        self._asked_basic = False

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        if self._asked_basic:
            yield from self._basic.auth_flow(request)
            return
        flow = self._digest.auth_flow(request)
        response = yield next(flow)
        challenge = " ".join(response.headers.get_list("www-authenticate")).lower()
        if response.status_code == 401 and "digest" not in challenge and "basic" in challenge:
            self._asked_basic = True
            yield from self._basic.auth_flow(request)
            return
        try:
            while True:
                response = yield flow.send(response)
        except StopIteration:
            return


class Server:
    """One SPARQL server. Every method raises StoreError where it cannot be reached, refuses or fails.

    `facts` is the graph that stands for the default graph, "" where the server has one; see `use_base`.
    """

    def __init__(self, url: str, user: str = "") -> None:
        login = Login.find(url, user)
        self.url = without_login(url)
        self.address = Address.of(url, login=bool(login.user))
        self.facts = ""
        headers = {"Authorization": f"Bearer {login.token}"} if login.token else {}
        self._client = httpx.Client(
            auth=_Challenged(login) if login.user else None, headers=headers, timeout=SECONDS,
            transport=httpx.HTTPTransport(retries=2), follow_redirects=False,
        )  # fmt: skip

    def close(self) -> None:
        """Gives up the connections."""
        self._client.close()

    def use_base(self, base: str) -> None:
        """Says where the data lives: a server without a default graph keeps the facts in `<base>graph/facts`."""
        self.facts = "" if self.address.has_default else f"{base}graph/facts"

    def query(self, sparql: str, accept: str) -> httpx.Response:
        """The answer as the server gives it; raises QueryError where it refuses the query as such."""
        form = {"query": sparql} | ({"default-graph-uri": self.facts} if self.facts else {})
        response = self._send("POST", self.address.query, data=form, headers={"Accept": accept})
        if response.status_code == 400:
            raise QueryError(self.url, _shown(response), "a query that this server answers")
        return self._checked(response)

    def update(self, sparql: str) -> None:
        """Runs an update."""
        self._checked(self._send("POST", self.address.update, data={"update": sparql}))

    def put(self, graph: str, triples: bytes) -> None:
        """Makes these N-Triples all that the graph holds; `""` is the default graph."""
        self._graph("PUT", graph, triples)

    def add(self, graph: str, triples: bytes) -> None:
        """Adds these N-Triples to the graph."""
        self._graph("POST", graph, triples)

    def drop(self, graph: str) -> None:
        """Removes a named graph, if it is there."""
        response = self._send("DELETE", self.address.graphs, params={"graph": graph})
        if response.status_code != 404:
            self._checked(response)

    def block(self, lines: str) -> str:
        """Triples of the default graph as an update must write them."""
        return f"GRAPH <{self.facts}> {{ {lines} }}" if self.facts else lines

    def _graph(self, method: str, graph: str, triples: bytes) -> None:
        name = graph or self.facts
        # N-Triples are Turtle, and Turtle is what every server takes.
        headers = {"Content-Type": "text/turtle; charset=utf-8"}
        params = {"graph": name} if name else {"default": ""}
        self._checked(self._send(method, self.address.graphs, params=params, content=triples, headers=headers))

    def _send(self, method: str, address: str, **content: Any) -> httpx.Response:
        try:
            return self._client.request(method, address, **content)
        except httpx.HTTPError as error:
            raise StoreError(
                self.url, f"the connection failed: {error or type(error).__name__}", "a SPARQL server that answers",
                "see that it runs, then run the same command again: what is written stays",
            ) from error  # fmt: skip

    def _checked(self, response: httpx.Response) -> httpx.Response:
        if response.is_success:
            return response
        if response.status_code in _REFUSED:
            raise StoreError(
                self.url, f"refused ({response.status_code})", "a name and password that may do this",
                f"--user NAME, {USER} and {PASSWORD}, {TOKEN}, or the netrc file",
            )  # fmt: skip
        raise StoreError(
            self.url, f"{response.status_code}: {_shown(response)}", "a server that does as SPARQL 1.1 says",
            "see docs/stores.md for the addresses of servers; then run the same command again",
        )  # fmt: skip


def _shown(response: httpx.Response) -> str:
    text = " ".join(response.text.split())
    return text[:_SHOWN_CHARACTERS] or response.reason_phrase
