"""The thesaurus of policy themes: its tables keep their rules, and themes.ttl is what they compile to."""

from __future__ import annotations

import subprocess
import sys
import time
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
import rdflib
from rdflib.namespace import RDF, RDFS, SKOS

from kg.errors import SeedError
from kg.lexicon.thesaurus import (
    COLUMNS,
    DATA_BASE,
    SCHEME,
    Concept,
    load_themes,
    read_first_seen,
    read_thesaurus,
    theme_key,
    write_themes,
)
from kg.paths import ontology_dir

FIELDS = 20
LEAST_CONCEPTS = 1_500
PK = rdflib.Namespace("https://w3id.org/policy-kg/ontology#")


@pytest.fixture(scope="module")
def themes() -> tuple[Concept, ...]:
    return load_themes()


@pytest.fixture(scope="module")
def turtle() -> rdflib.Graph:
    return rdflib.Graph().parse(ontology_dir() / "themes.ttl")


def _iri(pref: str) -> rdflib.URIRef:
    return rdflib.URIRef(DATA_BASE + theme_key(pref))


def test_themes_ttl_is_what_the_tables_compile_to(themes: tuple[Concept, ...], tmp_path: Path) -> None:
    write_themes(themes, tmp_path / "themes.ttl", read_first_seen(ontology_dir() / "themes"))
    assert (tmp_path / "themes.ttl").read_bytes() == (ontology_dir() / "themes.ttl").read_bytes(), (
        "run python -m kg.lexicon.thesaurus"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["themes.ttl"]


def test_there_are_enough_concepts_in_every_field(themes: tuple[Concept, ...]) -> None:
    sizes = Counter(concept.field for concept in themes)
    assert len(themes) >= LEAST_CONCEPTS
    assert len(sizes) == FIELDS
    assert min(sizes.values()) >= 30, sizes.most_common()[-3:]


def test_every_field_has_an_english_label_and_leads_its_table(themes: tuple[Concept, ...]) -> None:
    firsts = [themes[0]] + [after for before, after in pairwise(themes) if before.field != after.field]
    assert all(first.pref == first.field and not first.broader for first in firsts)
    assert all(first.en.isascii() for first in firsts)
    assert len(firsts) == sum(not concept.broader for concept in themes) == FIELDS


def test_a_label_names_one_concept(themes: tuple[Concept, ...]) -> None:
    labels = Counter(label for concept in themes for label in concept.labels)
    assert [label for label, times in labels.items() if times > 1] == []


def test_every_concept_reaches_its_field(themes: tuple[Concept, ...]) -> None:
    above = {concept.pref: concept.broader for concept in themes}
    for concept in themes:
        way = [concept.pref]
        while above[way[-1]]:
            way.append(above[way[-1]])
            assert len(way) < 10, way
        assert way[-1] == concept.field


def test_labels_are_written_as_texts_print_them(themes: tuple[Concept, ...]) -> None:
    for concept in themes:
        for label in concept.labels:
            assert len(label) >= 2, label
            assert not set(label) & set("()\"'<>|\t"), label
            assert label.count("“") == label.count("”"), label


@pytest.mark.parametrize(
    ("text", "pref"),
    [
        ("扎实推动高质量发展", "高质量发展"),
        ("因地制宜发展新质生产力", "新质生产力"),
        ("实现高水平科技自立自强", "科技自立自强"),
        ("把中国人的饭碗牢牢端在自己手中", "粮食安全"),
        ("锲而不舍落实中央八项规定精神", "中央八项规定精神"),
        ("推动共建“一带一路”高质量发展", "共建“一带一路”"),
    ],
)
def test_a_printed_form_leads_to_its_concept(themes: tuple[Concept, ...], text: str, pref: str) -> None:
    found = [concept.pref for concept in themes if any(label in text for label in concept.labels)]
    assert pref in found


def test_numeric_shorthand_is_explained(themes: tuple[Concept, ...]) -> None:
    shorthand = {"两个确立", "两个维护", "四个意识", "三农", "五位一体", "四个全面", "两个毫不动摇", "两重建设", "四风"}
    assert {concept.pref for concept in themes if concept.definition} >= shorthand


def test_loading_stays_fast() -> None:
    load_themes.cache_clear()
    started = time.process_time()
    load_themes()
    assert time.process_time() - started < 0.2  # 13 ms here; an RDF parser takes seconds


def test_loading_needs_no_rdf_library() -> None:
    code = (
        "import sys; from kg.lexicon.thesaurus import load_themes; load_themes();"
        "sys.exit(bool({'rdflib', 'pyoxigraph', 'spacy'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_turtle_holds_every_concept(themes: tuple[Concept, ...], turtle: rdflib.Graph) -> None:
    concepts = {_iri(concept.pref) for concept in themes}
    assert set(turtle.subjects(RDF.type, SKOS.Concept)) == concepts == set(turtle.subjects(RDF.type, PK.Theme))
    assert set(turtle.subjects(SKOS.inScheme, rdflib.URIRef(SCHEME))) == concepts
    for concept in themes:
        zh = rdflib.Literal(concept.pref, "zh")
        assert set(turtle.objects(_iri(concept.pref), RDFS.label)) == {zh}
        assert set(turtle.objects(_iri(concept.pref), SKOS.prefLabel)) == {zh, rdflib.Literal(concept.en, "en")}
        alts = {rdflib.Literal(label, "zh") for label in concept.alts}
        assert set(turtle.objects(_iri(concept.pref), SKOS.altLabel)) == alts


def test_turtle_keeps_the_rules_of_skos(turtle: rdflib.Graph) -> None:
    broader = set(turtle.subject_objects(SKOS.broader))
    assert {(above, below) for below, above in broader} == set(turtle.subject_objects(SKOS.narrower))
    related = set(turtle.subject_objects(SKOS.related))
    assert related
    assert related == {(other, one) for one, other in related}
    assert not related & set(turtle.query("SELECT ?a ?b { ?a skos:broader+ ?b }", initNs={"skos": SKOS}))
    tops = set(turtle.objects(rdflib.URIRef(SCHEME), SKOS.hasTopConcept))
    assert tops == set(turtle.subjects(SKOS.topConceptOf))
    assert len(tops) == FIELDS
    assert not any(isinstance(term, rdflib.BNode) for triple in turtle for term in triple)


@pytest.mark.parametrize(
    ("label", "key"),
    [
        ("京津冀协同发展", "theme/京津冀协同发展"),
        ("不敢腐、不能腐、不想腐", "theme/不敢腐-不能腐-不想腐"),
        ("共建“一带一路”", "theme/共建一带一路"),
        ("人工智能+行动", "theme/人工智能+行动"),
        ("首台（套）重大技术装备", "theme/首台套重大技术装备"),
    ],
)
def test_the_key_of_a_theme_is_fit_for_an_iri(label: str, key: str) -> None:
    assert theme_key(label) == key


FIELD = "粮食\t\tTOP\t\t\tGrain"
GOOD = (FIELD, "粮食安全\t保障粮食安全\t\t\t\tFood security", "耕地保护\t\t粮食安全\t\t\tFarmland")


def _table(folder: Path, *rows: str, name: str = "01-grain.tsv", header: str = "\t".join(COLUMNS)) -> Path:
    (folder / name).write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
    return folder


def test_a_table_is_read_line_by_line(tmp_path: Path) -> None:
    field, security, land = read_thesaurus(_table(tmp_path, *GOOD))
    assert (field.broader, security.broader, land.broader) == ("", "粮食", "粮食安全")
    assert security.labels == ("粮食安全", "保障粮食安全")
    assert {field.field, security.field, land.field} == {"粮食"}


def test_one_concept_may_hold_a_label_with_and_without_quotation_marks(tmp_path: Path) -> None:
    _, harvest = read_thesaurus(_table(tmp_path, FIELD, "三夏\t“三夏”\t\t\t\tSummer tasks"))
    assert harvest.labels == ("三夏", "“三夏”")


@pytest.mark.parametrize(
    ("rows", "where", "found"),
    [
        ((*GOOD, "口粮\t保障粮食安全\t\t\t\tStaples"), ":5", "保障粮食安全"),
        ((*GOOD, "耕地保护\t\t\t\t\tFarmland"), ":5", "耕地保护"),
        ((*GOOD, "口粮\t“粮食安全”\t\t\t\tStaples"), ":5", "“粮食安全”"),
        ((*GOOD, "口粮\t《粮食安全》\t\t\t\tStaples"), ":5", "《粮食安全》"),
        ((*GOOD, "口粮\t主粮|主粮\t\t\t\tStaples"), ":5", "主粮"),
        ((*GOOD, "粮食、安全\t\t\t\t\tGrain, safety", "“粮食-安全”\t\t\t\t\tTwin"), ":6", "IRI"),
        ((*GOOD, "口粮\t\t没有\t\t\tStaples"), ":5", "broader 没有"),
        ((*GOOD, "口粮\t\t\t没有\t\tStaples"), ":5", "related 没有"),
        ((*GOOD, "口粮\t\t耕地保护\t粮食安全\t\tStaples"), ":5", "above or below"),
        ((FIELD, "甲\t\t乙\t\t\tA", "乙\t\t甲\t\t\tB"), ":3", "above itself"),
        ((*GOOD, "口粮\t\tTOP\t\t\tStaples"), ":5", "TOP"),
        ((*GOOD, "口粮\t\t\t\t\t"), ":5", "口粮"),
        ((*GOOD, "口粮\t\t\t\tStaples"), ":5", "5 columns"),
        ((*GOOD, "口粮\t保障口粮||吃饭\t\t\t\tStaples"), ":5", "''"),
        ((), ":2", "no line"),
    ],
)
def test_a_broken_line_is_named(tmp_path: Path, rows: tuple[str, ...], where: str, found: str) -> None:
    with pytest.raises(SeedError) as caught:
        read_thesaurus(_table(tmp_path, *rows))
    assert caught.value.where == "01-grain.tsv" + where
    assert found in caught.value.found


def test_a_broken_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(SeedError, match="no tables"):
        read_thesaurus(tmp_path)
    with pytest.raises(SeedError, match="header"):
        read_thesaurus(_table(tmp_path, *GOOD, header="prefLabel\ten"))
    with pytest.raises(SeedError, match=r"Grain\.tsv"):
        read_thesaurus(_table(tmp_path, *GOOD, name="Grain.tsv"))


def test_broader_stays_inside_the_field(tmp_path: Path) -> None:
    _table(tmp_path, *GOOD)
    _table(tmp_path, "水\t\tTOP\t\t\tWater", "节水\t\t粮食安全\t\t\tSaving water", name="02-water.tsv")
    with pytest.raises(SeedError, match=r"02-water\.tsv:3 · broader 粮食安全"):
        read_thesaurus(tmp_path)
