"""The catalogue that pages are made from: complete, made once, made anew when the folder is another; and names."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.graph.folder import write_graph
from kg.web.catalogue import catalogue_file, folder_digest
from kg.web.names import Names
from kg.web.reading import Catalogue
from kg.web.site import Site
from tests.graph import sample

BASE = "https://w3id.org/policy-kg/id/"


@pytest.fixture
def built(tmp_path: Path) -> Path:
    write_graph([sample.extraction(), sample.second()], tmp_path)
    return tmp_path


def test_it_holds_every_fact_and_every_evidence_of_the_graph(site: Site) -> None:
    count = "SELECT (COUNT(DISTINCT ?%s) AS ?n) { GRAPH ?g { ?e pk:supports ?f } }"
    facts, proofs = (int(site.store.query(count % name).records()[0]["n"]) for name in "fe")
    assert site.catalogue.number("SELECT COUNT(*) FROM fact") == facts
    assert site.catalogue.number("SELECT COUNT(*) FROM proof") == proofs


def test_every_proof_quotes_what_the_graph_says(site: Site) -> None:
    rows = site.store.query("SELECT ?q { GRAPH ?g { ?e pk:supports ?f ; pk:quote ?q } }").records()
    quotes = {"".join(row["q"].split()) for row in rows}
    for article, start, stop in site.catalogue.rows("SELECT article, start, stop FROM proof"):
        assert "".join(site.catalogue.quote(article, start, stop).split()) in quotes


def test_it_is_made_once_and_again_for_another_manifest(built: Path) -> None:
    heard: list[tuple[int, int]] = []
    path = catalogue_file(built, BASE, folder_digest(built), lambda done, all_: heard.append((done, all_)))
    assert heard[-1] == (2, 2)
    made = path.stat().st_ino
    assert catalogue_file(built, BASE, folder_digest(built)).stat().st_ino == made
    (built / "manifest.json").write_text("{}")
    assert catalogue_file(built, BASE, folder_digest(built)).stat().st_ino != made
    assert [file.name for file in path.parent.iterdir()] == [path.name], "no draft is left"


def test_a_broken_one_is_made_again(built: Path) -> None:
    path = catalogue_file(built, BASE, "")
    path.write_bytes(b"nonsense")
    assert Catalogue(catalogue_file(built, BASE, "")).entity(BASE + "person/周岚")


def test_a_folder_that_cannot_be_written_gets_its_catalogue_elsewhere(
    built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "mkdir", refuse)
    path = catalogue_file(built, BASE, "")
    assert built not in path.parents
    assert Catalogue(path).entity(BASE + "person/周岚")


def test_a_missing_text_leaves_the_quotes(built: Path) -> None:
    for text in (built / "texts").iterdir():
        text.unlink()
    catalogue = Catalogue(catalogue_file(built, BASE, "without texts"))
    lin = catalogue.entity(BASE + "person/林向东")
    assert lin
    (fact,) = catalogue.facts(lin, "subject", ("holdsPost",), 1)
    assert "".join(text for text, _ in fact.proofs[0].pieces).replace("\n", "") == "青江省委书记林向东"


def test_nobody_writes_to_it(site: Site) -> None:
    import sqlite3

    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        site.catalogue.rows("DELETE FROM entity")


NAMES = Names([("习近平", 1), ("北京市", 2), ("北京", 2), ("北京大学", 3), ("东北京剧", 4), ("WTO", 5), ("a\nb", 6)])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("北京", [(2, "北京"), (3, "北京大学"), (4, "东北京剧")]),
        ("北京大", [(3, "北京大学")]),
        ("平", [(1, "习近平")]),
        ("wto", [(5, "WTO")]),
        ("a b", [(6, "a b")]),
        ("南", []),
    ],
)
def test_equal_names_come_first_then_what_begins_with_it(text: str, found: list[tuple[int, str]]) -> None:
    assert NAMES.find(text, 9) == found


def test_no_more_names_than_asked_for_and_each_entity_once() -> None:
    assert [entity for entity, _ in NAMES.find("北", 2)] == [2, 3]
    assert Names([]).find("北", 2) == []


def test_names_that_look_alike() -> None:
    assert list(NAMES.near("习进平")) == ["习近平"]
    assert list(NAMES.near("")) == []
