"""The SPARQL 1.1 Service Description of the endpoint."""

from __future__ import annotations

from kg.graph.vocabulary import RDF
from kg.query.port import Term
from kg.web.answers import NAMES
from kg.web.descriptions import written

SD = "http://www.w3.org/ns/sparql-service-description#"
FORMATS = "http://www.w3.org/ns/formats/"
_WRITTEN = {"json": "SPARQL_Results_JSON", "xml": "SPARQL_Results_XML", "csv": "SPARQL_Results_CSV",
            "tsv": "SPARQL_Results_TSV", "ttl": "Turtle", "jsonld": "JSON-LD", "nt": "N-Triples"}  # fmt: skip


def describe_service(endpoint: str, media: str) -> str:
    """The description of the endpoint at this address, in one of the RDF formats."""
    service, dataset, graph = (Term.iri(endpoint + part) for part in ("#service", "#dataset", "#default-graph"))

    def sd(name: str) -> Term:
        return Term.iri(SD + name)

    type_ = Term.iri(RDF + "type")
    triples = [
        (service, type_, sd("Service")),
        (service, sd("endpoint"), Term.iri(endpoint)),
        (service, sd("supportedLanguage"), sd("SPARQL11Query")),
        (service, sd("defaultDataset"), dataset),
        (dataset, type_, sd("Dataset")),
        (dataset, sd("defaultGraph"), graph),
        (graph, type_, sd("Graph")),
        *((service, sd("resultFormat"), Term.iri(FORMATS + _WRITTEN[name])) for name in NAMES),
    ]
    return written(sorted(triples), media, {"rdf": RDF, "sd": SD, "formats": FORMATS})
