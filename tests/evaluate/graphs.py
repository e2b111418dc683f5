"""Graphs made from gold by a number: some of what is right, some of what is wrong, in the published vocabulary."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any
from urllib.parse import quote

PK = "https://w3id.org/policy-kg/ontology#"
PREFIXES = (
    f"@prefix pk: <{PK}> .\n@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
    "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
)
CLASSES = {
    "persons": "Person",
    "posts": "Post",
    "places": "Place",
    "organisations": "Organisation",
    "events": "Event",
    "themes": "Theme",
}
WRONG = "无中生有之物"


def noisy_graph(gold: dict[str, Any], number: int, keep: float = 0.8) -> str:
    """Turtle with most of the gold, in one of its spellings, and errors of every kind; always the same for a number."""
    chance = random.Random(number)
    lines, iris = [], {}
    for kind, cls in CLASSES.items():
        names = [entry for entry in gold.get(kind, []) if chance.random() < keep]
        names += [{"name": name} for name in gold.get("optional", {}).get(kind, []) if chance.random() < 0.5]
        names += [{"name": f"{WRONG}{cls}{chance.randrange(3)}"}]
        for i, entry in enumerate(names):
            iri = f"<https://w3id.org/policy-kg/id/{kind}/{i}-{quote(entry['name'])}>"
            iris[entry.get("id", entry["name"])] = iri
            lines += _entity(iri, cls, entry, chance)
    lines += _facts(gold, iris, chance, keep)
    return PREFIXES + "\n".join(lines) + "\n"


def _entity(iri: str, cls: str, entry: dict[str, Any], chance: random.Random) -> list[str]:
    label = chance.choice([entry["name"], *entry.get("aliases", [])])
    if chance.random() < 0.15 and len(label) > 5:
        label = label[:-1]
    types = ["pk:" + cls] + ([f"pk:{entry['type']}"] if "type" in entry and chance.random() < 0.7 else [])
    lines = [f"{iri} a {', '.join(types)} ; skos:prefLabel {json.dumps(label, ensure_ascii=False)}@zh ."]
    if chance.random() < 0.9:
        lines.append(f"<https://w3id.org/policy-kg/id/article/1> pk:mentions {iri} .")
    return lines


def _facts(gold: dict[str, Any], iris: dict[str, str], chance: random.Random, keep: float) -> list[str]:
    lines = []
    ends = list(iris.values())
    rows = [*gold["facts"], *gold.get("optional", {}).get("facts", [])]
    for subject, predicate, value in rows:
        if subject not in iris or chance.random() > keep:
            continue
        if predicate == "onDate":
            start, _, end = value.partition("/")
            lines.append(f'{iris[subject]} pk:startDate "{start}" ; pk:endDate "{end or start}" .')
        elif value in iris:
            pair = (iris[value], iris[subject]) if chance.random() < 0.1 else (iris[subject], iris[value])
            lines.append(f"{pair[0]} pk:{predicate} {pair[1]} .")
        if predicate != "onDate" and chance.random() < 0.3:
            lines.append(f"{chance.choice(ends)} pk:{predicate} {chance.choice(ends)} .")
    lines.append(f"{chance.choice(ends)} pk:within <https://w3id.org/policy-kg/id/place/beyond> .")
    return lines


def write_graphs(gold: Path, folder: Path, number: int) -> None:
    """`folder/<stem>/graph.ttl` for each gold file but the first, which stays without a graph."""
    for path in sorted(gold.glob("*.json"))[1:]:
        (folder / path.stem).mkdir(parents=True)
        turtle = noisy_graph(json.loads(path.read_text(encoding="utf-8")), number)
        (folder / path.stem / "graph.ttl").write_text(turtle, encoding="utf-8")
