"""What a reader sees and does, in headless Chromium: on the seed article, and on days of broadcasts where they are.

The fixture `visit` fails a test whose pages ask another origin for anything or log an error.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from tests.web.conftest import DAYS

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.web.conftest import Visit

pytestmark = pytest.mark.slow

NI, HEBEI = "/id/person/倪岳峰", "/id/place/130000"
PAGES = {
    "overview": "/", "people": "/kind/people", "articles": "/articles", "person": NI,
    "busy person": "/id/person/习近平",
    "place": HEBEI, "organisation": "/id/organisation/国务院", "post": "/id/post/河北省委书记",
    "event": "/id/event/2023-05-12-深入推进京津冀协同发展座谈会", "theme": "/id/theme/京津冀协同发展",
    "search": "/search?q=雄安",
    "questions": "/questions", "question": "/questions/companions?person=习近平", "sparql": "/sparql?example=posts",
    "vocabulary": "/ontology", "not found": "/id/person/倪月峰",
}  # fmt: skip


def article(page: Page, address: str) -> str:
    """The address of the first article of the list."""
    page.goto(f"{address}/articles")
    link = page.locator("ul.articles a").first.get_attribute("href")
    assert link
    return address + link


@pytest.mark.parametrize("size", [(1280, 900), (390, 844)], ids=["wide", "narrow"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_runs_out_of_the_window(visit: Visit, seed_address: str, size: tuple[int, int], scheme: str) -> None:
    page = visit(seed_address, size=size, color_scheme=scheme)
    for name, path in PAGES.items():
        page.goto(seed_address + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0], name
        assert page.locator("h1").first.is_visible(), name
    page.goto(article(page, seed_address))
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (ground == "rgb(255, 255, 255)") is (scheme == "light")


@pytest.mark.parametrize(("language", "home", "chinese"), [("zh", "总览", True), ("en", "Overview", False)])
def test_the_interface_speaks_the_readers_language(
    visit: Visit, seed_address: str, language: str, home: str, chinese: bool
) -> None:
    page = visit(seed_address, language)
    assert page.locator(".kinds a").first.inner_text() == home
    assert page.locator("html").get_attribute("lang") == ("zh-CN" if chinese else "en")


def test_language_and_appearance_are_switched_and_remembered(visit: Visit, seed_address: str) -> None:
    page = visit(f"{seed_address}/kind/people?contains=倪")
    page.get_by_role("link", name="中文").click()
    assert page.locator(".kinds a").first.inner_text() == "总览"
    assert page.locator("input[name=contains]").input_value() == "倪", "the page is the same one"
    page.get_by_role("link", name="深色").click()
    page.goto(seed_address)
    assert page.locator("html").get_attribute("data-shade") == "dark"
    assert page.locator(".kinds a").first.inner_text() == "总览"
    page.get_by_role("link", name="跟随系统").click()
    assert page.locator("html").get_attribute("data-shade") is None


def test_names_are_suggested_as_they_are_typed_and_chosen_by_key_and_mouse(visit: Visit, seed_address: str) -> None:
    page = visit(seed_address)
    page.keyboard.press("/")
    page.keyboard.type("倪岳")
    option = page.locator("#suggestions [role=option]").first
    option.wait_for()
    assert "倪岳峰" in option.inner_text() and "Person" in option.inner_text()
    assert page.locator("#q").get_attribute("aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    assert page.locator("#q").get_attribute("aria-activedescendant") == "suggestion-0"
    assert option.get_attribute("aria-selected") == "true"
    page.keyboard.press("Enter")
    page.wait_for_url("**/id/person/**")
    assert page.locator("h1").inner_text() == "倪岳峰"
    page.locator("#q").fill("河北")
    page.locator("#suggestions [role=option]").first.click()
    page.wait_for_url("**/id/place/**")


def test_suggestions_close_with_escape_and_enter_searches_sentences(visit: Visit, seed_address: str) -> None:
    page = visit(seed_address)
    page.locator("#q").fill("雄安")
    page.locator("#suggestions [role=option]").first.wait_for()
    page.keyboard.press("Escape")
    assert page.locator("#suggestions").is_hidden()
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=*")
    assert page.locator("main mark").first.inner_text() == "雄安"
    page.locator(".source a").first.click()
    page.wait_for_url(re.compile(r"/id/article/\w+#c\d+"))
    assert "雄安" in page.locator("article").inner_text()


def test_a_fact_shows_its_sentence_and_leads_to_it_in_the_article(visit: Visit, seed_address: str) -> None:
    page = visit(seed_address + NI)
    fact = page.locator("#posts .fact").first
    assert "holds post" in fact.inner_text() and "河北省委书记" in fact.inner_text()
    assert "河北省委书记倪岳峰" in fact.locator("mark").first.inner_text()
    fact.locator(".source a").click()
    page.wait_for_url(re.compile(r"#c\d+$"))
    anchor = page.evaluate("document.querySelector(':target').parentElement.innerText")
    assert "倪岳峰" in anchor
    page.go_back()
    page.locator("#posts .evidence-link").first.click()
    page.wait_for_url("**/id/fact/**")
    assert page.locator(".proof").count() >= 1


def test_an_article_marks_its_mentions_and_opens_the_sentences_of_its_facts(visit: Visit, seed_address: str) -> None:
    page = visit(seed_address)
    page.goto(article(page, seed_address))
    first = page.locator("article .mention", has_text="倪岳峰").first
    assert first.get_attribute("title") == "Person 倪岳峰"
    fact = page.locator("aside .fact").first
    assert fact.locator("blockquote").is_hidden()
    fact.locator("summary").click()
    assert fact.locator("blockquote").is_visible()
    page.locator("aside a", has_text="All").first.click()
    page.wait_for_url("**?facts=all")
    assert page.locator("aside .fact").count() > 100
    page.locator("article .mention", has_text="倪岳峰").first.click()
    assert page.locator("h1").inner_text() == "倪岳峰"


def test_the_roster_of_a_meeting_is_in_order_and_opens_its_sentences(visit: Visit, seed_address: str) -> None:
    page = visit(seed_address + PAGES["event"])
    lines = page.locator(".roster li")
    numbers = [int(text) for text in page.locator(".roster .number").all_inner_texts() if text.isdecimal()]
    assert numbers == sorted(numbers) and len(numbers) > 3
    lines.first.locator("summary").click()
    assert lines.first.locator("blockquote").first.is_visible()


def test_trips_are_an_itinerary_with_parts_of_the_day(visit: Visit, seed_address: str) -> None:
    page = visit(seed_address + PAGES["busy person"])
    words = page.locator(".itinerary").inner_text()
    assert words.index("2023-05-11") < words.index("黄骅港煤炭港区码头") < words.index("2023-05-12")
    assert "afternoon" in words


def test_all_facts_of_a_group_are_on_pages_that_lead_on(visit: Visit, seed_address: str) -> None:
    page = visit(seed_address + PAGES["busy person"])
    page.locator("#themes > p a").click()
    page.wait_for_url("**?group=themes")
    first = page.locator(".fact").first.inner_text()
    page.get_by_role("link", name="Next →").click()
    assert page.locator(".fact").first.inner_text() != first
    page.get_by_role("link", name="Back to").click()
    assert page.locator("h1").inner_text() == "习近平"


@pytest.mark.parametrize("path", [NI, "article"])
def test_the_graph_of_an_entity_and_of_an_article_is_drawn(visit: Visit, seed_address: str, path: str) -> None:
    page = visit(seed_address)
    page.goto(article(page, seed_address) if path == "article" else seed_address + path)
    page.get_by_role("link", name="Graph", exact=True).click()
    page.wait_for_function("() => window.policyKg && policyKg.firstDraw() !== null")
    assert page.locator("#canvas canvas").is_visible()
    shown = page.evaluate("policyKg.shownNodes()")
    assert "person/倪岳峰" in shown
    assert page.evaluate("decodeURIComponent(location.pathname)") == "/picture"


def test_the_whole_graph_opens_from_the_overview(visit: Visit, seed_address: str) -> None:
    page = visit(seed_address)
    page.get_by_role("link", name="The whole graph as one page").click()
    page.wait_for_function("() => window.policyKg && policyKg.firstDraw() !== null")


def test_a_query_is_written_run_and_taken_along(visit: Visit, seed_address: str, tmp_path: Path) -> None:
    page = visit(f"{seed_address}/sparql")
    page.locator("#query").fill("SELECT ?p ?name { ?p a pk:Person ; rdfs:label ?name } ORDER BY ?name")
    page.locator("#query").press("Control+Enter")
    page.wait_for_url("**/sparql?query=*")
    assert page.locator("#answer tbody tr").count() >= 10
    with page.expect_download() as saving:
        page.get_by_role("link", name="CSV").evaluate("link => { link.download = 'rows.csv'; link.click(); }")
    saving.value.save_as(tmp_path / "rows.csv")
    assert "倪岳峰" in (tmp_path / "rows.csv").read_text()
    page.locator("#answer a", has_text="倪岳峰").first.click()
    assert page.locator("h1").inner_text() == "倪岳峰"


def test_a_mistake_in_a_query_is_explained_and_the_query_kept(visit: Visit, seed_address: str) -> None:
    page = visit(f"{seed_address}/sparql")
    page.locator("#query").fill("SELECT ?x { ?x a nope:Y }")
    page.get_by_role("button", name="Run").click()
    assert "nope:" in page.get_by_role("alert").inner_text()
    assert page.locator("#query").input_value() == "SELECT ?x { ?x a nope:Y }"


def test_every_example_runs_as_it_stands(visit: Visit, seed_address: str) -> None:
    page = visit(f"{seed_address}/sparql")
    names = page.locator(".examples a").evaluate_all("links => links.map(link => link.href)")
    assert len(names) >= 13
    for address in names[:4]:
        page.goto(address)
        page.get_by_role("button", name="Run").click()
        assert page.locator("#answer").is_visible(), address


def test_a_question_is_asked_by_its_form(visit: Visit, seed_address: str) -> None:
    page = visit(f"{seed_address}/questions")
    page.get_by_role("link", name="Who accompanied a person on a trip?").click()
    page.locator("input[name=person]").fill("习近平")
    page.get_by_role("button", name="Ask").click()
    page.wait_for_url("**person=*")
    assert "倪岳峰" in page.locator("#answer").inner_text()
    page.get_by_role("link", name="As SPARQL").click()
    assert "pk:accompanied" in page.locator("#query").input_value()


def test_a_page_that_is_not_there_leads_to_one_that_is(visit: Visit, seed_address: str) -> None:
    page = visit(seed_address + PAGES["not found"])
    page.locator("main").get_by_role("link", name="倪岳峰").click()
    assert page.locator("h1").inner_text() == "倪岳峰"


def test_everything_is_reached_by_keys(visit: Visit, seed_address: str) -> None:
    page = visit(seed_address)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.keyboard.press("Tab")
    focus = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert focus == "solid", "what has the focus can be seen"


def test_pages_work_without_scripts(visit: Visit, seed_address: str) -> None:
    page = visit(seed_address, java_script_enabled=False)
    page.locator("#q").fill("雄安新区")
    page.locator("#q").press("Enter")
    page.wait_for_url("**/search?q=*")
    assert page.locator("mark").first.inner_text() == "雄安新区"


# --- days of broadcasts ---------------------------------------------------------------------------------------


def test_the_overview_of_days_draws_a_calendar_themes_and_company(visit: Visit, corpus_address: str) -> None:
    page = visit(corpus_address)
    assert page.locator(".calendar a").count() >= len(DAYS)
    assert page.locator(".grid.square").count() == 1
    assert page.locator(".grid").count() == 2
    page.locator(".calendar a").first.click()
    page.wait_for_url("**/articles?day=2023-*")
    assert page.locator("ul.articles li").count() > 10


def test_a_person_of_many_days_has_a_trend_posts_and_a_matrix(visit: Visit, corpus_address: str) -> None:
    page = visit(f"{corpus_address}/id/person/习近平", language="zh")
    assert page.locator(".trend .column").count() >= len(DAYS)
    assert page.locator("#posts svg .span").count() >= 1
    assert page.locator("#companions .grid.square").count() == 1
    assert page.locator("#meetings .ranking li").count() >= 5
    assert page.locator("#themes .grid").count() == 1
    days = [text[:10] for text in page.locator(".itinerary time").all_inner_texts()]
    assert days == sorted(days)


def test_a_theme_of_many_days_has_its_trend_first_and_last(visit: Visit, corpus_address: str) -> None:
    page = visit(f"{corpus_address}/kind/themes")
    page.locator("tbody a").first.click()
    assert page.locator(".trend .column").count() >= len(DAYS)
    seen = page.locator(".seen time").all_inner_texts()
    assert len(seen) == 2 and seen[0] < seen[1]
    assert page.locator("#by .ranking li, #by .fact").count() >= 1


def test_the_pages_of_a_list_lead_on(visit: Visit, corpus_address: str) -> None:
    page = visit(f"{corpus_address}/kind/themes")
    first = page.locator("tbody a").first.inner_text()
    page.get_by_role("link", name="Next →").click()
    assert page.locator("tbody a").first.inner_text() != first
    page.locator("input[name=contains]").fill("发展")
    page.get_by_role("button", name="Filter").click()
    assert all("发展" in name for name in page.locator("tbody a").all_inner_texts())


def test_the_graph_around_a_busy_person_is_drawn_with_what_supports_it(visit: Visit, corpus_address: str) -> None:
    page = visit(f"{corpus_address}/picture?iri=https://w3id.org/policy-kg/id/person/习近平")
    page.wait_for_function("() => window.policyKg && policyKg.firstDraw() !== null")
    assert len(page.evaluate("policyKg.shownNodes()")) > 20
    assert json.dumps(page.evaluate("policyKg.shownLinks()"), ensure_ascii=False).count("习近平") > 10


def test_no_page_of_many_days_runs_out_of_a_narrow_window(visit: Visit, corpus_address: str) -> None:
    page = visit(corpus_address, size=(390, 844))
    for path in ("/", "/id/person/习近平", "/kind/places", "/articles", "/search?q=一带一路", "/questions/meetings"):
        page.goto(corpus_address + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
