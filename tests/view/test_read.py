"""From a built folder to a view."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import QueryError
from kg.query.port import Store, open_store
from kg.view.read import read_view
from kg.view.records import Fact, View
from tests.graph import sample


def fact(view: View, subject: str, predicate: str, object_: str) -> Fact:
    return next(f for f in view.facts if (f.subject, f.predicate, f.object) == (subject, predicate, object_))


def test_one_article_shows_all_of_it(view: View) -> None:
    named = {entity.key for entity in sample.ENTITIES}
    assert {node.key for node in view.nodes} == named
    assert all(node.first for node in view.nodes)
    assert view.title == sample.HEADLINE
    assert view.whole.nodes == len(named)


def test_kind_is_read_from_the_most_special_class(view: View) -> None:
    nodes = {node.key: node for node in view.nodes}
    assert (nodes["place/990100"].kind, nodes["place/990100"].cls) == ("places", "AdministrativeArea")
    assert (nodes[sample.MEETING].kind, nodes[sample.MEETING].cls) == ("events", "Meeting")
    assert nodes["place/990100"].aliases == ("云溪",)


def test_every_fact_has_proofs_that_stand_in_the_text(view: View) -> None:
    assert view.facts
    for each in view.facts:
        assert each.proofs
        for proof in each.proofs:
            assert sample.TEXT[proof.start : proof.end] == proof.quote


def test_status_and_polarity_are_kept(view: View) -> None:
    assert fact(view, "person/林向东", "advocated", "theme/绿色航运").status == "derived"
    assert fact(view, "post/青江省委书记", "postIn", "organisation/青江省委").status == "background"
    assert fact(view, "person/马一凡", "attended", sample.MEETING).polarity == "denied"


def test_statements_come_from_the_graph_of_their_article(view: View) -> None:
    assert fact(view, "statement/1", "speaker", "person/林向东").status == "reported"
    assert fact(view, "statement/1", "verb", "强调").literal


def test_facts_carry_the_dates_of_their_events_else_of_their_articles(view: View) -> None:
    tour = fact(view, sample.TOUR, "tookPlaceIn", "place/990100")
    assert (tour.since, tour.until) == ("2031-09-01", "2031-09-02")
    assert fact(view, "person/周岚", "holdsPost", "post/青江省省长").since == "2031-09-03"


def test_a_visit_has_the_day_of_its_evidence(view: View) -> None:
    park = fact(view, "person/林向东", "visited", sample.PARK)
    assert [(proof.date, proof.part) for proof in park.proofs] == [("2031-09-01", "morning")]
    assert (park.since, park.until) == ("2031-09-01", "2031-09-01")
    city = fact(view, "person/林向东", "visited", "place/990100")
    assert {proof.date for proof in city.proofs} == {""}
    assert city.since == "2031-09-03", "without a day of its own it has that of its article"


def test_an_article_carries_the_facts_about_itself(view: View) -> None:
    (article,) = view.articles
    assert {(each.predicate, each.object) for each in article.facts} == {
        ("about", "theme/沿江绿色发展"),
        ("hasTheme", "theme/绿色航运"),
    }
    assert all(proof.quote for each in article.facts for proof in each.proofs)


def test_the_text_reads_without_the_wraps_of_its_layout(view: View) -> None:
    (article,) = view.articles
    assert article.text == sample.TEXT
    hidden = {position for start, end in article.gaps for position in range(start, end)}
    flowing = "".join(c for position, c in enumerate(sample.TEXT) if position not in hidden)
    assert "新华社临川9月3日电" in flowing
    assert "云溪市考察。1日上午，林向东来到" in flowing
    marked = {sample.TEXT[each.start : each.end] for each in article.markings if each.key == "person/林向东"}
    assert {"".join(words.split()) for words in marked} == {"林向东"}


def test_pairs_named_together_are_those_no_fact_joins(view: View) -> None:
    joined = {frozenset((each.subject, each.object)) for each in view.facts}
    assert view.together
    assert not joined & {frozenset((each.one, each.other)) for each in view.together}
    assert ("person/何一鸣", "person/周岚") in {(each.one, each.other) for each in view.together}


@pytest.mark.parametrize("name", ["云溪市", "云溪", "place/990100"])
def test_focus_by_name_alias_or_key(folder: Path, store: Store, name: str) -> None:
    found = read_view(store, folder, focus=name, depth=2)
    assert (found.focus, found.depth, found.title) == ("place/990100", 2, "云溪市")


def test_unknown_focus_and_kind_are_refused(folder: Path, store: Store) -> None:
    with pytest.raises(QueryError, match="张三"):
        read_view(store, folder, focus="张三")
    with pytest.raises(QueryError, match="planets"):
        read_view(store, folder, kinds=["planets"])


def test_kinds_limit_the_view_and_its_extent(folder: Path, store: Store) -> None:
    found = read_view(store, folder, kinds=["people", "events"])
    assert {node.kind for node in found.nodes} == {"people", "events"}
    assert all(each.literal or each.object.startswith(("person/", "event/")) for each in found.facts)


def test_a_corpus_opens_with_the_heaviest_and_says_how_much_there_is(corpus: Path) -> None:
    found = read_view(open_store(corpus), corpus, top=4)
    first = [node for node in found.nodes if node.first]
    assert len(first) == 4
    assert "statements" not in {node.kind for node in first}
    assert min(node.weight for node in first) >= max(
        n.weight for n in found.nodes if not n.first and n.kind != "statements"
    )
    assert found.whole.articles == 2
    assert found.title == "2031-09-03 – 2031-09-05"


def test_a_fact_of_two_articles_has_the_proofs_of_both(corpus: Path) -> None:
    found = read_view(open_store(corpus), corpus)
    themes = [each for each in found.facts if each.object == "theme/绿色航运" and each.predicate == "advocated"]
    assert {each.subject for each in themes} == {"person/林向东", "person/周岚"}
    assert len({proof.article for each in themes for proof in each.proofs}) == 2


def test_a_missing_text_leaves_the_quotes(store: Store, tmp_path: Path) -> None:
    found = read_view(store, tmp_path)
    assert found.articles[0].text is None
    assert all(proof.quote for each in found.facts for proof in each.proofs)
