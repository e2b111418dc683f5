"""Turtle and N-Quads of a whole corpus, written as they are read and sorted, with the bytes of `kg.graph.turtle`."""

from __future__ import annotations

from pathlib import Path

from kg.export.outputs import open_output
from kg.export.quads import sorted_lines, subject_chunks
from kg.export.source import Source
from kg.graph.turtle import turtle


def write_nquads(source: Source, path: Path) -> None:
    """The quads of `source` as sorted canonical N-Quads, each once; of all graphs: the bytes of `graph.nq`."""
    with open_output(path) as out:
        for line in sorted_lines((f"{quad} .\n" for quad in source.quads()), path.parent):
            out.write(line.encode())


def write_turtle(source: Source, path: Path) -> None:
    """The merge of the graphs of `source` as Turtle; of all graphs these are the bytes of `graph.ttl`.

    Subjects come in code point order, so that whole subjects can be written chunk after chunk.
    """
    with open_output(path) as out:
        out.write(turtle((), source.base).encode())
        lines = sorted_lines((f"{quad.triple} .\n" for quad in source.quads()), path.parent)
        for chunk in subject_chunks(lines):
            _, _, blocks = turtle(chunk, source.base).partition("\n\n")
            out.write(f"\n{blocks}".encode())
