"""What a reader sees and does, in headless Chromium with the network off.

The fixture `look` fails a test whose pages ask for anything or log an error.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from kg.view.page import write_page
from kg.view.read import read_view
from kg.view.records import Article, Fact, Node, Proof, View
from tests.graph import sample
from tests.view.nasty import NASTY, nasty_view
from tests.view.synthetic import synthetic_view

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Locator, Page

    from kg.query.port import Store
    from tests.view.browser import Look

pytestmark = pytest.mark.slow

HEADED = "words => document.querySelector('#detail h2')?.textContent === words"
LIN = "person/林向东"
ZHOU = "person/周岚"


def at(**parts: str) -> str:
    return "#" + "&".join(f"{name}={quote(value, safe='')}" for name, value in parts.items())


def shown(page: Page) -> set[str]:
    return set(page.evaluate("policyKg.shownNodes()"))


def click_node(page: Page, key: str, double: bool = False) -> None:
    place = page.evaluate("key => policyKg.placeInPage(key)", key)
    (page.mouse.dblclick if double else page.mouse.click)(place["x"], place["y"])


SAMPLE_ITINERARY = [
    ("2031-09-01 – 2031-09-02", ["", "云溪市"]),
    ("2031-09-01", ["morning", "白鹭镇湿地公园", "afternoon", "云溪船舶研究院"]),
]


def itinerary(page: Page) -> list[tuple[str, list[str]]]:
    """The days of the itinerary on the card, each with part of day and place of every stop in turn."""
    return [
        (
            day.locator("h4").inner_text(),
            [text for stop in day.locator(".stops > li").all() for text in part_and_place(stop)],
        )
        for day in page.locator("#detail .itinerary > li").all()
    ]


def part_and_place(stop: Locator) -> tuple[str, str]:
    return "".join(stop.locator(".part").all_inner_texts()), stop.locator(".node").inner_text()


def tab(page: Page, name: str) -> None:
    page.get_by_role("tab", name=name).click()


# --- what is seen ---------------------------------------------------------------------------------------------


def test_the_page_shows_chinese_without_the_network(look: Look, page_file: Path) -> None:
    page = look(page_file, language="zh")
    assert page.locator("h1").inner_text() == sample.HEADLINE
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    assert page.get_by_role("tab", name="时间线").is_visible()
    assert len(shown(page)) == len(sample.ENTITIES)


def test_labels_of_the_opening_picture_do_not_collide(look: Look, tmp_path: Path) -> None:
    write_page(synthetic_view(200, 400), tmp_path / "graph.html")
    labels = look(tmp_path / "graph.html").evaluate("policyKg.labels()")
    assert len(labels) > 20
    for number, one in enumerate(labels):
        for other in labels[:number]:
            apart = one["right"] <= other["left"] or other["right"] <= one["left"]
            assert apart or one["bottom"] <= other["top"] or other["bottom"] <= one["top"], (one, other)


def test_words_of_articles_stay_words(look: Look, tmp_path: Path) -> None:
    write_page(nasty_view(), tmp_path / "graph.html")
    page = look(tmp_path / "graph.html")
    for number, words in enumerate(NASTY):
        page.evaluate("hash => { location.hash = hash; }", at(node=f"x/{number}{words}"))
        page.wait_for_function(
            "words => document.querySelector('#detail h2')?.textContent === words", arg=_visible(words)
        )
        for opener in page.locator("#detail .count").all():
            opener.click()
    for name in ("Entities", "Timeline", "Articles", "Article text"):
        tab(page, name)
    page.locator("#search").fill("script")
    page.locator("#table-button").click()
    page.mouse.move(700, 450)
    assert page.evaluate("window.hit") is None
    assert page.locator("main img, main script, [onload], [onerror], a[href^=javascript]").count() == 0


def _visible(words: str) -> str:
    return words.replace("\u202e", "⟨U+202E⟩").replace("\u2066", "⟨U+2066⟩")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1400, 900), (390, 844)])
def test_nothing_runs_out_of_the_window(look: Look, page_file: Path, scheme: str, size: tuple[int, int]) -> None:
    page = look(page_file, size=size, color_scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    assert page.locator("html").get_attribute("data-shade") == scheme
    assert page.locator("#canvas canvas").is_visible()


def test_on_a_narrow_screen_one_pane_at_a_time(look: Look, page_file: Path) -> None:
    page = look(page_file, size=(390, 844))
    assert not page.locator("#lists").is_visible()
    page.get_by_role("button", name="Lists and filters").click()
    assert page.locator("#lists").is_visible()
    assert not page.locator("#picture").is_visible()


def test_language_and_shade_are_remembered(look: Look, page_file: Path) -> None:
    page = look(page_file)
    page.locator("#language").click()
    page.locator("#shade").click()
    assert page.get_by_role("tab", name="筛选").is_visible()
    page.reload()
    page.wait_for_function("() => window.policyKg")
    assert page.get_by_role("tab", name="筛选").is_visible()
    assert page.locator("html").get_attribute("data-shade") == "dark"


# --- evidence -------------------------------------------------------------------------------------------------


def test_clicking_a_node_shows_names_facts_and_mentions(look: Look, page_file: Path) -> None:
    page = look(page_file)
    click_node(page, LIN)
    card = page.locator("#detail-panel")
    assert card.locator("h2").inner_text() == "林向东"
    assert card.get_by_role("heading", name="chaired", exact=True).is_visible()
    assert card.get_by_role("heading", name="Mentions").is_visible()


def test_a_fact_opens_the_sentence_with_its_evidence_marked(look: Look, page_file: Path) -> None:
    page = look(page_file, at(node=ZHOU))
    fact = page.locator(".fact", has_text="林向东")
    fact.locator(".count").click()
    assert fact.locator("mark").inner_text() == "周岚陪同考察"
    assert fact.locator("blockquote").inner_text() == "周岚陪同考察。"
    assert sample.HEADLINE in fact.inner_text()
    assert "2031-09-03" in fact.inner_text()
    assert "sample.by-hand" in fact.inner_text()
    assert "0.9" in fact.inner_text()


def test_clicking_a_line_shows_its_sentences(look: Look, page_file: Path) -> None:
    page = look(page_file)
    one, other = (page.evaluate("key => policyKg.placeInPage(key)", key) for key in (LIN, "post/青江省委书记"))
    page.mouse.click((one["x"] + other["x"]) / 2, (one["y"] + other["y"]) / 2)
    card = page.locator("#detail-panel")
    assert card.locator("mark").first.inner_text() == "青江省委书记林向东"
    assert "holds post" in card.inner_text()


def test_a_line_says_its_relation_while_the_mouse_is_on_it(look: Look, page_file: Path) -> None:
    page = look(page_file)
    one, other = (page.evaluate("key => policyKg.placeInPage(key)", key) for key in (LIN, "post/青江省委书记"))
    assert not page.locator("#tooltip").is_visible()
    page.mouse.move((one["x"] + other["x"]) / 2, (one["y"] + other["y"]) / 2)
    page.locator("#tooltip", has_text="林向东 — holds post → 青江省委书记").wait_for()


def test_nodes_stay_where_they_are_dragged_and_the_others_stay_too(look: Look, page_file: Path) -> None:
    page = look(page_file)
    place = "key => policyKg.placeInPage(key)"
    before, other = page.evaluate(place, ZHOU), page.evaluate(place, LIN)
    page.mouse.move(before["x"], before["y"])
    page.mouse.down()
    page.mouse.move(before["x"] + 30, before["y"] + 20, steps=4)
    page.mouse.up()
    after = page.evaluate(place, ZHOU)
    assert after["x"] == pytest.approx(before["x"] + 30, abs=6)
    assert after["y"] == pytest.approx(before["y"] + 20, abs=6)
    assert page.evaluate(place, LIN) == other


def test_what_is_denied_says_so(look: Look, page_file: Path) -> None:
    page = look(page_file, at(node="person/马一凡"))
    assert page.locator(".fact .badge.polarity").inner_text() == "denied"


def test_text_and_graph_lead_to_each_other(look: Look, page_file: Path) -> None:
    page = look(page_file, at(node=ZHOU))
    page.locator(".proof .link").first.click()
    text = page.locator("#detail article.text")
    assert "新华社临川9月3日电 青江省委书记林向东" in text.inner_text()
    assert text.locator(".here").count() == 1
    text.locator(".mention", has_text="郑和平").first.click()
    assert "郑和平" in page.evaluate("decodeURIComponent(location.hash)")
    tab(page, "Card")
    assert page.locator("#detail h2").inner_text() == "郑和平"


# --- finding one's way ----------------------------------------------------------------------------------------


def test_search_finds_aliases(look: Look, page_file: Path) -> None:
    page = look(page_file)
    page.keyboard.press("/")
    page.keyboard.type("云溪")
    first = page.locator("#suggestions [role=option]").first
    assert "云溪市" in first.inner_text()
    page.keyboard.press("Enter")
    assert page.locator("#detail h2").inner_text() == "云溪市"


def test_a_permalink_restores_node_depth_and_filters(look: Look, page_file: Path) -> None:
    page = look(page_file, at(node=ZHOU, depth="1", **{"without-kinds": "themes~statements"}))
    assert ZHOU in shown(page)
    assert "person/马一凡" not in shown(page)
    page.locator("#trail select").select_option("2")
    again = look(page_file, page.evaluate("location.hash"))
    assert shown(again) == shown(page)
    assert "depth=2" in again.evaluate("location.hash")
    assert not again.locator("input[data-choice=themes]").is_checked()


def test_focus_and_the_way_back(look: Look, page_file: Path) -> None:
    page = look(page_file)
    everything = shown(page)
    click_node(page, ZHOU, double=True)
    assert shown(page) < everything
    assert page.locator("#trail [aria-current]").inner_text() == "周岚"
    page.keyboard.press("Escape")
    assert shown(page) == everything
    page.go_back()
    page.wait_for_function("() => policyKg.shownNodes().length < 21")
    assert page.locator("#trail [aria-current]").inner_text() == "周岚"


def test_keys_move_between_neighbours(look: Look, page_file: Path) -> None:
    page = look(page_file, at(node=LIN))
    page.locator("#canvas").focus()
    page.keyboard.press("ArrowRight")
    name = page.locator("#detail h2").inner_text()
    assert name != "林向东"
    page.keyboard.press("Enter")
    assert page.locator("#trail [aria-current]").inner_text() == name
    page.keyboard.press("2")
    assert page.locator("#trail select").input_value() == "2"


def test_a_path_names_every_step(look: Look, page_file: Path) -> None:
    page = look(page_file, at(node="person/何一鸣"))
    page.get_by_role("button", name="Path to…").click()
    page.keyboard.type("青江省委")
    page.keyboard.press("Enter")
    card = page.locator("#detail-panel")
    assert card.get_by_role("heading", name="Path").is_visible()
    assert card.locator(".group").count() >= 3
    again = look(page_file, page.evaluate("location.hash"))
    assert again.locator("#detail .group").count() == card.locator(".group").count()


def test_filters_by_kind_relation_status_and_date(look: Look, page_file: Path) -> None:
    page = look(page_file)
    page.locator("input[data-choice=people]").uncheck()
    assert not any(key.startswith("person/") for key in shown(page))
    page.get_by_role("button", name="Reset filters").click()
    links = len(page.evaluate("policyKg.shownLinks()"))
    page.locator("input[data-choice=derived]").uncheck()
    assert len(page.evaluate("policyKg.shownLinks()")) < links
    page.get_by_role("button", name="Reset filters").click()
    page.locator("input[type=date]").first.fill("2031-09-02")
    page.locator("input[type=date]").first.dispatch_event("change")
    assert sample.PARK not in shown(page), "visited the day before"
    assert sample.MEETING in shown(page)


def test_pairs_named_together_appear_on_demand_and_look_different(look: Look, page_file: Path) -> None:
    page = look(page_file)
    links = len(page.evaluate("policyKg.shownLinks()"))
    page.locator("input[data-choice=together]").check()
    assert len(page.evaluate("policyKg.shownLinks()")) > links
    page = look(page_file, at(line="person/何一鸣~person/周岚", **{"without-statuses": ""}))
    assert "Named in one sentence" in page.locator("#detail").inner_text()
    assert "何一鸣" in page.locator("#detail mark").first.inner_text()


def test_timeline_and_itinerary_are_in_order(look: Look, page_file: Path) -> None:
    page = look(page_file, at(node=sample.TOUR))
    assert itinerary(page) == SAMPLE_ITINERARY
    tab(page, "Timeline")
    days = page.locator("#list-panel .day > h2").all_inner_texts()
    assert days == ["2031-09-01 – 2031-09-02", "2031-09-02"]


def test_the_itinerary_of_a_person_is_that_of_the_tours_told(look: Look, page_file: Path) -> None:
    assert itinerary(look(page_file, at(node=LIN))) == SAMPLE_ITINERARY
    assert itinerary(look(page_file, at(node=ZHOU))) == [], "who accompanies has no itinerary of their own"


def test_stops_of_one_day_told_twice_are_one_and_days_may_have_no_year(look: Look, tmp_path: Path) -> None:
    page = look(write_told_twice(tmp_path), at(node=LIN))
    assert itinerary(page) == [("09-01 (date open)", ["", "云溪船舶研究院"]), ("no date", ["", "云溪市"])]
    assert page.locator("#detail .itinerary .count").first.inner_text() == "❝ 2"


def write_told_twice(folder: Path) -> Path:
    """The page of two articles that report one stop, on a day without year, and one place without a day."""
    nodes = (
        Node(LIN, "people", "Person", "林向东"),
        Node(sample.YARD, "organisations", "Organisation", "云溪船舶研究院"),
        Node("place/990100", "places", "AdministrativeArea", "云溪市"),
    )
    visits = [Proof(f"article/{n}", 0, 4, "到研究院", "visited.stop", 0.9, "--09-01") for n in (1, 2)]
    city = Proof("article/2", 4, 8, "到云溪市", "visited.stop", 0.9)
    facts = (
        Fact(LIN, "visited", sample.YARD, proofs=tuple(visits)),
        Fact(LIN, "visited", "place/990100", proofs=(city,)),
    )
    articles = (Article("article/1", "甲", "2031-09-02"), Article("article/2", "乙", "2031-09-03"))
    write_page(View("题", "https://example.org/id/", nodes, facts, articles), folder / "twice.html")
    return folder / "twice.html"


def test_the_proof_of_a_stop_shows_its_day(look: Look, page_file: Path) -> None:
    page = look(page_file, at(node=sample.TOUR))
    page.locator("#detail .itinerary .stops li", has_text="白鹭镇湿地公园").locator(".count").click()
    proof = page.locator("#detail .itinerary .proof")
    assert proof.locator(".when").inner_text() == "on 2031-09-01 morning"
    assert proof.locator("mark").inner_text() == "1日上午，林向东来到白鹭镇湿地公园"


def test_the_facts_of_an_article_stand_above_its_text(look: Look, page_file: Path) -> None:
    page = look(page_file)
    tab(page, "Article text")
    about = page.locator("#detail .article-facts")
    assert about.locator("summary").inner_text() == "Facts (2)"
    about.locator("summary").click()
    groups = dict(zip(about.locator("h4").all_inner_texts(), about.locator(".node").all_inner_texts(), strict=True))
    assert groups == {"about": "沿江绿色发展", "has theme": "绿色航运"}
    about.locator(".count").last.click()
    assert about.locator(".proof mark").inner_text() == "绿色航运"


def test_a_corpus_says_what_it_leaves_out_and_opens_on_demand(look: Look, store: Store, folder: Path) -> None:
    path = folder / "top.html"
    write_page(read_view(store, folder, top=4), path)
    page = look(path)
    assert len(shown(page)) == 4
    assert f"{len(sample.ENTITIES) - 4} more" in page.locator("#notice").inner_text()
    click_node(page, LIN)
    page.get_by_role("button", name="more neighbours").click()
    opened = shown(page)
    assert len(opened) > 4
    assert shown(look(path, page.evaluate("location.hash"))) == opened


# --- taking it along ------------------------------------------------------------------------------------------


def test_the_table_holds_the_facts_of_the_picture(look: Look, page_file: Path, view: View) -> None:
    page = look(page_file)
    page.locator("#skip").focus()
    page.keyboard.press("Enter")
    assert page.locator("#main-table tbody tr").count() == len(view.facts)
    assert page.locator("#main-table thead th[scope=col]").count() == 6


def test_the_copied_query_gives_the_facts_of_the_view(look: Look, page_file: Path, store: Store) -> None:
    page = look(page_file, at(node=LIN, depth="1"))
    rows = store.query(page.evaluate("policyKg.sparql()")).records()
    links = {frozenset(pair) for pair in page.evaluate("policyKg.shownLinks()")}
    base = store.prefixes["id"]
    found = {frozenset((row["subject"].removeprefix(base), row["object"].removeprefix(base))) for row in rows}
    assert found == links


def test_the_copied_turtle_and_csv_can_be_read(look: Look, page_file: Path) -> None:
    import csv
    import io

    import rdflib

    page = look(page_file)
    graph = rdflib.Graph().parse(data=page.evaluate("policyKg.turtle()"), format="turtle")
    assert any(str(label) == "林向东" for label in graph.objects(None, rdflib.RDFS.label))
    rows = list(csv.DictReader(io.StringIO(page.evaluate("policyKg.csv()").removeprefix("\ufeff"))))
    assert {"林向东", "周岚"} <= {row["subject"] for row in rows}
    assert all(row["quote"] for row in rows)


@pytest.mark.parametrize(("name", "start"), [("Save picture as PNG", b"\x89PNG"), ("Save picture as SVG", b"<svg")])
def test_the_picture_is_saved(look: Look, page_file: Path, name: str, start: bytes, tmp_path: Path) -> None:
    page = look(page_file)
    page.locator(".menu summary").click()
    with page.expect_download() as saving:
        page.get_by_role("button", name=name).click()
    saving.value.save_as(tmp_path / "saved")
    content = (tmp_path / "saved").read_bytes()
    assert content.startswith(start)
    assert len(content) > 2000
