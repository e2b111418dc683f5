"""Chinese text: cleaning with an exact map back to the text as read, the headline block, sentences.

Three functions of one string each. `clean_text` never invents a character: each character of its result stands
at a known position of the text as read, either as it is there or in its usual form (`２` as `2`, a tab as a blank).
Texts taken from a PDF, where every line is wrapped at a fixed width, are recognised by their line widths alone.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_DROPPED = "\0"
"""Stands for a character that does not reach the cleaned text (zero-width, control), to keep positions as they are."""

_FINAL = "。！？；…"
_CLOSING = "”’」』）)》〉】"
_NO_BLANK_AFTER = "，。、；：！？“‘「『（《〈【"
_NO_BLANK_BEFORE = "，。、；：！？”’」』）》〉】%"

_CJK = "\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"

DATELINE = re.compile(
    rf"据?(?P<agency>[{_CJK}]{{1,6}}?(?:社|网|报))(?P<place>[^\d\s，。、：；]{{1,12}}?) ?"
    r"(?:(?P<year>\d{4}) ?年)? ?(?P<month>\d{1,2}) ?月 ?(?P<day>\d{1,2}) ?日[电讯]"
)
"""`新华社石家庄5月12日电`: agency, place and day, the year where it is printed."""

LEAD = re.compile(
    rf"(?P<agency>[{_CJK}]{{2,6}}?)(?:消息|(?<!通)讯)(?: ?[（(](?P<programme>[^（）()\n]{{1,12}})[）)])?[：:]"
)
"""`央视网消息（新闻联播）：`: the outlet, and the programme where it is named."""

SHORTEST_WRAP = 32
"""Columns (a Chinese character takes two); narrower blocks are lists or verse, not wrapped prose."""
INDENT = 4
"""Columns by which a first line is narrower when its indent of two characters was lost."""
SLACK = 2
"""Columns by which full lines differ: half-width figures, a character kept together with the next."""
HANGING = 4
"""Columns by which punctuation may stand out of the page, and the slack."""
HEADLINE_LINES = 10
HEADLINE_CHARACTERS = 120
_WIDEST = 200


# --- cleaning -------------------------------------------------------------------------------------------------


class _Line(NamedTuple):
    """A line of the normalised text without the blanks around it, its width in columns."""

    start: int
    end: int
    indented: bool
    width: int


def clean_text(raw: str) -> tuple[str, Sequence[int]]:
    """The text as extraction reads it, and for each of its characters the position in `raw` (strictly increasing).

    Paragraphs are separated by one "\\n" that stands for a real line break of `raw`; wrapped lines are joined;
    a blank stays only between two Chinese characters (`出席座谈会 蔡奇陪同`) or two Latin words; full-width digits
    and letters, compatibility ideographs and middle dots take their usual form; zero-width and control characters
    go. `新华社石家庄 5 月 12 日电` becomes `新华社石家庄5月12日电`. Cleaning a cleaned text changes nothing, so a few
    rounds may be needed: each joins lines, so their number is small. Text without content gives ("", empty).
    """
    clean, offsets = _clean_once(raw)
    while True:
        again, positions = _clean_once(clean)
        if again == clean:
            return clean, offsets
        clean, offsets = again, array("I", (offsets[i] for i in positions))


def _clean_once(raw: str) -> tuple[str, Sequence[int]]:
    text = _normalise(raw)
    lines = list(_read_lines(text))
    wrap = _wrap_width(text, lines)
    if wrap:
        lines = [line for line in lines if not _PAGE_NUMBER.fullmatch(text, line.start, line.end)]
    pieces: list[str] = []
    offsets = array("I")
    for i, line in enumerate(lines):
        if i:
            joint = _joint(text, lines[i - 1], line, joined=bool(wrap) and _continues(text, lines, i, wrap))
            if joint:
                pieces.append(joint)
                offsets.append(_break_after(text, lines[i - 1].end))
        for start, end in _kept(text, line):
            pieces.append(text[start:end])
            offsets.extend(range(start, end))
    return "".join(pieces), offsets


def _usual_forms() -> dict[int, str]:
    """One character for one character: what cleaning writes instead of what was read."""
    forms = {
        code: chr(code - 0xFEE0) for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
    }
    forms[ord("％")] = "%"
    for code in (*range(0x2E80, 0x2FD6), *range(0xF900, 0xFAFF)):
        usual = unicodedata.normalize("NFKC", chr(code))
        if len(usual) == 1:
            forms[code] = usual
    forms |= dict.fromkeys((0x2022, 0x2027, 0x2219, 0x22C5, 0x30FB, 0xFF65), "·")
    forms |= dict.fromkeys((0x09, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000), " ")
    forms |= dict.fromkeys((0x0B, 0x0C, 0x85, 0x2028, 0x2029), "\n")
    controls = (*range(0x09), *range(0x0E, 0x20), *range(0x7F, 0x85), *range(0x86, 0xA0))
    unseen = (0xAD, 0x61C, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF)
    forms |= dict.fromkeys((*controls, *unseen), _DROPPED)
    return forms


_FORMS = _usual_forms()
_PARAGRAPH = re.compile(r"[^\n]+")
_GAP = re.compile(rf"[ {_DROPPED}]+")
_IDEOGRAPH = re.compile(rf"[{_CJK}]")
_PROSE = re.compile("[，。；]")
_PAGE_NUMBER = re.compile(r"[-—–·― ]*(?:第 ?)?\d{1,4}(?: ?页)?[-—–·― ]*")


def _normalise(raw: str) -> str:
    """`raw` in usual forms, character for character; every line break is one "\\n"."""
    text = raw.translate(_FORMS)
    return text.replace("\r\n", f"{_DROPPED}\n").replace("\r", "\n") if "\r" in text else text


def _read_lines(text: str) -> Iterator[_Line]:
    """The lines that hold something."""
    for match in _PARAGRAPH.finditer(text):
        content = match[0].strip(f" {_DROPPED}")
        if content:
            indent = match[0].index(content[0])
            start = match.start() + indent
            yield _Line(start, start + len(content), " " in match[0][:indent], _columns(content))


def _columns(content: str) -> int:
    """The width of a line in columns, wide characters counting two; lines beyond any page count as `_WIDEST`."""
    if len(content) >= _WIDEST:
        return _WIDEST
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in content if c != _DROPPED)


def _ends_sentence(text: str, line: _Line) -> bool:
    """Whether the line's last character that is not a closing quote or bracket ends a sentence."""
    tail = text[max(line.start, line.end - 4) : line.end].rstrip(_CLOSING)
    return not tail or tail[-1] in _FINAL


