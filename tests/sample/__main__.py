"""`python -m tests.sample [--again CORPUS]`: the precision of the sample, and what became of its facts."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.sample.verdicts import Again, Verdict, measure, precision_lines, read_verdicts


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m tests.sample")
    parser.add_argument("--again", type=Path, metavar="CORPUS", help="folder of broadcast days (YYYYMMDD.md)")
    options = parser.parse_args(arguments)
    verdicts = read_verdicts()
    for line in (*report(verdicts), *(again_lines(measure(verdicts, options.again)) if options.again else ())):
        print(line)


def report(verdicts: Sequence[Verdict]) -> Iterator[str]:
    """The precision over all, for each predicate and for each rule."""
    yield f"{'':32}  all  right wrong unsure precision"
    yield from precision_lines(verdicts, lambda _: "all")
    yield ""
    yield from precision_lines(verdicts, lambda verdict: verdict.predicate)
    yield ""
    yield from precision_lines(verdicts, lambda verdict: verdict.rule)


def again_lines(again: Again) -> Iterator[str]:
    """How many facts are kept and mended, and the others one by one."""
    yield ""
    yield f"right and kept {len(again.kept)}, lost {len(again.lost)} ({again.share_kept:.3f} kept)"
    yield from (f"  lost   {verdict.day} {' '.join(verdict.triple)} [{verdict.rule}]" for verdict in again.lost)
    yield f"wrong and mended {len(again.mended)}, still there {len(again.still_wrong)}"
    yield from (f"  wrong  {verdict.day} {' '.join(verdict.triple)} [{verdict.cause}]" for verdict in again.still_wrong)


if __name__ == "__main__":
    main()
