"""IRIs give RDF to those who ask for it: by the Accept header, by a suffix, for every kind of thing."""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from starlette.testclient import TestClient

from kg.graph.vocabulary import PK
from kg.web.addresses import Addresses, split_suffix
from kg.web.negotiation import best_type
from tests.graph import sample

BASE = "https://w3id.org/policy-kg/id/"
LIN = "person/林向东"
FORMATS = {"text/turtle": "turtle", "application/ld+json": "json-ld", "application/n-triples": "nt"}


def graph(text: str, media: str) -> rdflib.Graph:
    return rdflib.Graph().parse(data=text, format=FORMATS[media])


@pytest.mark.parametrize("media", FORMATS)
def test_the_accept_header_chooses_the_format(client: TestClient, media: str) -> None:
    answer = client.get(f"/id/{LIN}", headers={"Accept": f"{media}, text/html;q=0.5"})
    assert answer.headers["content-type"].startswith(media)
    assert "Accept" in answer.headers["vary"].split(", ")
    assert answer.headers["access-control-allow-origin"] == "*"
    found = graph(answer.text, media)
    person = rdflib.URIRef(BASE + LIN)
    assert (person, rdflib.RDFS.label, rdflib.Literal("林向东", lang="zh")) in found
    assert (rdflib.URIRef(BASE + "person/周岚"), rdflib.URIRef(PK + "accompanied"), person) in found, "what leads to it"


@pytest.mark.parametrize(("suffix", "media"), [("ttl", "text/turtle"), ("json", "application/ld+json"),
                                               ("nt", "application/n-triples"), ("html", "text/html")])  # fmt: skip
def test_a_suffix_chooses_whatever_the_client_accepts(client: TestClient, suffix: str, media: str) -> None:
    accept = "text/turtle" if suffix == "html" else "text/html"
    answer = client.get(f"/id/{LIN}.{suffix}", headers={"Accept": accept})
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(media)


def test_every_format_says_the_same(client: TestClient) -> None:
    graphs = [graph(client.get(f"/id/{LIN}", headers={"Accept": media}).text, media) for media in FORMATS]
    assert len(graphs[0]) > 10
    assert set(graphs[0]) == set(graphs[1]) == set(graphs[2])


def test_an_article_gives_its_graph_and_a_fact_its_evidence(client: TestClient, folder: Path) -> None:
    iri = BASE + sample.article().key
    store = ox.Store()
    store.bulk_load(path=folder / "graph.nq", format=ox.RdfFormat.N_QUADS)
    own = {str(quad.triple) for quad in store.quads_for_pattern(None, None, None, ox.NamedNode(iri))}
    text = client.get(f"/id/{sample.article().key}.nt").text
    given = {str(quad.triple) for quad in ox.parse(text, format=ox.RdfFormat.N_TRIPLES)}
    assert own <= given
    fact = next(quad.object for quad in store.quads_for_pattern(None, ox.NamedNode(PK + "supports"), None))
    assert isinstance(fact, ox.NamedNode)
    assert PK + "quote" in client.get(f"/id/{fact.value.removeprefix(BASE)}.nt").text


def test_what_the_graph_does_not_know_is_404_in_every_format(client: TestClient) -> None:
    for media in FORMATS:
        answer = client.get("/id/person/无名", headers={"Accept": media})
        assert answer.status_code == 404
        assert "nothing known of it here" in answer.text
    assert client.get("/iri?iri=a%20b", headers={"Accept": "text/turtle"}).status_code == 404


def test_what_cannot_be_given_is_406_with_what_can(client: TestClient) -> None:
    answer = client.get(f"/id/{LIN}", headers={"Accept": "image/png"})
    assert answer.status_code == 406
    assert "text/turtle" in answer.text


def test_iris_from_elsewhere_have_an_address_too(client: TestClient) -> None:
    answer = client.get("/iri", params={"iri": f"{PK}holdsPost"}, headers={"Accept": "text/html"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/ontology#holdsPost")
    person = client.get("/iri", params={"iri": "http://xmlns.com/foaf/0.1/Person"}, headers={"Accept": "text/html"})
    assert person.status_code == 404


def test_the_vocabulary_is_there_as_a_page_and_as_turtle(client: TestClient) -> None:
    assert "担任" in client.get("/ontology", headers={"Accept": "text/html", "Accept-Language": "zh"}).text
    for answer in (client.get("/ontology", headers={"Accept": "text/turtle"}), client.get("/ontology.ttl")):
        assert answer.headers["content-type"].startswith("text/turtle")
        assert (rdflib.URIRef(PK + "holdsPost"), None, None) in rdflib.Graph().parse(data=answer.text, format="turtle")


def test_json_ld_is_compact(client: TestClient) -> None:
    said = json.loads(client.get(f"/id/{LIN}.json").text)
    node = next(each for each in said["@graph"] if each["@id"] == BASE + LIN)
    assert "pk:Person" in node["@type"]
    assert node["skos:prefLabel"] == [{"@value": "林向东", "@language": "zh"}]
    assert said["@context"]["pk"] == PK


@pytest.mark.parametrize(
    "key", ["person/林向东", "place/990100", "event/2031-09-02-a, b (c)", "post/甲·乙", "theme/50%"]
)
def test_an_iri_leads_to_a_path_and_back(key: str) -> None:
    from urllib.parse import unquote

    addresses = Addresses(BASE)
    path = addresses.path(BASE + key.replace(" ", "%20"))
    assert path.startswith("/id/") and path.isascii()
    assert unquote(addresses.path("urn:x:y")) == "/iri?iri=urn:x:y"
    if "%" not in key and " " not in key:
        assert addresses.iri(unquote(path.removeprefix("/id/"))) == BASE + key


def test_only_known_suffixes_are_suffixes() -> None:
    assert split_suffix("event/中国3.0") == ("event/中国3.0", "")
    assert split_suffix("person/林向东.ttl") == ("person/林向东", "text/turtle")


@pytest.mark.parametrize(
    ("accept", "best"),
    [
        ("", "text/html"),
        ("*/*", "text/html"),
        ("text/turtle", "text/turtle"),
        ("text/html;q=0.5, text/turtle;q=0.9", "text/turtle"),
        ("text/*;q=0.5, text/html;q=0.1", "text/turtle"),
        ("TEXT/TURTLE; q=1", "text/turtle"),
        ("text/turtle;q=0, */*;q=0.1", "text/html"),
        ("text/turtle;q=nonsense", None),
        ("image/png", None),
        (",,", None),
    ],
)
def test_the_best_of_the_formats_on_offer(accept: str, best: str | None) -> None:
    offered = ["text/html", "text/turtle"]
    assert (best_type(accept, offered) if accept != ",," else None) == best
