"""/sparql: formats, limits, what is refused and how, and the page to write queries on."""

from __future__ import annotations

import csv
import io
import json
from xml.etree import ElementTree

import pytest
import rdflib
from starlette.testclient import TestClient

from kg.errors import QueryError
from kg.query.port import Result, Term
from kg.web.answers import results_tsv, results_xml
from kg.web.guard import check_query
from kg.web.service import SD
from tests.graph import sample

NAMES = "SELECT ?name { ?p a pk:Person ; rdfs:label ?name } ORDER BY ?name"
PEOPLE = {"林向东", "周岚", "何一鸣", "郑和平", "马一凡"}
MANY = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
ARTICLE = "https://w3id.org/policy-kg/id/article/"


def ask(client: TestClient, query: str, accept: str = "application/sparql-results+json", **more: str) -> str:
    answer = client.get("/sparql", params={"query": query, **more}, headers={"Accept": accept})
    assert answer.status_code == 200, answer.text
    assert answer.headers["access-control-allow-origin"] == "*"
    return str(answer.text)


def test_rows_come_in_all_four_formats(client: TestClient) -> None:
    said = json.loads(ask(client, NAMES))
    assert {row["name"]["value"] for row in said["results"]["bindings"]} == PEOPLE
    assert {row["name"] for row in csv.DictReader(io.StringIO(ask(client, NAMES, "text/csv")))} == PEOPLE
    tsv = ask(client, NAMES, "text/tab-separated-values").splitlines()
    assert tsv[0] == "?name" and '"林向东"@zh' in tsv
    tree = ElementTree.fromstring(ask(client, NAMES, "application/sparql-results+xml"))
    assert {node.text for node in tree.iter("{http://www.w3.org/2005/sparql-results#}literal")} == PEOPLE


def test_yes_and_no_come_in_all_four_formats(client: TestClient) -> None:
    query = "ASK { ?p pk:chaired ?e }"
    assert json.loads(ask(client, query))["boolean"] is True
    assert "<boolean>true</boolean>" in ask(client, query, "application/sparql-results+xml")
    assert ask(client, query, "text/csv").strip() == ask(client, query, "text/tab-separated-values").strip() == "true"


@pytest.mark.parametrize(("media", "name"), [("text/turtle", "turtle"), ("application/n-triples", "nt"),
                                             ("application/ld+json", "json-ld")])  # fmt: skip
@pytest.mark.parametrize("query", ["CONSTRUCT { ?p rdfs:label ?n } WHERE { ?p a pk:Person ; rdfs:label ?n }",
                                   "DESCRIBE <https://w3id.org/policy-kg/id/person/林向东>"])  # fmt: skip
def test_graphs_come_in_all_three_formats(client: TestClient, media: str, name: str, query: str) -> None:
    graph = rdflib.Graph().parse(data=ask(client, query, media), format=name)
    assert rdflib.Literal("林向东", lang="zh") in set(graph.objects())


def test_the_format_can_stand_in_the_address(client: TestClient) -> None:
    assert ask(client, NAMES, "text/html", format="csv").startswith("name")
    assert ask(client, NAMES, "text/html", format="text/csv").startswith("name")
    assert ask(client, NAMES, "*/*").startswith("{")
    answer = client.get("/sparql", params={"query": NAMES, "format": "png"})
    assert answer.status_code == 406 and "text/csv" in answer.text


def test_post_by_form_and_by_itself(client: TestClient) -> None:
    accept = {"Accept": "text/csv"}
    form = client.post("/sparql", data={"query": NAMES}, headers=accept)
    direct = client.post("/sparql/", content=NAMES, headers=accept | {"Content-Type": "application/sparql-query"})
    assert form.text == direct.text == client.get("/sparql", params={"query": NAMES}, headers=accept).text


def test_relative_iris_are_below_the_base_of_the_data(client: TestClient) -> None:
    assert "林向东" in ask(client, "SELECT ?name { <person/林向东> rdfs:label ?name }", "text/csv")


