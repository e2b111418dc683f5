"""Themes: every rule's own examples, labels and forms, merging, and what must not come out."""

import time
from collections.abc import Collection

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.theme_grammar import CLASSES, read_shape, words
from kg.extract.theme_rules import RULES, Rule
from kg.extract.themes import Theme, ThemeMention, find_by_rule, find_themes, merge_themes
from kg.lexicon.tables import load_sources
from kg.paths import lexicon_dir
from kg.text import split_sentences

YES = [pytest.param(rule, text, label, id=f"{rule.id}:{label}") for rule in RULES for text, label in rule.yes]
NO = [pytest.param(rule, text, id=f"{rule.id}:{text}") for rule in RULES for text in rule.no]


def mentions_of(text: str, known: Collection[tuple[int, int]] = ()) -> list[ThemeMention]:
    return find_themes(text, split_sentences(text), known)


def themes_of(text: str) -> list[Theme]:
    return merge_themes(mentions_of(text))


def labels_of(text: str) -> set[str]:
    return {theme.label for theme in themes_of(text)}


def spellings_of(text: str) -> set[str]:
    return {spelling for theme in themes_of(text) for spelling in (theme.label, *theme.aliases)}


@pytest.mark.parametrize(("rule", "text", "label"), YES)
def test_a_rule_finds_its_examples(rule: Rule, text: str, label: str) -> None:
    found = find_by_rule(rule, text, split_sentences(text))
    assert label in {spelling.strip("“”") for mention in found for spelling in (mention.label, *mention.forms)}
    assert {mention.rule for mention in found} == {rule.id}


@pytest.mark.parametrize(("rule", "text"), NO)
def test_a_rule_leaves_its_counterexamples(rule: Rule, text: str) -> None:
    assert [mention.label for mention in find_by_rule(rule, text, split_sentences(text))] == []


def test_rules_have_ids_confidences_and_examples() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)
    assert all(rule.id.startswith("themes.") and 0 < rule.confidence < 1 for rule in RULES)
    assert all(rule.yes and rule.no for rule in RULES)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("他强调，要加快推进老旧街区更新改造。", "老旧街区更新改造"),
        ("他强调，要坚持和完善河湖长负责制。", "河湖长负责制"),
        ("他强调，要做好防灾减灾救灾工作。", "防灾减灾救灾"),
        ("他强调，要构建要素齐全、运行高效的应急救援体系。", "应急救援体系"),
        ("他强调，要增强基层组织的凝聚力。", "基层组织的凝聚力"),
        ("他强调，要关注滨海湿地修复的重要意义。", "滨海湿地修复"),
        ("他强调，要推动民族乐器制作技艺不断迈上新台阶。", "民族乐器制作技艺"),
    ],
)
def test_a_label_is_the_bare_phrase(text: str, expected: str) -> None:
    assert expected in spellings_of(text)


def test_the_verb_phrase_stays_as_surface() -> None:
    (mention,) = mentions_of("他强调，要扎实推进渔港码头改造。")
    assert (mention.label, mention.surface) == ("渔港码头改造", "推进渔港码头改造")
    assert mention.candidate
    assert mention.concept is None


def test_verbs_that_govern_verbs() -> None:
    (mention,) = mentions_of("他强调，要推动健全渔业补贴机制。")
    assert mention.label == "渔业补贴机制"
    assert {"推动健全渔业补贴机制", "健全渔业补贴机制"} <= set(mention.forms)


def test_a_list_gives_its_items() -> None:
    text = "他强调，要大力发展海洋渔业、滨海旅游、船舶修造等特色产业。"
    assert {"海洋渔业", "滨海旅游", "船舶修造"} <= spellings_of(text)


def test_a_list_with_a_shared_head_stays_whole() -> None:
    assert "渔港升级和航道整治" in spellings_of("他强调，要推进渔港升级和航道整治。")


