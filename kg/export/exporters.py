"""The formats by name. A new one is a line here; the common test then asks for its round trip."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from kg.errors import QueryError, StoreError
from kg.export.gephi import write_gexf, write_graphml
from kg.export.jsonld import write_jsonld
from kg.export.neo4j import write_neo4j
from kg.export.rdf import write_nquads, write_turtle
from kg.export.source import Source
from kg.export.tabular import write_tables, write_tables_for_excel
from kg.graph.folder import NQUADS, TURTLE

Write = Callable[[Source, Path], None]
FOLDER = "export"
"""Where exports go below a built folder if no other place is given."""


@dataclass(frozen=True, slots=True)
class Exporter:
    """A format: `path` is the name of the file or folder it writes by default.

    `write` raises QueryError for graphs that are not there and StoreError where source or target cannot be read or
    written; the target is then as it was. `excel` writes the same for Excel, where the format has that.
    """

    name: str
    path: str
    write: Write
    excel: Write | None = None


EXPORTERS: Mapping[str, Exporter] = MappingProxyType(
    {
        exporter.name: exporter
        for exporter in (
            Exporter("ttl", "graph.ttl", write_turtle),
            Exporter("nq", "graph.nq", write_nquads),
            Exporter("jsonld", "graph.jsonld", write_jsonld),
            Exporter("graphml", "graph.graphml", write_graphml),
            Exporter("gexf", "graph.gexf", write_gexf),
            Exporter("csv", "csv", write_tables, write_tables_for_excel),
            Exporter("cypher", "neo4j", write_neo4j),
        )
    }
)


def export(
    folder: Path, format_: str, out: Path | None = None, graphs: Sequence[str] = (), *, excel: bool = False
) -> Path:
    """The file or folder that holds the graph of a built folder in another format (by default below `DIR/export`).

    `graphs` are `default` and keys or IRIs of articles (`article/0123456789abcdef`), none for all. A file whose name
    ends in `.gz` or `.zst` is compressed. Raises QueryError for an unknown format or graph, StoreError, MissingExtra.
    """
    if format_ not in EXPORTERS:
        raise QueryError("--format", format_, f"one of {', '.join(EXPORTERS)}")
    exporter = EXPORTERS[format_]
    write = exporter.excel if excel else exporter.write
    if write is None:
        able = ", ".join(name for name, each in EXPORTERS.items() if each.excel)
        raise QueryError("--excel", f"format {format_}", f"format {able}")
    path = out or folder / FOLDER / exporter.path
    if path.name in (NQUADS, TURTLE) and path.parent.resolve() == folder.resolve():
        raise StoreError(
            str(path), "a file of the build itself", "another place", f"leave -o out: {FOLDER}/{path.name}"
        )
    write(Source(folder, tuple(graphs)), path)
    return path