def test_a_dataset_by_parameters_and_by_from(client: TestClient) -> None:
    graph = f"https://w3id.org/policy-kg/id/{sample.article().key}"
    count = "SELECT (COUNT(*) AS ?n) %s { ?s a pk:Evidence }"
    direct = ask(client, count % f"FROM <{graph}>", "text/csv")
    assert int(direct.split()[1]) > 10
    assert ask(client, count % "", "text/csv", **{"default-graph-uri": graph}) == direct
    named = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s a pk:Evidence } }"
    assert ask(client, named, "text/csv", **{"named-graph-uri": graph}) == direct
    assert ask(client, count % "", "text/csv", **{"default-graph-uri": "http://e.org/unknown"}).split()[1] == "0"


def test_browsers_of_other_origins_may_ask(client: TestClient) -> None:
    answer = client.options("/sparql", headers={"Origin": "https://e.org", "Access-Control-Request-Method": "POST"})
    assert answer.status_code == 204
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "POST" in answer.headers["access-control-allow-methods"]


def test_without_a_query_programs_get_the_service_description(client: TestClient) -> None:
    for accept in ("text/turtle", "*/*"):
        answer = client.get("/sparql", headers={"Accept": accept})
        graph = rdflib.Graph().parse(data=answer.text, format="turtle")
        (service,) = graph.subjects(rdflib.RDF.type, rdflib.URIRef(SD + "Service"))
        assert (service, rdflib.URIRef(SD + "endpoint"), rdflib.URIRef("http://testserver/sparql")) in graph
        assert (service, rdflib.URIRef(SD + "supportedLanguage"), rdflib.URIRef(SD + "SPARQL11Query")) in graph
        assert len(list(graph.objects(service, rdflib.URIRef(SD + "resultFormat")))) == 7


# --- limits ---------------------------------------------------------------------------------------------------


def test_too_many_rows_and_too_much_text_are_refused_with_what_to_do(client: TestClient) -> None:
    rows = client.get("/sparql", params={"query": MANY}, headers={"Accept": "text/csv"})
    assert rows.status_code == 413 and "50 rows" in rows.text and "LIMIT" in rows.text
    long = "SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?c), STR(?d), STR(?f))) AS ?all) { ?a ?b ?c . ?d ?e ?f }"
    size = client.get("/sparql", params={"query": long}, headers={"Accept": "text/csv"})
    assert size.status_code == 413 and "MB" in size.text


def test_a_page_shows_the_first_rows_and_says_so(client: TestClient) -> None:
    page = client.get("/sparql", params={"query": MANY}, headers={"Accept": "text/html", "Accept-Language": "en"}).text
    assert "Shown are the first 50" in page


def test_a_body_without_end_is_refused(client: TestClient) -> None:
    answer = client.post("/sparql", content=b"#" * 1_100_000, headers={"Content-Type": "application/sparql-query"})
    assert answer.status_code == 413


# --- what is refused ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("query", [
    "INSERT DATA { <urn:a> <urn:b> <urn:c> }", "DELETE WHERE { ?s ?p ?o }", "LOAD <http://e.org/x>",
    "CLEAR ALL", "DROP GRAPH <urn:g>", "PREFIX a: <urn:a> INSERT { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "SELECT * { SERVICE <http://e.org/sparql> { ?s ?p ?o } }",
    "SELECT * { ?s ?p ?o FILTER EXISTS { SERVICE SILENT <http://e.org/sparql> { ?s ?p ?o } } }",
    "SELECT * { { SELECT * { SERVICE ?where { ?s ?p ?o } } } }",
    "SELECT * { \\u0053ERVICE <http://e.org/> { ?s ?p ?o } }",
    "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", "SELECT * FROM NAMED <http://e.org/data.ttl> { ?s ?p ?o }",
    "SELECT * FROM <relative> { ?s ?p ?o }", "SELECT * { ?s ?p", "", "HELLO",
    "CONSTRUCT { ?s ?p ?o } FROM <http://e.org/> WHERE { ?s ?p ?o }",
    "SELECT * FROM <https://w3id.org/policy-kg/id/article/x> { SERVICE <http://e.org/> { ?s ?p ?o } }",
])  # fmt: skip
def test_whatever_reaches_beyond_the_graph_or_changes_it_is_refused(client: TestClient, query: str) -> None:
    answer = client.get("/sparql", params={"query": query}, headers={"Accept": "text/csv"})
    assert answer.status_code == 400, answer.text
    assert "expected" in answer.text.lower() or "·" in answer.text


