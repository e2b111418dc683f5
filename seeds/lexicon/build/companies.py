"""Write organisations/companies.tsv from the published lists of state-owned enterprises and two curated files.

    python companies.py soe.tsv --out ../organisations/companies.tsv

soe.tsv has the columns `class name` (SASAC, MOF, …, official name). companies.txt gives their names in the news,
companies_other.txt the companies outside the lists.
"""

from __future__ import annotations

import argparse
from pathlib import Path

COLUMNS = ("id", "name", "aliases", "valid_from", "valid_to", "class", "source", "note")
LIST_SOURCE = {"SASAC": "SASAC list of central enterprises, 2025-07-29"}
OTHER_LIST_SOURCE = "Ministry of Finance list of central enterprises, 2022-10-24"
CURATED = "curated"


def curated_lines(path: Path) -> list[list[str]]:
    """The cells of the lines of a curated file: split at ";", comments left out."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.split(";") for line in lines if line and not line.startswith("#")]


def listed(path: Path, names: dict[str, tuple[str, str]]) -> list[list[str]]:
    """The enterprises of the published lists under their names in the news."""
    return [_listed(names, *line.split("\t")) for line in path.read_text(encoding="utf-8").splitlines()[1:]]


def _listed(names: dict[str, tuple[str, str]], group: str, official: str) -> list[str]:
    name, others = names.get(official, (official, ""))
    aliases = [alias for alias in dict.fromkeys([official, *others.split()]) if alias != name]
    return [name, name, "|".join(aliases), "", "", group, LIST_SOURCE.get(group, OTHER_LIST_SOURCE), ""]


def main() -> None:
    here = Path(__file__).parent
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("soe", type=Path, help="soe.tsv")
    parser.add_argument("--out", type=Path, default=here.parent / "organisations" / "companies.tsv")
    arguments = parser.parse_args()
    names = {official: (name, others) for official, name, others in curated_lines(here / "companies.txt")}
    others = [
        [name, name, "|".join(aliases.split()), "", "", "other", CURATED, note]
        for name, aliases, note in curated_lines(here / "companies_other.txt")
    ]
    rows = sorted([*listed(arguments.soe, names), *others])
    lines = ["\t".join(cells) + "\n" for cells in [COLUMNS, *rows]]
    arguments.out.write_text("".join(lines), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
