"""The walls of the house: imports go down only, spaCy and RDF stay on their floors, commands start light."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "kg"

FLOORS = {
    "__main__": 7, "__init__": 0, "model": 0, "text": 0, "errors": 0, "paths": 0,
    "corpus": 1, "lexicon": 1,
    "extract": 2,
    "resolve": 3,
    "graph": 4,
    "query": 5, "view": 5, "export": 5, "analyse": 5,
    "build": 6, "evaluate": 6,
    "cli": 7, "web": 7,
}  # fmt: skip

HOMES = {
    "spacy": {"extract"},
    "rdflib": {"graph", "query", "view", "export", "analyse", "build", "evaluate", "cli", "web"},
    "oxrdflib": {"graph", "query", "view", "export", "analyse", "build", "evaluate", "cli", "web"},
    "pyoxigraph": {"graph", "query", "view", "export", "analyse", "build", "evaluate", "cli", "web"},
    "pyshacl": {"graph"},
    "pyvis": {"view"},
    "networkx": {"view", "analyse"},
    "rustworkx": {"view", "analyse"},
    "typer": {"cli"},
}
"""Third parties and the parts that may name them."""

RULE = {"spacy": "spaCy objects never leave floor 2", "rdflib": "RDF terms never go below floor 4"}


@dataclass(frozen=True)
class Import:
    file: Path
    line: int
    module: str

    @property
    def part(self) -> str:
        """The part of the package that holds the file: `extract`, `text`, …"""
        return self.file.relative_to(PACKAGE).parts[0].removesuffix(".py")

    def breaks(self, rule: str) -> str:
        return f"{self.file.relative_to(ROOT)}:{self.line} imports {self.module}: {rule}"


def imports_of(source: str, file: Path) -> Iterator[Import]:
    """Every import statement, those inside functions and of types too."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (Import(file, node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names = [f"kg.{alias.name}" for alias in node.names] if node.module == "kg" else [node.module]
            yield from (Import(file, node.lineno, name) for name in names)
        elif isinstance(node, ast.ImportFrom):
            yield Import(file, node.lineno, "." * node.level + (node.module or ""))


def broken(found: Import) -> Iterator[str]:
    """What an import does wrong, with file, line and rule."""
    if found.module.startswith("."):
        yield found.breaks("imports name the package in full")
    top, _, rest = found.module.partition(".")
    if top in HOMES and found.part not in HOMES[top]:
        yield found.breaks(RULE.get(top, f"{top} belongs to {', '.join(sorted(HOMES[top]))}"))
    if top == "kg" and rest:
        target = rest.split(".")[0]
        if target in FLOORS and FLOORS[target] > FLOORS[found.part]:
            yield found.breaks(
                f"imports go down only, {target} is on floor {FLOORS[target]}, {found.part} on {FLOORS[found.part]}"
            )


def all_imports() -> list[Import]:
    return [i for file in sorted(PACKAGE.rglob("*.py")) for i in imports_of(file.read_text(encoding="utf-8"), file)]


def test_imports_keep_the_rules() -> None:
    found = all_imports()
    assert len(found) > 100
    assert [problem for each in found for problem in broken(each)] == []


def test_every_part_has_a_floor() -> None:
    parts = {
        p.name.removesuffix(".py")
        for p in PACKAGE.iterdir()
        if p.suffix == ".py" or (p.is_dir() and any(p.glob("*.py")))
    }
    assert parts <= FLOORS.keys()


@pytest.mark.parametrize(
    ("file", "source", "rule"),
    [
        ("graph/x.py", "import spacy.tokens", "never leave floor 2"),
        ("extract/x.py", "def f():\n    from rdflib import Graph", "below floor 4"),
        ("corpus/x.py", "from kg.extract import extract", "go down only"),
        ("corpus/x.py", "from kg import graph", "go down only"),
        ("text.py", "if TYPE_CHECKING:\n    import kg.build.run", "go down only"),
        ("graph/x.py", "from .facts import pk", "in full"),
        ("query/x.py", "import pyvis", "belongs to view"),
    ],
)
def test_a_broken_rule_is_named_with_file_and_line(file: str, source: str, rule: str) -> None:
    (problem,) = [p for i in imports_of(source, PACKAGE / file) for p in broken(i)]
    assert problem.startswith(f"kg/{file}:") and rule in problem


HEAVY = ("spacy", "rdflib", "pyoxigraph", "pyvis", "pyshacl", "networkx", "numpy")


@pytest.mark.parametrize(
    "statement",
    [
        "import kg",
        "import kg.model, kg.text, kg.corpus, kg.build",
        "import kg.cli; kg.cli.main(['--help'])",
        "import kg.cli; kg.cli.main(['build', '--help'])",
        "import kg.cli; kg.cli.main(['version'])",
    ],
)
def test_the_door_opens_without_the_heavy_libraries(statement: str) -> None:
    script = (
        f"import sys\ntry:\n    {statement.replace('; ', chr(10) + '    ')}\nexcept SystemExit:\n    pass\n"
        f"print('LOADED', [m for m in {HEAVY!r} if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.splitlines()[-1] == "LOADED []"
