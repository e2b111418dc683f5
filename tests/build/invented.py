"""An invented corpus and a reader of it quick enough for hundreds of builds; run as a module it builds a folder.

The graph is made by the code that makes real ones; only extraction stands for the pipeline: `X到Y调研` is a visit.
"""

from __future__ import annotations

import argparse
import os
import re
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import kg.build.corpus
import kg.build.manifest
from kg.build import Options, Stages, Summary, build
from kg.build.stages import standard_stages
from kg.model import Article, Entity, Evidence, Extraction, Fact, Literal, Mention

PEOPLE = ("林向东", "周岚", "何一鸣", "郑和平", "马一凡")
PLACES = ("云溪", "临川", "白鹭", "青江", "沿江", "北岭")
_VISIT = re.compile(rf"({'|'.join(PEOPLE)})到(({'|'.join(PLACES)})(?:市|县)?)调研")
RULES = "invented"
BASE = "https://example.org/id/"


def text_of(number: int, edition: int = 0) -> str:
    """The nth article: two visits and some words; the place's name with or without its class word."""
    first, second = PEOPLE[number % 5], PEOPLE[(number + edition + 1) % 5]
    place, other = PLACES[number % 5], PLACES[(number // 5 + edition) % 5]
    suffix = ("市", "", "市", "县")[number % 4]
    lead = f"新华社青江5月{number % 28 + 1}日电"
    return f"第{number}号报道\n\n{lead} {first}到{place}{suffix}调研。{second}到{other}调研。\n"


def write_corpus(folder: Path, numbers: Sequence[int], edition: int = 0) -> Path:
    """A folder of the articles with these numbers; `edition` changes what every third of them says."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in numbers:
        text = text_of(number, edition if number % 3 == 0 else 0)
        (folder / f"{number:04}.txt").write_text(text, encoding="utf-8")
    return folder


def extract(article: Article) -> Extraction:
    """The visits of an article; `坏` breaks it, `死` ends the process."""
    if "坏" in article.clean:
        raise ValueError("坏文章")
    if "死" in article.clean:
        os._exit(9)
    time.sleep(float(os.environ.get("INVENTED_SLEEP", "0")))
    entities: dict[str, Entity] = {}
    mentions: list[Mention] = []
    facts: list[Fact] = []
    for match in _VISIT.finditer(article.clean):
        person = Entity(f"person/{match[1]}", "people", "Person", match[1])
        place = Entity(f"place/{match[3]}", "places", "Site", match[2], (match[3],), (("level", Literal("x")),))
        entities |= {person.key: person, place.key: place}
        for group, entity in ((1, person), (2, place)):
            start, end = article.span(*match.span(group))
            mentions.append(Mention(entity.kind, start, end, entity.key, "invented.name"))
            found = Evidence(start, end, article.text[start:end], "invented.name", 1.0)
            facts.append(Fact(article.key, "mentions", entity.key, (found,)))
        start, end = article.span(*match.span())
        seen = Evidence(start, end, article.text[start:end], "invented.visit", 0.9, "2031-05-01")
        facts.append(Fact(person.key, "visited", place.key, (seen,)))
    return Extraction(article, ((0, len(article.text)),), tuple(mentions), tuple(entities.values()), tuple(facts))


def check(extraction: Extraction, base: str) -> list[str]:
    """A shape that `歪` breaks."""
    return ["歪"] if "歪" in extraction.article.clean else []


def write_page(folder: Path) -> None:
    """A page that says how much the store holds."""
    from kg.query.port import open_store

    found = open_store(folder).query("SELECT (COUNT(*) AS ?n) { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }")
    (folder / "graph.html").write_text(f"<!doctype html>{found.records()[0]['n']}", encoding="utf-8")


def stages() -> Stages:
    standard = standard_stages()
    return Stages(extract, standard.write_graph, check, write_page, standard.checked_base, BASE)


@contextmanager
def fixed_rules() -> Iterator[None]:
    """Builds in here do not depend on the rules of the real pipeline, which may be edited while tests run."""
    with (
        patch.object(kg.build.corpus, "build_digest", lambda: RULES),
        patch.object(kg.build.manifest, "knowledge_digest", lambda: RULES),
    ):
        yield


def build_invented(inputs: Sequence[Path], out: Path, workers: int = 1, *, validate: bool = False) -> Summary:
    options = Options(workers=workers, validate=validate)
    with fixed_rules():
        return build([str(path) for path in inputs], out, options, stages=stages())


def export(folder: Path) -> list[str]:
    """What the store holds, as sorted lines."""
    from kg.graph.store import open_embedded
    from kg.query.stores import store_folder

    return sorted(f"{quad}" for quad in open_embedded(store_folder(folder)))


def published(folder: Path) -> dict[str, bytes]:
    """The files of a built folder whose bytes are promised: all but the store, the journal and the lock."""
    hidden = ("store", "shards", ".lock")
    files = (path for path in folder.rglob("*") if path.is_file() and path.relative_to(folder).parts[0] not in hidden)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


_CHANGING = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "shutil.rmtree", "tempfile.mkstemp"}


def die_at(event: int, folder: Path) -> None:
    """From now on count what this process does to files below `folder`, and be killed at the nth such event."""
    count = 0

    def hook(name: str, arguments: tuple[object, ...]) -> None:
        nonlocal count
        if name in _CHANGING and str(folder) in str(arguments[0]):
            count += 1
            if count == event:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("inputs", nargs="+", type=Path)
    parser.add_argument("--out", required=True, type=Path)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--die-at", type=int, default=0)
    arguments = parser.parse_args()
    if arguments.die_at:
        die_at(arguments.die_at, arguments.out)
    build_invented(arguments.inputs, arguments.out, arguments.workers)


if __name__ == "__main__":
    main()
