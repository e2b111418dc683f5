"""The pipeline as spaCy sees it: components that say what they need, and span groups of the kinds."""

from __future__ import annotations

from kg.extract.pipeline import load_pipeline, read_article, read_doc
from tests.extract.cases import article_of

TEXT = "国务院副总理张国清13日在沈阳主持召开东北振兴工作推进会。他强调，要加快建设现代化产业体系。"


def test_every_component_finds_what_it_requires() -> None:
    analysis = load_pipeline().analyze_pipes(keys=["requires", "assigns"])
    assert analysis is not None
    assert not any(analysis["problems"].values())


def test_span_groups_show_what_was_read() -> None:
    article = article_of(TEXT, "2024-05-14")
    doc, reading = read_doc(article), read_article(article)
    assert [(span.text, span.label_, span.kb_id_) for span in doc.spans["people"]] == [
        (TEXT[span.start : span.end], span.rule, span.entity.key) for span in reading.people
    ]
    assert {"sentences", "people", "posts", "places", "dates", "events", "statements", "themes"} <= set(doc.spans)
    assert [span.text for span in doc.spans["dates"]] == ["13日"]


def test_a_document_has_a_token_for_each_character() -> None:
    assert [token.text for token in read_doc(article_of(TEXT))] == list(TEXT)