@pytest.mark.parametrize(
    "text",
    [
        "他强调，要进一步做好各项工作，解决突出问题，取得新的更大成效。",
        "他强调，要学习贯彻重要讲话精神，提出意见建议，作出积极贡献。",
        "他走进麦田，仔细察看小麦长势，并向正在田里劳作的种植户询问产量、价格。",
        "有关部门负责同志参加座谈会。",
        "截至12日24时，现有确诊病例1175例。",
    ],
)
def test_empty_words_and_stories_give_nothing(text: str) -> None:
    assert labels_of(text) == set()


def test_a_known_name_is_no_theme_and_is_not_cut() -> None:
    text = "他强调，要支持青石湾，推动青石湾渔港改造。"
    known = [(start, start + 3) for start in range(len(text)) if text.startswith("青石湾", start)]
    found = mentions_of(text, known)
    assert [mention.label for mention in found] == ["青石湾渔港改造"]
    assert all(not start < edge < end for m in found for edge in (m.start, m.end) for start, end in known)


def test_a_thesaurus_label_gives_the_concept() -> None:
    (theme,) = [theme for theme in themes_of("会议强调，要优化营商环境。") if theme.label == "营商环境"]
    assert theme.concept == "营商环境"
    assert not theme.candidate
    assert "优化营商环境" in theme.aliases


def test_aliases_are_spellings_of_the_text() -> None:
    text = "会议强调，要优化营商环境，推进渔港码头升级改造。"
    assert all(alias in text for theme in themes_of(text) for alias in theme.aliases)


def test_variants_of_a_candidate_are_one_theme() -> None:
    text = "他强调，要推进渔港升级改造和航道整治。\n他了解渔港升级改造情况。"
    (theme,) = [theme for theme in themes_of(text) if "渔港升级改造" in (theme.label, *theme.aliases)]
    assert len(theme.mentions) == 2
    assert "渔港升级改造和航道整治" in theme.aliases


def test_the_headline_comes_first() -> None:
    text = "他强调 全力推动渔港码头改造\n新华社北京5月2日电 会议强调，要扩大滨海湿地面积，推广近海养殖技术。"
    first = themes_of(text)[0]
    assert (first.label, first.core) == ("渔港码头改造", True)


def test_speech_weighs_more_than_a_report() -> None:
    said, told = mentions_of("他强调，要推进渔港码头改造。"), mentions_of("当地推进渔港码头改造。")
    assert said[0].score > told[0].score


def test_a_speech_goes_on_to_the_end_of_its_paragraph() -> None:
    text = "他强调，要推进渔港码头改造。要扩大近海养殖。\n当地扩大近海养殖。"
    scores = [mention.score for mention in mentions_of(text) if mention.label == "近海养殖"]
    assert len(scores) == 2
    assert scores[0] > scores[1]


def test_nothing_gives_nothing() -> None:
    assert mentions_of("") == []
    assert merge_themes([]) == []


@given(st.text(alphabet="要推动加强建设发展渔港的和、，。“”《》中了等以为把对\n工作进一步ab1", max_size=60))
def test_offsets_point_at_the_text(text: str) -> None:
    shape = read_shape(text)
    assert "".join(text[a:b] for a, b in zip(shape.starts, shape.ends, strict=True)) == text
    for mention in mentions_of(text):
        assert 0 <= mention.start < mention.end <= len(text)
        assert mention.label
        assert mention.surface in text


@pytest.mark.parametrize("piece", ["推动", "建设", "工作", "“", "、推进发展", "的高质量", "《关于", "ア"])
def test_long_runs_take_linear_time(piece: str) -> None:
    text = "他强调，要" + piece * (20_000 // len(piece))
    start = time.perf_counter()
    mentions_of(text)
    assert time.perf_counter() - start < 5


def test_every_table_has_a_class_and_a_source() -> None:
    tables = {path.stem for path in (lexicon_dir() / "themes").glob("*.tsv")} - {"SOURCES"}
    assert {table for table, _ in CLASSES} | {"causatives"} == tables
    assert set(load_sources(lexicon_dir() / "themes")) == tables
    assert all(words(table) for table in tables)
