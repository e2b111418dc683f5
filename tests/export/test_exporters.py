"""One conformance test for every format: what goes out comes back, the same bytes every time, whole or not at all."""

from __future__ import annotations

import csv
import gzip
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx
import pyoxigraph as ox
import pytest
from rdflib import Dataset, Graph

from kg.errors import KgError, MissingExtra, QueryError, StoreError
from kg.export import outputs
from kg.export.cells import unguarded
from kg.export.exporters import EXPORTERS, export
from kg.graph.folder import NQUADS, TURTLE
from kg.graph.iris import DEFAULT_BASE
from kg.graph.layout import STORE
from kg.graph.store import Content, write_content, write_store
from tests.export.truth import Truth

ROOT = Path(__file__).resolve().parents[2]


def rdflib_quads(path: Path, format_: str) -> set[tuple[str, ...]]:
    """All quads as rdflib reads them; the default graph is ""."""
    read = Dataset()
    read.parse(path, format=format_)
    return {(*(term.n3() for term in (s, p, o)), "" if g is None else str(g)) for s, p, o, g in read.quads((None,) * 4)}


def turtle_comes_back(path: Path, built: Path) -> None:
    merged = {quad.triple for quad in Truth(built).quads}
    assert {quad.triple for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE)} == merged
    lines = "".join(f"{triple} .\n" for triple in merged)
    expected = Graph().parse(data=lines, format="nt")
    assert set(Graph().parse(path, format="turtle")) == set(expected)


def nquads_come_back(path: Path, built: Path) -> None:
    assert set(ox.parse(path=path, format=ox.RdfFormat.N_QUADS)) == Truth(built).quads
    assert rdflib_quads(path, "nquads") == rdflib_quads(built / NQUADS, "nquads")


def jsonld_comes_back(path: Path, built: Path) -> None:
    assert set(ox.parse(path=path, format=ox.RdfFormat.JSON_LD)) == Truth(built).quads
    assert rdflib_quads(path, "json-ld") == rdflib_quads(built / NQUADS, "nquads")


def network_comes_back(graph: Any, built: Path) -> None:
    truth = Truth(built)
    assert {DEFAULT_BASE + key for key in graph} == truth.names.keys()
    edges = {
        (DEFAULT_BASE + source, said["predicate"], DEFAULT_BASE + target): said["evidence"]
        for source, target, said in graph.edges(data=True)
    }
    assert edges == {edge: truth.evidence[edge] for edge in truth.edges}
    assert len(edges) == graph.number_of_edges()
    assert all(said["degree"] == graph.degree(key) for key, said in graph.nodes(data=True))


def graphml_comes_back(path: Path, built: Path) -> None:
    network_comes_back(nx.read_graphml(path), built)


def gexf_comes_back(path: Path, built: Path) -> None:
    network_comes_back(nx.read_gexf(path, version="1.3"), built)


