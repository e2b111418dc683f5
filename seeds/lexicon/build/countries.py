"""Write places/countries.tsv: codes and names from CLDR (through babel), the rest from countries.txt.

python countries.py countries.txt --out ../places/countries.tsv
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

from babel import Locale, __version__

COLUMNS = ("id", "name", "aliases", "valid_from", "valid_to", "abbr", "source", "note")
SOURCE = f"Unicode CLDR through babel {__version__}; other names curated"
NEWS_NAMES = {  # where the news uses another short form than CLDR
    "AE": "阿联酋",
    "BA": "波黑",
    "BD": "孟加拉国",
    "CF": "中非共和国",
    "DO": "多米尼加",
    "MN": "蒙古国",
    "PS": "巴勒斯坦",
}


def table(lines: list[str]) -> list[list[str]]:
    """The cells of each row, sorted by code."""
    territories = Locale.parse("zh_Hans").territories
    return sorted(_row(territories, *line.split(";")) for line in lines if line and not line.startswith("#"))


def _row(territories: Mapping[str, str], code: str, others: str, abbreviations: str) -> list[str]:
    name = NEWS_NAMES.get(code, territories[code])
    aliases = dict.fromkeys([*others.split(), territories[code]])
    aliases.pop(name, None)
    if name == "蒙古国":  # 蒙古 alone is also the people, the plateau and the end of 内蒙古
        aliases.pop("蒙古")
    if name == "巴勒斯坦":
        aliases.pop("巴勒斯坦领土")
    return [code, name, "|".join(aliases), "", "", "|".join(abbreviations.split()), SOURCE, ""]


def main() -> None:
    here = Path(__file__).parent
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("curated", type=Path, help="countries.txt")
    parser.add_argument("--out", type=Path, default=here.parent / "places" / "countries.tsv")
    arguments = parser.parse_args()
    rows = table(arguments.curated.read_text(encoding="utf-8").splitlines())
    lines = ["\t".join(cells) + "\n" for cells in [COLUMNS, *rows]]
    arguments.out.write_text("".join(lines), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
