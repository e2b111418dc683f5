"""Elements of XML as text, whatever characters the values hold."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.sax.saxutils import quoteattr

# XML 1.0 has no place for these, not even as references.
_FORBIDDEN = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_REPLACEMENT = "\ufffd"

Values = Mapping[str, str | int]


def element(name: str, attributes: Values, *, closed: bool = True) -> str:
    """`<node id="person/习近平"/>`; attributes without a value are left out, forbidden characters become U+FFFD."""
    said = "".join(f" {key}={attribute(str(value))}" for key, value in attributes.items() if value != "")
    return f"<{name}{said}{'/' if closed else ''}>"


def attribute(text: str) -> str:
    """The text as a quoted attribute value, line breaks as references so that they stay."""
    return quoteattr(_FORBIDDEN.sub(_REPLACEMENT, text))


def content(text: str) -> str:
    """The text between tags."""
    escaped = _FORBIDDEN.sub(_REPLACEMENT, text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return escaped.replace("\r", "&#13;")
