"""Verification passes on what was built, and finds every kind of damage."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.graph.vocabulary import PK, PROV, RDF
from kg.query.verify import check_evidence
from tests.graph.sample import article, extraction, second

TEXT_FILE = f"texts/{article().sha256[:16]}.txt"


def test_a_fresh_folder_holds(built: Path) -> None:
    report = check_evidence(built)
    facts = {(f.subject, f.predicate, f.object) for x in (extraction(), second()) for f in x.facts}
    assert (report.articles, report.facts, report.problems) == (2, len(facts), ())
    assert report.evidence == sum(len(f.evidence) for x in (extraction(), second()) for f in x.facts)
    assert report.holds


def _without(pattern: str) -> Callable[[Path], None]:
    return _replaced(rf"^.*{pattern}.*\n", "")


def _replaced(pattern: str, by: str, count: int = 1) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        path = folder / "graph.nq"
        before = path.read_text(encoding="utf-8")
        after = re.sub(pattern, by, before, count=count, flags=re.MULTILINE)
        assert after != before, "the damage was done"
        path.write_text(after, encoding="utf-8")

    return damage


def _edited(folder: Path) -> None:
    path = folder / TEXT_FILE
    path.write_text(path.read_text(encoding="utf-8").replace("林向东", "林向西"), encoding="utf-8")


def _lost(folder: Path) -> None:
    (folder / TEXT_FILE).unlink()


@pytest.mark.parametrize(
    ("damage", "found"),
    [
        (_edited, "SHA-256 differs"),
        (_edited, "the quote is"),
        (_lost, "no readable text"),
        (_replaced(f'{PK}textFile> "texts/', f'{PK}textFile> "../texts/', 0), "no readable text"),
        (_replaced(f'({PK}quote> ")省长周岚', r"\1省长周南", 0), "the quote is '省长周南"),
        (_replaced(f'({PK}start> ")\\d+', r"\g<1>999"), "no span|the quote is"),
        (_replaced(f'({PK}end> ")\\d+', r"\g<1>x"), "no span"),
        (_without(f"{PK}supports"), "supports nothing"),
        (_without(f"{PK}supports"), "has no evidence"),
        (_without(f"person/林向东> <{PK}chaired> "), "whose triple is missing"),
        (_without(f"{RDF}object> <[^>]*post/青江省省长"), "is missing"),
        (_replaced(f"({RDF}object> <[^>]*post/)青江省省长", r"\1云溪市市长"), "is not the IRI of"),
        (_without(f"{PROV}wasDerivedFrom> <[^>]*article"), "is not derived from the article"),
        (_replaced(f"({PROV}wasDerivedFrom> <[^>]*statement/)1", r"\g<1>9"), "which the article does not have"),
        (_replaced(r"\A", f"<x:a> <{PK}met> <x:b> .\n"), "has no fact"),
        (_replaced(f"> <{RDF}type> <{PK}Article> <[^>]*>", f"> <{RDF}type> <{PK}Article>"), "not in its own"),
    ],
)
def test_damage_is_found(built: Path, tmp_path: Path, damage: Callable[[Path], None], found: str) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(built, folder)
    damage(folder)
    report = check_evidence(folder)
    assert not report.holds
    assert any(re.search(found, str(problem)) for problem in report.problems), report.problems


def test_a_folder_without_graph_is_a_store_error(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="kg build"):
        check_evidence(tmp_path)
