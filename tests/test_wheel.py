"""The wheel carries its data and works where there is no checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow


def run(*command: str | Path, cwd: Path) -> str:
    environment = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "PYTHONHOME")}
    done = subprocess.run([str(c) for c in command], cwd=cwd, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, root, cwd=root)
    (built,) = folder.glob("policy_kg-*.whl")
    return built


@pytest.fixture(scope="module")
def kg(tmp_path_factory: pytest.TempPathFactory, wheel: Path) -> Path:
    """The command `kg` of a fresh environment that has the wheel; its dependencies are those of the one running."""
    home = tmp_path_factory.mktemp("installed") / "venv"
    run(sys.executable, "-m", "venv", home, cwd=home.parent)
    python = home / "bin" / "python"
    # Its own pip: that of the running environment would take the wheel for an upgrade of the checkout's package.
    run(python, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", wheel, cwd=home.parent)
    site = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=home.parent).strip())
    libraries = [path for path in sys.path if path.endswith("site-packages")]
    (site / "libraries.pth").write_text("\n".join(libraries) + "\n", encoding="utf-8")
    return home / "bin" / "kg"


def test_the_wheel_carries_ontology_and_lexicons_and_no_tests(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert "kg/data/ontology/policy.ttl" in names and "kg/data/ontology/shapes.ttl" in names
    assert any(n.startswith("kg/data/ontology/queries/") for n in names)
    assert any(n.startswith("kg/data/seeds/lexicon/places/") for n in names)
    assert not [n for n in names if n.startswith(("tests/", "notebooks/", "seeds/"))]
    assert "kg/py.typed" in names


def test_the_installed_package_is_the_wheels(kg: Path, tmp_path: Path) -> None:
    where = run(
        kg.parent / "python",
        "-c",
        "import kg, kg.paths; print(kg.__file__); print(kg.paths.ontology_dir())",
        cwd=tmp_path,
    )
    assert all(str(kg.parents[1]) in line for line in where.splitlines()), where


def test_it_builds_asks_and_verifies_outside_the_checkout(kg: Path, tmp_path: Path, seed: Path) -> None:
    article = tmp_path / "article.txt"
    article.write_bytes(seed.read_bytes())
    run(kg, "build", article, "-o", "out", "--date", "2023-05-12", cwd=tmp_path)
    assert "习近平" in run(kg, "query", "out", "SELECT ?n { ?p a pk:Person ; rdfs:label ?n }", cwd=tmp_path)
    assert "companions" in run(kg, "ask", "out", cwd=tmp_path)
    assert "all hold" in run(kg, "--lang", "en", "verify", "out", cwd=tmp_path)