def _wrap_width(text: str, lines: Sequence[_Line]) -> int:
    """The columns at which the text was wrapped, 0 if each line is a paragraph.

    A wrapped text shows three or more lines of one width (within a few columns) that break off inside a sentence,
    they are most of the lines that do, and nearly no line is wider.
    """
    broken = [line.width for line in lines if SHORTEST_WRAP <= line.width < _WIDEST and not _ends_sentence(text, line)]
    if len(broken) < 3:
        return 0
    counts = Counter(broken)
    wrap = max(counts, key=lambda width: (sum(counts[w] for w in range(width - 1, width + 2)), width))
    full = sum(wrap - INDENT - SLACK <= width <= wrap + HANGING for width in broken)
    wider = sum(line.width > wrap + HANGING for line in lines)
    return wrap if full >= 3 and full * 2 > len(broken) and wider * 20 <= len(lines) else 0


def _continues(text: str, lines: Sequence[_Line], i: int, wrap: int) -> bool:
    """Whether line `i` of a text wrapped at `wrap` columns goes on in the paragraph of the line before it."""
    before, line = lines[i - 1], lines[i]
    if _starts_article(text, line):
        return False
    if i < HEADLINE_LINES and not any(_starts_body(text, other) for other in lines[:i]):
        return _continues_headline(text, before, line, wrap)
    if before.width < wrap - INDENT - SLACK:
        return False
    if not _ends_sentence(text, before):
        return not (line.indented and before.width < wrap - INDENT)
    if before.width < wrap - INDENT or line.indented:
        return False
    return not _lost_indent(text, line, wrap)


def _starts_article(text: str, line: _Line) -> bool:
    return bool(DATELINE.match(text, line.start, line.end) or LEAD.match(text, line.start, line.end))


def _starts_body(text: str, line: _Line) -> bool:
    """Whether a line is the first of the body: a dateline, or prose with its commas and full stops."""
    return _starts_article(text, line) or bool(_PROSE.search(text, line.start, line.end))


def _continues_headline(text: str, before: _Line, line: _Line, wrap: int) -> bool:
    """Whether a headline wrapped at its (often narrower) full width ends in this short line: `座谈会时强调`."""
    return before.width >= wrap * 0.8 and line.width * 2 <= before.width and not _starts_body(text, line)


def _lost_indent(text: str, line: _Line, wrap: int) -> bool:
    """Whether a full line is narrower by two characters: a first line whose indent was lost on the way.

    Only asked where the line before is full and ends a sentence, so that its own end says nothing.
    """
    hanging = 2 if text[line.end - 1] in "，。、；：！？”" else 0
    return wrap - INDENT - SLACK <= line.width - hanging < wrap - SLACK


def _joint(text: str, before: _Line, line: _Line, *, joined: bool) -> str:
    """What stands between two lines: a paragraph's end, a blank between two Latin words, or nothing."""
    if not joined:
        return "\n"
    left, right = text[before.end - 1], text[line.start]
    return " " if left.isascii() and right.isascii() and left.isalpha() and right.isalpha() else ""


def _break_after(text: str, position: int) -> int:
    return text.index("\n", position)