@pytest.mark.parametrize("query", [
    'SELECT * { ?s rdfs:label "SERVICE <http://e.org/> LOAD INSERT" }',
    "SELECT ?from ?service { ?from a ?service } LIMIT 1",
    "PREFIX load: <urn:load:> SELECT * { ?s load:insert load:service }", "# DELETE\nSELECT * { ?s a pk:Place }",
    "SELECT * { <http://e.org/FROM/SERVICE> ?p ?o }", "BASE <http://e.org/load/> SELECT * { <insert> ?p ?o }",
])  # fmt: skip
def test_words_alone_are_no_reason_to_refuse(client: TestClient, query: str) -> None:
    assert client.get("/sparql", params={"query": query, "format": "json"}).status_code == 200


def test_updates_are_refused_as_updates(client: TestClient) -> None:
    update = {"update": "CLEAR ALL"}
    assert client.get("/sparql", params=update).status_code == 400
    assert client.post("/sparql", data=update).status_code == 403
    direct = client.post("/sparql", content="CLEAR ALL", headers={"Content-Type": "application/sparql-update"})
    assert direct.status_code == 403 and "read-only" in direct.text


@pytest.mark.parametrize("query", ["SELECT * { ?s ?p ?o }", "ASK { GRAPH ?g { ?s ?p ?o } }"])
def test_the_guard_lets_reading_pass(query: str) -> None:
    check_query(query, {}, lambda iri: False)


def test_the_guard_lets_graphs_of_the_store_be_named() -> None:
    check_query("SELECT * FROM <urn:g> { ?s ?p ?o }", {}, lambda iri: iri == "urn:g")
    with pytest.raises(QueryError, match="nothing is fetched"):
        check_query("SELECT * FROM <urn:g> FROM NAMED <urn:h> { ?s ?p ?o }", {}, lambda iri: iri == "urn:g")


# --- the page -------------------------------------------------------------------------------------------------


def test_the_editor_offers_the_named_queries(client: TestClient) -> None:
    html = {"Accept": "text/html", "Accept-Language": "en"}
    page = client.get("/sparql", headers=html).text
    assert "/sparql?example=companions" in page and "<textarea" in page
    assert "Who accompanied" in client.get("/sparql?example=companions", headers=html).text


def test_an_answer_is_a_table_whose_cells_lead_on(client: TestClient) -> None:
    query = "SELECT ?p ?name { ?p a pk:Person ; rdfs:label ?name }"
    page = client.get("/sparql", params={"query": query}, headers={"Accept": "text/html"}).text
    assert "person:林向东</a>" in page and 'href="/id/person/' in page
    assert "format=csv" in page and "format=json" in page


def test_a_mistake_is_shown_where_it_is_and_the_query_stays(client: TestClient) -> None:
    answer = client.get("/sparql", params={"query": "SELECT ?x { ?x a nope:Y }"}, headers={"Accept": "text/html"})
    assert answer.status_code == 400
    assert "nope:" in answer.text and "SELECT ?x { ?x a nope:Y }" in answer.text and 'role="alert"' in answer.text


# --- formats --------------------------------------------------------------------------------------------------


def test_terms_survive_xml_and_tsv() -> None:
    row = (Term.iri("http://e.org/<a>".replace("<a>", "a")), Term.literal('a "b"\n\tc & <d>\x00', lang="zh"), None,
           Term.literal("1", "http://www.w3.org/2001/XMLSchema#integer"), Term("iri", "_:b1"))  # fmt: skip
    result = Result("select", ("iri", "text", "none", "number", "blank"), (row,))
    tree = ElementTree.fromstring(results_xml(result))
    bindings = {node.get("name"): node[0] for node in tree.iter("{http://www.w3.org/2005/sparql-results#}binding")}
    assert set(bindings) == {"iri", "text", "number", "blank"}
    assert bindings["text"].text == 'a "b"\n\tc & <d>\ufffd'
    assert bindings["blank"].text == "b1"
    line = results_tsv(result).split("\n")[1].split("\t")
    assert line[1].startswith('"a \\"b\\"\\n\\tc & <d>') and line[2] == "" and line[0] == "<http://e.org/a>"
