"""What a person's name looks like: its signs, where it ends, what may follow it."""

from __future__ import annotations

import re
from functools import cache

from kg.lexicon.tables import load_table
from kg.lexicon.words import all_words, alternatives
from kg.paths import lexicon_dir

DOT = "·・•"
LONGEST_FOREIGN = 14
FIRM, WEAK, NONE = 3, 1, 0
# characters that seldom close a name and often open what follows it
NOT_LAST = frozenset("和与及同向对在到等将率为就由应说称任当出主也欲还均已又则仍曾都拟赴们互此独是仅")
NOT_FIRST = frozenset("兼将出也还又已均都在是等和与同向对及被再曾并而或其该这那不就")
COMMON_SURNAME = 60.0  # of 150,000 names counted; rarer ones only count where a name must stand
RARE_SURNAME = 5.0


@cache
def transliteration() -> str:
    """The signs of which foreign names are written, as the inside of a character class."""
    return "".join(all_words("people", "transliteration"))


@cache
def surnames(least: float) -> frozenset[str]:
    """Surnames of one character at least as frequent as `least`, all of two characters."""
    rows = load_table(lexicon_dir() / "people" / "surnames.tsv")
    return frozenset(row.id for row in rows if len(row.id) > 1 or float(row.extra["frequency"]) >= least)


@cache
def not_names() -> frozenset[str]:
    return frozenset(all_words("people", "not-names"))


@cache
def common_words() -> frozenset[str]:
    """Words that begin with a surname and so look like names: 单独, 余震, 黄梅戏."""
    return frozenset(all_words("people", "words"))


@cache
def known_people() -> frozenset[str]:
    """Names known beforehand: of the broadcasts (known.tsv) and of history, state and letters (figures.tsv)."""
    tables = (load_table(lexicon_dir() / "people" / f"{name}.tsv") for name in ("known", "figures"))
    return frozenset(row.id for table in tables for row in table)


@cache
def _followers() -> tuple[re.Pattern[str], frozenset[str]]:
    words = all_words("people", "followers")
    firm = alternatives(word for word in words if len(word) > 1)
    return re.compile(rf"[^\u3400-\u9fffA-Za-z·]|\Z|{firm}"), frozenset(word for word in words if len(word) == 1)


def follow(text: str, end: int) -> int:
    """How firmly what stands at `end` closes a name: FIRM punctuation or a word, WEAK one character, NONE."""
    firm, weak = _followers()
    if firm.match(text, end):
        return FIRM
    return WEAK if text[end] in weak else NONE


def chinese_ends(text: str, start: int, least: float = RARE_SURNAME) -> list[int]:
    """Where a Chinese name that begins at `start` may end: surname and two, then one, given characters.

    `least` is the frequency that a surname of one character must have.
    """
    size = surname_size(text, start, least)
    if not size:
        return []
    size += text[start + size : start + size + 1] == "氏"  # 潘氏青心: a Vietnamese woman's name
    ends = [start + size + given for given in (2, 1)]
    return [end for end in ends if end <= len(text) and re.fullmatch(r"[\u3400-\u9fff]+", text[start:end])]


def surname_size(text: str, start: int, least: float) -> int:
    """How many characters at `start` are a surname at least as frequent as `least`: 2 for 欧阳, 1 for 王, else 0."""
    known = surnames(least)
    return 2 if text[start : start + 2] in known else int(text[start : start + 1] in known)


@cache
def given_signs() -> frozenset[str]:
    """The signs that given names are mostly written with."""
    return frozenset(all_words("people", "given"))


def given_end(text: str, start: int) -> int | None:
    """The end of a Chinese name told by its signs where nothing closes it: a common surname, then signs of given names
    (焦玉莲 before 端出); None where the signs are others."""
    if begins_a_word(text, start) or text[start : start + 2] in not_names():
        return None
    size = surname_size(text, start, COMMON_SURNAME)
    size += text[start + size : start + size + 1] == "氏"
    ends = chinese_ends(text, start, COMMON_SURNAME)
    fitting = [end for end in ends if given_signs().issuperset(text[start + size : end])]
    closed = [end for end in fitting if follow(text, end) == FIRM]
    long = [end for end in fitting if end - start - size == 2 or follow(text, end) != NONE]
    return next(iter((*closed, *long)), None)


@cache
def foreign_signs() -> re.Pattern[str]:
    return re.compile(rf"[{transliteration()}]{{2,{LONGEST_FOREIGN}}}")


@cache
def _dotted() -> re.Pattern[str]:
    part = r"[\u3400-\u9fff]"
    return re.compile(
        rf"{part}{{1,8}}(?:[{DOT}]{part}{{1,8}}|(?<=[{transliteration()}]{{2}})-(?=[{transliteration()}]){part}{{1,8}})+"
    )


