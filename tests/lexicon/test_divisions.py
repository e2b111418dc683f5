"""The divisions of China: names, codes and containment."""

from __future__ import annotations

import pytest

from kg.lexicon.divisions import load_divisions

DIVISIONS = load_divisions()


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("河北省", ["130000"]),
        ("河北", ["130000"]),
        ("内蒙古", ["150000"]),
        ("吉林", ["220000"]),
        ("沧州", ["130900"]),
        ("黔东南", ["522600"]),
        ("黔东南州", ["522600"]),
        ("黔东南苗族侗族自治州", ["522600"]),
        ("大兴安岭", ["232700"]),
        ("石林县", ["530126"]),
        ("东乡县", ["622926"]),
        ("黄骅市", ["130983"]),
        ("朝阳区", ["110105", "220104"]),
        ("香港", ["810000"]),
        ("台湾", ["710000"]),
    ],
)
def test_a_name_finds_its_divisions(name: str, codes: list[str]) -> None:
    assert [row.id for row in DIVISIONS.named(name)] == codes


@pytest.mark.parametrize("word", ["合作", "资源", "友谊", "新兴", "和平", "长治", "来宾", "巴中", "某地", "土默特左"])
def test_words_and_unknown_names_find_none(word: str) -> None:
    assert DIVISIONS.named(word) == ()


def test_a_risky_stem_is_kept_for_readers_with_context() -> None:
    assert [row.name for row in DIVISIONS.by_short["资源"]] == ["资源县"]
    assert [row.name for row in DIVISIONS.by_short["白银"]] == ["白银市"]


def test_abbreviations_name_provinces() -> None:
    assert DIVISIONS.by_abbreviation["冀"].name == "河北省"
    assert DIVISIONS.by_abbreviation["蜀"] is DIVISIONS.by_abbreviation["川"]
    assert {row.id for row in DIVISIONS.by_abbreviation.values()} == {
        row.id for row in DIVISIONS.by_code.values() if row.extra["level"] == "province"
    }


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("130983", ["沧州市", "河北省"]),
        ("110108", ["北京市"]),
        ("500243", ["重庆市"]),
        ("419001", ["河南省"]),
        ("130000", []),
        ("999999", []),
    ],
)
def test_ancestors_are_nearest_first(code: str, names: list[str]) -> None:
    assert [row.name for row in DIVISIONS.ancestors(code)] == names


def test_parent_and_children_agree() -> None:
    for code, row in DIVISIONS.by_code.items():
        parent = DIVISIONS.parent(code)
        assert (parent is None) == (row.extra["level"] == "province"), row
        assert parent is None or row in DIVISIONS.children(parent.id)
    assert len(DIVISIONS.children("130000")) == 11
    assert DIVISIONS.children("130983") == ()


def test_levels_have_the_known_sizes() -> None:
    levels = [row.extra["level"] for row in DIVISIONS.by_code.values()]
    assert levels.count("province") == 34
    assert levels.count("prefecture") == 333
    assert 2800 < levels.count("county") < 2900


def test_loading_twice_gives_the_same_object() -> None:
    assert load_divisions() is DIVISIONS
