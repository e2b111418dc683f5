"""One release in several places is found again, two events told in one form are not."""

from __future__ import annotations

import random
from datetime import date, timedelta
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.corpus.copies import SKETCH, Copy, Text, find_copies, similarity, sketch

CLAUSES = [
    "青江省委书记林向东在云溪市考察", "他来到白鹭镇湿地公园", "了解生态修复进展情况", "要求守住生态保护红线",
    "随后考察了云溪船舶研究院", "同科研人员亲切交流", "听取绿色航运项目汇报", "在座谈会上发表讲话",
    "他指出沿江地区责任重大", "必须坚持绿色发展道路", "省长周岚等陪同考察",
]  # fmt: skip
RELEASE = "，".join(CLAUSES) + "。"


def text(name: str, body: str, day: str | None = "2031-09-03", source: str = "新华社") -> Text:
    return Text(name, sha256(body.encode()).hexdigest(), source, day, sketch(body))


def pairs(*texts: Text) -> list[tuple[str, str, float]]:
    return [(copy.name, copy.of, copy.similarity) for copy in find_copies(texts)]


def changed(*places: int) -> str:
    """The release with other clauses in these places."""
    return "，".join(f"第{i}句另有说法如此" if i in places else c for i, c in enumerate(CLAUSES)) + "。"


def test_the_same_text_is_a_copy_whenever_it_appears() -> None:
    again = text("b", RELEASE, "2033-01-01", "人民日报")
    assert find_copies([again, text("a", RELEASE)]) == [Copy("b", again.sha256, "a", again.sha256, 1.0)]
    assert find_copies([again, text("a", RELEASE)])[0].exact


def test_a_release_with_small_changes_is_a_copy_of_the_earliest() -> None:
    edited = text("b", changed(3), "2031-09-04", "云溪日报")
    assert pairs(edited, text("a", RELEASE)) == [("b", "a", round(10 / 12, 2))]
    assert not find_copies([edited, text("a", RELEASE)])[0].exact


def test_a_copy_of_a_copy_is_linked_to_what_it_is_most_like() -> None:
    first, second = text("a", RELEASE), text("b", changed(3), "2031-09-04", "云溪日报")
    third = text("c", changed(3, 4), "2031-09-05", "青江日报")
    assert [(name, of) for name, of, _ in pairs(third, second, first)] == [("b", "a"), ("c", "b")]


def test_a_form_that_recurs_is_no_copy() -> None:
    assert pairs(text("a", RELEASE), text("b", changed(3), "2032-09-03", "云溪日报")) == []
    assert pairs(text("a", RELEASE), text("b", changed(3, 4), "2031-09-05")) == [], "of one source"
    assert len(pairs(text("a", RELEASE), text("b", changed(3, 4), "2031-09-05", "云溪日报"))) == 1, "of two"


def test_a_set_phrase_in_common_is_no_copy() -> None:
    short = "，".join(CLAUSES[:2]) + "。"
    assert pairs(text("a", short), text("b", f"{short}完。", source="云溪日报")) == []
    assert pairs(text("a", RELEASE), text("b", "，".join([CLAUSES[0], *map(str, range(10**6, 10**6 + 9))]))) == []


def test_what_has_no_date_comes_last_and_may_be_a_copy_of_anything() -> None:
    assert pairs(text("a", changed(3), None, "云溪日报"), text("z", RELEASE)) == [("a", "z", round(10 / 12, 2))]


def test_a_sketch_is_short_and_the_same_in_every_process() -> None:
    many = "，".join(f"第{number}条意见如此这般" for number in range(500))
    assert len(sketch(many)) == SKETCH and list(sketch(many)) == sorted(sketch(many))
    assert list(sketch("青江省委书记林向东在云溪市考察，短句。")) == [7184779022545936272]
    assert list(sketch("短句，没有。")) == [] and similarity(sketch("短句"), sketch("短句")) == 0.0


@given(st.integers(0, 300), st.integers(0, 300), st.integers(0, 300))
def test_the_estimate_is_near_the_share_in_common(only_one: int, both: int, only_other: int) -> None:
    def body(*parts: range) -> str:
        return "，".join(f"第{number}条意见如此这般" for part in parts for number in part)

    shared = range(both)
    one = body(shared, range(1000, 1000 + only_one))
    other = body(shared, range(2000, 2000 + only_other))
    total = only_one + both + only_other
    exact = both / total if both else 0.0
    estimate = similarity(sketch(one), sketch(other))
    assert estimate == pytest.approx(exact, abs=1e-9 if total <= SKETCH else 0.3)


@given(st.randoms(use_true_random=False))
def test_the_order_of_texts_does_not_matter(chance: random.Random) -> None:
    texts = [
        text(f"{n}", changed(*chance.sample(range(11), chance.randrange(4))), day, source)
        for n, (day, source) in enumerate((d, s) for d in ("2031-09-03", "2031-09-05", None) for s in ("甲报", "乙报"))
    ]
    expected = find_copies(texts)
    chance.shuffle(texts)
    assert find_copies(texts) == expected


def test_thousands_in_one_form_take_no_longer_than_their_number() -> None:
    start = date(2031, 1, 1)
    days = [(start + timedelta(days=n // 200)).isoformat() for n in range(4000)]
    texts = [text(f"{n:05}", changed(3, 4) + f"编号为{n:05}的通告。", day) for n, day in enumerate(days)]
    assert len(find_copies(texts)) == 3999
