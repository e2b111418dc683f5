"""Addresses and logins of SPARQL servers, and what goes wrong with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import QueryError, StoreError
from kg.graph.server import PASSWORD, TOKEN, USER, Address, Login, Server, without_login
from tests.servers import virtuoso
from tests.servers.sparql import sparql_server

BASE = "https://example.org/id/"


@pytest.fixture(autouse=True)
def _no_login_of_the_user(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    for name in (USER, PASSWORD, TOKEN):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("url", "update", "graphs"),
    [
        ("http://h:8890/sparql", "http://h:8890/sparql", "http://h:8890/sparql-graph-crud"),
        ("http://h:3030/news", "http://h:3030/news", "http://h:3030/news"),
        ("http://h:7001/", "http://h:7001/", "http://h:7001/"),
        ("http://h:7878/query", "http://h:7878/update", "http://h:7878/store"),
        (
            "http://h:7200/repositories/news", "http://h:7200/repositories/news/statements",
            "http://h:7200/repositories/news/rdf-graphs/service",
        ),
    ],
)  # fmt: skip
def test_one_address_tells_the_others(url: str, update: str, graphs: str) -> None:
    address = Address.of(url)
    assert (address.query, address.update, address.graphs) == (url, update, graphs)
    assert address.has_default == ("sparql" not in url)


def test_virtuoso_with_a_login_has_addresses_of_its_own() -> None:
    address = Address.of("http://h:8890/sparql", login=True)
    assert (address.query, address.graphs) == ("http://h:8890/sparql-auth", "http://h:8890/sparql-graph-crud-auth")


@pytest.mark.parametrize("url", ["ftp://h/x", "http://", "news"])
def test_what_is_no_address_is_said(url: str) -> None:
    with pytest.raises(StoreError, match="no address"):
        Address.of(url)


def test_the_login_comes_from_the_first_that_has_one(tmp_path: Path) -> None:
    (tmp_path / "netrc").write_text("machine h login 丁 password 四\n", encoding="utf-8")
    netrc = {"NETRC": str(tmp_path / "netrc")}
    said = netrc | {USER: "丙", PASSWORD: "三"}
    assert Login.find("http://乙:二@h/x", "甲:一", said) == Login("甲", "一")
    assert Login.find("http://%E4%B9%99:%E4%BA%8C@h/x", "", said) == Login("乙", "二")
    assert Login.find("http://h/x", "", said) == Login("丙", "三")
    assert Login.find("http://h/x", "", netrc) == Login("丁", "四")
    assert Login.find("http://h/x", "丁", netrc) == Login("丁", "四")
    assert Login.find("http://other/x", "", netrc | {TOKEN: "五"}) == Login(token="五")
    assert Login.find("http://h/x", "戊", netrc) == Login("戊"), "another's password is not taken"


def test_no_password_is_ever_shown() -> None:
    assert "secret" not in repr(Login("a", "secret", "secret"))
    assert without_login("https://a:secret@h:1/x?y=z") == "https://h:1/x?y=z"
    with pytest.raises(StoreError) as raised:
        Server("http://a:secret@127.0.0.1:9/x").query("ASK {}", "*/*")
    assert "secret" not in str(raised.value) and "http://127.0.0.1:9/x" in str(raised.value)


def test_basic_authentication() -> None:
    with sparql_server("甲:一") as server:
        Server(server.url, "甲:一").put(f"{BASE}g", b"<x:a> <x:b> <x:c> .\n")
        assert server.lines() == [f"<x:a> <x:b> <x:c> <{BASE}g>"]
        for user in ("", "甲:二"):
            with pytest.raises(StoreError, match=r"401.*--user"):
                Server(server.url, user).query("ASK {}", "*/*")


def test_digest_authentication(virtuoso_address: str) -> None:
    server = Server(virtuoso_address, f"{virtuoso.USER}:{virtuoso.PASSWORD}")
    server.put(f"{BASE}g", b"<x:a> <x:b> <x:c> .\n")
    server.update(f"INSERT DATA {{ GRAPH <{BASE}g> {{ <x:a> <x:b> <x:d> }} }}")
    answer = server.query(f"SELECT ?o WHERE {{ GRAPH <{BASE}g> {{ ?s ?p ?o }} }}", "text/csv").text
    assert sorted(answer.split()[1:]) == ['"x:c"', '"x:d"']
    server.drop(f"{BASE}g")
    server.drop(f"{BASE}g")
    with pytest.raises(StoreError, match="401"):
        Server(virtuoso_address, "dba:wrong").update(f"DROP GRAPH <{BASE}g>")


def test_a_token_is_sent_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(TOKEN, "五")
    assert Login.find("http://h/").token == "五"
    monkeypatch.setenv(TOKEN, "t")
    with sparql_server() as server:
        Server(server.url).query("ASK {}", "*/*")
        assert server.authorisations == ["Bearer t"]


def test_a_query_the_server_refuses_is_the_asker_s() -> None:
    with sparql_server() as server, pytest.raises(QueryError, match=server.url):
        Server(server.url).query("ASK {", "*/*")
