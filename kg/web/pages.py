"""The pages: each a function from a visitor to an answer."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response

from kg.graph.iris import is_iri
from kg.graph.vocabulary import PK, load_ontology
from kg.lexicon.thesaurus import Concept, load_themes
from kg.model import BY_NAME
from kg.paths import ontology_dir
from kg.query.port import Term
from kg.web import charts, counts
from kg.web.addresses import split_suffix
from kg.web.descriptions import RDF_TYPES
from kg.web.headers import SHARING
from kg.web.language import Words
from kg.web.negotiation import best_type
from kg.web.pictures import page_policy, picture
from kg.web.reader import find_mentions, read_paragraphs
from kg.web.records import Entity
from kg.web.sections import PAGE, Grid, find_section, roster, sections, with_whom
from kg.web.site import Site
from kg.web.visitor import Visitor
from kg.web.worker import Job, unknown

RANKED = 10
LISTED = 50
LATEST = 12
ARTICLE_FACTS = 60
"""Facts beside an article; a parameter of its address shows all."""
PROOFS = 200
"""Proofs on the page of one fact."""
HEAD = 4000
"""Characters of a page within which its policy stands."""
HTML = "text/html"


def overview(site: Site, visitor: Visitor) -> Response:
    """What the graph covers, who and what is in it most, the latest articles."""
    return visitor.page(site, "overview.html", **_overview(site, visitor.words))


@lru_cache(maxsize=4)
def _overview(site: Site, words: Words) -> Mapping[str, Any]:
    """What the overview shows: counted over the whole graph, once for each language."""
    catalogue = site.catalogue
    days = Counter(counts.article_days(catalogue))
    active = counts.most_active(catalogue, RANKED)
    missing = site.manifest.get("missing") or []
    return {
        "days": days, "figures": _figures(site, words, len(missing)), "active": active,
        "calendar": charts.calendar(days, words("Articles by day"), lambda day: f"/articles?day={day}"),
        "places": counts.most_mentioned(catalogue, "places", RANKED),
        "organisations": counts.most_mentioned(catalogue, "organisations", RANKED),
        "themes": _themes_over_time(site), "missing": missing, "latest": catalogue.latest_articles(LATEST),
        "company": with_whom(site.asking(words), [person for person, _ in active], "Events taken part in together"),
        "has_page": (site.folder / "graph.html").is_file(),
    }  # fmt: skip


def _figures(site: Site, words: Words, missing: int) -> list[tuple[str, str, int]]:
    """Address, label and number of everything that is counted."""
    number = site.catalogue.number
    kinds = site.catalogue.count_kinds()
    shown = [("/articles", words("Articles"), kinds.get("articles", 0))]
    if missing:
        shown.append(("", words("Missing texts"), missing))
    shown += [(f"/kind/{name}", words.kinds(name), kinds[name]) for name in BY_NAME if kinds.get(name)]
    return [
        *shown,
        ("", words("Facts"), number("SELECT COUNT(*) FROM fact WHERE predicate <> 'mentions'")),
        ("", words("Evidence"), number("SELECT COUNT(*) FROM proof")),
        ("", words("Sentences"), number("SELECT COUNT(*) FROM sentence")),
    ]


def _themes_over_time(site: Site) -> Grid | None:
    """The most used themes against the periods in which any of them is used."""
    themes = [theme for theme in site.catalogue.of_kind("themes", count=RANKED) if theme.articles]
    found = [(theme, site.periods.count(counts.article_days(site.catalogue, theme))) for theme in themes]
    used = [name for name in site.periods.names if any(row[name] for _, row in found)]
    if len(used) < 2:
        return None
    rows = tuple((theme, tuple(row[name] for name in used)) for theme, row in found)
    return Grid("Articles that use the theme", tuple(used), rows)


def kind_list(site: Site, visitor: Visitor) -> Response:
    """The entities of one kind, the most mentioned first."""
    request = visitor.request
    kind, contains = request.path_params["kind"], request.query_params.get("contains", "").strip()
    total = site.catalogue.count_kinds(contains).get(kind, 0)
    if kind not in BY_NAME or not BY_NAME[kind].cls:
        return not_found(site, visitor, kind)
    page = _page(request)
    return visitor.page(
        site, "list.html", heading=visitor.words.kinds(kind), total=total, contains=contains, page=page,
        entities=site.catalogue.of_kind(kind, (page - 1) * LISTED, LISTED, contains), pages=_pages(total, LISTED),
        address=f"/kind/{kind}?{urlencode({'contains': contains})}&page=",
    )  # fmt: skip


def article_list(site: Site, visitor: Visitor) -> Response:
    """All articles, those of a day, or those that mention an entity; the latest first."""
    request, words, catalogue = visitor.request, visitor.words, site.catalogue
    page, day = _page(request), request.query_params.get("day", "")
    iri = request.query_params.get("mentioning", "")
    entity = catalogue.entity(iri) if iri else None
    if iri and not entity:
        return not_found(site, visitor, iri)
    start = (page - 1) * LISTED
    if day:
        articles = catalogue.articles_of(day)
        heading, total, articles = words("Articles of {day}", day=day), len(articles), articles[start : start + LISTED]
    else:
        heading = f"{words('Articles')} · {entity.name}" if entity else words("Articles")
        total = entity.articles if entity else catalogue.count_kinds().get("articles", 0)
        articles = catalogue.latest_articles(LISTED, entity, start)
    kept = {name: value for name, value in (("day", day), ("mentioning", iri)) if value}
    return visitor.page(
        site, "articles.html", heading=heading, total=total, articles=articles, page=page,
        pages=_pages(total, LISTED), address=f"/articles?{urlencode({**kept, 'page': ''})}",
    )  # fmt: skip


async def resource(site: Site, visitor: Visitor) -> Response:
    """What an IRI of the data stands for, as the page or the RDF that the client accepts or the suffix asks for."""
    path = visitor.request.path_params["path"]
    iri = site.addresses.iri(path)
    stem, media = split_suffix(path)
    if media and not _known(site, iri):
        iri = site.addresses.iri(stem)
    else:
        media = ""
    return await _dereferenced(site, visitor, iri or path, media)


async def any_iri(site: Site, visitor: Visitor) -> Response:
    """What an IRI outside the data base stands for: `/iri?iri=…`."""
    iri = visitor.request.query_params.get("iri", "")
    if iri.startswith(PK):
        return RedirectResponse(f"/ontology#{iri.removeprefix(PK)}", 303)
    return await _dereferenced(site, visitor, iri, visitor.request.query_params.get("format", ""))


def _known(site: Site, iri: str) -> bool:
    return bool(iri) and site.catalogue.entity(iri) is not None


async def _dereferenced(site: Site, visitor: Visitor, iri: str, media: str) -> Response:
    media = media or best_type(visitor.request.headers.get("accept", ""), (HTML, *RDF_TYPES)) or ""
    if media in RDF_TYPES:
        return await _data(site, iri, media)
    if not media:
        return PlainTextResponse(f"Accept: {HTML}, {', '.join(RDF_TYPES)}\n", 406)
    return await site.in_thread(_page_of, site, visitor, iri)


def _page_of(site: Site, visitor: Visitor, iri: str) -> Response:
    if entity := site.catalogue.entity(iri):
        return article_page(site, visitor, entity) if entity.kind == "articles" else entity_page(site, visitor, entity)
    if fact := site.catalogue.fact(iri, PROOFS):
        return visitor.page(site, "fact.html", fact=fact)
    if supported := _supported(site, iri):
        return RedirectResponse(site.addresses.path(supported), 303)
    return not_found(site, visitor, iri)


def _supported(site: Site, iri: str) -> str:
    """The fact that an evidence supports; "" for any other IRI."""
    if "/evidence/" not in iri:
        return ""
    found = site.store.query("SELECT ?f WHERE { GRAPH ?g { $e pk:supports ?f } }", {"e": Term.iri(iri)})
    return next((row[0].value for row in found.rows if row[0]), "")


async def _data(site: Site, iri: str, media: str) -> Response:
    job = Job(described=iri, accept=media)
    outcome = await site.ask(job) if is_iri(iri) else unknown(iri)
    if outcome.error:
        return PlainTextResponse(f"{outcome.error}\n", outcome.status, SHARING)
    headers = SHARING | {"Vary": "Accept", "Link": f'<{site.addresses.path(iri)}>; rel="describedby"; type="text/html"'}
    kind = f"{media}; charset=utf-8" if media != "application/ld+json" else media
    return Response(outcome.body, 200, headers, kind)


def entity_page(site: Site, visitor: Visitor, entity: Entity) -> Response:
    """The page of a person, place, … or of one group of its facts alone (`?group=`)."""
    asking, request = site.asking(visitor.words), visitor.request
    page = _page(request)
    frame: dict[str, Any] = {"entity": entity, "aliases": site.catalogue.aliases(entity), "page": page, "alone": False,
                             "candidate": _is_candidate(site, entity), "concept": _concept(site, entity)}  # fmt: skip
    if group := request.query_params.get("group"):
        section = find_section(asking, entity, group, page)
        if section is None:
            return not_found(site, visitor, group)
        frame |= {"alone": True, "pages": _pages(section.total, PAGE), "sections": [section]}
        return visitor.page(site, "entity.html", **frame)
    days = counts.article_days(site.catalogue, entity)
    articles = site.catalogue.latest_articles(LATEST, entity)
    return visitor.page(
        site, "entity.html", **frame, sections=sections(asking, entity), articles=articles,
        roster=roster(asking, entity) if entity.kind == "events" else [],
        trend=charts.trend(site.periods.count(days), site.periods.names, visitor.words("Mentions over time")),
        last_seen=articles[0] if articles else None,
        first_seen=next(iter(site.catalogue.latest_articles(1, entity, max(0, entity.articles - 1))), None),
    )  # fmt: skip


def _is_candidate(site: Site, entity: Entity) -> bool:
    """Whether a theme is not one of the thesaurus."""
    return entity.kind == "themes" and entity.iri.removeprefix(site.addresses.base) not in _concepts()


def _concept(site: Site, entity: Entity) -> dict[str, Any] | None:
    """The place of a theme in the thesaurus; names with the address of their pages where the graph has them."""
    found = _concepts().get(entity.iri.removeprefix(site.addresses.base)) if entity.kind == "themes" else None
    if found is None:
        return None

    def linked(labels: list[str]) -> list[tuple[str, str]]:
        keys = {label: site.addresses.base + _keys()[label] for label in labels}
        return [(label, site.addresses.path(iri) if _known(site, iri) else "") for label, iri in keys.items()]

    return {
        "field": found.field, "en": found.en, "broader": linked([found.broader] if found.broader else []),
        "narrower": linked(_narrower().get(found.pref, [])),
        "related": linked(list(found.related)),
    }  # fmt: skip


@cache
def _concepts() -> Mapping[str, Concept]:
    return {concept.key: concept for concept in load_themes()}


@cache
def _keys() -> Mapping[str, str]:
    return {concept.pref: concept.key for concept in load_themes()}


@cache
def _narrower() -> Mapping[str, list[str]]:
    """The narrower concepts by the label of the broader one."""
    found: dict[str, list[str]] = defaultdict(list)
    for concept in load_themes():
        found[concept.broader].append(concept.pref)
    return found


def article_page(site: Site, visitor: Visitor, entity: Entity) -> Response:
    """An article to read, its facts beside it."""
    article = site.catalogue.article(entity)
    mentions = find_mentions(site.catalogue, entity)
    named: dict[str, dict[Entity, int]] = defaultdict(lambda: defaultdict(int))
    for _, _, each in mentions:
        named[each.kind][each] += 1
    order = [*BY_NAME, ""]
    total = site.catalogue.count_facts_in(entity)
    shown = total if visitor.request.query_params.get("facts") == "all" else ARTICLE_FACTS
    return visitor.page(
        site, "article.html", entity=entity, article=article,
        paragraphs=read_paragraphs(site.folder / article.file, mentions) if article.file else [],
        facts=site.catalogue.facts_in(entity, shown), total=total,
        mentioned=[(kind, sorted(named[kind].items(), key=lambda item: -item[1])) for kind in order if kind in named],
    )  # fmt: skip


def picture_page(site: Site, visitor: Visitor) -> Response:
    """The graph around an entity, or of an article: the interactive page."""
    entity = site.catalogue.entity(visitor.request.query_params.get("iri", ""))
    if entity is None:
        return not_found(site, visitor, visitor.request.query_params.get("iri", ""))
    html = picture(site.catalogue, site.folder, site.addresses.base, entity)
    return HTMLResponse(html, headers={"Content-Security-Policy": page_policy(html)})


def whole_graph(site: Site, visitor: Visitor) -> Response:
    """The graph page that the build left."""
    path = site.folder / "graph.html"
    if not path.is_file():
        return not_found(site, visitor, "graph.html")
    with path.open(encoding="utf-8") as file:
        policy = page_policy(file.read(HEAD))
    return FileResponse(path, media_type=HTML, headers={"Content-Security-Policy": policy})


def search(site: Site, visitor: Visitor) -> Response:
    """Names and sentences that contain the words looked for; an exact name alone leads to its page."""
    sought = visitor.request.query_params.get("q", "").strip()
    page = _page(visitor.request)
    named = site.catalogue.suggest(sought, 12) if sought else []
    total, sentences = site.catalogue.find_sentences(sought, LISTED, (page - 1) * LISTED)
    near = site.catalogue.names.near(sought) if sought and not named and not total else []
    return visitor.page(
        site, "search.html", sought=sought, named=named, total=total, sentences=sentences, near=near, page=page,
        pages=_pages(total, LISTED), address=f"/search?{urlencode({'q': sought, 'page': ''})}",
    )  # fmt: skip


def suggest(site: Site, visitor: Visitor) -> Response:
    """Names that contain what was typed so far, as JSON."""
    text = visitor.request.query_params.get("q", "").strip()
    found = site.catalogue.suggest(text) if text else []
    return JSONResponse([
        {"name": entity.name, "alias": name if name != entity.name else "", "kind": entity.kind,
         "label": visitor.words.kind(entity.kind), "path": site.addresses.path(entity.iri)}
        for entity, name in found
    ])  # fmt: skip


def ontology(site: Site, visitor: Visitor) -> Response:
    """The vocabulary: what every class and property means, as a page or as Turtle."""
    path = visitor.request.url.path
    accepted = best_type(visitor.request.headers.get("accept", ""), (HTML, "text/turtle"))
    if path.endswith(".ttl") or accepted == "text/turtle":
        return FileResponse(ontology_dir() / "policy.ttl", media_type="text/turtle", headers=SHARING)
    terms = load_ontology()
    return visitor.page(site, "ontology.html", classes=sorted(terms.classes), properties=sorted(terms.properties))


def not_found(site: Site, visitor: Visitor, what: str) -> Response:
    """The page for what is not there, with names that look like it."""
    name = what.rpartition("/")[2]
    near = site.catalogue.suggest(name, 8) if name else []
    if name and not near:
        alike = site.catalogue.names.near(name)
        near = list({pair[0]: pair for each in alike for pair in site.catalogue.suggest(each, 1)}.values())
    words = visitor.words
    return visitor.page(site, "problem.html", 404, heading=words("Not found"), near=near, error=None,
                        message=words("This graph says nothing about {what}.", what=what))  # fmt: skip


def _page(request: Request) -> int:
    given = request.query_params.get("page", "1")
    return min(max(1, int(given)), 1_000_000) if given.isascii() and given.isdecimal() and len(given) < 8 else 1


def _pages(total: int, size: int) -> int:
    return max(1, -(-total // size))
