"""Verification of a store: every article, in parallel, then what the articles share."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import StoreError
from kg.graph.vocabulary import PK, PROV, RDF
from kg.query.verify import check_evidence
from tests.build.invented import BASE, build_invented, write_corpus

Damage = Callable[[ox.Store, Path], None]
ARTICLES = 40
SHARED = ox.DefaultGraph()


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("verified")
    build_invented([write_corpus(folder / "in", range(ARTICLES))], folder / "out")
    return folder / "out"


@pytest.mark.parametrize("workers", [1, 2])
def test_a_built_corpus_holds(corpus: Path, workers: int) -> None:
    heard: list[tuple[int, int]] = []
    report = check_evidence(corpus, workers, lambda done, total: heard.append((done, total)))
    assert report.holds and report.articles == ARTICLES and heard[-1] == (ARTICLES, ARTICLES)
    (corpus / "graph.nq").exists()
    quads = list(ox.parse(path=corpus / "graph.nq", format=ox.RdfFormat.N_QUADS))
    kinds = [quad.subject for quad in quads if quad.predicate.value == RDF + "type"]
    assert report.facts == len({node for node in kinds if f"{BASE}fact/" in str(node)})
    assert report.evidence == len({node for node in kinds if f"{BASE}evidence/" in str(node)})


def _first(store: ox.Store, predicate: str, *, shared: bool = False, object_: str | None = None) -> ox.Quad:
    value = ox.NamedNode(object_) if object_ else None
    graph = SHARED if shared else None
    return min(store.quads_for_pattern(None, ox.NamedNode(predicate), value, graph), key=str)


def _without(predicate: str, *, shared: bool = False, object_: str | None = None) -> Damage:
    def damage(store: ox.Store, folder: Path) -> None:
        store.remove(_first(store, predicate, shared=shared, object_=object_))

    return damage


def _with(predicate: str, value: str | ox.NamedNode, *, shared: bool = False) -> Damage:
    def damage(store: ox.Store, folder: Path) -> None:
        quad = _first(store, predicate, shared=shared)
        store.remove(quad)
        new = value if isinstance(value, ox.NamedNode) else ox.Literal(value, datatype=quad.object.datatype)  # type: ignore[union-attr]
        store.add(ox.Quad(quad.subject, quad.predicate, new, quad.graph_name))

    return damage


def _edited(store: ox.Store, folder: Path) -> None:
    path = min((folder / "texts").iterdir())
    path.write_text(path.read_text(encoding="utf-8").replace("调研", "考察"), encoding="utf-8")


def _lost(store: ox.Store, folder: Path) -> None:
    max((folder / "texts").iterdir()).unlink()


def _stray(store: ox.Store, folder: Path) -> None:
    store.add(ox.Quad(ox.NamedNode(BASE + "person/甲"), ox.NamedNode(PK + "met"), ox.NamedNode(BASE + "person/乙")))


def _unsupported(store: ox.Store, folder: Path) -> None:
    fact = _first(store, RDF + "type", shared=True, object_=PK + "Fact").subject
    for quad in list(store.quads_for_pattern(None, ox.NamedNode(PK + "supports"), fact)):
        for said in list(store.quads_for_pattern(quad.subject, None, None)):
            store.remove(said)


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize(
    ("damage", "found"),
    [
        (_edited, "SHA-256 differs|the quote is"),
        (_lost, "no readable text"),
        (_with(PK + "textFile", "../texts/x.txt"), "no readable text"),
        (_with(PK + "quote", "周南"), "the quote is '周南'"),
        (_with(PK + "start", "9999"), "no span|the quote is"),
        (_without(PK + "supports"), "supports nothing"),
        (_with(PK + "supports", ox.NamedNode(BASE + "fact/0")), "which is no fact here"),
        (_without(PK + "visited", shared=True), "whose triple is missing"),
        (_without(RDF + "object", shared=True), "is missing"),
        (_with(RDF + "object", ox.NamedNode(BASE + "place/北岭"), shared=True), "is not the IRI of"),
        (_without(PROV + "wasDerivedFrom"), "is not derived from the article"),
        (_without(RDF + "type", object_=PK + "Article"), "does not describe it"),
        (_without(RDF + "type", shared=True, object_=PK + "Fact"), "has no fact|is no fact"),
        (_unsupported, "has no evidence"),
        (_stray, "has no fact"),
    ],
)
def test_damage_is_found(corpus: Path, tmp_path: Path, damage: Damage, found: str, workers: int) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(corpus, folder)
    store = ox.Store(str(folder / "store"))
    damage(store, folder)
    store.flush()
    del store
    report = check_evidence(folder, workers)
    assert not report.holds
    assert any(re.search(found, str(problem)) for problem in report.problems), report.problems[:5]


def test_a_store_that_was_not_finished_is_a_store_error(corpus: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(corpus, folder)
    (folder / "store" / "content.json").unlink()
    with pytest.raises(StoreError, match="run the same kg build again"):
        check_evidence(folder)
