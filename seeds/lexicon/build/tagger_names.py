"""Names made up from the characters of real ones, to stand in for the names of a corpus while a tagger learns."""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from kg.extract.forms import transliteration
from kg.lexicon.tables import load_table
from kg.paths import lexicon_dir

CHINESE, FOREIGN, DOUBTFUL = "chinese", "foreign", "doubtful"
SIGNS = frozenset(transliteration()) | frozenset("历吾不买提孜")
LEAST_SURNAME = 20.0  # a rarer surname also begins foreign names and plain words


def surnames() -> dict[str, float]:
    """Surnames with their frequency."""
    return {row.id: float(row.extra["frequency"]) for row in load_table(lexicon_dir() / "people" / "surnames.tsv")}


def name_lists(table: str) -> list[str]:
    """The names of a table of places: "divisions", "countries", "world"."""
    return [row.name for row in load_table(lexicon_dir() / "places" / f"{table}.tsv")]


class Shapes:
    """Tells what a name looks like by its characters."""

    def __init__(self) -> None:
        self.surnames = surnames()
        rows = load_table(lexicon_dir() / "people" / "not-names.tsv")
        self.not_names = frozenset(name for row in rows for name in row.names)

    def split(self, name: str) -> tuple[str, str]:
        """Surname and given name: ("欧阳", "修"), ("王", "小红")."""
        size = 2 if name[:2] in self.surnames and len(name) > 2 else 1
        return name[:size], name[size:]

    def shape(self, name: str) -> str:
        """CHINESE, FOREIGN or DOUBTFUL."""
        if re.search("[·-]", name):
            return FOREIGN if all(char in SIGNS or char in "·-" for char in name) else DOUBTFUL
        surname, given = self.split(name)
        foreign = len(name) >= 2 and all(char in SIGNS for char in name)
        if surname in self.surnames and 1 <= len(given) <= 2 and name[:2] not in self.not_names:
            return FOREIGN if foreign and len(name) == 3 and self.surnames[surname] < LEAST_SURNAME else CHINESE
        return FOREIGN if foreign else DOUBTFUL


class Lots:
    """Draws characters in proportion to a power of their counts."""

    def __init__(self, counts: Mapping[str, float], power: float = 0.8) -> None:
        self._signs = list(counts)
        self._weights = [count**power for count in counts.values()]

    def draw(self, chance: random.Random) -> str:
        return chance.choices(self._signs, self._weights)[0]


class Names:
    """Makes up names like those it was given: 王建国 of surnames and given characters, 恰普拉·图尔 of runs of signs."""

    def __init__(self, names: Iterable[str], plain: Mapping[str, int]) -> None:
        """`plain` counts the characters of the corpus; the commonest also occur in made-up given names."""
        self.shapes = Shapes()
        names = sorted(set(names))
        chinese = [name for name in names if self.shapes.shape(name) == CHINESE]
        self.foreign_names = [name for name in names if self.shapes.shape(name) == FOREIGN and len(name) <= 16]
        self.given = self._count_given(chinese)
        everywhere = self.given[0] + self.given[1] + self.given[2]
        smooth = {char: 0.25 * count for char, count in everywhere.items()}
        self._given = [Lots({c: count[c] + smooth[c] for c in everywhere}) for count in self.given]
        self._surnames = Lots({name: count for name, count in self.shapes.surnames.items() if count >= 5})
        self._plain = [char for char, _ in sorted(plain.items(), key=lambda item: (-item[1], item[0]))[:3500]]
        self.parts = [part for name in self.foreign_names for part in re.split("[·-]", name) if len(part) >= 2]
        self._after: defaultdict[str, list[str]] = defaultdict(list)
        for part in self.parts:
            for at, char in enumerate(f"{part}$"):
                self._after[f"^{part}"[at]].append(char)
                self._after[f"^^{part}"[at : at + 2]].append(char)

    def _count_given(self, chinese: Iterable[str]) -> tuple[Counter[str], Counter[str], Counter[str]]:
        """Characters of given names: the first and the second of two, the only one."""
        first, second, single = Counter[str](), Counter[str](), Counter[str]()
        for name in chinese:
            given = self.shapes.split(name)[1]
            if len(given) == 2:
                first[given[0]] += 1
                second[given[1]] += 1
            else:
                single[given] += 1
        return first, second, single

    def chinese(self, chance: random.Random) -> str:
        """A surname with one or two given characters: 漆多延, 杨达瑰."""
        one = chance.random() < 0.28
        given = self._given[2].draw(chance) if one else self._given[0].draw(chance) + self._given[1].draw(chance)
        if chance.random() < 0.08:
            given = given[:-1] + chance.choice(self._plain)
        return self._surnames.draw(chance) + given

    def foreign(self, chance: random.Random) -> str:
        """A real foreign name, a made-up one, or two parts with a dot between."""
        lot = chance.random()
        if lot < 0.25:
            return chance.choice(self.foreign_names)
        return self.part(chance) if lot < 0.65 else f"{self.part(chance)}·{self.part(chance)}"

    def part(self, chance: random.Random) -> str:
        """Two to six signs that follow each other as in real names."""
        while True:
            name = "^^"
            while name[-1] != "$" and len(name) < 10:
                context = name[-2:] if chance.random() < 0.5 and name[-2:] in self._after else name[-1]
                name += chance.choice(self._after[context])
            if 2 <= len(name) - 3 <= 6 and name[-1] == "$":
                return name[2:-1]

    def like(self, name: str, chance: random.Random) -> str:
        """A name to stand in for another, mostly of its own shape."""
        lot = chance.random()
        if self.shapes.shape(name) == FOREIGN:
            return self.foreign(chance) if lot < 0.7 else self.chinese(chance)
        return self.chinese(chance) if lot < 0.88 else self.foreign(chance)


class Places:
    """Stands another place in for one: a country for a country, a division for the rest."""

    def __init__(self) -> None:
        self._countries = name_lists("countries") + name_lists("world")
        self._divisions = name_lists("divisions")
        self.short = [name[:-1] for name in self._divisions if name[-1] in "省市县区" and 3 <= len(name) <= 4]
        self._foreign = frozenset(self._countries)

    def like(self, name: str, chance: random.Random) -> str:
        if name in self._foreign:
            return chance.choice(self._countries)
        whole = (name[-1] in "省市县区州" and len(name) > 2) or chance.random() < 0.5
        return chance.choice(self._divisions if whole else self.short)
