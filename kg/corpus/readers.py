"""One reader per format: the text of a file to the items it holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import PurePath

from kg.corpus.dates import check_date
from kg.corpus.metadata import Metadata, parse_metadata


@dataclass(frozen=True, slots=True)
class Item:
    """One text inside a file: what an article will keep as its text, its name, what the format says about it.

    `text` is empty where the file has only the title.
    """

    text: str
    name: str
    metadata: Metadata


Reader = Callable[[str, str], Iterator[Item]]


def read_plain(text: str, name: str) -> Iterator[Item]:
    """The whole file as one item."""
    yield Item(text, name, Metadata())


def read_markdown(text: str, name: str) -> Iterator[Item]:
    """The items of a Markdown file: one per `### title` of a broadcast day, else the whole file as one.

    Front matter (`---`, `key: value` lines, `---`) is metadata. Emphasis, links and HTML tags go, paragraphs stay.
    A day of broadcast is dated by its name (`20230512.md`) or its first heading; each item is titled by its heading.
    """
    values, body = _split_front_matter(text)
    known = parse_metadata(values, name)
    sections = _SECTION.split(body)
    day = _BROADCAST_DAY.search(PurePath(name).stem)
    if len(sections) == 1 or not (day and _BROADCAST.search(sections[0])):
        yield Item(_strip_markup(body), name, known)
        return
    dated = known.over(Metadata(date=check_date("-".join(day.groups()), name), publisher="央视网"))
    for number, section in enumerate(sections[1:], 1):
        yield _broadcast_item(section, f"{name}#{number}", dated)


def _broadcast_item(section: str, name: str, known: Metadata) -> Item:
    """One item of a broadcast: its title as the first line of its text, and the address of its page."""
    heading, _, rest = section.partition("\n")
    address = _SOURCE_LINK.search(rest)
    body = _strip_markup(_RULE.split(_SOURCE_LINK.sub("", rest))[0]).strip()
    title = _strip_markup(heading).strip()
    metadata = Metadata(title=title, url=address[1] if address else None).over(known)
    return Item(f"{title}\n\n{body}\n" if body else "", name, metadata)


READERS: dict[str, Reader] = {".txt": read_plain, ".text": read_plain, ".md": read_markdown, ".markdown": read_markdown}
"""Readers by suffix of the file name, lower case."""

_SECTION = re.compile(r"^###[ \t]+", re.MULTILINE)
_BROADCAST_DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})")
_BROADCAST = re.compile(r"^#[^#\n]*新闻联播", re.MULTILINE)
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
