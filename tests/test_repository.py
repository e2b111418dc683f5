"""What the front page promises holds: its commands run, its targets exist, what is installed is pinned."""

from __future__ import annotations

import re
import shlex
import tomllib
from pathlib import Path

import pytest

from kg.cli import main

ROOT = Path(__file__).resolve().parents[1]
READMES = ("README.md", "README.zh.md")


def shell_lines(name: str) -> list[str]:
    """The commands in the shell blocks of a page, without their comments."""
    text = (ROOT / name).read_text(encoding="utf-8")
    blocks = re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line]


def test_the_two_make_commands_come_first_and_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for name in READMES:
        first, second = (shlex.split(line, comments=True) for line in shell_lines(name)[:2])
        assert (first, second) == (["make", "demo"], ["make", "test"])
    assert all(re.search(rf"^{target}:", makefile, re.MULTILINE) for target in ("demo", "test", "lock"))


@pytest.mark.parametrize("name", READMES)
def test_every_command_of_the_page_runs(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    monkeypatch.chdir(tmp_path)
    commands = [shlex.split(line, comments=True) for line in shell_lines(name)]
    ours = [words[1:] for words in commands if words[0] == "kg"]
    assert len(ours) >= 5
    for words in ours:
        with pytest.raises(SystemExit) as end:
            main(words)
        assert end.value.code == 0, words
    assert {"graph.ttl", "graph.html", "manifest.json"} <= {p.name for p in (tmp_path / "build").iterdir()}


@pytest.mark.parametrize("name", ["runtime.txt", "dev.txt"])
def test_requirements_are_pinned_with_hashes_and_name_no_index(name: str) -> None:
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert len(lines) > 100
    pin, digest = r"[a-z0-9._-]+==[\w.]+ \\", r"    --hash=sha256:[0-9a-f]{64}(?: \\)?"
    assert [line for line in lines if not re.fullmatch(f"{pin}|{digest}", line)] == []
    assert "://" not in text


def test_every_dependency_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    for name, wanted in (
        ("runtime.txt", [*project["dependencies"], *extras["build"]]),
        ("dev.txt", [*project["dependencies"], *(each for extra in extras.values() for each in extra)]),
    ):
        pinned = set(
            re.findall(r"^([a-z0-9._-]+)==", (ROOT / "requirements" / name).read_text(encoding="utf-8"), re.MULTILINE)
        )
        assert {re.split("[<>=]", each)[0].lower() for each in wanted} <= pinned
