"""The interface speaks English and Chinese, and every text it shows has both."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest
import typer

from kg.cli.app import _app
from kg.cli.language import CHINESE, Say, choose_language, localise, without_language

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("arguments", "environment", "language"),
    [
        ([], {}, "en"),
        ([], {"LANG": "zh_CN.UTF-8"}, "zh"),
        ([], {"LANG": "zh_CN.UTF-8", "KG_LANG": "en"}, "en"),
        ([], {"LANG": "zh_CN.UTF-8", "LC_ALL": "C.UTF-8"}, "en"),
        ([], {"LANG": "de_DE.UTF-8"}, "en"),
        (["build", "a.txt", "--lang", "zh"], {"KG_LANG": "en"}, "zh"),
        (["--lang=en", "build"], {"KG_LANG": "zh"}, "en"),
        (["build", "--", "--lang=zh"], {}, "en"),
    ],
)
def test_the_language_is_chosen(arguments: list[str], environment: dict[str, str], language: str) -> None:
    assert choose_language(arguments, environment) == language


def test_the_option_may_stand_anywhere_and_is_taken_out() -> None:
    assert without_language(["ask", "b", "--lang", "zh", "posts", "--lang=en"]) == ["ask", "b", "posts"]
    assert without_language(["build", "--", "--lang=zh"]) == ["build", "--", "--lang=zh"]


def shown_texts() -> list[str]:
    """What commands say: the first argument of every `say(…)` in the source."""
    trees = [ast.parse(file.read_text(encoding="utf-8")) for file in sorted((ROOT / "kg" / "cli").glob("*.py"))]
    calls = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args]
    said = [call.args[0] for call in calls if isinstance(call.func, ast.Name) and call.func.id == "say"]
    return [str(text.value) for text in said if isinstance(text, ast.Constant)]


def helps(command: Any) -> list[str]:
    own = [command.help, *(getattr(p, "help", None) for p in command.params if p.name != "help")]
    children = getattr(command, "commands", {}).values()
    return [text for text in own if text] + [text for child in children for text in helps(child)]


def test_every_text_has_its_chinese() -> None:
    texts = shown_texts() + helps(typer.main.get_command(_app()))
    assert len(texts) > 40
    assert [text for text in texts if text not in CHINESE] == []


def test_values_have_the_same_places_in_both_languages() -> None:
    def places(text: str) -> set[str]:
        return {part.split("}")[0] for part in text.split("{")[1:]}

    assert [text for text, chinese in CHINESE.items() if places(text) != places(chinese)] == []


def test_help_is_given_in_chinese() -> None:
    command = typer.main.get_command(_app())
    localise(command, Say("zh"))
    assert "由文章生成图谱" in helps(command)[2]
