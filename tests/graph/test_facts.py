"""Quads of an extraction: what goes where, and what never does."""

from __future__ import annotations

import dataclasses
import hashlib
from typing import Any

import pyoxigraph as ox
import pytest

from kg.errors import KgError
from kg.graph import vocabulary as v
from kg.graph.facts import graph_quads, literal
from kg.graph.iris import DEFAULT_BASE
from kg.model.records import Entity, Extraction
from tests.graph.sample import MEETING, PARK, YARD, article, extraction, second

DEFAULT = ox.DefaultGraph()
ARTICLE = ox.NamedNode(DEFAULT_BASE + article().key)


def node(key: str) -> ox.NamedNode:
    return ox.NamedNode(DEFAULT_BASE + key)


def pk(name: str) -> ox.NamedNode:
    return ox.NamedNode(v.PK + name)


# Any, since a term of a quad could be of four classes and these tests know which.
QUADS: set[Any] = set(graph_quads([extraction()]))


def values(subject: ox.NamedNode, predicate: ox.NamedNode, graph: object = None) -> set[str]:
    return {
        q.object.value
        for q in QUADS
        if q.subject == subject and q.predicate == predicate and (graph is None or q.graph_name == graph)
    }


def test_an_affirmed_fact_is_one_plain_triple_of_the_default_graph() -> None:
    chaired = [q for q in QUADS if q.predicate == pk("chaired")]
    assert chaired == [ox.Quad(node("person/林向东"), pk("chaired"), node(MEETING), DEFAULT)]


def test_a_fact_node_is_named_by_the_digest_of_its_line() -> None:
    line = f"{node('person/林向东')} {pk('chaired')} {node(MEETING)} ."
    fact = node(f"fact/{hashlib.sha256(line.encode()).hexdigest()}")
    assert values(fact, ox.NamedNode(v.RDF + "object"), DEFAULT) == {node(MEETING).value}
    supporting = {q.subject for q in QUADS if q.predicate == pk("supports") and q.object == fact}
    assert len(supporting) == 2, "one evidence in the headline, one in the body"


def test_evidence_says_where_by_which_rule_and_how_sure() -> None:
    fact = next(f for f in extraction().facts if f.object == "post/青江省省长" and f.predicate == "holdsPost")
    (evidence,) = fact.evidence
    (found,) = (q.subject for q in QUADS if q.predicate == pk("quote") and q.object.value == "省长周岚")
    said = {q.predicate.value: q.object for q in QUADS if q.subject == found}
    assert {q.graph_name for q in QUADS if q.subject == found} == {ARTICLE}
    assert (said[v.PK + "start"].value, said[v.PK + "end"].value) == (str(evidence.start), str(evidence.end))
    assert str(said[v.PK + "confidence"]) == f'"0.8"^^<{v.XSD}decimal>'
    assert said[v.PK + "status"].value == "reported"
    assert said[v.PROV + "wasDerivedFrom"] == ARTICLE


def test_evidence_of_a_visit_says_on_which_day_and_in_which_part_of_it() -> None:
    (dated,) = (q.subject for q in QUADS if q.predicate == pk("dayPart") and q.object.value == "afternoon")
    (day,) = (q for q in QUADS if q.subject == dated and q.predicate == pk("occurredOn"))
    assert str(day.object) == f'"2031-09-01"^^<{v.XSD}date>'
    assert day.graph_name == ARTICLE
    (fact,) = values(dated, pk("supports"))
    assert values(ox.NamedNode(fact), ox.NamedNode(v.RDF + "object")) == {node(YARD).value}


def test_a_day_whose_year_is_open_is_a_month_and_day() -> None:
    quads: list[Any] = graph_quads([with_visit(PARK, date="--09-01", part="")])
    assert [str(q.object) for q in quads if q.predicate == pk("occurredOn")] == [f'"--09-01"^^<{v.XSD}gMonthDay>']
    assert not [q for q in quads if q.predicate == pk("dayPart")]


def test_evidence_of_another_day_is_another_evidence() -> None:
    def evidence(date: str) -> set[Any]:
        quads: list[Any] = graph_quads([with_visit(PARK, date=date)])
        return {q.subject for q in quads if q.predicate == pk("occurredOn")}

    assert evidence("2031-09-01") == evidence("2031-09-01") != evidence("2031-09-02")


def with_visit(place: str, **changes: str) -> Extraction:
    """The sample with nothing visited but `place`, its evidence changed."""
    kept = [f for f in extraction().facts if f.predicate != "visited"]
    (visit,) = (f for f in extraction().facts if f.predicate == "visited" and f.object == place)
    evidence = tuple(dataclasses.replace(each, **changes) for each in visit.evidence)  # type: ignore[arg-type]
    return dataclasses.replace(extraction(), facts=(*kept, dataclasses.replace(visit, evidence=evidence)))


def test_what_is_denied_has_evidence_and_a_node_but_no_plain_triple() -> None:
    denied = node("person/马一凡")
    assert not [q for q in QUADS if q.subject == denied and q.predicate == pk("attended")]
    facts = {q.subject for q in QUADS if q.predicate.value == v.RDF + "subject" and q.object == denied}
    (fact,) = facts
    evidence = {q.subject for q in QUADS if q.object == fact}
    assert [q.object.value for q in QUADS if q.subject in evidence and q.predicate == pk("polarity")] == ["denied"]


