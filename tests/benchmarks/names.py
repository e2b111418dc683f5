"""How well people, places and organisations are found in sentences, by rules, tagger and both, beside jieba.posseg.

Run as `python -m tests.benchmarks.names [--sets broadcast,pd,msra] [--ner NAME] [--days 20]`; needs ../shared/data and
../shared/corpus, and jieba for its column; what is absent is left out and said. Exact spans of PER, LOC and ORG in the
whole of three sets: sentences of the broadcasts, People's Daily of 1998 (`example.test`), MSRA; then the characters a
second of the whole extraction without and with the tagger on days of the corpus, in one run.

The two public sets follow guidelines of their own. Every system is scored twice: as they are ("as marked"), and with
the conventions on both sides made one ("aligned"):

- spans of one character (中 of 中美, 李 of 李大娘) are left out, as in the sentences of the broadcasts;
- a person in the name of a doctrine (邓小平理论) is left out;
- a place is without 地区, 政府 or 当局 behind it: 中国政府 and 中东地区 count as 中国 and 中东.
"""

from __future__ import annotations

import argparse
import importlib
import json
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

from kg.corpus import read_articles
from kg.extract import extract
from kg.extract.merge import TAGGER, TagSource
from kg.extract.pipeline import read_article
from kg.extract.plugin import load_plugin
from kg.extract.spans import keep_longest
from kg.extract.tagger import find_tagged_with, load_model
from kg.model import Article
from kg.text import clean_text

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
DATA, CORPUS = SHARED / "data", SHARED / "corpus" / "cctv"
LABEL = {"people": "PER", "places": "LOC", "organisations": "ORG", "PERSON": "PER"}
OF_JIEBA = {"nr": "PER", "nrt": "PER", "nrfg": "PER", "ns": "LOC", "nt": "ORG"}
LABELS = ("PER", "LOC", "ORG")
DAY = "2024-01-01"  # the sentences have no date, and names depend on none

Name = tuple[int, int, str]
System = Callable[[str], set[Name]]


@dataclass(frozen=True)
class Sentence:
    """A text with the names marked in it and the places where whatever is found counts for nothing."""

    text: str
    names: frozenset[Name]
    ignored: tuple[tuple[int, int], ...] = ()


# --- the sets -------------------------------------------------------------------------------------------------


def read_broadcast(path: Path) -> list[Sentence]:
    rows = json.loads(path.read_text(encoding="utf-8"))
    return [Sentence(row["text"], _marked(row), tuple(_left_out(row))) for row in rows]


def _marked(row: Mapping[str, Any]) -> frozenset[Name]:
    return frozenset((start, end, label) for start, end, label in row["spans"])


def _left_out(row: Mapping[str, Any]) -> Iterator[tuple[int, int]]:
    """What the annotator left open, and the programme's own name."""
    yield from ((start, end) for start, end, *_ in row["ignore"])
    yield from (match.span() for match in re.finditer("新闻联播", row["text"]))


def read_bio(path: Path) -> list[Sentence]:
    """A file with a character and its tag (B-PER, I-PER, O) a line, an empty line behind each sentence."""
    blocks = path.read_text(encoding="utf-8").split("\n\n")
    lines = [[line.split() for line in block.split("\n") if line] for block in blocks]
    rows = [[pair if len(pair) == 2 else ["　", pair[0]] for pair in block] for block in lines if block]
    return [Sentence("".join(char for char, _ in row), frozenset(_names([tag for _, tag in row]))) for row in rows]


def _names(tags: Sequence[str]) -> Iterator[Name]:
    for start, tag in enumerate(tags):
        if tag.startswith("B-"):
            end = start + 1
            while end < len(tags) and tags[end] == f"I-{tag[2:]}":
                end += 1
            yield start, end, LABEL.get(tag[2:], tag[2:])


SETS: Mapping[str, tuple[Path, Callable[[Path], list[Sentence]]]] = {
    "broadcast": (DATA / "broadcast_sentences" / "sentences.json", read_broadcast),
    "pd": (DATA / "pd_example" / "example.test", read_bio),
    "msra": (DATA / "msra_test" / "msra_test_bio.txt", read_bio),
}


# --- the systems ----------------------------------------------------------------------------------------------


def article_of(text: str) -> Article:
    clean, offsets = clean_text(text)
    return Article(text, clean, offsets, date=DAY)


def by_kg(text: str, tags: TagSource | None) -> set[Name]:
    """What the pipeline finds, with or without a source of tagged names."""
    article = article_of(text)
    reading = read_article(article, tags)
    at = article.offsets
    return {
        (at[span.start], at[span.end - 1] + 1, LABEL[span.kind])
        for span in keep_longest([*reading.people, *reading.names])
    }


def by_tagger(text: str) -> set[Name]:
    """What the tagger finds by itself, wherever it is."""
    clean, at = clean_text(text)
    return {(at[name.start], at[name.end - 1] + 1, LABEL[name.kind]) for name in find_tagged_with(load_model(), clean)}


def by_jieba(posseg: ModuleType, text: str) -> set[Name]:
    found: set[Name] = set()
    at = 0
    for word in posseg.cut(text):
        end = at + len(word.word)
        if kind := OF_JIEBA.get(word.flag):
            found.add((at, end, kind))
        at = end
    return found


