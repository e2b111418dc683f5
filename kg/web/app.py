"""The app: which address is answered by what, and what becomes of errors."""

from __future__ import annotations

import inspect
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from kg.errors import KgError, QueryError
from kg.web import endpoint, pages
from kg.web.headers import SecurityHeaders
from kg.web.site import STATIC, Site
from kg.web.visitor import Visitor, chosen

Handler = Callable[[Site, Visitor], Response | Awaitable[Response]]
LOG = logging.getLogger("kg.web")

PAGES: tuple[tuple[str, Handler], ...] = (
    ("/", pages.overview),
    ("/kind/{kind}", pages.kind_list),
    ("/articles", pages.article_list),
    ("/id/{path:path}", pages.resource),
    ("/iri", pages.any_iri),
    ("/picture", pages.picture_page),
    ("/graph", pages.whole_graph),
    ("/search", pages.search),
    ("/suggest", pages.suggest),
    ("/ontology", pages.ontology),
    ("/ontology.ttl", pages.ontology),
    ("/questions", endpoint.questions),
    ("/questions/{name}", endpoint.questions),
)


def make_app(site: Site) -> Starlette:
    """The explorer of a site; closes the site when it ends."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        site.close()

    async def sparql(request: Request) -> Response:
        return chosen(request) or await endpoint.sparql(site, Visitor.of(request))

    return Starlette(
        routes=[
            *(Route(path, _route(site, handler), methods=["GET", "HEAD"]) for path, handler in PAGES),
            *(Route(path, sparql, methods=["GET", "HEAD", "POST", "OPTIONS"]) for path in ("/sparql", "/sparql/")),
            Mount("/static", StaticFiles(directory=STATIC)),
        ],
        middleware=[Middleware(SecurityHeaders), Middleware(GZipMiddleware, minimum_size=1000, compresslevel=5)],
        exception_handlers={HTTPException: _missing(site), KgError: _refused(site), Exception: _failed(site)},
        lifespan=lifespan,
    )


def _route(site: Site, handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    """The handler as Starlette calls it: plain functions run in threads, choices of language come first."""

    async def answer(request: Request) -> Response:
        if (choice := chosen(request)) is not None:
            return choice
        visitor = Visitor.of(request)
        if inspect.iscoroutinefunction(handler):
            made: Response = await handler(site, visitor)
            return made
        return await site.in_thread(handler, site, visitor)  # type: ignore[arg-type]

    return answer


def _missing(site: Site) -> Callable[[Request, Exception], Response]:
    def answer(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        if error.status_code == 404:
            return pages.not_found(site, Visitor.of(request), request.url.path)
        shown = QueryError(request.method, str(error.detail), "GET or HEAD")
        visitor = Visitor.of(request)
        response = _problem(site, visitor, error.status_code, shown)
        response.headers.update(error.headers or {})
        return response

    return answer


def _refused(site: Site) -> Callable[[Request, Exception], Response]:
    def answer(request: Request, error: Exception) -> Response:
        assert isinstance(error, KgError)
        return _problem(site, Visitor.of(request), 400 if isinstance(error, QueryError) else 500, error)

    return answer


def _failed(site: Site) -> Callable[[Request, Exception], Response]:
    def answer(request: Request, error: Exception) -> Response:
        LOG.error("%s %s", request.method, request.url.path, exc_info=error)
        visitor = Visitor.of(request)
        message = visitor.words("Something went wrong here; the error is in the server's log.")
        return visitor.page(site, "problem.html", 500, heading="500", message=message, error=None, near=[])

    return answer


def _problem(site: Site, visitor: Visitor, status: int, error: KgError) -> Response:
    heading = visitor.words("That cannot be answered")
    return visitor.page(site, "problem.html", status, heading=heading, message="", error=error, near=[])
