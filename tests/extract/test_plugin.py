"""A pipeline that the user installed gives names by its `doc.ents`, merged like those of the tagger."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy

from kg.errors import MissingExtra
from kg.extract import extract
from kg.extract.merge import merge_tagged
from kg.extract.names import find_names
from kg.extract.plugin import load_plugin, plugin_digest
from tests.extract.cases import article_of

TEXT = "徐倩雯在北京工作。\n\n她昨天访问了晨星研究社和翠屏岭，见到了苏格拉底。"


@pytest.fixture
def pipeline(tmp_path: Path) -> str:
    """A tiny pipeline on disk: characters and a few patterns."""
    nlp = spacy.blank("zh")
    ruler = nlp.add_pipe("entity_ruler")
    labels = {
        "徐倩雯": "PERSON",
        "苏格拉底": "PER",
        "京工": "GPE",
        "晨星研究社": "ORG",
        "翠屏岭": "LOC",
        "昨天": "DATE",
    }
    ruler.add_patterns([{"label": label, "pattern": form} for form, label in labels.items()])  # type: ignore[attr-defined]
    nlp.to_disk(tmp_path / "tiny")
    return str(tmp_path / "tiny")


def test_entities_have_the_offsets_of_the_text(pipeline: str) -> None:
    found = [(TEXT[name.start : name.end], name.kind) for name in load_plugin(pipeline).find(TEXT, [])]
    assert found == [
        ("徐倩雯", "people"),
        ("京工", "places"),
        ("晨星研究社", "organisations"),
        ("翠屏岭", "places"),
        ("苏格拉底", "people"),
    ]


def test_lexicon_wins_over_the_pipeline(pipeline: str) -> None:
    people, names = merge_tagged(TEXT, [], find_names(TEXT), load_plugin(pipeline))
    assert [(span.entity.name, span.rule) for span in people] == [("徐倩雯", "people.ner"), ("苏格拉底", "people.ner")]
    assert [span.entity.name for span in names] == ["北京市", "晨星研究社", "翠屏岭"]
    assert names[1].entity.cls == "Organisation" and names[2].rule == "places.ner"


def test_missing_pipeline_says_what_to_do() -> None:
    with pytest.raises(MissingExtra, match=r"--ner no_such_pipeline.*install the pipeline"):
        load_plugin("no_such_pipeline")


def test_pipeline_takes_the_place_of_the_tagger(pipeline: str) -> None:
    article = article_of(TEXT, "2024-05-14")
    found = {entity.name for entity in extract(article, ner=pipeline).entities}
    assert {"徐倩雯", "苏格拉底", "晨星研究社", "翠屏岭", "北京市"} <= found
    assert "翠屏岭" not in {entity.name for entity in extract(article).entities}


def test_digest_names_what_the_pipeline_is_made_of(pipeline: str, tmp_path: Path) -> None:
    known = plugin_digest(pipeline)
    other = spacy.blank("zh")
    other.to_disk(tmp_path / "other")
    assert known == plugin_digest(pipeline) != plugin_digest(str(tmp_path / "other"))
