"""SHACL: does a graph have the form that `ontology/shapes.ttl` asks for?"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import OntologyError
from kg.graph.facts import graph_quads
from kg.graph.iris import DEFAULT_BASE
from kg.graph.vocabulary import PK
from kg.paths import ontology_dir

if TYPE_CHECKING:
    from rdflib import Graph

    from kg.model.records import Extraction

_SHACL = "http://www.w3.org/ns/shacl#"
_SAID = ("focusNode", "resultPath", "resultMessage", "value")


def rdflib_graph(quads: Iterable[Quad]) -> Graph:
    """The merge of all graphs of `quads` as an rdflib Graph."""
    from rdflib import Graph

    graph = Graph()
    terms: dict[NamedNode | Literal, Any] = {}

    def term(node: Any) -> Any:
        if node not in terms:
            terms[node] = _rdflib_term(node)
        return terms[node]

    for quad in quads:
        graph.add((term(quad.subject), term(quad.predicate), term(quad.object)))
    return graph


def _rdflib_term(node: NamedNode | Literal) -> Any:
    from rdflib import Literal as RdflibLiteral
    from rdflib import URIRef

    if isinstance(node, NamedNode):
        return URIRef(node.value)
    if node.language:
        return RdflibLiteral(node.value, lang=node.language)
    if node.datatype.value.endswith("#string"):
        return RdflibLiteral(node.value)
    return RdflibLiteral(node.value, datatype=URIRef(node.datatype.value))


def check_extraction(extraction: Extraction, base: str = DEFAULT_BASE) -> list[str]:
    """What is wrong with the graph of one article, one line per problem; empty where it conforms."""
    return check_shapes(rdflib_graph(graph_quads([extraction], base)))


def check_shapes(graph: Graph, shapes: Path | None = None) -> list[str]:
    """What breaks the shapes in `graph`, one line per problem, sorted: `node · path · message · value`.

    Validate one article at a time: the time grows with the graph. Raises OntologyError where the shapes file is
    missing or broken.
    """
    from pyshacl import validate
    from rdflib import Graph

    conforms, report, _ = validate(
        graph, shacl_graph=_read_shapes(shapes or ontology_dir() / "shapes.ttl"), inference="none", inplace=True
    )
    if conforms:
        return []
    if not isinstance(report, Graph):
        raise OntologyError("shapes.ttl", str(report), "shapes that pySHACL can run")
    return sorted(set(_problems(report)))


@cache
def _read_shapes(path: Path) -> Graph:
    from rdflib import Graph

    try:
        return Graph().parse(path, format="turtle")
    except Exception as error:  # rdflib's readers raise classes of many kinds
        raise OntologyError(str(path), str(error), "SHACL shapes in Turtle", "restore ontology/shapes.ttl") from error


def _problems(report: Graph) -> Iterable[str]:
    from rdflib import RDF, BNode, URIRef

    for result in report.subjects(RDF.type, URIRef(_SHACL + "ValidationResult")):
        said = (report.value(result, URIRef(_SHACL + name)) for name in _SAID)
        yield " · ".join(_shown(part) for part in said if part is not None and not isinstance(part, BNode))


def _shown(part: object) -> str:
    return unquote(str(part)).removeprefix(DEFAULT_BASE).replace(PK, "pk:")
