"""Where the data that travels with the package lies: `ontology/` and `seeds/`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


@cache
def _home() -> Path:
    """The folder that holds `ontology/` and `seeds/`: inside the wheel `kg/data`, in a checkout its root."""
    bundled = _PACKAGE / "data"
    return bundled if bundled.is_dir() else _PACKAGE.parent


def ontology_dir() -> Path:
    """The folder of `policy.ttl`, `shapes.ttl`, `themes.ttl` and `queries/`."""
    return _home() / "ontology"


def lexicon_dir() -> Path:
    """The folder of the lexicon tables, `<kind>/<table>.tsv`."""
    return _home() / "seeds" / "lexicon"
