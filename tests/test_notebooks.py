"""The notebooks run from top to bottom, name only what is public, and are kept without output."""

from __future__ import annotations

import ast
import importlib.util
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
BROADCASTS = ROOT.parent / "shared" / "corpus" / "cctv"
EXTRA = ("ipykernel", "nbclient", "nbformat", "pandas", "matplotlib")
PARTS = ("kg", "ontology", "seeds", "tests", "pyproject.toml")
"""What of a checkout the notebooks look at."""
SECONDS_FOR_A_CELL = 300
LAZY = ("kg.graph", "kg.query", "kg.view")
SAID = {
    "01": (
        "shapes: nothing to complain about",
        "evidence: all holds",
        "SHA-256 differs",  # the text that was tampered with
        "pk:accompanied person:习近平",
    ),
    "02": ("12 invented articles", "evidence: all holds"),
    "03": (
        "id 拾光里 after",  # the row in the wrong place
        "'130699'",  # the code that no division has
        "missing: 周岚 met 安知远",  # the case before there is a rule
        r"1 failed, 2 passed(.|\n)*incomplete comment block",  # the greedy rule, the query without its questions
        r"周岚 +met +安知远",  # the answer of the new query
        "near: 周岚",  # the name that the graph does not have
        r"\d passed, (?:\d skipped, )?\d+ deselected in [\d.]+s\n\Z",
    ),
}
"""What each notebook must print, as patterns."""

every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def code_of(path: Path) -> Iterator[str]:
    """The source of each code cell."""
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            yield "".join(cell["source"])


def imported(path: Path) -> Iterator[tuple[str, str]]:
    """(module, name) of each import from this package; a module imported as a whole has the name ""."""
    for node in ast.walk(ast.parse("\n".join(code_of(path)))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "kg":
            yield from ((str(node.module), alias.name) for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names if alias.name.split(".")[0] == "kg")


def public_names(package: str) -> set[str]:
    """What a package offers: its `__all__`, else the functions and classes that it defines itself."""
    module = import_module(package)
    own = (name for name, thing in vars(module).items() if getattr(thing, "__module__", "") == package)
    return set(getattr(module, "__all__", own))


def test_three_notebooks_are_numbered() -> None:
    assert [path.name.partition("-")[0] for path in NOTEBOOKS] == ["01", "02", "03"]


@every_notebook
def test_kept_without_output(path: Path) -> None:
    notebook = json.loads(path.read_text(encoding="utf-8"))
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert [cell["id"] for cell in cells if cell["outputs"] or cell["execution_count"] is not None] == []
    assert notebook["metadata"].keys() == {"kernelspec", "language_info"}
    assert notebook["metadata"]["kernelspec"]["name"] == "python3"


@every_notebook
def test_names_only_what_is_public(path: Path) -> None:
    found = list(imported(path))
    assert found
    assert [(module, name) for module, name in found if name not in public_names(module)] == []


@pytest.mark.parametrize("package", LAZY)
def test_public_names_exist_and_no_others(package: str) -> None:
    module = import_module(package)
    assert list(module.__all__) == sorted(module.__all__)
    assert [name for name in module.__all__ if getattr(module, name, None) is None] == []
    with pytest.raises(AttributeError, match=f"{package}.*no_such_name"):
        _ = module.no_such_name


def test_public_names_wait_until_they_are_asked_for() -> None:
    heavy = ("rdflib", "pyoxigraph", "pyshacl", "pyvis", "networkx")
    script = f"import sys, {', '.join(LAZY)}; print([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.fixture
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with nothing beside it; what notebooks write goes with it."""
    checkout = tmp_path / "place" / "checkout"
    (checkout / "notebooks").mkdir(parents=True)
    for part in PARTS:
        (checkout / part).symlink_to(ROOT / part)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    return checkout


def read(path: Path) -> Any:
    """The notebook; the test is skipped where the extra is missing."""
    if missing := [name for name in EXTRA if importlib.util.find_spec(name) is None]:
        pytest.skip(f"{', '.join(missing)} not installed: pip install 'policy-kg[notebooks]'")
    return import_module("nbformat").read(path, as_version=4)


def execute(notebook: Any, folder: Path) -> str:
    """What the cells print, after all have run in `folder` without an error."""
    resources = {"metadata": {"path": str(folder)}}
    import_module("nbclient").NotebookClient(notebook, timeout=SECONDS_FOR_A_CELL, resources=resources).execute()
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    return "".join(output.text for output in outputs if output.output_type == "stream")


@pytest.mark.slow
@every_notebook
def test_runs_in_a_checkout_alone(path: Path, alone: Path) -> None:
    printed = execute(read(path), alone / "notebooks")
    assert "Traceback" not in printed
    for said in SAID[path.name[:2]]:
        assert re.search(said, printed), said


@pytest.mark.slow
def test_asks_the_broadcasts_beside_the_checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not BROADCASTS.is_dir():
        pytest.skip("needs the broadcasts in ../shared, which are not part of the repository")
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    printed = execute(read(NOTEBOOKS[1]), ROOT / "notebooks")
    assert "20 days of 新闻联播" in printed
    assert "evidence: all holds" in printed


def test_all_look_for_the_same_chinese_fonts() -> None:
    lines = [line for path in NOTEBOOKS for code in code_of(path) for line in code.splitlines()]
    lookups = [line for line in lines if line.startswith("CHINESE = (")]
    assert len(lookups) == len(NOTEBOOKS)
    assert len(set(lookups)) == 1


@pytest.mark.slow
def test_a_computer_without_chinese_fonts_gets_a_note(alone: Path) -> None:
    notebook = read(NOTEBOOKS[0])
    (setup,) = (cell for cell in notebook.cells if "CHINESE = (" in cell.source)
    setup.source = setup.source.replace("CHINESE = (", "CHINESE = () and (")
    notebook.cells = [setup]
    assert "No Chinese font found" in execute(notebook, alone / "notebooks")