def csv_comes_back(path: Path, built: Path) -> None:
    truth = Truth(built)
    classes = {"people": "Person", "events": "Event", "themes": "Theme", "statements": "Statement"}
    classes |= {"articles": "Article", "evidence": "Evidence"}
    for table, cls in classes.items():
        with (path / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            rows = [{name: unguarded(text) for name, text in row.items()} for row in csv.DictReader(file)]
        key = table.removesuffix("s") if table != "people" else "person"
        assert {DEFAULT_BASE + row[key] for row in rows} == truth.of_class(cls)
        assert len(rows) == len(truth.of_class(cls))
        if table in ("people", "events", "themes"):
            assert {row["name"] for row in rows} == {truth.names[iri] for iri in truth.of_class(cls)}


def neo4j_comes_back(path: Path, built: Path) -> None:
    truth = Truth(built)
    nodes: dict[str, str] = {}
    for file in path.glob("nodes-*.csv"):
        with file.open(encoding="utf-8", newline="") as rows:
            nodes |= {row["key:ID"]: row.get("name", "") for row in csv.DictReader(rows)}
    assert {key: name for key, name in nodes.items() if DEFAULT_BASE + key in truth.names} == {
        iri.removeprefix(DEFAULT_BASE): name for iri, name in truth.names.items()
    }
    count = 0
    for file in path.glob("links-*.csv"):
        with file.open(encoding="utf-8", newline="") as rows:
            links = list(csv.DictReader(rows))
        assert all(row[":START_ID"] in nodes and row[":END_ID"] in nodes for row in links)
        count += len(links) if file.name != "links-FROM_ARTICLE.csv" else 0
    assert count == sum(1 for _, _, value in truth.evidence if value.removeprefix(DEFAULT_BASE) in nodes)


COMES_BACK: dict[str, Callable[[Path, Path], None]] = {
    "ttl": turtle_comes_back,
    "nq": nquads_come_back,
    "jsonld": jsonld_comes_back,
    "graphml": graphml_comes_back,
    "gexf": gexf_comes_back,
    "csv": csv_comes_back,
    "cypher": neo4j_comes_back,
}
FILES = [name for name, exporter in EXPORTERS.items() if exporter.path.startswith("graph.")]


def content(path: Path) -> dict[str, bytes]:
    """All bytes of a file or a folder."""
    files = [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.is_file())
    return {file.name if file == path else file.relative_to(path).as_posix(): file.read_bytes() for file in files}


def test_every_format_has_a_round_trip() -> None:
    assert COMES_BACK.keys() == EXPORTERS.keys()


@pytest.mark.parametrize("name", EXPORTERS)
def test_what_goes_out_comes_back(name: str, built: Path, tmp_path: Path) -> None:
    path = export(built, name, tmp_path / "out")
    assert path == tmp_path / "out" and [p.name for p in tmp_path.iterdir()] == ["out"]
    COMES_BACK[name](path, built)


@pytest.mark.parametrize("name", EXPORTERS)
def test_the_same_bytes_from_every_store(name: str, built: Path, tmp_path: Path) -> None:
    expected = content(export(built, name, tmp_path / "memory"))
    lines = (built / NQUADS).read_bytes().removesuffix(b"\n").split(b"\n")
    (tmp_path / "backwards").mkdir()
    (tmp_path / "backwards" / NQUADS).write_bytes(b"\n".join(reversed(lines)))
    on_disk = tmp_path / "disk" / STORE
    write_store(on_disk, [(built / NQUADS).read_bytes()])
    write_content(on_disk, Content("", DEFAULT_BASE, {}, {}))
    for folder in ("backwards", "disk"):
        found = content(export(tmp_path / folder, name, tmp_path / f"{folder}-out"))
        assert list(found.values()) == list(expected.values()), folder


def test_the_hash_seed_changes_no_byte(built: Path, tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from kg.export.exporters import EXPORTERS, export\n"
        "for name in EXPORTERS: export(Path(sys.argv[1]), name, Path(sys.argv[2]) / name)"
    )
    for seed in ("1", "4711"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        subprocess.run([sys.executable, "-c", program, built, tmp_path / seed], env=environment, check=True)
    one, two = content(tmp_path / "1"), content(tmp_path / "4711")
    assert [name for name in one if one[name] != two.get(name)] == [] and one.keys() == two.keys()


def test_turtle_and_nquads_are_those_of_the_build(built: Path, tmp_path: Path) -> None:
    assert export(built, "nq", tmp_path / "a.nq").read_bytes() == (built / NQUADS).read_bytes()
    assert export(built, "ttl", tmp_path / "a.ttl").read_bytes() == (built / TURTLE).read_bytes()


# --- compression


@pytest.mark.parametrize("name", FILES)
def test_gzip_by_suffix(name: str, sample: Path, tmp_path: Path) -> None:
    plain = export(sample, name, tmp_path / "plain").read_bytes()
    packed = export(sample, name, tmp_path / "packed.gz").read_bytes()
    assert gzip.decompress(packed) == plain and len(packed) < len(plain)
    assert packed[3:8] == b"\0" * 5, "neither a file name nor a time"


def test_zstandard_by_suffix(sample: Path, tmp_path: Path) -> None:
    if sys.version_info < (3, 14):
        zstandard = pytest.importorskip("zstandard", reason="needs policy-kg[zst] before Python 3.14")
        read = zstandard.ZstdDecompressor().decompressobj().decompress
    else:
        from compression import zstd

        read = zstd.decompress
    packed = export(sample, "nq", tmp_path / "a.nq.zst").read_bytes()
    assert packed.startswith(b"\x28\xb5\x2f\xfd") and read(packed) == (sample / NQUADS).read_bytes()


def test_zstandard_that_is_missing_is_said(sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outputs, "_module", lambda name: None)
    with pytest.raises(MissingExtra, match=r"policy-kg\[zst\]"):
        export(sample, "nq", tmp_path / "a.nq.zst")
    assert list(tmp_path.iterdir()) == []


# --- some of the graphs


def article_of(folder: Path, name: str) -> str:
    """The key of the article with this source name."""
    quads = ox.parse(path=folder / NQUADS, format=ox.RdfFormat.N_QUADS)
    (found,) = [q.subject for q in quads if str(q.predicate).endswith("#sourceName>") and str(q.object) == f'"{name}"']
    return str(getattr(found, "value", "")).removeprefix(DEFAULT_BASE)


def test_one_graph_of_rdf(sample: Path, tmp_path: Path) -> None:
    key = article_of(sample, "zhou.txt")
    every = Truth(sample).quads
    iri = DEFAULT_BASE + key
    for graphs, wanted in (([key], {iri}), (["default"], {""}), (["default", key], {"", iri})):
        path = export(sample, "nq", tmp_path / "part.nq", graphs)
        expected = {quad for quad in every if getattr(quad.graph_name, "value", "") in wanted}
        assert expected and set(ox.parse(path=path, format=ox.RdfFormat.N_QUADS)) == expected
    by_iri = export(sample, "nq", tmp_path / "iri.nq", ["default", iri])
    assert by_iri.read_bytes() == path.read_bytes()


def test_one_article_of_a_network(sample: Path, tmp_path: Path) -> None:
    graph = nx.read_graphml(export(sample, "graphml", tmp_path / "g", [article_of(sample, "zhou.txt")]))
    assert set(graph) == {"person/周岚", "place/990100", "theme/绿色航运"}
    assert {said["predicate"] for _, _, said in graph.edges(data=True)} == {"visited", "advocated"}


@pytest.mark.parametrize("name", EXPORTERS)
def test_a_graph_that_is_not_there_leaves_the_target_as_it_was(name: str, sample: Path, tmp_path: Path) -> None:
    before = content(export(sample, name, tmp_path / "out"))
    for graph in ("article/0123456789abcdef", "no graph"):
        with pytest.raises(QueryError, match="--graph"):
            export(sample, name, tmp_path / "out", [graph])
    assert content(tmp_path / "out") == before and [p.name for p in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("name", ["graphml", "gexf", "csv", "cypher"])
def test_facts_alone_make_no_table(name: str, sample: Path, tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="evidence"):
        export(sample, name, tmp_path / "out", ["default"])


# --- where it goes


@pytest.mark.parametrize("name", EXPORTERS)
def test_by_default_it_goes_below_the_folder_and_may_be_repeated(name: str, sample: Path, tmp_path: Path) -> None:
    (tmp_path / NQUADS).write_bytes((sample / NQUADS).read_bytes())
    path = export(tmp_path, name)
    before = content(path)
    assert path == tmp_path / "export" / EXPORTERS[name].path and content(export(tmp_path, name)) == before


@pytest.mark.parametrize("name", EXPORTERS)
def test_other_files_are_not_replaced_by_a_folder_nor_folders_by_a_file(
    name: str, sample: Path, tmp_path: Path
) -> None:
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "mine.txt").write_text("x", encoding="utf-8")
    with pytest.raises(StoreError, match="taken"):
        export(sample, name, tmp_path / "taken")
    assert content(tmp_path) == {"taken/mine.txt": b"x"}


@pytest.mark.parametrize("name", ["csv", "cypher"])
def test_several_tables_are_a_folder(name: str, sample: Path, tmp_path: Path) -> None:
    (tmp_path / "a").write_text("x", encoding="utf-8")
    for path in ("a", "b.gz"):
        with pytest.raises(StoreError, match="a folder"):
            export(sample, name, tmp_path / path)


def test_the_build_itself_is_not_overwritten(sample: Path) -> None:
    for name in ("nq", "ttl"):
        with pytest.raises(StoreError, match="the build itself"):
            export(sample, name, sample / f"graph.{name}")


@pytest.mark.parametrize("name", EXPORTERS)
@pytest.mark.parametrize("broken", ["", "<a> broken"])
def test_a_folder_without_a_graph_is_said_to_be_none(name: str, broken: str, tmp_path: Path) -> None:
    (tmp_path / "built").mkdir()
    if broken:
        (tmp_path / "built" / NQUADS).write_text(broken, encoding="utf-8")
    with pytest.raises(StoreError, match="kg build"):
        export(tmp_path / "built", name, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_place_that_cannot_be_written_is_said(sample: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    for name in EXPORTERS:
        with pytest.raises(KgError, match="cannot be written"):
            export(sample, name, tmp_path / "file" / "out")


def test_an_unknown_format_is_named(sample: Path) -> None:
    with pytest.raises(QueryError, match="graphml"):
        export(sample, "docx")
