"""Who looks: the language and the appearance chosen, remembered in two cookies, and pages written for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from kg.web.language import LANGUAGES, Words, choose_language
from kg.web.site import Site

CHOICES = {"lang": LANGUAGES, "shade": ("light", "dark", "auto")}
"""What a visitor may choose by a parameter of any page's address."""
YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Visitor:
    """One visit: the request, the words of the visitor's language, the appearance ("" follows the system)."""

    request: Request
    words: Words
    shade: str

    @classmethod
    def of(cls, request: Request) -> Visitor:
        """The visitor behind a request."""
        language = choose_language(request.cookies.get("lang", ""), request.headers.get("accept-language", ""))
        shade = request.cookies.get("shade", "")
        return cls(request, Words(language), shade if shade in ("light", "dark") else "")

    def switch(self, name: str, value: str) -> str:
        """The address of this page that changes a choice: `/?lang=en`."""
        kept = [(key, old) for key, old in self.request.query_params.multi_items() if key not in CHOICES]
        return f"{self.request.url.path}?{urlencode([*kept, (name, value)])}"

    def page(self, site: Site, template: str, status: int = 200, **values: Any) -> HTMLResponse:
        """A page of the site in the visitor's language and appearance."""
        frame = {"t": self.words, "shade": self.shade, "switch": self.switch, "here": self.request.url.path}
        html = site.templates.get_template(template).render(frame | values)
        return HTMLResponse(html, status, {"Vary": "Accept, Accept-Language, Cookie", "Cache-Control": "no-cache"})


def chosen(request: Request) -> Response | None:
    """Where a parameter makes a choice: the way back to the page without it, with the choice in a cookie."""
    given = {name: value for name, value in request.query_params.items() if value in CHOICES.get(name, ())}
    if not given or request.method not in ("GET", "HEAD"):
        return None
    kept = urlencode([(key, value) for key, value in request.query_params.multi_items() if key not in CHOICES])
    path = "/" + request.scope["raw_path"].decode("ascii").lstrip("/")
    response = RedirectResponse(path + (f"?{kept}" if kept else ""), 303)
    for name, value in given.items():
        response.set_cookie(name, value, max_age=YEAR, samesite="lax", httponly=True)
    return response
