"""What the pages say, without a browser."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from kg.graph.folder import write_graph
from kg.model.records import Article, Entity, Evidence, Extraction, Fact, Mention
from kg.view.page import write_page
from kg.view.read import read_view
from kg.web.app import make_app
from kg.web.headers import POLICY
from kg.web.site import Site, open_site
from tests.graph import sample
from tests.view.nasty import NASTY
from tests.web.conftest import LIMITS

LIN, ZHOU = "/id/person/林向东", "/id/person/周岚"
TOWN, MEETING, THEME = "/id/place/990100", f"/id/{sample.MEETING}", "/id/theme/绿色航运"
ARTICLE = f"/id/{sample.article().key}"
HTML = {"Accept": "text/html", "Accept-Language": "en"}
PAGES = (
    "/", "/kind/people", "/kind/themes", "/articles", "/search", "/search?q=绿色", "/questions",
    "/questions/companions", "/sparql", "/ontology", LIN, TOWN, MEETING, THEME, ARTICLE, "/id/post/青江省委书记",
    "/id/organisation/云溪船舶研究院",
    "/id/statement/1", "/articles?day=2031-09-03", "/nothing", f"{LIN}?group=events",
)  # fmt: skip


def read(client: TestClient, path: str, language: str = "en", status: int = 200) -> str:
    """The words of a page, white space closed up."""
    answer = client.get(path, headers=HTML | {"Accept-Language": language})
    assert answer.status_code == status, answer.text
    without_scripts = re.sub(r"<(script|style)\b.*?</\1>", "", answer.text, flags=re.DOTALL)
    closed_up = re.sub(r"</?(a|b|mark|span)\b[^>]*>", "", without_scripts)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", closed_up)))


def test_the_overview_tells_what_the_graph_covers(client: TestClient) -> None:
    words = read(client, "/")
    assert "2031-09-03 – 2031-09-05 · days with articles: 2" in words
    assert "Most active people" in words and "林向东" in words
    assert sample.HEADLINE in words


def test_a_person_has_posts_trips_events_companions_and_themes_each_with_its_sentence(client: TestClient) -> None:
    words = read(client, LIN)
    for heading in ("Posts over time", "Trips", "Events", "Companions", "Themes by period", "Statements"):
        assert heading in words
    assert "林向东 holds post 青江省委书记" in words
    assert "新华社临川9月3日电 青江省委书记林向东1日至2日在云溪市考察。" in words, "the layout's gaps are closed"
    assert "周岚 accompanied 林向东" in words and "周岚陪同考察。" in words
    assert "2031-09-01 白鹭镇湿地公园 morning 云溪船舶研究院 afternoon 2031-09-03 day of the report 云溪市" in words


def test_every_fact_of_a_page_quotes_a_text(client: TestClient) -> None:
    for path in (LIN, TOWN, MEETING, THEME, ZHOU):
        page = client.get(path, headers=HTML).text
        facts = re.findall(r'<li class="fact">.*?</li>', page, flags=re.DOTALL)
        assert facts, path
        assert all("<blockquote" in fact and "<mark>" in fact for fact in facts), path


def test_a_meeting_has_its_roster_in_order_with_posts_and_roles(client: TestClient) -> None:
    page = client.get(MEETING, headers=HTML).text
    roster = page[page.index('<ol class="roster">') : page.index("</ol>", page.index('<ol class="roster">'))]
    names = re.findall(r'lang="zh-CN">([^<]+)</a> <span class="muted"', roster)
    assert set(names) == {"林向东", "周岚", "何一鸣"}
    assert "青江省省长" in roster and "spoke at" in roster and "chaired" in roster


def test_what_is_denied_says_so(client: TestClient) -> None:
    assert "denied" in read(client, "/id/person/马一凡")
    assert "被否定" in read(client, "/id/person/马一凡", "zh")


def test_a_place_has_its_visits_tasks_and_events(client: TestClient) -> None:
    words = read(client, TOWN)
    assert "周岚 visited 云溪市" in words and "周岚4日在云溪考察时指出" in words
    assert "云溪市 tasked with 长江岸线保护" in words
    assert "沿江绿色发展座谈会 took place in 云溪市" in words


def test_a_post_says_who_held_it_and_a_theme_when_it_was_seen(client: TestClient) -> None:
    assert "周岚 holds post 青江省省长" in read(client, "/id/post/青江省省长")
    words = read(client, THEME)
    assert "By whom" in words and "周岚 advocated 绿色航运" in words
    assert "2031-09-03 – 2031-09-05" in words


def test_an_article_is_read_with_its_mentions_marked(client: TestClient) -> None:
    page = client.get(ARTICLE, headers=HTML).text
    text = page[page.index("<article") : page.index("</article>")]
    assert "新华社临川9月3日电" in re.sub("<[^>]+>", "", text)
    assert re.search(r'<a class="mention k-people" href="/id/person/[^"]+" title="Person 郑和平">郑和平</a>', text)
    place = sample.TEXT.index("林向东强调")
    assert f'id="c{place}"' in text, "sentences are anchors"
    assert f"#c{place}" in client.get(LIN, headers=HTML).text, "proofs lead to them"


def test_facts_beyond_the_first_are_on_pages_of_their_own(client: TestClient, site: Site) -> None:
    words = read(client, f"{LIN}?group=trips")
    assert "Back to 林向东" in words and "Trips" in words and "Statements" not in words
    assert client.get(f"{LIN}?group=nothing", headers=HTML).status_code == 404


def test_a_fact_has_a_page_with_all_its_evidence(client: TestClient) -> None:
    link = re.search(r'class="evidence-link" href="([^"]+)"', client.get(MEETING, headers=HTML).text)
    assert link
    words = read(client, link[1])
    assert "places in the texts:" in words and "rule" not in words.lower().split("by-hand")[0][-5:]


def test_an_evidence_leads_to_its_fact(client: TestClient, site: Site) -> None:
    (row, *_) = site.store.query("SELECT ?e WHERE { GRAPH ?g { ?e pk:supports ?f } }").rows
    assert row[0]
    answer = client.get(site.addresses.path(row[0].value), headers=HTML)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/id/fact/")


def test_the_overview_counts_what_the_catalogue_has(client: TestClient, site: Site) -> None:
    assert f"{site.catalogue.number('SELECT COUNT(*) FROM proof')}Evidence" in read(client, "/").replace(",", "")


def test_lists_filter_by_name(client: TestClient) -> None:
    words = read(client, "/kind/people?contains=林")
    assert "林向东" in words and "周岚" not in words
    assert "Nothing here." in read(client, "/kind/people?contains=无名")


def test_articles_of_a_day_and_of_an_entity(client: TestClient) -> None:
    assert sample.HEADLINE in read(client, "/articles?day=2031-09-03")
    assert sample.HEADLINE not in read(client, "/articles?day=2031-09-05")
    words = read(client, f"/articles?mentioning=https://w3id.org/policy-kg/id/{THEME.removeprefix('/id/')}")
    assert "Articles · 绿色航运 2" in words


# --- finding --------------------------------------------------------------------------------------------------


def test_names_and_aliases_are_found_while_they_are_typed(client: TestClient) -> None:
    (first, *_) = client.get("/suggest?q=云溪", headers=HTML).json()
    assert first == {"name": "云溪市", "alias": "云溪", "kind": "places", "label": "Place", "path": TOWN}
    assert client.get("/suggest?q=").json() == []


@pytest.mark.parametrize("words", ["推", "绿色", "推动绿色航运"])
def test_sentences_are_found_by_any_words(client: TestClient, words: str) -> None:
    page = client.get(f"/search?q={words}", headers=HTML).text
    assert f"<mark>{words}</mark>" in page
    assert "周岚4日在云溪考察时指出" in html.unescape(re.sub("<[^>]+>", "", page))


def test_a_search_without_an_answer_offers_names_that_look_like_it(client: TestClient) -> None:
    assert "Did you mean 林向东" in read(client, "/search?q=林向冬")


def test_what_is_not_there_says_so_and_what_looks_like_it(client: TestClient) -> None:
    words = read(client, "/id/person/林向冬", status=404)
    assert "This graph says nothing about" in words and "Did you mean" in words and "林向东" in words
    assert "Not found" in read(client, "/kind/nothing", status=404)
    assert "没有找到" in read(client, "/nothing", "zh", status=404)


def test_a_question_that_is_none_is_told_which_there_are(client: TestClient) -> None:
    words = read(client, "/questions/compagnons", status=400)
    assert "compagnons" in words and "companions" in words


def test_questions_are_asked_by_a_form(client: TestClient) -> None:
    assert "周岚" in read(client, "/questions/companions?person=林向东")
    answer = client.get("/questions/companions?person=林向东&format=csv")
    assert answer.headers["content-type"].startswith("text/csv")
    assert "周岚,林向东" in answer.text


# --- everywhere -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", PAGES)
def test_every_page_has_strict_headers_and_no_inline_script_or_style(client: TestClient, path: str) -> None:
    answer = client.get(path, headers=HTML)
    assert answer.headers["content-security-policy"] == POLICY
    assert "unsafe" not in POLICY and "default-src 'none'" in POLICY
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert re.findall(r"<script(?![^>]* src=)", answer.text) == []
    assert re.findall(r"<style|\sstyle=|\son\w+=", answer.text) == []


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_in_the_language_asked_for(client: TestClient, path: str) -> None:
    for language, word in (("zh", "总览"), ("en", "Overview")):
        page = client.get(path, headers=HTML | {"Accept-Language": language}).text
        assert f'<html lang="{"zh-CN" if language == "zh" else "en"}"' in page
        assert word in page


def test_language_and_appearance_are_remembered(site: Site) -> None:
    client = TestClient(make_app(site), headers=HTML)
    assert "Overview" in client.get("/kind/people").text
    page = client.get("/kind/people?lang=zh&contains=林")
    assert page.url.query == b"contains=%E6%9E%97", "the choice leaves the address"
    assert "总览" in client.get("/").text
    client.get("/?shade=dark")
    assert 'data-shade="dark"' in client.get("/").text


def test_a_picture_is_a_page_that_only_runs_its_own_scripts(client: TestClient) -> None:
    for path in (LIN, ARTICLE):
        iri = "https://w3id.org/policy-kg" + path
        answer = client.get(f"/picture?iri={iri}", headers=HTML)
        assert answer.status_code == 200
        assert "'sha256-" in answer.headers["content-security-policy"]
        assert (
            "'unsafe-inline'" not in answer.headers["content-security-policy"].partition("script-src")[2].split(";")[0]
        )
        assert "林向东" in answer.text


def test_the_page_of_the_build_is_served_under_its_own_policy(tmp_path: Path) -> None:
    write_graph([sample.extraction()], tmp_path)
    site = open_site(tmp_path, LIMITS)
    try:
        client = TestClient(make_app(site), headers=HTML)
        assert client.get("/graph").status_code == 404, "without a page"
        write_page(read_view(site.store, tmp_path), tmp_path / "graph.html")
        answer = client.get("/graph")
        assert answer.text == (tmp_path / "graph.html").read_text(encoding="utf-8")
        assert "'sha256-" in answer.headers["content-security-policy"]
    finally:
        site.close()


def picture_of(client: TestClient, path: str) -> dict[str, Any]:
    """The data of the graph page of an entity or an article."""
    page = client.get(f"/picture?iri=https://w3id.org/policy-kg{path}", headers=HTML).text
    found = re.search(r'<script type="application/json"[^>]*>(.*?)</script>', page, flags=re.DOTALL)
    assert found
    view: dict[str, Any] = json.loads(found[1])["view"]
    return view


def test_the_picture_around_an_entity_says_how_much_more_there_is(client: TestClient) -> None:
    view = picture_of(client, "/id/post/青江省省长")
    assert {node["name"] for node in view["nodes"]} == {"青江省省长", "周岚"}
    assert view["nodes"][view["focus"]]["name"] == "青江省省长"
    assert view["whole"]["articles"] == 2
    assert view["whole"]["nodes"] == len(sample.ENTITIES)


def test_the_picture_of_an_article_holds_its_facts_with_their_places(client: TestClient) -> None:
    view = picture_of(client, ARTICLE)
    (article,) = view["articles"]
    assert article["text"] == sample.TEXT
    names = [node["name"] for node in view["nodes"]]
    met = [fact for fact in view["facts"] if fact["p"] == "accompanied"]
    assert [(names[fact["s"]], names[fact["o"]]) for fact in met] == [("周岚", "林向东")]
    (proof,) = met[0]["proofs"]
    assert "周岚陪同考察" in sample.TEXT[proof["start"] : proof["end"]]


def test_methods_that_change_things_are_refused(client: TestClient) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        answer = client.request(method, LIN)
        assert answer.status_code == 405
        assert "GET" in answer.headers["allow"]


@pytest.mark.parametrize("path", ["/id/", "/id/x", "/id/person/", "/iri", "/iri?iri=%00", "/iri?iri=a b", "/picture",
                                  "/id/person/%3Cscript%3E", "/search?q=%22%27)--", "/kind/people?page=99999999999",
                                  "/search?q=%00", "/suggest?q=%25_%22", "/articles?day=%00&page=-1",
                                  "/static/../app.py", "/id/../../etc/passwd"])  # fmt: skip
def test_strange_addresses_get_a_page_and_no_error(client: TestClient, path: str) -> None:
    answer = client.get(path, headers=HTML)
    assert answer.status_code in (200, 303, 307, 400, 404), path
    assert "<script>" not in answer.text


def test_words_of_articles_stay_words(tmp_path: Path) -> None:
    write_graph([_nasty()], tmp_path)
    site = open_site(tmp_path, LIMITS)
    try:
        client = TestClient(make_app(site), headers=HTML)
        pages = [
            client.get(path).text for path in ("/", "/articles", "/kind/people", "/search?q=window.hit", "/id/person/0")
        ]
        pages.append(client.get(site.addresses.path(site.catalogue.latest_articles(1)[0].iri)).text)
    finally:
        site.close()
    for page in pages:
        assert "window.hit" in page or "script" not in page.lower().replace("explorer.js", "")
        assert not re.search(r"<(script>|img|svg onload|!--<)", page.replace("<svg ", "<svg-"))


def _nasty() -> Extraction:
    text = "。".join(NASTY) + "。"
    spans = [(text.index(words), text.index(words) + len(words)) for words in NASTY]
    article = Article(text, text, range(len(text)), name="nasty.txt", title=NASTY[0], date="2031-01-01",
                      publisher=NASTY[2], url=NASTY[9])  # fmt: skip
    entities = tuple(
        Entity(f"person/{i}", "people", "Person", words, (words + "别名",)) for i, words in enumerate(NASTY)
    )
    proofs = [Evidence(start, end, text[start:end], "sample.by-hand", 0.5) for start, end in spans]
    facts = [Fact(article.key, "mentions", f"person/{i}", (proof,)) for i, proof in enumerate(proofs)]
    facts += [Fact("person/0", "met", f"person/{i}", (proofs[i],)) for i in range(1, len(NASTY))]
    mentions = tuple(Mention("people", *span, f"person/{i}", "sample") for i, span in enumerate(spans))
    return Extraction(article, ((0, len(text)),), mentions, entities, tuple(facts))