def systems(ner: str | None) -> dict[str, System]:
    chosen: dict[str, System] = {
        "rules": partial(by_kg, tags=None), "tagger alone": by_tagger, "rules + tagger": partial(by_kg, tags=TAGGER)
    }  # fmt: skip
    if ner:
        chosen[f"rules + {ner}"] = partial(by_kg, tags=load_plugin(ner))
    if posseg := jieba():
        chosen["jieba.posseg"] = partial(by_jieba, posseg)
    return chosen


def jieba() -> ModuleType | None:
    try:
        posseg = importlib.import_module("jieba.posseg")
    except ImportError:
        return None
    posseg.initialize()
    return posseg


# --- the measure ----------------------------------------------------------------------------------------------

_AREA = re.compile("(?<=..)(?:地区|(?:人民)?政府|当局)$")
_DOCTRINE = re.compile("[\u3400-\u9fff]{0,4}?(?:理论|思想|主义)")


def aligned(text: str, names: Sequence[Name] | frozenset[Name] | set[Name]) -> set[Name]:
    """The names in the conventions above."""
    kept: set[Name] = set()
    for start, end, kind in names:
        if kind != "PER" and (area := _AREA.search(text[start:end])):
            end, kind = start + area.start(), "LOC"
        if end - start > 1 and not (kind == "PER" and _DOCTRINE.match(text, end)):
            kept.add((start, end, kind))
    return kept


class Count(Counter[tuple[str, str]]):
    """Right, wrong and missed names by label."""

    def add(self, sentence: Sentence, found: set[Name], marked: set[Name]) -> None:
        for name in found | marked:
            verdict = "right" if name in found & marked else "wrong" if name in found else "missed"
            if verdict != "wrong" or not any(name[0] < end and start < name[1] for start, end in sentence.ignored):
                self[name[2], verdict] += 1

    def scores(self, labels: Sequence[str] = LABELS) -> tuple[float, float, float]:
        """Precision, recall and F1 over some labels."""
        right, wrong, missed = (
            sum(self[label, verdict] for label in labels) for verdict in ("right", "wrong", "missed")
        )
        return (
            right / max(1, right + wrong),
            right / max(1, right + missed),
            2 * right / max(1, 2 * right + wrong + missed),
        )


def measure(sentences: Sequence[Sentence], system: System) -> tuple[Count, Count]:
    """The counts as marked and aligned."""
    plain, same = Count(), Count()
    for sentence in sentences:
        found = system(sentence.text)
        plain.add(sentence, found, set(sentence.names))
        same.add(sentence, aligned(sentence.text, found), aligned(sentence.text, sentence.names))
    return plain, same


def _line(name: str, how: str, count: Count) -> str:
    shares = "  ".join("/".join(f"{value:.3f}" for value in count.scores((label,))) for label in LABELS)
    return f"{name:<16}{how:<11}{shares}  " + "/".join(f"{value:.3f}" for value in count.scores())


def print_sets(chosen: Sequence[str], ner: str | None) -> None:
    found = systems(ner)
    if "jieba.posseg" not in found:
        print("jieba is not installed: left out")
    for key in chosen:
        path, read = SETS[key]
        if not path.exists():
            print(f"{key}: {path} is not there, left out")
            continue
        sentences = read(path)
        print(f"{key}: {len(sentences):,} sentences; PER, LOC, ORG, all as precision/recall/F1")
        for name, system in found.items():
            for how, count in zip(("as marked", "aligned"), measure(sentences, system), strict=True):
                print(_line(name, how, count), flush=True)


# --- speed ----------------------------------------------------------------------------------------------------


def _articles(days: int) -> list[Article]:
    paths = sorted(CORPUS.glob("*.md"))
    chosen = random.Random(3).sample(paths, min(days, len(paths)))
    return [each for path in chosen for each in read_articles([str(path)]) if isinstance(each, Article)]


def print_speed(days: int, ner: str | None) -> None:
    articles = _articles(days)
    if not articles:
        print(f"speed: {CORPUS} is not there, left out")
        return
    size = sum(len(article.clean) for article in articles)
    runs: dict[str, Callable[[Article], object]] = {
        "reading, rules": partial(read_article, tags=None), "reading, rules + tagger": read_article,
        "extraction": extract,
    }  # fmt: skip
    if ner:
        runs[f"extraction, {ner}"] = partial(extract, ner=ner)
    if posseg := jieba():
        runs["jieba.posseg"] = lambda article: list(posseg.cut(article.clean))
    print(f"speed: {size:,} characters of {days} days, CPU time of one process")
    for name, run in runs.items():
        run(articles[0])
        start = time.process_time()
        for article in articles:
            run(article)
        print(f"{name:<26}{size / (time.process_time() - start):>10,.0f} characters/s", flush=True)


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sets", default=",".join(SETS), help="which sets (default: %(default)s)")
    parser.add_argument("--ner", help="an installed spaCy pipeline to measure too")
    parser.add_argument("--days", type=int, default=20, help="days of the corpus for the speed (default: %(default)s)")
    arguments = parser.parse_args()
    print_sets([key for key in arguments.sets.split(",") if key], arguments.ner)
    if arguments.days:
        print_speed(arguments.days, arguments.ner)


if __name__ == "__main__":
    main()