def _kept(text: str, line: _Line) -> Iterator[tuple[int, int]]:
    """The stretches of a line that reach the cleaned text."""
    start = line.start
    for gap in _GAP.finditer(text, line.start, line.end):
        yield start, gap.start()
        blank = text.find(" ", gap.start(), gap.end())
        if blank >= 0 and _separates(text[gap.start() - 1], text[gap.end()]):
            yield blank, blank + 1
        start = gap.end()
    yield start, line.end


def _separates(left: str, right: str) -> bool:
    """Whether a blank between these characters means something: not beside punctuation, not between 5 and 月."""
    if left in _NO_BLANK_AFTER or right in _NO_BLANK_BEFORE:
        return False
    figure, other = (left, right) if left.isascii() else (right, left)
    return not (figure.isascii() and (figure.isalnum() or figure == "%") and _IDEOGRAPH.match(other))


# --- headline -------------------------------------------------------------------------------------------------

_SALUTATION = re.compile(r"(?:们|朋友|阁下|先生|女士)[！!：:，,]?$")


def headline_length(clean: str) -> int:
    """How many characters at the start of a cleaned text are headline lines (without the "\\n" after the last).

    Headline lines stand before the first dateline (`新华社石家庄5月12日电`), lead (`央视网消息（新闻联播）：`) or
    paragraph of prose. A text that has nothing but such lines has no headline: 0.
    """
    end = 0
    for number, match in enumerate(_PARAGRAPH.finditer(clean)):
        if number >= HEADLINE_LINES or not _is_headline(match[0]):
            return end
        end = match.end()
    return 0


def _is_headline(line: str) -> bool:
    if len(line) > HEADLINE_CHARACTERS or DATELINE.match(line) or LEAD.match(line):
        return False
    return "。" not in line and line[-1] not in "，；：、" and not _SALUTATION.search(line)


# --- sentences ------------------------------------------------------------------------------------------------

_END = re.compile(rf"[。！？；]+[{re.escape(_CLOSING)}]*")
_ENCLOSED = re.compile(r"“[^“”\n]*”|「[^「」\n]*」|（[^（）\n]*）|《[^《》\n]*》|【[^【】\n]*】")
_GOES_ON = re.compile(
    r"[，。、；：！？的等这那之与和及]"
    rf"|[{_CJK}A-Za-z·]{{1,15}}(?:说|表示|强调|指出|道|问|回答|认为)[。！]"
)
"""What follows a closing quote when the sentence that holds the quote has not ended with it."""


def split_sentences(clean: str) -> list[tuple[int, int]]:
    """The sentences of a cleaned text, as spans of its characters (end exclusive), in order, without blanks around.

    A sentence ends at 。！？； with the closing quotes and brackets that follow, and at the end of its paragraph (so a
    headline line is one sentence). What is enclosed does not end it where the sentence goes on after the quote
    (`回答“为谁执政？靠谁执政？”的问题`) or the brackets, nor where the speaker follows (`“一定办好。”他说。`).
    """
    sentences: list[tuple[int, int]] = []
    for paragraph in _PARAGRAPH.finditer(clean):
        start = paragraph.start()
        for end in _ends(clean, *paragraph.span()):
            _append_span(clean, start, end, sentences)
            start = end
        _append_span(clean, start, paragraph.end(), sentences)
    return sentences


def _ends(clean: str, start: int, stop: int) -> Iterator[int]:
    """Where sentences of the paragraph end, but for those ends that lie inside an enclosed stretch."""
    enclosed = _ENCLOSED.finditer(clean, start, stop)
    inner = next(enclosed, None)
    for end in _END.finditer(clean, start, stop):
        while inner and (inner.end() <= end.start() or not _binds(clean, inner, stop)):
            inner = next(enclosed, None)
        if not (inner and inner.start() <= end.start() < inner.end()):
            yield end.end()


def _binds(clean: str, inner: re.Match[str], stop: int) -> bool:
    """Whether sentence ends inside the enclosed stretch are not ends of the sentence around it."""
    if inner[0][0] not in "“「":
        return True
    closes = inner[0][-2] in "。！？；"
    return inner.end() < stop and (not closes or bool(_GOES_ON.match(clean, inner.end(), stop)))


def _append_span(clean: str, start: int, end: int, sentences: list[tuple[int, int]]) -> None:
    """Add `clean[start:end]` without blanks around it, unless nothing is left."""
    while start < end and clean[start] == " ":
        start += 1
    while end > start and clean[end - 1] == " ":
        end -= 1
    if start < end:
        sentences.append((start, end))


def after_last(text: str, marks: str, end: int) -> int:
    """Where what stands before `end` begins behind the last of these characters; 0 if none of them is there.

    `after_last("他强调，要抓好夏粮", "，。", 9)` is 4.
    """
    return max(text.rfind(mark, 0, end) for mark in marks) + 1
