"""What the graph says about one IRI, as RDF: Turtle, N-Triples or JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

import pyoxigraph as ox

from kg.graph.vocabulary import PK, PROV, RDF
from kg.query.port import STRING, Result, Term
from kg.query.tables import result_turtle

Triple = tuple[Term, Term, Term]
RDF_TYPES = ("text/turtle", "application/ld+json", "application/n-triples")

_SAID_AGAIN = {ox.NamedNode(iri) for iri in (RDF + "subject", RDF + "object", PROV + "wasDerivedFrom")}
"""What leads to a node only because a fact or an evidence repeats a triple that is there anyway."""


def describe(store: ox.Store, iri: str) -> list[Triple]:
    """The triples about an IRI, sorted: those it stands in, of a fact all its evidence, of an article its whole graph.

    Nothing where the graph has none.
    """
    node = ox.NamedNode(iri)
    quads = chain(
        store.quads_for_pattern(node, None, None, None),
        (quad for quad in store.quads_for_pattern(None, None, node, None) if quad.predicate not in _SAID_AGAIN),
        store.quads_for_pattern(None, None, None, node),
        (each for proof in store.quads_for_pattern(None, ox.NamedNode(PK + "supports"), node, None)
         for each in store.quads_for_pattern(proof.subject, None, None, None)),
    )  # fmt: skip
    return sorted({(plain_term(quad.subject), plain_term(quad.predicate), plain_term(quad.object)) for quad in quads})


def plain_term(term: Any) -> Term:
    """A term of the engine as a record."""
    if isinstance(term, ox.NamedNode):
        return Term("iri", term.value)
    if isinstance(term, ox.Literal):
        return Term("literal", term.value, term.datatype.value, term.language or "")
    return Term("iri", str(term))


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
