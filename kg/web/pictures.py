"""The graph page of one article or of what surrounds one entity: the page of `kg build`, of a part of the graph."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pyoxigraph as ox

from kg.graph.vocabulary import RDF
from kg.query.port import Result, Store, Term
from kg.query.stores import OxigraphStore
from kg.view.page import page_html
from kg.view.read import read_view
from kg.web.reading import Catalogue
from kg.web.records import Entity

FACTS = 250
"""Most facts of a picture; the latest ones."""
_ENDS = (RDF + "subject", RDF + "object")
_POLICY = re.compile(r'http-equiv="Content-Security-Policy"\s+content="([^"]+)"')

_OF_ARTICLE = """SELECT DISTINCT f.iri FROM proof p JOIN fact f ON f.id = p.fact WHERE p.article = ?1
  ORDER BY f.predicate = 'mentions', f.id LIMIT ?2 * 4"""
_AROUND = """SELECT iri FROM fact WHERE (subject = ?1 OR object = ?1
    OR object IN (SELECT object FROM fact WHERE subject = ?1 AND predicate IN ('attended', 'chaired', 'spokeAt')))
  AND predicate NOT IN ('mentions', 'text', 'verb') ORDER BY (subject = ?1 OR object = ?1) DESC, last DESC, id
  LIMIT ?2"""
_FACTS = """SELECT ?g ?s ?p ?o WHERE { VALUES ?s { %s }
  { ?s ?p ?o } UNION { GRAPH ?g { ?s rdf:subject ?any ; ?p ?o } } }"""
_EVIDENCE = "SELECT ?g ?s ?p ?o WHERE { VALUES ?fact { %s } GRAPH ?g { ?s pk:supports ?fact ; ?p ?o } }"
_NAMES = """SELECT ?g ?s ?p ?o WHERE { VALUES ?s { %s } VALUES ?p { rdf:type skos:prefLabel skos:altLabel rdfs:label }
  { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"""
_ARTICLES = """SELECT ?g ?s ?p ?o WHERE { VALUES ?g { %s } BIND(?g AS ?s) GRAPH ?g { ?s ?p ?o }
  FILTER(?p != pk:mentions) }"""


def picture(store: Store, catalogue: Catalogue, folder: Path, entity: Entity) -> str:
    """The graph page around an entity, or of an article's facts; its own policy allows its scripts by their hashes."""
    facts = _chosen(catalogue, entity)
    article = entity.iri if entity.kind == "articles" else ""
    quads = [*_quads(store, _FACTS, facts), *_quads(store, _EVIDENCE, facts, article)]
    ends = sorted({quad.object.value for quad in quads
                   if quad.predicate.value in _ENDS and isinstance(quad.object, ox.NamedNode)})  # fmt: skip
    articles = sorted({quad.graph_name.value for quad in quads if isinstance(quad.graph_name, ox.NamedNode)})
    quads += [*_quads(store, _NAMES, ends, article), *_quads(store, _ARTICLES, articles)]
    base = store.prefixes["id"]
    part = OxigraphStore(quads, base)
    focus = None if article else entity.iri.removeprefix(base)
    return page_html(read_view(part, folder, focus=focus, depth=2, title=entity.name))


def page_policy(html: str) -> str:
    """The content security policy that a graph page states for itself."""
    match = _POLICY.search(html)
    return match.group(1) if match else "default-src 'none'"


def _chosen(catalogue: Catalogue, entity: Entity) -> list[str]:
    """The facts of a picture: all that an article states, or those of an entity and of its nearest events."""
    query = _OF_ARTICLE if entity.kind == "articles" else _AROUND
    return [iri for (iri,) in catalogue.rows(query, entity.id, FACTS)]


def _quads(store: Store, query: str, iris: Sequence[str], only: str = "") -> Iterator[ox.Quad]:
    """The quads of a query about `iris`; those of other graphs than `only` are left out where it is given."""
    if not iris:
        return
    found: Result = store.query(query % " ".join(Term.iri(iri).n3() for iri in iris))
    for graph, subject, predicate, value in found.rows:
        if subject and predicate and value and not (only and graph and graph.value != only):
            name = ox.NamedNode(graph.value) if graph else ox.DefaultGraph()
            yield ox.Quad(ox.NamedNode(subject.value), ox.NamedNode(predicate.value), _node(value), name)


def _node(term: Term) -> ox.NamedNode | ox.Literal:
    if term.kind == "iri":
        return ox.NamedNode(term.value)
    if term.lang:
        return ox.Literal(term.value, language=term.lang)
    return ox.Literal(term.value, datatype=ox.NamedNode(term.datatype))
