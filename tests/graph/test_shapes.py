"""The shapes accept what they should and refuse each bad example for the reason that it names."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import Graph

from kg.errors import OntologyError
from kg.graph.shapes import check_extraction, check_shapes
from kg.paths import ontology_dir
from tests.graph.sample import extraction, second

GOOD = sorted((ontology_dir() / "examples" / "good").glob("*.ttl"))
BAD = sorted((ontology_dir() / "examples" / "bad").glob("*.ttl"))


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_good_examples_conform(path: Path) -> None:
    assert check_shapes(Graph().parse(path)) == []


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_bad_examples_fail_for_the_reason_they_name(path: Path) -> None:
    reason = path.read_text(encoding="utf-8").splitlines()[0].removeprefix("# breaks: ")
    problems = check_shapes(Graph().parse(path))
    assert any(reason in problem for problem in problems), problems
    assert len({problem.split(" · ")[0] for problem in problems}) == 1, "one node is at fault"


@pytest.mark.parametrize("article", [extraction(), second()], ids=lambda x: x.article.name)
def test_what_the_writer_makes_conforms(article: object) -> None:
    assert check_extraction(article) == []  # type: ignore[arg-type]


def test_problems_name_node_and_reason() -> None:
    turtle = """@prefix pk: <https://w3id.org/policy-kg/ontology#> .
        <https://w3id.org/policy-kg/id/person/沈明远> a pk:Person ."""
    first = check_shapes(Graph().parse(data=turtle, format="turtle"))[0]
    assert first.startswith("person/沈明远 · ")


def test_a_broken_shapes_file_is_an_ontology_error(tmp_path: Path) -> None:
    broken = tmp_path / "shapes.ttl"
    broken.write_text("this is not Turtle", encoding="utf-8")
    with pytest.raises(OntologyError, match="shapes"):
        check_shapes(Graph(), broken)