def name_at(text: str, start: int, foreign: bool, firm: bool = False) -> int | None:
    """The end of the name that begins at `start`, or None; `firm` asks for a firm close.

    Of the possible ends the one that is best followed wins, among equals the longest; a dotted name
    (伊萨亚斯·阿费沃基) is taken up to the end of its last part.
    """
    if (end := dotted_end(text, start)) is not None:
        return end if sounds_foreign(text[start:end]) else None
    ends = chinese_ends(text, start)
    if match := foreign_signs().match(text, start):
        least = 2 if foreign else 4
        ends += [end for end in range(match.end(), start + least - 1, -1) if end not in ends]
    best, best_rank = None, (WEAK, False, 0) if firm else (NONE, False, 0)
    for end in ends:
        name = text[start:end]
        firmness = follow(text, end) - (FIRM if name[-1] in NOT_LAST and name not in known_people() else 0)
        rank = (firmness, name in known_people(), end - start)
        if begins_a_word(text, start) and name not in known_people():
            continue
        if name[:2] in not_names() or any(char in "的了在" for char in name) or _opens_badly(name, rank[0]):
            continue
        if (rank > best_rank and rank[0] > best_rank[0]) or (
            rank[0] == best_rank[0] and rank[0] > NONE and rank > best_rank
        ):
            best, best_rank = end, rank
    if best is None and foreign and follow(text, start) == NONE:
        best = given_end(text, start) or _foreign_end(text, start)
    return best


def _opens_badly(name: str, firmness: int) -> bool:
    """Whether the first sign is a function word that makes no name of this one; 曾毓群 is one if it closes firmly."""
    if name[0] not in NOT_FIRST or name in known_people():
        return False
    return not (firmness == FIRM and len(name) == 3 and given_end(name, 0) == 3)


def begins_a_word(text: str, start: int) -> bool:
    """Whether a word that follows names begins at `start`, so that no name does: 通电话, 代表."""
    match = _followers()[0].match(text, start)
    return match is not None and len(match[0]) > 1


def _run_end(text: str, start: int) -> int | None:
    """The end of three to eight foreign signs that nothing closes (苏纳克 before 执政), or None."""
    match = foreign_signs().match(text, start)
    end = start + len(match[0].rstrip("".join(NOT_LAST))) if match else start
    return end if 3 <= end - start <= 8 and text[start : start + 2] not in not_names() else None


@cache
def _japanese() -> tuple[str, ...]:
    return all_words("people", "japanese")


def _foreign_end(text: str, start: int) -> int | None:
    """The end of a foreign name told by a run of signs or by what closes it: 姆本巴 before 独家专访, 查尔斯三世."""
    run, closed = _run_end(text, start), _any_name_end(text, start)
    if text.startswith(_japanese(), start) and (japanese := japanese_end(text, start)) is not None:
        return japanese
    if run is None and closed is not None and not sounds_foreign(text[start:closed]):
        return None
    if run is None or closed is None or closed <= run:
        return closed or run
    rest = text[run:closed]
    longer = len(rest) == 1 or rest[-1] == "世" or not _signs().isdisjoint(rest)
    return closed if longer else run


_ANY_NAME = re.compile("(?:(?![的了在是])[\u3400-\u9fff])+")


def _any_name_end(text: str, start: int) -> int | None:
    """The end of a name in characters of no closed list (岸田文雄, 奥云额尔登): two to six signs closed firmly."""
    for end in range(start + 2, min(start + 6, len(text)) + 1):
        name = text[start:end]
        if not _ANY_NAME.fullmatch(name) or name[0] in NOT_FIRST or name[:2] in not_names():
            return None
        if follow(text, end) == FIRM:
            return end if name[-1] not in NOT_LAST else None
    return None


# 由纪夫, 和也: signs that follow names, but also stand inside Japanese ones
_NOT_JAPANESE = re.compile(rf"[{''.join(sorted(NOT_LAST - frozenset('由和也')))}]|[^\u3400-\u9fff]")


def japanese_end(text: str, start: int) -> int | None:
    """The end of a name of two to five signs that closes well (鸠山由纪夫 in 首相鸠山由纪夫同…), or None."""
    if begins_a_word(text, start) or text[start : start + 2] in not_names():
        return None
    stop = _NOT_JAPANESE.search(text, start, start + 5)
    ends = range(start + 2, min(stop.start() if stop else start + 5, len(text)) + 1)
    closed = [end for end in ends if text[end - 1] not in NOT_LAST and follow(text, end) != NONE]
    return next((end for end in closed if end - start > 2), next(iter(closed), None))


def sounds_foreign(name: str) -> bool:
    """Whether most signs of a dotted name are those of transliterations: not 老区行·新征程."""
    signs = _signs()
    if not set("省州市县镇区号").isdisjoint(name):
        return False
    return sum(sign in signs for sign in name) >= 0.6 * sum(sign not in f"{DOT}-" for sign in name)


@cache
def _signs() -> frozenset[str]:
    return frozenset(transliteration())


def dotted_end(text: str, start: int) -> int | None:
    """The end of a name in parts: where its last part, of foreign signs if may be, is closed best."""
    match = _dotted().match(text, start)
    if not match:
        return None
    last = max(match[0].rfind(dot) for dot in f"{DOT}-") + 1 + start
    signs = foreign_signs().match(text, last)
    ends = range(match.end(), last, -1)

    def closed(end: int) -> tuple[bool, int, int]:
        firmness = follow(text, end)
        return signs is not None and end <= signs.end() and firmness > NONE, firmness, end

    return max(ends, key=closed)
