"""The tagger finds people without titles, the same wherever it cuts the text, and says what is wrong with its file."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import SeedError
from kg.extract import tagger
from kg.extract.tagger import LABELS, MARGIN, TEMPLATES, find_tagged, find_tagged_with, load_model, read_model
from kg.lexicon.tables import load_sources
from kg.paths import lexicon_dir

WEIGHTS = lexicon_dir() / "tagger" / "weights.npz"
LARGEST = 9_000_000  # bytes that a file of weights may add to the package

# made up for this test: none stands beside a title
SENTENCES = (
    ("一大早，赵兰芝就和丈夫下地了。", "赵兰芝"),
    ("说起家乡的变化，孙德胜打开了话匣子。", "孙德胜"),
    ("“今年收成好。”周桂芳告诉记者，她家多打了两千斤粮。", "周桂芳"),
    ("比赛中，李雪梅以两秒的优势夺冠。", "李雪梅"),
    ("科瓦列夫斯基没有出席当天的活动。", "科瓦列夫斯基"),
)
PLAIN = (
    "高质量发展是首要任务。",
    "全年粮食产量再创新高。",
    "今天多云转小雨，气温明显下降。",
    "要加快建设现代化产业体系。",
)


def names(text: str, kind: str = "people") -> list[str]:
    return [text[name.start : name.end] for name in find_tagged(text) if name.kind == kind]


@pytest.mark.parametrize(("text", "name"), SENTENCES)
def test_person_without_title(text: str, name: str) -> None:
    assert names(text) == [name]


@pytest.mark.parametrize("text", PLAIN)
def test_plain_words_are_no_names(text: str) -> None:
    assert find_tagged(text) == []


def test_nothing_in_nothing() -> None:
    assert find_tagged("") == []


@given(st.text(max_size=60) | st.text("王建国说，在北京·拉马福萨。\n“”", max_size=60))
def test_names_lie_in_the_text_without_overlap(text: str) -> None:
    found = find_tagged(text)
    assert all(0 <= name.start < name.end <= len(text) for name in found)
    assert all(first.end <= second.start for first, second in pairwise(found))
    assert all(0 < name.score <= 1 and name.kind in tagger.KINDS for name in found)


def test_blocks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "\n".join(sentence for sentence, _ in SENTENCES) + "\n"
    whole = find_tagged(text)
    monkeypatch.setattr(tagger, "BLOCK", 20)
    parts = find_tagged(text)
    assert len(parts) == len(SENTENCES)
    assert [name[:3] for name in parts] == [name[:3] for name in whole]
    assert np.allclose([name.score for name in parts], [name.score for name in whole], atol=1e-5)


def test_no_feature_looks_beyond_the_margin() -> None:
    offsets = [abs(int(atom[1:])) for template in TEMPLATES for atom in template.split()]
    # a word of four characters that begins at an offset ends three further on
    assert max(offsets) <= MARGIN


def test_labels_follow_each_other_as_they_may() -> None:
    names_inside = [
        (first, second) for first in range(LABELS) for second in range(LABELS) if tagger._follows(first, second)
    ]
    assert (0, 1) in names_inside and (1, 3) in names_inside and (3, 0) in names_inside
    assert (0, 3) not in names_inside and (1, 0) not in names_inside and (1, 7) not in names_inside


def test_weights_fit_and_have_a_source() -> None:
    assert WEIGHTS.stat().st_size < LARGEST
    assert load_sources(WEIGHTS.parent)["weights"].licence
    assert load_model().weights.shape[1] == LABELS


def test_missing_and_broken_weights_are_named(tmp_path: Path) -> None:
    with pytest.raises(SeedError, match="nowhere"):
        read_model(tmp_path / "nowhere.npz")
    broken = tmp_path / "broken.npz"
    broken.write_bytes(WEIGHTS.read_bytes()[:1000])
    with pytest.raises(SeedError, match="broken"):
        read_model(broken)
    with np.load(WEIGHTS) as archive:
        arrays = {name: archive[name] for name in archive.files}
    np.savez(broken, **{**arrays, "weights": arrays["weights"][:, :5]})
    with pytest.raises(SeedError, match="weights"):
        read_model(broken)


def test_clauses_without_candidates_are_not_looked_at() -> None:
    text = "高质量发展是首要任务，一大早，赵兰芝就下地了。"
    start = text.index("赵兰芝")
    assert [name[:2] for name in find_tagged(text)] == [(start, start + 3)]
    assert find_tagged(text, [(start, start + 3)]) == []
    everywhere = find_tagged_with(load_model(), "赵兰芝说，她去北京。赵兰芝说，她去北京。", known=None)
    assert {name.kind for name in everywhere} == {"people", "places"}
    assert everywhere[0].start == 0 and everywhere[2].start == 10
