"""How fast one process makes records of texts, beside `jieba.posseg.cut` on the same texts in the same run.

Run as `python -m tests.benchmarks.extraction [--days 100]`; needs ../shared/corpus/cctv (or --corpus FOLDER) and jieba.
Extraction with the tagger, without it and jieba take turns article by article and CPU seconds are counted, so that all
meet the same load of the computer. Then the same articles once more, component by component; and with `--memory` what
the process (of Linux) holds after each tenth.
"""

from __future__ import annotations

import argparse
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from pathlib import Path
from typing import TypeVar

from kg.corpus import read_articles
from kg.extract import extract
from kg.extract.assemble import assemble
from kg.extract.pipeline import SHOW, Reading, load_pipeline, open_document, read_article
from kg.model import Article

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT.parent / "shared" / "corpus" / "cctv"
ASSEMBLE = "records"
Result = TypeVar("Result")


class Clock:
    """CPU seconds by name."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)

    def time(self, name: str, run: Callable[[], Result]) -> Result:
        start = time.process_time()
        result = run()
        self.seconds[name] += time.process_time() - start
        return result


def spread(folder: Path, days: int) -> list[str]:
    """So many days of a corpus, evenly spread over it."""
    files = sorted(path for path in folder.glob("*.md") if path.stem.isdigit())
    return [str(file) for file in files[:: max(1, len(files) // days)][:days]]


def articles_of(files: Sequence[str]) -> list[Article]:
    return [item for item in read_articles(files) if isinstance(item, Article)]


def segment(text: str) -> int:
    import jieba.posseg

    return sum(len(pair.word) for pair in jieba.posseg.cut(text))


def take_turns(articles: Iterable[Article]) -> Mapping[str, float]:
    """Seconds of each; jieba gives back every character, and the records hold the text as it was given."""
    clock = Clock()
    for article in articles:
        assert clock.time("posseg", lambda text=article.text: segment(text)) == len(article.text)  # type: ignore[misc]
        records = clock.time("extraction", lambda each=article: extract(each))  # type: ignore[misc]
        clock.time("without tagger", lambda each=article: assemble(read_article(each, None)))  # type: ignore[misc]
        assert records.article.text == article.text
    return clock.seconds


def by_component(articles: Iterable[Article]) -> Mapping[str, float]:
    clock = Clock()
    components = [(name, run) for name, run in load_pipeline().pipeline if name != SHOW]
    for article in articles:
        document = clock.time("document", lambda each=article: open_document(each))  # type: ignore[misc]
        for name, run in components:
            clock.time(name, lambda run=run, document=document: run(document))  # type: ignore[misc]
        reading = document._.reading
        assert isinstance(reading, Reading)
        clock.time(ASSEMBLE, lambda reading=reading: assemble(reading))  # type: ignore[misc]
    return clock.seconds


def resident() -> float:
    """Megabytes this process holds (Linux)."""
    fields = Path("/proc/self/status").read_text().split("VmRSS:")[1].split()
    return int(fields[0]) / 1024


def memory(articles: Sequence[Article]) -> Iterator[float]:
    tenth = max(1, len(articles) // 10)
    for start in range(0, len(articles), tenth):
        for article in articles[start : start + tenth]:
            extract(article)
        yield resident()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    parser.add_argument("--days", type=int, default=100)
    parser.add_argument("--memory", action="store_true", help="tell also what is held after each tenth")
    arguments = parser.parse_args()
    import jieba

    jieba.setLogLevel("ERROR")
    articles = articles_of(spread(arguments.corpus, arguments.days))
    characters = sum(len(article.text) for article in articles)
    segment("习近平到河北考察")
    extract(articles[0])
    print(f"{arguments.days} days, {len(articles):,} articles, {characters:,} characters")
    seconds = take_turns(articles)
    for name in ("posseg", "extraction", "without tagger"):
        times = seconds["posseg"] / seconds[name]
        print(f"  {name:<16} {characters / seconds[name]:>10,.0f} characters a second {times:>8.2f} × posseg")
    parts = by_component(articles)
    print("component            µs a character   share")
    for name, each in sorted(parts.items(), key=itemgetter(1), reverse=True):
        print(f"  {name:<16} {each / characters * 1e6:>16.2f} {each / sum(parts.values()):>8.1%}")
    if arguments.memory:
        held = " ".join(f"{megabytes:,.0f}" for megabytes in memory(articles))
        print(f"memory after each tenth, MB: {held}")


if __name__ == "__main__":
    main()
