"""A built folder into a SPARQL server, in place of whatever the server held."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pyoxigraph as ox

from kg.graph.folder import NQUADS
from kg.graph.iris import DEFAULT_BASE
from kg.graph.server import Server
from kg.query.remote import CONTENTS, ONTOLOGY, RemoteStore

BASES = (DEFAULT_BASE, "https://example.org/")
"""Where the data of tests lives; a server has graphs of its own beside them."""
NAMED_GRAPHS = "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }"


def send_folder(url: str, folder: Path, user: str = "") -> RemoteStore:
    """The store at `url`, after it holds just what `graph.nq` says."""
    server = Server(url, user)
    server.use_base(DEFAULT_BASE)
    for (graph,) in RemoteStore(server).query(NAMED_GRAPHS).rows:
        if graph and graph.value.startswith(BASES):
            server.drop(graph.value)
    graphs: dict[str, list[str]] = defaultdict(list)
    for quad in ox.parse(path=folder / NQUADS, format=ox.RdfFormat.N_QUADS):
        name = quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else ""
        graphs[name].append(f"{quad.triple} .\n")
    for name, lines in graphs.items():
        server.put(name, "".join(lines).encode())
    contents = f"<{DEFAULT_BASE}{CONTENTS}>"
    server.update(
        f"INSERT DATA {{ GRAPH {contents} {{ {contents} <http://purl.org/dc/terms/conformsTo> <{ONTOLOGY}> }} }}"
    )
    return RemoteStore.open(url, user)
