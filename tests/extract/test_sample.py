"""The hand-checked sample: what was judged right is still extracted; what was judged wrong is counted."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from kg.extract import extract
from kg.model.kinds import BY_NAME
from tests.extract.cases import article_of
from tests.sample.__main__ import again_lines, report
from tests.sample.verdicts import RIGHT, UNSURE, WRONG, measure, read_verdicts, statement_name, triples_of

LEAST_KEPT = 0.93
"""Some facts judged right go on under better names: a talk with three guests is three talks today."""
LONGEST = 48
"""Characters; the longest name of an event. What is longer would be a sentence, and the sample keeps none."""
VERDICTS = read_verdicts()


@pytest.fixture
def corpus(shared: Path) -> Path:
    folder = shared / "corpus" / "cctv"
    if not folder.is_dir():
        pytest.skip("needs the broadcast corpus in ../shared/corpus, which is not part of the repository")
    return folder


def test_the_sample_is_large_and_covers_the_predicates() -> None:
    counts = Counter(verdict.predicate for verdict in VERDICTS)
    assert counts.total() >= 400
    assert len(counts) >= 20 and min(counts.values()) >= 20


def test_every_fact_is_judged_once_and_every_fault_has_its_cause() -> None:
    stated = Counter((verdict.source, verdict.triple, verdict.rule, verdict.status) for verdict in VERDICTS)
    assert max(stated.values()) == 1
    assert {verdict.verdict for verdict in VERDICTS} == {RIGHT, WRONG, UNSURE}
    assert [verdict for verdict in VERDICTS if bool(verdict.cause) == (verdict.verdict == RIGHT)] == []


def test_the_sample_holds_facts_and_no_sentences() -> None:
    ends = [end for verdict in VERDICTS for end in (verdict.subject, verdict.object)]
    assert [end for end in ends if len(end) > LONGEST or "。" in end or "，" in end] == []


def test_statements_are_named_by_their_first_words() -> None:
    triples = triples_of(extract(article_of("李强强调，要抓好夏粮生产。")))
    assert (statement_name("强调", "要抓好夏粮生产。"), "speaker", "李强") in triples
    assert ("李强", "isEntityOfKind", "people") in triples


def test_entities_are_of_kinds_that_exist() -> None:
    assert {verdict.object for verdict in VERDICTS if verdict.predicate == "isEntityOfKind"} <= set(BY_NAME)


def test_the_tables_of_precision_add_up() -> None:
    lines = list(report(VERDICTS))
    whole = next(line.split() for line in lines if line.startswith("all "))
    assert int(whole[1]) == len(VERDICTS) == sum(map(int, whole[2:5]))
    groups = [line.split() for line in lines if line and line.split()[0] in {v.predicate for v in VERDICTS}]
    assert sum(int(group[1]) for group in groups) == len(VERDICTS)


def test_what_was_judged_right_is_still_extracted(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    again = measure(VERDICTS, corpus)
    judged = len(again.kept) + len(again.lost) + len(again.still_wrong) + len(again.mended)
    assert judged >= 400, "the corpus lacks most of the articles"
    with capsys.disabled():
        print("", *(line for line in again_lines(again) if line and line[0] != " "), sep="\n")
    assert again.share_kept >= LEAST_KEPT, "\n".join(again_lines(again))
