"""What the graph says about one IRI, as RDF: Turtle, N-Triples or JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from kg.graph.vocabulary import RDF
from kg.query.port import STRING, Result, Store, Term
from kg.query.tables import result_turtle

Triple = tuple[Term, Term, Term]
RDF_TYPES = ("text/turtle", "application/ld+json", "application/n-triples")

_DESCRIPTIONS = (
    "SELECT ?s ?p ?o WHERE { BIND($node AS ?s) $node ?p ?o }",
    "SELECT ?s ?p ?o WHERE { ?s ?p $node . BIND($node AS ?o) FILTER(?p NOT IN (rdf:subject, rdf:object)) } LIMIT 5000",
    "SELECT ?s ?p ?o WHERE { BIND($node AS ?s) GRAPH ?g { $node ?p ?o } }",
    """SELECT ?s ?p ?o WHERE { BIND($node AS ?o) GRAPH ?g { ?s ?p $node }
    FILTER(?p NOT IN (rdf:subject, rdf:object, prov:wasDerivedFrom)) } LIMIT 5000""",
)
_EVIDENCE = """SELECT ?s ?p ?o WHERE { GRAPH ?g { ?s pk:supports $node ; ?p ?o } }"""
_WHOLE_ARTICLE = "SELECT ?s ?p ?o WHERE { GRAPH $node { ?s ?p ?o } }"


def describe(store: Store, iri: str) -> list[Triple]:
    """The triples about an IRI, sorted: those it stands in, of a fact all its evidence, of an article its whole graph.

    Nothing where the graph has none.
    """
    queries = [*_DESCRIPTIONS, _WHOLE_ARTICLE, _EVIDENCE]
    node = {"node": Term.iri(iri)}
    found = {row for query in queries for row in store.query(query, node).rows}
    return sorted((s, p, o) for s, p, o in found if s and p and o)


def written(triples: Sequence[Triple], media: str, prefixes: Mapping[str, str]) -> str:
    """Triples in one of RDF_TYPES."""
    return WRITERS[media](triples, prefixes)


def _turtle(triples: Sequence[Triple], prefixes: Mapping[str, str]) -> str:
    return result_turtle(Result("graph", triples=tuple(triples)))


def _ntriples(triples: Sequence[Triple], prefixes: Mapping[str, str]) -> str:
    return "".join(f"{s.n3()} {p.n3()} {o.n3()} .\n" for s, p, o in triples)


def _json_ld(triples: Iterable[Triple], prefixes: Mapping[str, str]) -> str:
    """JSON-LD with short names for what `prefixes` know, one object for each subject."""
    context = {name: iri for name, iri in prefixes.items() if iri.endswith(("/", "#"))}
    nodes: dict[str, dict[str, Any]] = {}
    for subject, predicate, value in triples:
        node = nodes.setdefault(subject.value, {"@id": subject.value})
        if predicate.value == RDF + "type":
            node.setdefault("@type", []).append(_compact(value.value, context))
        else:
            node.setdefault(_compact(predicate.value, context), []).append(_json_value(value, context))
    used = {name: context[name] for name in context if f'"{name}:' in json.dumps(list(nodes.values()))}
    return json.dumps({"@context": used, "@graph": list(nodes.values())}, ensure_ascii=False, indent=1) + "\n"


def _compact(iri: str, context: Mapping[str, str]) -> str:
    fits = [(len(space), name) for name, space in context.items() if iri.startswith(space)]
    if not fits:
        return iri
    length, name = max(fits)
    local = iri[length:]
    return iri if local.startswith("//") else f"{name}:{local}"


def _json_value(term: Term, context: Mapping[str, str]) -> Any:
    if term.kind == "iri":
        return {"@id": term.value}
    if term.lang:
        return {"@value": term.value, "@language": term.lang}
    if term.datatype in ("", STRING):
        return {"@value": term.value}
    return {"@value": term.value, "@type": _compact(term.datatype, context)}


WRITERS: Mapping[str, Callable[[Sequence[Triple], Mapping[str, str]], str]] = {
    "text/turtle": _turtle,
    "application/ld+json": _json_ld,
    "application/n-triples": _ntriples,
}
