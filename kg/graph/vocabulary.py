"""Names of the vocabulary: namespaces, prefixes, and what `ontology/policy.ttl` says about classes and properties."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from kg.errors import OntologyError
from kg.graph.iris import DEFAULT_BASE
from kg.paths import ontology_dir

PK = "https://w3id.org/policy-kg/ontology#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
PROV = "http://www.w3.org/ns/prov#"
FOAF = "http://xmlns.com/foaf/0.1/"
ORG = "http://www.w3.org/ns/org#"
SCHEMA = "https://schema.org/"
NIF = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"
DCT = "http://purl.org/dc/terms/"

NAMESPACES: Mapping[str, str] = MappingProxyType(
    {
        "pk": PK,
        "rdf": RDF,
        "rdfs": RDFS,
        "owl": OWL,
        "xsd": XSD,
        "skos": SKOS,
        "prov": PROV,
        "foaf": FOAF,
        "org": ORG,
        "schema": SCHEMA,
        "nif": NIF,
        "dct": DCT,
    }
)

# First segments of data IRIs; each is a prefix of its own, since a local name holds no "/".
SEGMENTS = (
    "person", "post", "place", "organisation", "event", "theme", "statement", "article", "fact", "evidence",
)  # fmt: skip

# Classes whose superclass is written out beside them.
EXPLICIT_SUPERCLASS: Mapping[str, str] = MappingProxyType(
    {
        "Visit": PK + "Event",
        "Meeting": PK + "Event",
        "Call": PK + "Event",
        "Message": PK + "Event",
        "AdministrativeArea": PK + "Place",
        "Region": PK + "Place",
        "Site": PK + "Place",
        "Theme": SKOS + "Concept",
    }
)


def prefixes(base: str = DEFAULT_BASE) -> dict[str, str]:
    """Prefix → namespace for data below `base`, in the order in which headers print them.

    `id:` is the base, `person:`, `place:` … its segments; thesaurus concepts keep the default base and get
    `concept:` where `base` is another.
    """
    table = dict(NAMESPACES) | {"id": base} | {segment: f"{base}{segment}/" for segment in SEGMENTS}
    return table if base == DEFAULT_BASE else table | {"concept": DEFAULT_BASE + "theme/"}


@dataclass(frozen=True, slots=True)
class Term:
    """A class or a property of the ontology.

    `name` is the local name, `parents`, `domains` and `ranges` are IRIs; labels and comments are by language.
    """

    name: str
    is_class: bool
    labels: Mapping[str, str]
    comments: Mapping[str, str]
    parents: tuple[str, ...]
    domains: tuple[str, ...]
    ranges: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ontology:
    """`ontology/policy.ttl` as records, classes and properties by local name in the order of the file's names."""

    version: str
    classes: Mapping[str, Term]
    properties: Mapping[str, Term]

    def label(self, name: str, language: str = "zh") -> str:
        """The label of a class or property (`holdsPost` → 担任 / holds post); the name itself if it has none."""
        term = self.classes.get(name) or self.properties.get(name)
        return term.labels.get(language, name) if term else name


@cache
def load_ontology(path: Path | None = None) -> Ontology:
    """The ontology read from `path` (default: the packaged `policy.ttl`).

    Raises OntologyError where the file is missing or is not Turtle.
    """
    import pyoxigraph as ox

    path = path or ontology_dir() / "policy.ttl"
    try:
        quads = list(ox.parse(path=path, format=ox.RdfFormat.TURTLE))
    except (OSError, SyntaxError) as error:
        raise OntologyError(str(path), str(error), "a Turtle file", "restore ontology/policy.ttl") from error
    statements: dict[str, dict[str, list[tuple[str, str]]]] = {}
    for quad in quads:
        subject = getattr(quad.subject, "value", "")
        found = (quad.object.value, getattr(quad.object, "language", None) or "")
        statements.setdefault(subject, {}).setdefault(quad.predicate.value, []).append(found)
    terms = [_term(iri, said) for iri, said in sorted(statements.items()) if iri.startswith(PK)]
    version = statements.get(PK[:-1], {}).get(OWL + "versionInfo", [("", "")])[0][0]
    return Ontology(
        version,
        MappingProxyType({term.name: term for term in terms if term.is_class}),
        MappingProxyType({term.name: term for term in terms if not term.is_class}),
    )


def _term(iri: str, said: Mapping[str, list[tuple[str, str]]]) -> Term:
    def values(*predicates: str) -> tuple[str, ...]:
        return tuple(sorted(value for predicate in predicates for value, _ in said.get(predicate, ())))

    def by_language(predicate: str) -> Mapping[str, str]:
        return MappingProxyType({language: value for value, language in said.get(predicate, ())})

    return Term(
        iri.removeprefix(PK),
        OWL + "Class" in values(RDF + "type"),
        by_language(RDFS + "label"),
        by_language(RDFS + "comment"),
        values(RDFS + "subClassOf", RDFS + "subPropertyOf"),
        values(RDFS + "domain", SCHEMA + "domainIncludes"),
        values(RDFS + "range", SCHEMA + "rangeIncludes"),
    )


def unknown_names(names: Iterable[str], known: Mapping[str, Term]) -> list[str]:
    """Those of `names` that the ontology does not have, sorted."""
    return sorted(set(names) - known.keys())
