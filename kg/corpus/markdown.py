"""Markdown: whole articles, and days of broadcast with one article an item."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import PurePath
from typing import BinaryIO

from kg.corpus.dates import check_date
from kg.corpus.encoding import decode
from kg.corpus.items import Item, read_whole
from kg.corpus.metadata import Metadata, parse_metadata

BROADCASTER = "央视网"


def read_markdown(file: BinaryIO, name: str) -> Iterator[Item]:
    """The items of a Markdown file: one per `### title` of a broadcast day, else the whole file as one.

    Front matter (`---`, `key: value` lines, `---`) is metadata. Emphasis, links and HTML tags go, paragraphs stay.
    A day of broadcast is dated by its name (`20230512.md`) or its first heading; each item is titled by its heading
    and named by its place (`20230512.md#3`). An item of short news (`国内联播快讯`) holds several, each below its own
    headline: `20230512.md#12.1`, `20230512.md#12.2`, …
    """
    values, body = _split_front_matter(decode(read_whole(file, name), name))
    known = parse_metadata(values, name)
    sections = _SECTION.split(body)
    day = _BROADCAST_DAY.search(PurePath(name).name)
    if len(sections) == 1 or not (day and _BROADCAST.search(sections[0])):
        yield Item(_strip_markup(body), name, known)
        return
    dated = known.over(Metadata(date=check_date("-".join(day.groups()), name), publisher=BROADCASTER))
    for number, section in enumerate(sections[1:], 1):
        yield from _broadcast_items(section, f"{name}#{number}", dated)


def _broadcast_items(section: str, name: str, known: Metadata) -> Iterator[Item]:
    """The item of a section with the address of its page, or the short items it holds."""
    heading, _, rest = section.partition("\n")
    address = _SOURCE_LINK.search(rest)
    title = _strip_markup(heading).strip()
    here = Metadata(title=title, url=address[1] if address else None).over(known)
    body = _RULE.split(_SOURCE_LINK.sub("", rest))[0]
    headed = _HEADLINE.split(body)[1:] if _SHORT_NEWS.fullmatch(title) else []
    if not headed:
        yield _item(body, name, here)
    for number, (headline, short) in enumerate(zip(headed[::2], headed[1::2], strict=True), 1):
        yield _item(short, f"{name}.{number}", Metadata(title=_strip_markup(headline).strip()).over(here))


def _item(body: str, name: str, metadata: Metadata) -> Item:
    """An item with its title as the first line of its text; what has no Chinese in it (`undefined`) is no text."""
    text = _strip_markup(body).strip()
    return Item(f"{metadata.title}\n\n{text}\n" if _CHINESE.search(text) else "", name, metadata)


_CHINESE = re.compile("[\u4e00-\u9fff]")
_SECTION = re.compile(r"^###[ \t]+", re.MULTILINE)
_BROADCAST_DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})")
_BROADCAST = re.compile(r"^#[^#\n]*新闻联播", re.MULTILINE)
_SHORT_NEWS = re.compile(r"(?:国内|国际)?(?:联播)?快讯")
_HEADLINE = re.compile(
    r"<p[^<>]*>\s*<strong>((?:(?!</?p\b|</strong>).)+)</strong>(?:<br ?/?>|&nbsp;|\s)*</p>", re.DOTALL
)
"""A paragraph that is one bold line: the headline of a short item."""
_SOURCE_LINK = re.compile(r"\[查看原文\]\((\S+?)\)")
_RULE = re.compile(r"^---[ \t]*$", re.MULTILINE)
_FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_ENTRY = re.compile(r"^(\w+)[ \t]*:[ \t]*(.*?)[ \t\r]*$", re.MULTILINE)
_MARKUP = (
    (re.compile(r"</p>|<br ?/?>", re.IGNORECASE), "\n"),
    (re.compile(r"</?[A-Za-z][^<>]*>"), ""),
    (re.compile(r"!?\[([^\[\]\n]*)\]\([^()\s]*\)"), r"\1"),
    (re.compile(r"^[ \t]{0,3}(?:#{1,6}|>)[ \t]+", re.MULTILINE), ""),
    (re.compile(r"\*\*|__"), ""),
    (re.compile(r"\n[ \t]*\n\s*"), "\n\n"),
)


def _split_front_matter(text: str) -> tuple[dict[str, object], str]:
    match = _FRONT_MATTER.match(text)
    if not match:
        return {}, text
    values: dict[str, object] = {key.lower(): value.strip("\"'") for key, value in _ENTRY.findall(match[1])}
    return values, text[match.end() :]


def _strip_markup(text: str) -> str:
    """The text without HTML tags and Markdown signs, one blank line between paragraphs."""
    for pattern, replacement in _MARKUP[:2]:
        text = pattern.sub(replacement, text)
    text = unescape(text)
    for pattern, replacement in _MARKUP[2:]:
        text = pattern.sub(replacement, text)
    return text
