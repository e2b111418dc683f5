"""Which of the formats on offer a client wants: the Accept header of RFC 9110, section 12.5.1."""

from __future__ import annotations

from collections.abc import Sequence


def best_type(accept: str, offered: Sequence[str]) -> str | None:
    """The media type of `offered` that `accept` likes best; the first on a tie or without a header, None if none fits.

    `best_type("text/turtle;q=0.9, text/html", ["text/html", "text/turtle"])` is `text/html`.
    """
    if not accept.strip():
        return offered[0]
    wishes = [_wish(part) for part in accept.split(",") if part.strip()]
    ranked = [(_quality(kind, wishes), -place, kind) for place, kind in enumerate(offered)]
    quality, _, kind = max(ranked)
    return kind if quality > 0 else None


def _wish(part: str) -> tuple[str, float]:
    """A media range and its weight."""
    kind, *parameters = (piece.strip().lower() for piece in part.split(";"))
    weights = [piece[2:] for piece in parameters if piece.startswith("q=")]
    try:
        return kind, min(1.0, max(0.0, float(weights[0]))) if weights else 1.0
    except ValueError:
        return kind, 0.0


def _quality(kind: str, wishes: Sequence[tuple[str, float]]) -> float:
    """The weight that the most special range gives to a media type."""
    main = kind.partition("/")[0]
    fitting = [(precision, quality) for range_, quality in wishes
               for precision, form in enumerate(("*/*", f"{main}/*", kind)) if range_ == form]  # fmt: skip
    return max(fitting)[1] if fitting else 0.0