def test_statements_stay_in_the_graph_of_their_article() -> None:
    for key in ("statement/1", "statement/2"):
        assert {q.graph_name for q in QUADS if q.subject == node(key)} == {ARTICLE}
    assert values(node("statement/1"), pk("speaker"), ARTICLE) == {node("person/林向东").value}


def test_a_derived_fact_names_the_statement_it_follows_from() -> None:
    advocated = {q.subject for q in QUADS if q.predicate.value == v.RDF + "predicate" and q.object == pk("advocated")}
    evidence = {q.subject for q in QUADS if q.predicate == pk("supports") and q.object in advocated}
    for one in evidence:
        assert values(one, ox.NamedNode(v.PROV + "wasDerivedFrom")) == {ARTICLE.value, node("statement/1").value}
        assert values(one, pk("status")) == {"derived"}


def test_mentions_and_metadata_stay_in_the_graph_of_the_article() -> None:
    assert {q.graph_name for q in QUADS if q.subject == ARTICLE} == {ARTICLE}
    assert node("person/郑和平").value in values(ARTICLE, pk("mentions"))
    assert values(ARTICLE, pk("datePublished")) == {"2031-09-03"}
    assert values(ARTICLE, pk("sha256")) == {article().sha256}
    assert values(ARTICLE, pk("textFile")) == {f"texts/{article().sha256[:16]}.txt"}


def test_entities_carry_their_superclass_and_equal_labels() -> None:
    types = values(node("place/990100"), ox.NamedNode(v.RDF + "type"))
    assert types == {v.PK + "AdministrativeArea", v.PK + "Place"}
    label, preferred = v.RDFS + "label", v.SKOS + "prefLabel"
    for key in ("place/990100", MEETING, "theme/绿色航运"):
        assert values(node(key), ox.NamedNode(label)) == values(node(key), ox.NamedNode(preferred)) != set()
    assert values(node("place/990100"), ox.NamedNode(v.SKOS + "altLabel")) == {"云溪"}


def test_the_attendance_list_follows_the_body_not_the_headline() -> None:
    positions = {}
    for quad in QUADS:
        if quad.predicate == pk("rosterPosition"):
            (fact,) = values(quad.subject, pk("supports"))
            (person,) = values(ox.NamedNode(fact), ox.NamedNode(v.RDF + "subject"))
            positions[person.rpartition("/")[2]] = int(quad.object.value)
    assert positions == {"林向东": 1, "周岚": 2, "何一鸣": 3}


def test_nothing_is_a_blank_node_and_nothing_has_a_double() -> None:
    for quad in QUADS:
        assert not any(isinstance(term, ox.BlankNode) for term in quad)
        assert not isinstance(quad.object, ox.Literal) or not quad.object.datatype.value.endswith("#double")


def test_the_order_of_articles_does_not_matter() -> None:
    assert graph_quads([extraction(), second()]) == graph_quads([second(), extraction()])


def test_another_base_moves_everything_but_thesaurus_concepts() -> None:
    moved = graph_quads([extraction()], "https://example.org/id/")
    old = {str(term) for quad in moved for term in quad if str(term).startswith(f"<{DEFAULT_BASE}")}
    assert old == {f"<{DEFAULT_BASE}theme/长江岸线保护>"}
    assert len(moved) == len(QUADS)


def test_a_base_that_is_no_iri_is_refused() -> None:
    with pytest.raises(KgError, match="absolute IRI"):
        graph_quads([extraction()], "id/")


def test_names_that_differ_between_articles_become_one_label() -> None:
    def named(name: str, text: str) -> Extraction:
        entity = Entity("place/1", "places", "Site", name)
        other = dataclasses.replace(article(), text=text, clean=text, offsets=range(len(text)), headline=0)
        return Extraction(other, (), (), (entity,), ())

    quads: list[Any] = graph_quads([named("乙港", "1"), named("甲港", "2"), named("乙港", "3")])
    place = node("place/1")
    said = {(q.predicate.value.rpartition("#")[2], q.object.value) for q in quads if q.subject == place}
    assert {("prefLabel", "乙港"), ("altLabel", "甲港"), ("label", "乙港")} <= said
    assert len([1 for predicate, _ in said if predicate == "prefLabel"]) == 1


@pytest.mark.parametrize(
    ("given", "datatype", "text"),
    [
        ("河北", "zh", '"河北"@zh'),
        ("x", "string", '"x"'),
        ("007", "integer", f'"7"^^<{v.XSD}integer>'),
        ("0.90", "decimal", f'"0.9"^^<{v.XSD}decimal>'),
        ("1.0", "decimal", f'"1"^^<{v.XSD}decimal>'),
        ("1e-3", "decimal", f'"0.001"^^<{v.XSD}decimal>'),
        ("10", "decimal", f'"10"^^<{v.XSD}decimal>'),
        ("--05-12", "gMonthDay", f'"--05-12"^^<{v.XSD}gMonthDay>'),
    ],
)
def test_literals_have_the_form_that_every_store_keeps(given: str, datatype: str, text: str) -> None:
    assert str(literal(given, datatype)) == text


def test_an_attribute_has_the_datatype_of_its_literal() -> None:
    assert [str(q.object) for q in QUADS if q.predicate == pk("candidate")] == [f'"true"^^<{v.XSD}boolean>']
    assert [str(q.object) for q in QUADS if q.predicate == pk("divisionCode")] == ['"990100"']
