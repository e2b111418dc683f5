"""Bytes to text: UTF-8, GB18030, Big5 and UTF-16 told apart, everything else refused with a reason."""

from __future__ import annotations

import codecs
import re

from kg.errors import CorpusError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LEGACY = ("gb18030", "big5hkscs")
_FORMATS = (
    (b"%PDF", "a PDF file"),
    (b"PK\x03\x04", "a zip archive or an Office document"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"\x1f\x8b", "a gzip archive"),
)
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")
_CONTROL_SHARE = 200
"""One control byte in so many and the file is no text; PDF converters leave a few behind."""

_FREQUENT = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面"
    "方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性"
    "国这个为来时们对发动会产种学经进着电里机当从业这习近平党中央国务院省市区县委书记主席总理新华社北京日月讲话"
    "會個來時們對發動產種學經進電裡機當從業國這為總書記華習黨務縣強調說與後開長關點實現體製於過題報導"
    "，。、：；！？“”（）《》「」"
)
_LEAST_FREQUENT = 0.05
"""Share of frequent characters below which a legacy decoding is noise: real news has 0.3 and more."""


def decode(data: bytes, name: str) -> str:
    """The text of a file, in the first encoding that fits: UTF-8 or UTF-16 with BOM, UTF-8, then GB18030 or Big5.

    GB18030 and Big5 share most byte sequences; the one with more of the frequent characters of Chinese wins.
    Raises CorpusError, naming `name`, for what is empty, blank, binary or in no known encoding.
    """
    if not data:
        raise CorpusError(name, "the file is empty", "the text of an article")
    marked = _decode_marked(data)
    text = _decode_plain(data, name) if marked is None else marked
    if not text.strip():
        raise CorpusError(name, "nothing but blanks", "the text of an article")
    return text


def find_encoding(head: bytes, name: str) -> str:
    """The encoding in which the beginning of a file can be decoded, as `decode` chooses it.

    `head` may end inside a character. Raises CorpusError, naming `name`, where there is none.
    """
    if not head:
        raise CorpusError(name, "the file is empty", "the text of an article")
    for bom, encoding in _BOMS:
        if head.startswith(bom):
            return encoding
    _check_no_binary(head, name)
    texts = {encoding: _decode_head(head, encoding) for encoding in ("utf-8", *_LEGACY)}
    if texts["utf-8"]:
        return "utf-8"
    best = max(_LEGACY, key=lambda encoding: _frequent_share(texts[encoding]))
    if _frequent_share(texts[best]) >= _LEAST_FREQUENT:
        return best
    raise CorpusError(name, "no known encoding", "UTF-8, GB18030 or Big5", "save the file as UTF-8")


def _decode_head(head: bytes, encoding: str) -> str:
    try:
        return codecs.getincrementaldecoder(encoding)().decode(head)
    except UnicodeDecodeError:
        return ""


def _decode_marked(data: bytes) -> str | None:
    """The text if a byte order mark announces its encoding and keeps the promise."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                return None
    return None


def _decode_plain(data: bytes, name: str) -> str:
    _check_no_binary(data, name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        best = max((_decode_legacy(data, encoding) for encoding in _LEGACY), key=_frequent_share)
        if _frequent_share(best) >= _LEAST_FREQUENT:
            return best
        found = f"no known encoding (UTF-8 fails at byte {error.start})"
    raise CorpusError(name, found, "UTF-8, GB18030 or Big5", "save the file as UTF-8")


def _check_no_binary(data: bytes, name: str) -> None:
    for magic, what in _FORMATS:
        if data.startswith(magic):
            raise CorpusError(name, what, "a text file", "save its text as .txt in UTF-8")
    controls = len(_CONTROLS.findall(data))
    if b"\0" in data or controls * _CONTROL_SHARE > len(data):
        raise CorpusError(name, "binary data", "a text file", "save its text as .txt in UTF-8")


def _decode_legacy(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return ""


def _frequent_share(text: str) -> float:
    """The share of frequent Chinese characters among those beyond ASCII."""
    foreign = [c for c in text if c > "\x7f"]
    return sum(c in _FREQUENT for c in foreign) / len(foreign) if foreign else 0.0
