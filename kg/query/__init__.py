"""Floor 5: one port for SPARQL, named queries, tables, and the re-checking of evidence.

The public names are loaded when they are first asked for, so that one module of this floor does not bring in all.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.query.named import NamedQuery, load_queries, parse_query, run_named
    from kg.query.port import Result, Store, Term, open_store
    from kg.query.tables import csv_table, result_turtle, results_json, text_table
    from kg.query.verify import Report, check_evidence

__all__ = [
    "NamedQuery", "Report", "Result", "Store", "Term", "check_evidence", "csv_table", "load_queries", "open_store",
    "parse_query", "result_turtle", "results_json", "run_named", "text_table",
]  # fmt: skip

_HOMES = {
    "NamedQuery": "named", "load_queries": "named", "parse_query": "named", "run_named": "named",
    "Result": "port", "Store": "port", "Term": "port", "open_store": "port",
    "csv_table": "tables", "result_turtle": "tables", "results_json": "tables", "text_table": "tables",
    "Report": "verify", "check_evidence": "verify",
}  # fmt: skip


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
