"""What holds of every text: places point at their words, facts have evidence, twice is the same, nothing breaks."""

from __future__ import annotations

import cProfile
import pstats
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.extract import extract
from kg.model import Extraction, Literal
from tests.extract.cases import KINDS, article_of, read_cases

SENTENCES = sorted({case.text for kind in (*KINDS, "failures") for case in read_cases(kind)})
"""The texts of the cases: every construction that the grammar knows, and many that it must leave."""
GRAMMAR = "，。、；：！？“”‘’（）《》·—-\n 的在和与及兼至日月年省市县区长会村部委局说要上下午0123456789"
SIGNS = "\ue000\ue001\ue002\ue003\ue004"
"""What names are folded into, characters of private use."""
DAYS = st.sampled_from((None, "2024-02-29", "2024-05-14", "2025-01-01"))

texts = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=6).flatmap(
    lambda parts: st.sampled_from(("", "\n", " ", "，")).map(lambda glue: glue.join(parts))
)
scraps = st.lists(
    st.one_of(
        st.sampled_from(SENTENCES).flatmap(lambda text: st.integers(0, len(text)).map(lambda at: text[at:])),
        st.sampled_from(SENTENCES).flatmap(lambda text: st.integers(0, len(text)).map(lambda at: text[:at])),
        st.text(GRAMMAR, max_size=8),
    ),
    max_size=5,
).map(lambda parts: "".join(parts) + "。")
quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def check_records(found: Extraction) -> None:
    """Every place lies in the text and quotes it; every end of a fact is an entity; every fact has evidence."""
    text, keys = found.article.text, {entity.key for entity in found.entities}
    for start, end in found.sentences:
        assert 0 <= start < end <= len(text)
    for mention in found.mentions:
        assert 0 <= mention.start < mention.end <= len(text)
        assert mention.key in keys
    for fact in found.facts:
        assert fact.evidence
        assert fact.subject in keys | {found.article.key}
        assert isinstance(fact.object, Literal) or fact.object in keys
        assert fact.because is None or fact.because in keys
        for evidence in fact.evidence:
            assert evidence.quote and text[evidence.start : evidence.end] == evidence.quote
            assert evidence.rule and 0 < evidence.confidence <= 1


@given(texts, DAYS)
@quick
def test_everything_found_points_at_its_words(text: str, date: str | None) -> None:
    check_records(extract(article_of(text, date)))


@given(scraps, DAYS)
@quick
def test_broken_sentences_break_nothing(text: str, date: str | None) -> None:
    check_records(extract(article_of(text, date)))


@given(st.text(st.characters(codec="utf-8", exclude_characters=SIGNS), max_size=120), DAYS)
@quick
def test_any_characters_break_nothing(text: str, date: str | None) -> None:
    check_records(extract(article_of(text, date)))


@given(texts, DAYS)
@settings(quick, max_examples=25)
def test_extraction_is_the_same_twice(text: str, date: str | None) -> None:
    assert extract(article_of(text, date)) == extract(article_of(text, date))


@given(texts, texts)
@settings(quick, max_examples=15)
def test_one_article_leaves_no_trace_in_the_next(text: str, other: str) -> None:
    alone = extract(article_of(text))
    extract(article_of(other))
    assert extract(article_of(text)) == alone


@given(texts)
@settings(quick, max_examples=25)
def test_facts_are_ordered_and_stated_once(text: str) -> None:
    found = extract(article_of(text))
    stated = [(f.subject, f.predicate, f.object, f.status, f.polarity, f.because) for f in found.facts]
    assert len(set(stated)) == len(stated)
    assert [entity.key for entity in found.entities] == sorted({entity.key for entity in found.entities})


@pytest.mark.parametrize("text", ["", " ", "\n", "。", "，，，", "“", "”“", "（", "《》", "的", "等", "·", "省", "1日"])
def test_nearly_nothing_gives_nearly_nothing(text: str) -> None:
    found = extract(article_of(text, "2024-05-14"))
    check_records(found)
    assert [entity for entity in found.entities if entity.kind == "people"] == []


# --- how much work a text makes: calls of functions, which a busy computer does not change -----------------------

UNIT = 60
MOST_GROWTH = 2.8
"""Times the calls for twice the text: 2 is linear, 4 quadratic; measured 1.4–2.1, and 2.6 for a chain of clauses, each
of which looks back for its subject."""

LONG: dict[str, Callable[[int], str]] = {
    "one sentence of one name": lambda size: "习近平" * size,
    "a roster": lambda size: "、".join(["李建国", "王秀兰", "赵文强"] * (size // 3)) + "出席会议。",
    "clauses without a full stop": lambda size: "李强在河北省石家庄市考察，" * size,
    "posts in a chain": lambda size: "中共中央政治局委员、" * size + "石泰峰出席。",
    "one character": lambda size: "会" * 8 * size,
    "no punctuation": lambda size: "推进高质量发展建设现代化产业体系" * size,
    "paragraphs": lambda size: "李强强调，要稳就业。\n" * size,
    "quotes that never close": lambda size: "他说“要实干" * size,
    "digits": lambda size: "13日" * 3 * size,
    "dots": lambda size: "阿·" * 4 * size,
}


def calls(text: str) -> int:
    """How many functions an extraction calls."""
    article = article_of(text, "2024-05-14")
    profile = cProfile.Profile()
    profile.runcall(extract, article)
    return int(pstats.Stats(profile).total_calls)  # type: ignore[attr-defined]


@pytest.mark.parametrize("shape", LONG)
def test_twice_the_text_is_about_twice_the_work(shape: str) -> None:
    make = LONG[shape]
    calls(make(2))  # the tables are loaded outside the measurement
    once, twice = calls(make(UNIT)), calls(make(2 * UNIT))
    assert twice <= MOST_GROWTH * once, f"{once} calls for {UNIT} units, {twice} for {2 * UNIT}"


@pytest.mark.parametrize("shape", LONG)
def test_a_long_single_line_is_read_to_its_end(shape: str) -> None:
    found = extract(article_of(LONG[shape](UNIT)))
    check_records(found)
    assert found.sentences[-1][1] == len(found.article.clean.rstrip("\n"))
