"""The SKOS thesaurus of policy themes (政策提法): read from `ontology/themes/*.tsv`, written as `ontology/themes.ttl`.

The tables are the source and are what runs: reading them takes milliseconds, where parsing the Turtle needs an RDF
library. `python -m kg.lexicon.thesaurus` writes the Turtle anew after the tables have changed.

One table is one field (领域), its first line the field itself. Columns: `prefLabel`, `altLabels` (separated by `|`),
`broader` (a prefLabel of the same table; empty: directly below the field; `TOP`: the field), `related` (prefLabels of
any table, separated by `|`), `definition` (Chinese, where the label does not explain itself), `en`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg.errors import SeedError
from kg.paths import ontology_dir

SCHEME = "https://w3id.org/policy-kg/themes"
DATA_BASE = "https://w3id.org/policy-kg/id/"
COLUMNS = ("prefLabel", "altLabels", "broader", "related", "definition", "en")

_FILE_NAME = re.compile(r"\d\d-[a-z0-9]+(?:-[a-z0-9]+)*\.tsv")
_PAUSES = re.compile(r"[、，：；]+")
_NOT_IN_IRIS = re.compile(r"[^\w+.~-]")
_QUOTES = str.maketrans("", "", "“”‘’《》")
_PREFIXES = """\
@prefix dct: <http://purl.org/dc/terms/> .
@prefix pk: <https://w3id.org/policy-kg/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
FIRST_SEEN = "first-seen.tsv"


@dataclass(frozen=True, slots=True)
class Concept:
    """One theme of the thesaurus.

    `field` is the prefLabel of its field, `broader` the prefLabel of the concept above it ("" for a field itself),
    `related` prefLabels as its line lists them (`write_themes` adds the way back), `definition` Chinese or "".
    """

    pref: str
    alts: tuple[str, ...]
    field: str
    broader: str
    related: tuple[str, ...]
    definition: str
    en: str

    @property
    def labels(self) -> tuple[str, ...]:
        """Every Chinese label, the preferred one first: 共同富裕, 推动共同富裕, 全体人民共同富裕."""
        return (self.pref, *self.alts)

    @property
    def key(self) -> str:
        """The concept's path below the data base: `theme/共同富裕`."""
        return theme_key(self.pref)


def theme_key(label: str) -> str:
    """The path below the data base of the theme that `label` names.

    Pauses become hyphens; quotation marks, spaces and other punctuation are dropped:
    不敢腐、不能腐、不想腐 → `theme/不敢腐-不能腐-不想腐`.
    """
    return "theme/" + _NOT_IN_IRIS.sub("", _PAUSES.sub("-", label))


def unquoted(label: str) -> str:
    """`label` without quotation marks and book-title marks, which texts print or leave out: “两个确立” → 两个确立."""
    return label.translate(_QUOTES)


def read_thesaurus(folder: Path) -> tuple[Concept, ...]:
    """Every concept of the tables in `folder`, table by table in the order of their numbers, line by line.

    Raises `SeedError` with file and line where a table breaks a rule: its name, its columns, a label that two concepts
    claim (quotation marks make no difference: “三农” is 三农), a `broader` or `related` that does not exist, a circle,
    or `related` to a concept above.
    """
    lines = _read_tables(folder)
    _check_labels(lines)
    _check_links(lines)
    return tuple(concept for _, concept in lines)


def _read_tables(folder: Path) -> list[_Line]:
    return [line for path in _table_paths(folder) for line in _read_table(path)]


@cache
def load_themes() -> tuple[Concept, ...]:
    """Every concept of the thesaurus that travels with the package, read once.

    Each line is checked, not the tables as a whole: that is done when they are compiled.
    """
    return tuple(concept for _, concept in _read_tables(ontology_dir() / "themes"))


def read_first_seen(folder: Path) -> Mapping[str, str]:
    """The first day, ISO 8601, on which each concept was seen in the broadcasts; {} without the table.

    The coverage of those broadcasts bounds it: a concept may well be older.
    """
    path = folder / FIRST_SEEN
    if not path.exists():
        return {}
    _, *rows = path.read_text(encoding="utf-8").splitlines()
    cells = (row.split("\t") for row in rows)
    return {concept: first for concept, first, _ in cells}


