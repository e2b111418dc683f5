"""The lines that a corpus is written with are those of the quads that one article is written with."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal

from kg.corpus import read_articles
from kg.extract import extract
from kg.graph.facts import graph_quads
from kg.graph.iris import DEFAULT_BASE
from kg.graph.nquads import article_graph, literal_text, merged_lines
from kg.model import Article, Extraction, Polarity
from tests.graph.sample import extraction, second


def lines_of(extractions: list[Extraction], base: str = DEFAULT_BASE) -> list[str]:
    return merged_lines((article_graph(each, base) for each in extractions), base)


@pytest.mark.parametrize("base", [DEFAULT_BASE, "https://example.org/数据#"])
@pytest.mark.parametrize("chosen", [[extraction()], [second()], [extraction(), second()], [second(), extraction()]])
def test_lines_are_quads(chosen: list[Extraction], base: str) -> None:
    assert lines_of(chosen, base) == [f"{quad} .\n" for quad in graph_quads(chosen, base)]


@pytest.mark.parametrize("polarity", ["denied", "planned", "claimed"])
def test_what_is_not_affirmed_has_no_plain_triple(polarity: Polarity) -> None:
    facts = tuple(replace(fact, polarity=polarity) for fact in extraction().facts)
    changed = replace(extraction(), facts=facts)
    assert lines_of([changed]) == [f"{quad} .\n" for quad in graph_quads([changed])]


def test_the_lines_of_a_real_article_are_its_quads(seed: Path) -> None:
    (article,) = read_articles([str(seed)])
    assert isinstance(article, Article)
    found = extract(article)
    assert lines_of([found]) == [f"{quad} .\n" for quad in graph_quads([found])]


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_is_written_as_pyoxigraph_writes_it(text: str) -> None:
    assert literal_text(text) == str(Literal(text))
    assert literal_text(text, "zh") == str(Literal(text, language="zh"))
