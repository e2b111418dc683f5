"""The measures are those of the published scorer, and each rule of the annotation guidelines counts as it says."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kg.errors import CorpusError, StoreError
from kg.evaluate import Row, compare, evaluate, gold_files, read_built, read_gold, report_json, report_lines, score
from tests.evaluate.graphs import PREFIXES, noisy_graph, write_graphs

GOLD = Path(__file__).resolve().parents[1] / "gold" / "articles"
FILES = gold_files(GOLD)

SMALL: dict[str, Any] = {
    "persons": [{"name": "林向东", "aliases": ["林书记"]}, {"name": "周岚"}],
    "posts": [{"name": "青江省委书记"}],
    "places": [{"name": "云溪市", "aliases": ["云溪"]}, {"name": "青江省"}, {"name": "云溪图书馆"}],
    "organisations": [{"name": "青江省委"}],
    "events": [{"id": "E1", "type": "Meeting", "name": "沿江绿色发展座谈会"}],
    "themes": [{"name": "沿江绿色发展", "core": True}, {"name": "绿色航运"}],
    "either": ["云溪图书馆"],
    "facts": [
        ["林向东", "met", "周岚"],
        ["林向东", "chaired", "E1"],
        ["E1", "onDate", "2031-09-01/2031-09-02"],
        ["云溪市", "within", "青江省"],
    ],
    "optional": {"places": ["我国"], "facts": [["周岚", "attended", "*"]]},
}


def scored(tmp_path: Path, turtle: str, gold: dict[str, Any] | None = None) -> Any:
    (tmp_path / "g.json").write_text(json.dumps(gold or SMALL), encoding="utf-8")
    (tmp_path / "graph.ttl").write_text(PREFIXES + turtle, encoding="utf-8")
    return score(read_gold(tmp_path / "g.json"), read_built(tmp_path / "graph.ttl"))


def entity(iri: str, cls: str, name: str) -> str:
    return f'<urn:{iri}> a pk:{cls} ; skos:prefLabel "{name}"@zh . <urn:article> pk:mentions <urn:{iri}> .\n'


PEOPLE = entity("lin", "Person", "林书记") + entity("zhou", "Person", "周岚")
EVENT = entity("e", "Event", "沿江绿色发展座谈会")


def test_an_alias_is_a_spelling_and_a_stranger_is_wrong(tmp_path: Path) -> None:
    found = scored(tmp_path, PEOPLE + entity("x", "Person", "马一凡"))
    assert found.entities["persons"] == Row(2, 1, 0)
    assert found.errors["persons"].wrong == ("马一凡",)


def test_optional_names_are_neither_right_nor_wrong(tmp_path: Path) -> None:
    assert scored(tmp_path, entity("x", "Place", "我国")).entities["places"] == Row(0, 0, 3)


def test_what_the_article_does_not_mention_does_not_count(tmp_path: Path) -> None:
    assert scored(tmp_path, '<urn:x> a pk:Person ; skos:prefLabel "马一凡"@zh .').entities["persons"] == Row(0, 0, 2)


def test_a_name_that_may_be_place_or_organisation_counts_as_either(tmp_path: Path) -> None:
    found = scored(tmp_path, entity("x", "Organisation", "云溪图书馆"))
    assert found.entities["organisations"] == Row(0, 0, 1) and found.entities["places"] == Row(1, 0, 2)


def test_themes_match_by_part_and_core_ones_are_counted_apart(tmp_path: Path) -> None:
    found = scored(tmp_path, entity("x", "Theme", "加强沿江绿色发展") + entity("y", "Theme", "航运"))
    assert found.entities["themes"] == Row(1, 1, 1) and found.entities["core themes"] == Row(1, 0, 0)


def test_a_meeting_of_two_counts_in_either_direction(tmp_path: Path) -> None:
    assert scored(tmp_path, PEOPLE + "<urn:zhou> pk:met <urn:lin> .").facts["met"] == Row(1, 0, 0)


def test_dates_are_days_or_intervals(tmp_path: Path) -> None:
    dated = EVENT + '<urn:e> pk:startDate "2031-09-01" ; pk:endDate "{}" .'
    assert scored(tmp_path, dated.format("2031-09-02")).facts["onDate"] == Row(1, 0, 0)
    assert scored(tmp_path, dated.format("2031-09-01")).facts["onDate"] == Row(0, 1, 1)


def test_a_parent_that_the_article_does_not_mention_is_background(tmp_path: Path) -> None:
    turtle = entity("y", "Place", "云溪") + "<urn:y> pk:within <urn:somewhere> ."
    assert scored(tmp_path, turtle).facts["within"] == Row(0, 0, 1)


def test_an_optional_fact_with_a_star_tolerates_every_object(tmp_path: Path) -> None:
    found = scored(tmp_path, PEOPLE + EVENT + "<urn:zhou> pk:attended <urn:e> . <urn:lin> pk:attended <urn:e> .")
    assert found.facts["attended"] == Row(0, 1, 0)


def test_undefined_measures_stay_undefined() -> None:
    assert (Row().precision, Row().recall, Row().f1) == (None, None, None)
    assert Row(0, 1, 1).f1 == 0.0 and Row(1, 1, 1).f1 == 0.5


def test_reports_and_comparison(tmp_path: Path) -> None:
    write_graphs(GOLD, tmp_path / "graphs", 1)
    evaluation = evaluate(FILES, tmp_path / "graphs")
    lines = list(report_lines(evaluation, errors=True))
    assert any(line.startswith("FACTS ") for line in lines) and any("missed" in line for line in lines)
    before = tmp_path / "before.json"
    before.write_text(json.dumps(report_json(evaluation)), encoding="utf-8")
    assert list(compare(evaluation, before)) == []
    write_graphs(GOLD, tmp_path / "others", 2)
    assert any(
        line.startswith("ENTITIES ") and "→" in line for line in compare(evaluate(FILES, tmp_path / "others"), before)
    )


def test_faults_are_named(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="no gold annotation"):
        gold_files(tmp_path)
    (tmp_path / "a.json").write_text("{}", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"a\.json"):
        read_gold(tmp_path / "a.json")
    (tmp_path / "graph.ttl").write_text("this is no Turtle", encoding="utf-8")
    with pytest.raises(StoreError, match=r"graph\.ttl"):
        read_built(tmp_path / "graph.ttl")


@pytest.mark.parametrize("number", [1, 2, 3])
def test_every_number_is_that_of_the_published_scorer(shared: Path, tmp_path: Path, number: int) -> None:
    scorer = shared / "eval" / "score.py"
    if not scorer.exists():
        pytest.skip("the scorer is not there")
    write_graphs(GOLD, tmp_path, number)
    command = [sys.executable, str(scorer), "--gold", str(GOLD), "--graphs", str(tmp_path)]
    theirs = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    assert list(report_lines(evaluate(FILES, tmp_path)))[: len(theirs)] == theirs[: len(theirs)]
    as_json = json.loads(subprocess.run([*command, "--json"], capture_output=True, text=True, check=True).stdout)
    ours = report_json(evaluate(FILES, tmp_path))
    for name, row in as_json["table"].items():
        assert {key: row[key] for key in ours["table"][name]} == pytest.approx(ours["table"][name]), name


def test_the_noise_is_noise(tmp_path: Path) -> None:
    gold = json.loads((GOLD / "hebei-2023.json").read_text(encoding="utf-8"))
    (tmp_path / "graph.ttl").write_text(noisy_graph(gold, 5), encoding="utf-8")
    found = score(read_gold(GOLD / "hebei-2023.json"), read_built(tmp_path / "graph.ttl"))
    rows = [*found.entities.values(), *found.facts.values()]
    assert sum(r.right for r in rows) > 50 and sum(r.wrong for r in rows) > 10 and sum(r.missed for r in rows) > 10
