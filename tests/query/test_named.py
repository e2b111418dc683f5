"""Every named query is documented, runs on every store and answers its question."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from kg.build import Options, build
from kg.errors import OntologyError, QueryError
from kg.graph.folder import write_graph
from kg.model import Evidence, Extraction, Fact
from kg.query import open_store
from kg.query.named import ANY, load_queries, near_names, parse_query, run_named
from tests.graph import sample
from tests.query.conftest import VIRTUOSO

if TYPE_CHECKING:
    from pathlib import Path

    from kg.query.port import Store
    from tests.query.conftest import Opener

SHIPPED = [
    "background", "coappearance", "companions", "evidence", "itinerary", "meetings", "person-themes", "place-tasks",
    "posts", "roster", "statements", "theme-mentions",
]  # fmt: skip


YARD_SAID = sample.evidence("1日下午，他考察了云溪船舶研究院", date="2031-09-01", part="afternoon")


def rows(store: Store, name: str, **params: str) -> list[tuple[str, ...]]:
    result = run_named(store, name, {key.replace("_", "-"): value for key, value in params.items()})
    return [tuple(term.value if term else "" for term in row) for row in result.rows]


def test_the_promised_queries_are_there() -> None:
    assert set(SHIPPED) <= load_queries().keys()


@pytest.mark.parametrize("name", sorted(load_queries()))
def test_every_query_is_documented_and_runs(
    name: str, store: Store, oxigraph: Store, request: pytest.FixtureRequest
) -> None:
    query = load_queries()[name]
    assert all(
        [query.zh, query.en, *(p.zh and p.en for p in query.parameters), *(c.zh and c.en for c in query.columns)]
    )
    result = run_named(store, name, {p.name: "2031-09-01" for p in query.parameters if p.default is None})
    assert result.columns == tuple(column.name for column in query.columns)
    assert result.rows, "the sample has an answer to each"
    expected = run_named(oxigraph, name)
    if VIRTUOSO in request.node.callspec.id:  # it sorts what is unbound elsewhere
        assert sorted(map(str, result.rows)) == sorted(map(str, expected.rows))
    else:
        assert result == expected, "stores agree, in order"
    assert len(set(result.rows)) == len(result.rows), "no row twice"


def test_companions(store: Store) -> None:
    assert [row[:3] for row in rows(store, "companions", person="林向东")] == [("周岚", "林向东", "2031-09-03")]
    assert rows(store, "companions", person="周岚") == []


def test_itinerary_follows_the_text_with_days_and_parts(store: Store) -> None:
    assert [row[1:4] for row in rows(store, "itinerary", person="林向东")] == [
        ("云溪市", "", ""),
        ("白鹭镇湿地公园", "2031-09-01", "morning"),
        ("云溪船舶研究院", "2031-09-01", "afternoon"),
    ]
    assert [row[:4] for row in rows(store, "itinerary", person="周岚")] == [("周岚", "云溪市", "2031-09-04", "")]


def test_the_day_of_a_stop_is_that_of_its_first_evidence_with_a_day(opener: Opener, tmp_path: Path) -> None:
    headline = sample.evidence("林向东在云溪考察")
    said = sample.evidence("1日上午，林向东来到白鹭镇湿地公园", date="--09-01", part="morning")
    later = sample.evidence("2日上午，林向东在云溪市主持", date="--09-02")
    write_graph([with_visits((sample.PARK, (later, said, headline)))], tmp_path)
    found = rows(opener(tmp_path), "itinerary")
    assert [row[1:4] for row in found] == [("白鹭镇湿地公园", "--09-01", "morning")]


def test_places_that_a_summary_names_in_another_order_come_as_the_tour_went(opener: Opener, tmp_path: Path) -> None:
    summary = sample.evidence("林向东在云溪考察")
    morning = sample.evidence("1日上午，林向东来到白鹭镇湿地公园", date="2031-09-01")
    write_graph([with_visits((sample.YARD, (summary, YARD_SAID)), (sample.PARK, (morning,)))], tmp_path)
    found = rows(opener(tmp_path), "itinerary")
    assert [row[1] for row in found] == ["白鹭镇湿地公园", "云溪船舶研究院"]


def test_places_of_one_sentence_come_as_named_and_planned_visits_not_at_all(opener: Opener, tmp_path: Path) -> None:
    both = sample.evidence(
        "林向东来到白鹭镇湿地公园，了解生态修复情况。1日下午，他考察了云溪船舶研究院", date="2031-09-01"
    )
    planned = Fact("person/林向东", "visited", sample.YARD, (sample.evidence("林向东在云溪考察"),), polarity="planned")
    write_graph([with_visits((sample.YARD, (both,)), (sample.PARK, (both,)), others=(planned,))], tmp_path)
    found = rows(opener(tmp_path), "itinerary")
    assert [row[1:3] for row in found] == [("白鹭镇湿地公园", "2031-09-01"), ("云溪船舶研究院", "2031-09-01")]


def with_visits(*visits: tuple[str, tuple[Evidence, ...]], others: tuple[Fact, ...] = ()) -> Extraction:
    """The sample, but 林向东 visited these places by this evidence."""
    kept = [fact for fact in sample.extraction().facts if fact.predicate != "visited"]
    visited = [Fact("person/林向东", "visited", place, evidence) for place, evidence in visits]
    return replace(sample.extraction(), facts=(*kept, *visited, *others))


def test_roster_in_order_with_posts_and_roles(store: Store) -> None:
    assert [row[1:5] for row in rows(store, "roster", meeting="座谈会")] == [
        ("1", "林向东", "青江省委书记", "主持"),
        ("2", "周岚", "青江省省长", "发言"),
        ("3", "何一鸣", "云溪市市长", "发言"),
    ]


def test_who_attends_without_a_post_has_none_in_the_roster(tmp_path: Path) -> None:
    text = tmp_path / "一文.txt"
    text.write_text(
        "座谈会召开\n\n国务院副总理胡春华在云溪主持召开民营经济座谈会。周岚、林向东出席座谈会。", encoding="utf-8"
    )
    build([str(text)], tmp_path / "built", Options(validate=False, page=False))
    found = {row[2]: row[3] for row in rows(open_store(tmp_path / "built"), "roster", meeting="民营经济座谈会")}
    assert found["胡春华"] == "国务院副总理" and set(found.values()) == {"国务院副总理", ""}


def test_posts_by_their_sentence(store: Store) -> None:
    (found,) = rows(store, "posts", post="省长")
    assert (found[:3], found[-2]) == (("周岚", "holdsPost", "青江省省长"), "省长周岚")


def test_themes_and_tasks(store: Store) -> None:
    assert {row[1] for row in rows(store, "person-themes", person="林向东")} == {"长江岸线保护", "绿色航运"}
    assert [row[:2] for row in rows(store, "place-tasks", place="云溪")] == [("云溪市", "长江岸线保护")]


def test_a_theme_through_the_articles(store: Store) -> None:
    assert [(row[1], row[3]) for row in rows(store, "theme-mentions", theme="绿色航运")] == [
        ("2031-09-03", "1"),
        ("2031-09-05", "1"),
    ]


@pytest.mark.parametrize("predicate", ["chaired", "主持"])
def test_evidence_of_a_fact(store: Store, predicate: str) -> None:
    found = rows(store, "evidence", subject="林向东", predicate=predicate, object="座谈会")
    assert [(row[0], row[1], row[2], row[9]) for row in found] == [
        ("林向东", "chaired", "沿江绿色发展座谈会", "reported")
    ] * 2


def test_evidence_of_a_date_and_of_a_denial(store: Store) -> None:
    assert {row[0] for row in rows(store, "evidence", predicate="endDate", object="2031-09-02")} == {
        "林向东在云溪市考察",
        "沿江绿色发展座谈会",
    }
    (denied,) = rows(store, "evidence", subject="马一凡", predicate="attended")
    assert denied[-1] == "denied"


def test_coappearance_lists_each_pair_once_without_a_person(store: Store) -> None:
    pairs = [frozenset(row[:2]) for row in rows(store, "coappearance")]
    assert len(pairs) == len(set(pairs)) == 3
    assert {row[1] for row in rows(store, "coappearance", person="周岚")} == {"林向东", "何一鸣"}
    assert rows(store, "coappearance", least="2") == []


def test_statements_and_meetings(store: Store) -> None:
    first, second = rows(store, "statements")
    assert first[:5] == ("林向东", "强调", "云溪要加强长江岸线保护，推动“绿色航运”", "云溪市", "林向东在云溪市考察")
    assert second[:2] == ("郑和平", "表示")
    assert rows(store, "meetings", since="2031-09-02") == [("沿江绿色发展座谈会", "2031-09-02", "云溪市", "林向东")]
    assert rows(store, "meetings", since="2031-09-03") == []


def test_background_leaves_out_what_a_text_reports(store: Store) -> None:
    found = rows(store, "background")
    assert {row[3] for row in found} == {"background", "derived"}
    assert not [row for row in found if row[:3] == ("周岚", "advocated", "绿色航运")], "a text reports that one"


@pytest.mark.parametrize(
    ("name", "params", "message"),
    [
        ("companion", {}, "did you mean companions"),
        ("roster", {"person": "x"}, "parameters: --meeting"),
        ("posts", {"person": "林东"}, "nothing is called 林东.*near: 林向东"),
        ("posts", {"person": "云溪市"}, "a name of Person"),
        ("evidence", {"predicate": "holdPost"}, "near: holdsPost"),
        ("coappearance", {"least": "two"}, "a whole number"),
        ("meetings", {"since": "12 May"}, "YYYY-MM-DD"),
    ],
)
def test_wrong_questions_are_answered_with_what_there_is(
    oxigraph: Store, name: str, params: dict[str, str], message: str
) -> None:
    with pytest.raises(QueryError, match=message):
        run_named(oxigraph, name, params)


def test_a_name_cannot_become_a_query(oxigraph: Store) -> None:
    with pytest.raises(QueryError, match="nothing is called"):
        run_named(oxigraph, "posts", {"person": '"@zh } UNION { ?p ?q ?r } #'})


def test_the_comment_block_is_read() -> None:
    query = parse_query(
        "x",
        "# zh: 谁？\n# en: Who?\n# param person Person|Organisation: 谁 / who = *\n"
        "# param day date: 日 / day\n# column name: 名 / name\nSELECT ?name "
        "{ { SELECT DISTINCT ?p WHERE { ?p rdfs:label $person } } }",
    )
    person, day = query.parameters
    assert (person.classes, person.default, person.en) == (("Person", "Organisation"), ANY, "who")
    assert (day.type, day.classes, day.default) == ("date", (), None)
    assert query.headers("en") == {"name": "name"}


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * {}",
        "# zh: 谁？\n# en: Who?\n",
        "# zh: 谁？\n# en: Who?\n# param a text: 甲 / a\n# column a: 甲 / a\n",
        "# zh: 谁？\n# en: Who?\n# param a Person: 甲 / a\n# column b: 甲 / a\nSELECT ?b { ?b rdfs:label $a }",
    ],
)
def test_an_incomplete_comment_block_is_an_ontology_error(text: str) -> None:
    with pytest.raises(OntologyError):
        parse_query("x", text)


def test_a_missing_parameter_is_named(oxigraph: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    query = parse_query("x", "# zh: 谁？\n# en: Who?\n# param day date: 日 / day\n# column s: 甲 / a\nSELECT ?s {}")
    monkeypatch.setattr("kg.query.named.load_queries", lambda: {"x": query})
    with pytest.raises(QueryError, match="parameter day is missing"):
        run_named(oxigraph, "x")


def test_near_names_put_containment_first() -> None:
    assert near_names("座谈会", ["沿江绿色发展座谈会", "座谈", "全体会议"])[:2] == ["座谈", "沿江绿色发展座谈会"]
    assert near_names("甲", []) == []
