"""Encodings are told apart; what is no text is refused with a reason."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kg.corpus import decode
from kg.errors import CorpusError

SIMPLIFIED = "习近平在河北考察时强调，要推动京津冀协同发展。"
TRADITIONAL = "國務院總理李強主持召開會議，強調推動經濟發展。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_simplified(encoding: str) -> None:
    assert decode(SIMPLIFIED.encode(encoding), "a.txt") == SIMPLIFIED


@pytest.mark.parametrize("encoding", ["utf-8", "big5", "big5hkscs", "gb18030"])
def test_traditional(encoding: str) -> None:
    assert decode(TRADITIONAL.encode(encoding), "a.txt") == TRADITIONAL


def test_the_seed_is_told_apart_in_every_encoding(seed: Path) -> None:
    text = seed.read_bytes().decode()
    assert decode(text.encode("gb18030"), "a.txt") == text


def test_line_ends_and_blanks_stay_as_they_are() -> None:
    assert decode("一。\r\n\u3000二。\n".encode(), "a.txt") == "一。\r\n\u3000二。\n"


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"", "empty"),
        (b" \n\t\r\n", "blanks"),
        ("\u3000\n".encode(), "blanks"),
        (b"\xef\xbb\xbf", "blanks"),
        (b"%PDF-1.7 \xe4\xb9", "a PDF file"),
        (b"PK\x03\x04" + os.urandom(64), "zip archive"),
        (bytes(range(256)) * 8, "binary"),
        (SIMPLIFIED.encode() + b"\0", "binary"),
        (b"\x01\x02\x03\x04 text", "binary"),
        (SIMPLIFIED.encode() + b"\xff\xfe\xfd", "no known encoding"),
        ("Größe, Äpfel, Übermut".encode("latin-1"), "no known encoding"),
        (SIMPLIFIED.encode()[:-1], "no known encoding"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, found: str) -> None:
    with pytest.raises(CorpusError, match=found) as error:
        decode(data, "bad.txt")
    assert error.value.where == "bad.txt"
