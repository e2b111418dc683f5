"""Every engine keeps the port's promises, and a Ray cluster builds the bytes that processes build.

The cluster has two nodes, each a scheduler with a worker of its own, on loopback.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from kg.build import Options, build
from kg.build.cluster import ADDRESS
from kg.build.corpus import Progress
from kg.build.engines import ENGINES, open_engine
from kg.errors import CorpusError, KgError, MissingExtra
from kg.model import Article
from tests.build.invented import build_invented, export, extract, fixed_rules, published, stages, text_of, write_corpus
from tests.build.test_corpus import progress_of


class Nodes:
    """A cluster whose second node can be lost and comes back."""

    def __init__(self) -> None:
        cluster: Any = import_module("ray.cluster_utils")
        quiet = {"num_cpus": 1, "include_dashboard": False, "object_store_memory": 80_000_000}
        self._cluster = cluster.Cluster(initialize_head=True, head_node_args=quiet)
        self.address = self._cluster.address
        self._second: Any = None

    def complete(self) -> None:
        if self._second is None:
            self._second = self._cluster.add_node(num_cpus=1, object_store_memory=80_000_000)
            self._cluster.wait_for_nodes()

    def lose_one(self) -> None:
        lost, self._second = self._second, None
        if lost:
            self._cluster.remove_node(lost, allow_graceful=False)

    def shut_down(self) -> None:
        self._cluster.shutdown()


@pytest.fixture(scope="module")
def nodes() -> Iterator[Nodes]:
    """Two nodes that `--engine ray` finds; they outlive the build, which connects and leaves."""
    pytest.importorskip("ray", reason="needs policy-kg[ray]")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        patch.setenv("INVENTED_SLEEP", "0.03")
        found = Nodes()
        patch.setenv(ADDRESS, found.address)
        yield found
        found.shut_down()


@pytest.fixture(params=sorted(ENGINES))
def engine(request: pytest.FixtureRequest) -> str:
    """Each engine by name; those of a cluster with one that is there."""
    if request.param == "ray":
        request.getfixturevalue("nodes").complete()
    return str(request.param)


# --- the port


def squares(batch: tuple[int, ...]) -> list[int]:
    if 13 in batch:
        os._exit(9)
    if 99 in batch:
        raise CorpusError("九十九", "is too much")
    return [number * number for number in batch]


def test_every_batch_comes_back_and_what_kills_its_process_comes_alone(engine: str) -> None:
    batches = [tuple(range(start, start + 4)) for start in range(0, 40, 4)]
    with open_engine(engine, 2) as opened:
        assert opened.workers == 2
        found = dict(opened.run(squares, batches))
    assert sorted(number for batch in found for number in batch) == list(range(40))
    assert found[(13,)] is None and all(
        result == [number * number for number in batch] for batch, result in found.items() if batch != (13,)
    )


def test_an_error_of_the_work_is_raised_here(engine: str) -> None:
    with open_engine(engine, 2) as opened, pytest.raises(CorpusError, match="九十九") as raised:
        list(opened.run(squares, [(number,) for number in range(90, 110)]))
    assert raised.value.found == "is too much"


def test_an_unknown_engine_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(KgError, match="--engine · spark · one of processes, ray"):
        build([str(tmp_path)], tmp_path / "out", Options(engine="spark"), stages=stages())


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(MissingExtra, match=r"policy-kg\[ray\]"), open_engine("ray", 1):
        pass


# --- a corpus on two nodes


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_corpus(tmp_path_factory.mktemp("cluster") / "in", range(150))
    (folder / "binary.txt").write_bytes(b"\0")
    return folder


@pytest.fixture(scope="module")
def expected(inputs: Path) -> tuple[list[str], dict[str, bytes]]:
    build_invented([inputs], inputs.parent / "processes")
    return export(inputs.parent / "processes"), published(inputs.parent / "processes")


def test_a_cluster_builds_the_same_bytes(
    nodes: Nodes, inputs: Path, tmp_path: Path, expected: tuple[list[str], dict[str, bytes]]
) -> None:
    nodes.complete()
    progress_of(inputs, tmp_path / "out", engine="ray", workers=None)
    assert (export(tmp_path / "out"), published(tmp_path / "out")) == expected


@pytest.mark.parametrize("stage", ["read", "extract"])
def test_a_node_is_lost_in_the_middle(
    nodes: Nodes, inputs: Path, tmp_path: Path, expected: tuple[list[str], dict[str, bytes]], stage: str
) -> None:
    nodes.complete()
    heard: list[Progress] = []

    def lose(progress: Progress) -> None:
        heard.append(progress)
        if progress.stage == stage and progress.done:
            nodes.lose_one()

    with fixed_rules():
        options = Options(validate=False, engine="ray")
        build([str(inputs)], tmp_path / "out", options, stages=stages(), on_progress=lose)
    lost_at = next(progress for progress in heard if progress.stage == stage and progress.done)
    assert lost_at.done < 150, "there was work left to do"
    assert (export(tmp_path / "out"), published(tmp_path / "out")) == expected


def die_once(article: Article) -> Any:
    """The visits of an article; the first process that meets 殁 dies of it."""
    if "殁" in article.clean:
        with suppress(FileExistsError):
            Path(article.clean.rpartition("殁")[2].strip()).touch(exist_ok=False)
            os._exit(9)
    return extract(article)


def test_a_worker_is_lost_and_its_batch_done_again(nodes: Nodes, inputs: Path, tmp_path: Path) -> None:
    nodes.complete()
    folder = write_corpus(tmp_path / "in", range(8))
    (folder / "0008.txt").write_text(text_of(8) + f"殁{tmp_path / 'died'}", encoding="utf-8")
    with fixed_rules():
        options = Options(validate=False, engine="ray")
        summary = build([str(folder)], tmp_path / "out", options, stages=replace(stages(), extract=die_once))
    assert (tmp_path / "died").exists() and summary.complete and summary.articles == 9


def test_an_article_that_kills_every_worker_is_a_failure(nodes: Nodes, tmp_path: Path) -> None:
    nodes.complete()
    folder = write_corpus(tmp_path / "in", range(12))
    (folder / "0007x.txt").write_text("死亡文章。", encoding="utf-8")
    with fixed_rules():
        summary = build([str(folder)], tmp_path / "out", Options(validate=False, engine="ray"), stages=stages())
    assert summary.articles == 12 and [failure.where for failure in summary.failures] == ["0007x.txt"]


def test_no_cluster_at_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("ray", reason="needs policy-kg[ray]")
    monkeypatch.setenv(ADDRESS, "nowhere")
    with pytest.raises(KgError, match=ADDRESS), open_engine("ray", 1):
        pass
