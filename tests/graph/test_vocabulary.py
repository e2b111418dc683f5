"""The ontology file is complete and agrees with the names in the code."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import RDFS, Graph, URIRef

from kg.errors import OntologyError
from kg.graph.vocabulary import EXPLICIT_SUPERCLASS, PK, SKOS, load_ontology, prefixes
from kg.model.kinds import KINDS
from kg.paths import ontology_dir
from tests.graph.sample import extraction

# The contract: published queries rely on these names.
CLASSES = [
    "Person", "Post", "Place", "AdministrativeArea", "Region", "Site", "Organisation", "Event", "Visit", "Meeting",
    "Call", "Message", "Theme", "Statement", "Article", "Evidence", "Fact", "Coverage", "Decision",
]  # fmt: skip
PROPERTIES = [
    "holdsPost", "heldPost", "hasTheme", "countryCode",
    "postIn", "participatedIn", "chaired", "attended", "spokeAt", "visited", "accompanied", "met",
    "tookPlaceIn", "partOfEvent", "about", "advocated", "taskedWith", "within", "locatedIn", "mentions",
    "startDate", "endDate", "dayPart", "rosterPosition", "text", "verb", "speaker", "directedTo", "madeAt",
    "datePublished", "dateline", "publisher", "sha256", "textFile", "sourceName", "supports", "start", "end", "quote",
    "rule", "confidence", "status", "polarity", "occurredOn", "divisionCode", "level", "candidate",
    "coverageOf", "day", "articleCount", "emptyCount", "truncatedCount", "copyCount", "copyOf", "firstSeen",
    "decisionState", "ground",
]  # fmt: skip


def test_every_promised_name_is_there() -> None:
    ontology = load_ontology()
    assert ontology.classes.keys() == set(CLASSES)
    assert ontology.properties.keys() == set(PROPERTIES)


@pytest.mark.parametrize("name", CLASSES + PROPERTIES)
def test_every_term_is_bilingual_and_placed(name: str) -> None:
    ontology = load_ontology()
    term = ontology.classes.get(name) or ontology.properties[name]
    assert term.labels.keys() == term.comments.keys() == {"zh", "en"}
    assert term.parents if term.is_class else term.domains


def test_named_classes_exist_wherever_a_term_points() -> None:
    ontology = load_ontology()
    for term in [*ontology.classes.values(), *ontology.properties.values()]:
        for iri in (*term.domains, *term.ranges):
            assert not iri.startswith(PK) or iri.removeprefix(PK) in ontology.classes, term.name
        for iri in term.parents:
            known = ontology.classes if term.is_class else ontology.properties
            assert not iri.startswith(PK) or iri.removeprefix(PK) in known, term.name


def test_explicit_superclasses_are_those_of_the_ontology() -> None:
    classes = load_ontology().classes
    below = {name for name, term in classes.items() if {PK + "Event", PK + "Place", SKOS + "Concept"} & {*term.parents}}
    assert below == EXPLICIT_SUPERCLASS.keys()
    assert all(parent in classes[name].parents for name, parent in EXPLICIT_SUPERCLASS.items())


def test_every_kind_has_its_class() -> None:
    assert {kind.cls for kind in KINDS if kind.cls} <= load_ontology().classes.keys()


def test_chairing_and_speaking_are_ways_of_taking_part() -> None:
    graph = Graph().parse(ontology_dir() / "policy.ttl")
    below = {str(s) for s in graph.subjects(RDFS.subPropertyOf, URIRef(PK + "participatedIn"))}
    assert below == {PK + "chaired", PK + "attended", PK + "spokeAt"}


def test_labels_by_language() -> None:
    ontology = load_ontology()
    assert (ontology.label("holdsPost"), ontology.label("holdsPost", "en")) == ("担任", "holds post")
    assert ontology.label("unheardOf") == "unheardOf"


def test_a_missing_or_broken_file_is_an_ontology_error(tmp_path: Path) -> None:
    broken = tmp_path / "policy.ttl"
    with pytest.raises(OntologyError):
        load_ontology(broken)
    broken.write_text("@prefix", encoding="utf-8")
    with pytest.raises(OntologyError, match="policy"):
        load_ontology(broken)


def test_another_base_keeps_a_prefix_for_thesaurus_concepts() -> None:
    table = prefixes("https://example.org/id/")
    assert table["person"] == "https://example.org/id/person/"
    assert table["concept"] == "https://w3id.org/policy-kg/id/theme/"
    assert "concept" not in prefixes()


def test_the_sample_uses_known_names_only() -> None:
    ontology = load_ontology()
    assert {fact.predicate for fact in extraction().facts} <= ontology.properties.keys()
    assert {entity.cls for entity in extraction().entities} <= ontology.classes.keys()
