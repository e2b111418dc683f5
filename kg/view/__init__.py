"""Floor 5: the interactive HTML page of a graph, one file that asks nothing of the network.

The public names are loaded when they are first asked for, so that reading a view does not bring in what draws it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.view.page import page_html, write_page
    from kg.view.read import read_view
    from kg.view.records import View

__all__ = ["View", "page_html", "read_view", "write_page"]

_HOMES = {"View": "records", "page_html": "page", "read_view": "read", "write_page": "page"}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
