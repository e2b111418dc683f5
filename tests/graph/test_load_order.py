"""The order in which articles are loaded is the one in which Oxigraph keeps their graphs."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from kg.graph.iris import entity_iri
from kg.graph.load_order import load_order


def test_a_store_lists_its_graphs_in_this_order(tmp_path: Path) -> None:
    names = [entity_iri(f"article/{number:016x}") for number in range(200)]
    names += ["https://example.org/数据#河北省" + "省" * n for n in range(9)]
    store = ox.Store(str(tmp_path / "store"))
    for name in names:
        store.add_graph(ox.NamedNode(name))
    assert [graph.value for graph in store.named_graphs()] == sorted(names, key=load_order)


def test_keys_are_of_one_length() -> None:
    assert {len(load_order(text)) for text in ("", "a", "河北省")} == {32}