def write_themes(concepts: Sequence[Concept], path: Path, first_seen: Mapping[str, str] | None = None) -> None:
    """`path` holds `concepts` as SKOS in Turtle: the same concepts give the same bytes."""
    whole = path.with_name(path.name + ".part")
    whole.write_text("\n".join(_turtle(concepts, first_seen or {})), encoding="utf-8", newline="\n")
    whole.replace(path)


_Line = tuple[str, Concept]
"""A concept with where it stands, for messages: `03-politics-law.tsv:17`."""


def _table_paths(folder: Path) -> list[Path]:
    paths = sorted(path for path in folder.glob("*.tsv") if path.name != FIRST_SEEN)
    if not paths:
        raise SeedError(str(folder), "no tables", "NN-name.tsv, one for each field", "check the installation")
    for path in paths:
        if not _FILE_NAME.fullmatch(path.name):
            raise SeedError(str(path), "the file's name", "NN-name.tsv in ASCII: 01-party.tsv", "rename it")
    return paths


def _read_table(path: Path) -> list[_Line]:
    header, *rows = path.read_text(encoding="utf-8").splitlines() or [""]
    if tuple(header.split("\t")) != COLUMNS:
        raise SeedError(f"{path.name}:1", f"header {header!r}", "\t".join(COLUMNS), "restore the header")
    if not rows:
        raise SeedError(f"{path.name}:2", "no line", "the field itself, broader TOP", "add the field")
    field = rows[0].split("\t")[0]
    return [_read_line(f"{path.name}:{n}", row, field) for n, row in enumerate(rows, start=2)]


def _read_line(where: str, row: str, field: str) -> _Line:
    cells = row.split("\t")
    if len(cells) != len(COLUMNS):
        raise SeedError(where, f"{len(cells)} columns", f"{len(COLUMNS)} columns", "separate them with single tabs")
    pref, alts, broader, related, definition, en = cells
    if not pref or not en:
        raise SeedError(where, repr(row), "a prefLabel and an English label", "fill them in")
    if (broader == "TOP") != (pref == field):
        raise SeedError(where, f"broader {broader!r}", "TOP on the first line and nowhere else", "name a concept")
    above = "" if broader == "TOP" else broader or field
    return where, Concept(pref, _labels(where, alts), field, above, _labels(where, related), definition, en)


def _labels(where: str, cell: str) -> tuple[str, ...]:
    labels = tuple(cell.split("|")) if cell else ()
    for label in labels:
        if not label or label != label.strip():
            raise SeedError(where, f"label {label!r} in {cell!r}", "labels separated by single |", "remove it")
    return labels


def _check_labels(lines: Iterable[_Line]) -> None:
    claimed: dict[str, str] = {}
    keys: dict[str, str] = {}
    for where, concept in lines:
        for label in concept.labels:
            holder = claimed.setdefault(unquoted(label), where)
            if holder != where or concept.labels.count(label) > 1:
                raise SeedError(where, f"{label}, which {holder} has", "one concept for a label", "drop one")
        if concept.key in keys:
            raise SeedError(where, f"the IRI of {keys[concept.key]}", "one IRI for a concept", "change the prefLabel")
        keys[concept.key] = where


def _check_links(lines: Iterable[_Line]) -> None:
    lines = tuple(lines)
    by_pref = {concept.pref: concept for _, concept in lines}
    for where, concept in lines:
        _check_broader(where, concept, by_pref)
    for where, concept in lines:
        _check_related(where, concept, by_pref)


def _check_broader(where: str, concept: Concept, by_pref: Mapping[str, Concept]) -> None:
    above = by_pref.get(concept.broader)
    if concept.broader and (above is None or above.field != concept.field):
        raise SeedError(where, f"broader {concept.broader}", f"a prefLabel below {concept.field}", "correct it")
    if concept.pref in _above(concept, by_pref):
        raise SeedError(where, f"{concept.pref} above itself", "a hierarchy without circles", "correct broader")


