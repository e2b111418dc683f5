"""JSON-LD 1.1 with the context of `ontology/context.jsonld`, one node a line, facts first, then a graph per article."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pyoxigraph as ox

from kg.errors import OntologyError
from kg.export.outputs import open_output
from kg.export.quads import sorted_lines, subject_chunks
from kg.export.source import Source
from kg.graph.iris import DEFAULT_BASE
from kg.graph.vocabulary import RDF, XSD, prefixes
from kg.paths import ontology_dir

CONTEXT = "context.jsonld"
_INTEGER = re.compile(r"0|[1-9][0-9]{0,14}")
"""Numbers that every JSON reader keeps exactly."""


@dataclass(frozen=True, slots=True)
class _Term:
    """What the context says of a property: its name, and the type or language of a value that is a mere string."""

    name: str
    type: str = ""
    language: str = ""


@dataclass(frozen=True)
class Context:
    """A JSON-LD context whose prefixes fit the base of the data; `definitions` is the object as it is written."""

    definitions: Mapping[str, Any]

    @cached_property
    def _namespaces(self) -> Mapping[str, str]:
        """Namespace → prefix."""
        simple = {iri: name for name, iri in self.definitions.items() if isinstance(iri, str)}
        return MappingProxyType({iri: name for iri, name in simple.items() if iri[-1] in "/#"})

    @cached_property
    def _terms(self) -> Mapping[str, _Term]:
        """IRI of a property → its term."""
        terms = {name: said for name, said in self.definitions.items() if isinstance(said, Mapping)}
        return MappingProxyType(
            {
                self._expanded(said["@id"]): _Term(
                    name, self._expanded(said.get("@type", "")), said.get("@language", "")
                )
                for name, said in terms.items()
            }
        )

    def _expanded(self, name: str) -> str:
        prefix, colon, local = name.partition(":")
        return f"{self.definitions[prefix]}{local}" if colon else name

    def short(self, iri: str) -> str:
        """`person:习近平` for an IRI below a prefix, else the IRI."""
        cut = max(iri.rfind("/"), iri.rfind("#")) + 1
        prefix, local = self._namespaces.get(iri[:cut]), iri[cut:]
        return f"{prefix}:{local}" if prefix and local else iri

    def node(self, subject: str, triples: Iterable[ox.Triple]) -> dict[str, Any]:
        """The node object of a subject; its triples come sorted by predicate and object."""
        node: dict[str, Any] = {"@id": self.short(subject)}
        for predicate, group in groupby(triples, key=lambda triple: triple.predicate.value):
            if predicate == RDF + "type":
                node["@type"] = _one_or_all([self.short(_iri(triple.object)) for triple in group])
            else:
                term = self._terms.get(predicate) or _Term(self.short(predicate))
                node[term.name] = _one_or_all([self._value(triple.object, term) for triple in group])
        return node

    def _value(self, value: Any, term: _Term) -> Any:
        if not isinstance(value, ox.Literal):
            iri = self.short(_iri(value))
            return iri if term.type == "@id" else {"@id": iri}
        if value.language:
            plain = {"@value": value.value, "@language": value.language}
            return value.value if term.language == value.language else plain
        return self._typed(value.value, value.datatype.value, term)

    def _typed(self, text: str, datatype: str, term: _Term) -> Any:
        if datatype == XSD + "string":
            return {"@value": text} if term.type or term.language else text
        if datatype == XSD + "integer" and _INTEGER.fullmatch(text):
            return int(text)
        if datatype == XSD + "boolean" and text in ("true", "false"):
            return text == "true"
        return text if term.type == datatype else {"@value": text, "@type": self.short(datatype)}


def _iri(term: Any) -> str:
    """The IRI of a node; a blank node (of a foreign graph) is `_:…`."""
    return term.value if isinstance(term, ox.NamedNode) else str(term)


def _one_or_all(values: Sequence[Any]) -> Any:
    return values[0] if len(values) == 1 else values


def load_context(base: str = DEFAULT_BASE, path: Path | None = None) -> Context:
    """The context of `path` (default: the packaged one) with the prefixes of data below `base`.

    Raises OntologyError where the file is missing or no JSON-LD context.
    """
    path = path or ontology_dir() / CONTEXT
    try:
        definitions = json.loads(path.read_text(encoding="utf-8"))["@context"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise OntologyError(str(path), str(error), "a JSON-LD context", f"restore ontology/{CONTEXT}") from error
    return Context({**definitions, **prefixes(base)})


def write_jsonld(source: Source, path: Path) -> None:
    """The graphs of `source`, apart as in N-Quads, as one JSON-LD document that carries its context."""
    context = load_context(source.base)
    with open_output(path) as out:
        head = json.dumps(context.definitions, ensure_ascii=False, indent=1)
        out.write(f'{{"@context": {head},\n"@graph": ['.encode())
        comma = ""
        for text in _members(source, context, path.parent):
            out.write(f"{comma}\n{text}".encode())
            comma = ","
        out.write(b"\n]}\n")


def _members(source: Source, context: Context, folder: Path) -> Iterator[str]:
    """The nodes of the default graph and one object for each named graph, as JSON."""
    lines = sorted_lines((f"{_graph_name(quad)} {quad.triple} .\n" for quad in source.quads()), folder)
    for graph, group in groupby(lines, key=lambda line: line.partition(" ")[0]):
        nodes = _nodes((line.partition(" ")[2] for line in group), context)
        if not graph:
            yield from nodes
            continue
        inner = ",\n".join(nodes)
        yield f'{{"@id": {json.dumps(context.short(graph), ensure_ascii=False)}, "@graph": [\n{inner}\n]}}'


def _graph_name(quad: ox.Quad) -> str:
    """The IRI of a quad's graph, "" for the default graph, which comes first that way."""
    return str(getattr(quad.graph_name, "value", ""))


def _nodes(lines: Iterable[str], context: Context) -> Iterator[str]:
    for chunk in subject_chunks(lines):
        triples = [quad.triple for quad in chunk]
        for subject, group in groupby(triples, key=lambda triple: _iri(triple.subject)):
            yield json.dumps(context.node(subject, group), ensure_ascii=False)
