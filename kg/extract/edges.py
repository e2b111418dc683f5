"""Where a name may begin: the places of a text that a name to the right does not reach across."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from kg.extract.spans import Cover, Span
from kg.lexicon.matcher import Matcher
from kg.lexicon.words import all_words, alternatives, load_words

# a name is made of Chinese characters, Latin letters, digits and the dots inside foreign names
NOT_IN_NAMES = re.compile(r"(?<=—)—|—(?=—)|[^\u3400-\u9fffA-Za-z0-9·—\-“”]")
# verbs that themes are read from close a name to their right just as well
VERB_TABLES = ("policy_verbs", "other_verbs", "narrative_verbs", "modals", "adverbs")
NAME_WORDS = frozenset(
    (
        "发展",
        "建设",
        "服务",
        "支持",
        "联合",
        "保护",
        "创新",
        "开放",
        "合作",
        "利用",
        "管理",
        "教育",
        "统筹",
        "科学",
        "综合",
        "协同",
        "协调",
        "重点",
        "全面",
        "长期",
        "系统",
        "统一",
        "健康",
        "安全",
        "优先",
        "关心",
        "高效",
        "准确",
    )
)
JOINING = frozenset("和与")
# 昌河飞机工业（集团）有限公司: brackets inside the name of a company
BRACKETED = re.compile("（[\u3400-\u9fff]{2,5}）(?=[股有责公集]|[\u3400-\u9fff]{2,10}?公司)")
LONGEST_NAME = 26  # characters; of 12,000 names ending in 公司 in the broadcasts 99.6 % are shorter


@cache
def _stop_words() -> Matcher[None]:
    verbs = (
        word for table in VERB_TABLES for word in all_words("themes", table) if len(word) > 1 and word not in NAME_WORDS
    )
    stops = load_words("grammar", "edges")
    return Matcher(dict.fromkeys((*stops["verb"], *stops["function"], *verbs)))


@cache
def _shields() -> re.Pattern[str]:
    """Words that hold a stop word as a part: 高等 holds 等."""
    return re.compile(alternatives(load_words("grammar", "edges")["shield"]))


@dataclass(frozen=True, slots=True)
class _Marks:
    """Where the edges of a text may be, whatever names it holds: at its punctuation and at its stop words, which count
    outside of names only; `ending` and `starting` give the other end of each stop word."""

    edges: Cover
    stops: Cover
    ending: Mapping[int, Sequence[int]]
    starting: Mapping[int, Sequence[int]]
    punctuation: frozenset[int]


# the components ask one after the other for the edges of the same text, each with the names known by then
@lru_cache(maxsize=1)
def _marks(text: str) -> _Marks:
    bracketed = {at for match in BRACKETED.finditer(text) for at in (match.start(), match.end() - 1)}
    outside = [match.start() for match in NOT_IN_NAMES.finditer(text) if match.start() not in bracketed]
    shielded = Cover(len(text), ((match.start() + 1, match.end()) for match in _shields().finditer(text)))
    ending: defaultdict[int, list[int]] = defaultdict(list)
    starting: defaultdict[int, list[int]] = defaultdict(list)
    for start, end, _ in _stop_words().all(text):
        if not shielded.meets(start, end + 1):
            ending[end].append(start)
            starting[start].append(end)
    size = len(text) + 1
    return _Marks(
        Cover.at(size, (0, *(at + 1 for at in outside), *ending)),
        Cover.at(size, (len(text), *outside, *starting)),
        ending,
        starting,
        frozenset((-1, *outside, len(text))),
    )


class Edges:
    """The edges of one text: after punctuation, after verbs and function words outside of known names, after people.

    `text` is `Article.clean`; `names` the places and organisations already found, which are never cut;
    `barriers` further edges (the ends of people and dates).
    """

    def __init__(self, text: str, names: Sequence[Span], barriers: Iterable[int] = ()) -> None:
        self._text = text
        self._marks = _marks(text)
        self._inside = Cover(len(text), ((span.start + 1, span.end) for span in names))
        self._barriers = frozenset(barriers)
        self._edges = self._marks.edges.joined(self._barriers)

    def stops_at(self, position: int) -> bool:
        """Whether a word that ends names begins at `position`."""
        if position in self._marks.punctuation:
            return True
        return any(not self._inside.meets(position, end + 1) for end in self._marks.starting.get(position, ()))

    def opens_at(self, position: int) -> bool:
        """Whether a name may begin at `position`: right behind punctuation, a verb, a function word or a barrier."""
        if position in self._barriers or position - 1 in self._marks.punctuation:
            return True
        return any(not self._inside.meets(start, position + 1) for start in self._marks.ending.get(position, ()))

    def after(self, position: int, joining: bool = False) -> int:
        """The nearest place after `position` where a name that began there must have ended.

        With `joining` a name may hold 和 (交通和通信部).
        """
        furthest = position + LONGEST_NAME
        at = position
        while (at := self._marks.stops.first(at + 1, furthest)) >= 0:
            if self.stops_at(at) and not (joining and self._text[at : at + 1] in JOINING):
                return at
        return furthest

    def before(self, position: int) -> int:
        """The nearest edge at or before `position`, or `position` itself when none is near enough."""
        nearest = max(position - LONGEST_NAME + 1, 0)
        at = position + 1
        while (at := self._edges.last(nearest, at)) >= 0:
            if self.opens_at(at):
                return at
        return position