def _check_related(where: str, concept: Concept, by_pref: Mapping[str, Concept]) -> None:
    for label in concept.related:
        other = by_pref.get(label)
        if other is None:
            raise SeedError(where, f"related {label}", "a prefLabel of the thesaurus", "correct it")
        if label in {concept.pref, *_above(concept, by_pref)} or concept.pref in _above(other, by_pref):
            raise SeedError(where, f"related {label}, above or below", "SKOS: related is not broader", "remove it")


def _above(concept: Concept, by_pref: Mapping[str, Concept]) -> set[str]:
    """The prefLabels on the way up from `concept`; it holds the concept itself if the way is a circle."""
    seen: set[str] = set()
    above = concept.broader
    while above and above in by_pref and above not in seen:
        seen.add(above)
        above = by_pref[above].broader
    return seen


def _turtle(concepts: Sequence[Concept], first_seen: Mapping[str, str]) -> Iterator[str]:
    narrower: dict[str, list[str]] = defaultdict(list)
    related: dict[str, set[str]] = defaultdict(set)
    for concept in concepts:
        narrower[concept.broader].append(concept.pref)
        for other in concept.related:
            related[concept.pref].add(other)
            related[other].add(concept.pref)
    yield _PREFIXES
    yield _node(SCHEME, "skos:ConceptScheme", _about_scheme(narrower[""]))
    for concept in concepts:
        about = [*_about_concept(concept, narrower[concept.pref], sorted(related[concept.pref]))]
        if concept.pref in first_seen:
            about.append(("pk:firstSeen", [f'"{first_seen[concept.pref]}"^^xsd:date']))
        yield _node(DATA_BASE + concept.key, "skos:Concept , pk:Theme", about)


def _about_scheme(fields: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    yield "rdfs:label", [_text("政策提法叙词表", "zh"), _text("Thesaurus of Chinese policy themes", "en")]
    yield (
        "rdfs:comment",
        [
            _text("官方新闻中的政策目标、领域、举措和固定提法，按领域分层。", "zh"),
            _text("Goals, fields, instruments and set formulations of Chinese official news, by field.", "en"),
        ],
    )
    yield "dct:title", [_text("政策提法叙词表", "zh"), _text("Thesaurus of Chinese policy themes", "en")]
    yield "dct:license", ["<https://www.apache.org/licenses/LICENSE-2.0>"]
    yield "skos:hasTopConcept", [_iri(field) for field in fields]


def _about_concept(
    concept: Concept, narrower: Iterable[str], related: Iterable[str]
) -> Iterator[tuple[str, list[str]]]:
    yield "rdfs:label", [_text(concept.pref, "zh")]
    yield "skos:prefLabel", [_text(concept.pref, "zh"), _text(concept.en, "en")]
    yield "skos:altLabel", [_text(label, "zh") for label in concept.alts]
    yield "skos:definition", [_text(concept.definition, "zh")] if concept.definition else []
    yield "skos:inScheme", [f"<{SCHEME}>"]
    yield "skos:topConceptOf", [] if concept.broader else [f"<{SCHEME}>"]
    yield "skos:broader", [_iri(concept.broader)] if concept.broader else []
    yield "skos:narrower", [_iri(label) for label in narrower]
    yield "skos:related", [_iri(label) for label in related]


def _node(iri: str, classes: str, about: Iterable[tuple[str, list[str]]]) -> str:
    lines = [f"<{iri}> a {classes}"]
    lines += [f"    {predicate} {' , '.join(objects)}" for predicate, objects in about if objects]
    return " ;\n".join(lines) + " .\n"


def _iri(pref: str) -> str:
    return f"<{DATA_BASE}{theme_key(pref)}>"


def _text(value: str, language: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"@{language}'


if __name__ == "__main__":
    tables = ontology_dir() / "themes"
    write_themes(read_thesaurus(tables), ontology_dir() / "themes.ttl", read_first_seen(tables))
