"""Title words (书记, 副总理, 董事长) in a text: the heads from which posts and people are read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from kg.lexicon.matcher import Matcher
from kg.lexicon.words import alternatives, load_words


@dataclass(frozen=True, slots=True)
class Title:
    """A title at `start:end` of a text with its modifiers (副, 前); `word` is the title without those of time.

    `cls` is the class of the word in the table; `former` says that a modifier puts it in the past (前, 原, 时任).
    """

    start: int
    end: int
    word: str
    cls: str
    former: bool = False


@cache
def _titles() -> Matcher[str]:
    return Matcher({word: cls for cls, words in load_words("posts", "titles").items() for word in words})


@cache
def _modifiers() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = load_words("posts", "modifiers")
    return re.compile(rf"(?:{alternatives(words['time'])})$"), re.compile(rf"(?:{alternatives(words['rank'])})$")


# 常驻联合国代表, 常驻联合国副代表: what the representative is sent to stands inside the title
_PERMANENT = re.compile("常驻[\u3400-\u9fff]{2,10}?(?:副)?代表(?!团|处)")
# 外交与侨务大臣, 财政与经济主管部长: a ministry of two fields
_FIELD = "外交|财政|贸易|经济|国防|内政|农业|教育|文化|能源|卫生|交通|工业|环境|旅游|科技|司法|劳动|商务|通信|信息|矿业"
_OF_TWO = re.compile(
    rf"(?:{_FIELD})(?:与|和|及)[\u3400-\u9fff]{{2,8}}?(?:(?:部|国务|主管|事务)?部长|(?:国务|事务)?大臣)(?!级|会|们)"
)


@cache
def title_words() -> frozenset[str]:
    """All words that are titles: none is a name."""
    return frozenset(word for words in load_words("posts", "titles").values() for word in words)


FORMER = ("前", "原", "时任", "前任", "卸任", "已故")


def find_titles(text: str) -> list[Title]:
    """The titles in `text` from the left, the longest at each place, words that merely begin like one left out
    (主席团, 总统府); offsets are characters of `text`."""
    found = _titles().all(text)
    found += [(*match.span(), "foreign") for rule in (_PERMANENT, _OF_TWO) for match in rule.finditer(text)]
    kept: list[Title] = []
    last = 0
    for start, end, cls in sorted(found, key=lambda hit: (hit[0], -hit[1])):
        if start < last:
            continue
        last = end
        if cls != "none":
            kept.append(_with_modifiers(text, start, end, cls))
    return kept


def _with_modifiers(text: str, start: int, end: int, cls: str) -> Title:
    time, rank = _modifiers()
    if match := rank.search(text, max(0, start - 4), start):
        start = match.start()
    word_start = start
    former = False
    while match := time.search(text, max(0, start - 5), start):
        former = former or match[0] in FORMER
        start = match.start()
    return Title(start, end, text[word_start:end], cls, former)


def after(titles: Sequence[Title], position: int) -> Title | None:
    """The title that begins at `position`, if one does."""
    return next((title for title in titles if title.start == position), None)
