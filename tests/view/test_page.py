"""The page as a file: the same bytes, nothing fetched, data that stays data."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import kg.view
from kg.errors import StoreError
from kg.view.page import build_network, page_html, safe_json, write_page
from kg.view.records import View
from tests.view.nasty import NASTY, nasty_view

WRITE = """
import sys
from pathlib import Path
from kg.view.page import write_page
from tests.view.nasty import nasty_view
write_page(nasty_view(), Path(sys.argv[1]))
"""


def test_the_same_view_gives_the_same_bytes_in_every_process(tmp_path: Path) -> None:
    for seed in ("1", "2"):
        environment = os.environ | {"PYTHONHASHSEED": seed}
        subprocess.run([sys.executable, "-c", WRITE, str(tmp_path / f"{seed}.html")], check=True, env=environment)
    assert (tmp_path / "1.html").read_bytes() == (tmp_path / "2.html").read_bytes()


def test_the_page_declares_its_language_and_refuses_every_source(view: View) -> None:
    html = page_html(view)
    assert html.startswith('<!doctype html>\n<html lang="zh-CN">')
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', html)
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert "http" not in policy


def test_every_script_and_style_is_allowed_by_its_hash(view: View) -> None:
    html = page_html(view)
    inline = re.findall(r"<script>(.*?)</script>", html, re.DOTALL) + re.findall(
        r"<style>(.*?)</style>", html, re.DOTALL
    )
    assert len(inline) == 3
    for text in inline:
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in html


def test_nothing_is_loaded_by_address(view: View) -> None:
    outside = re.sub(r"<script.*?</script>", "", page_html(view), flags=re.DOTALL)
    assert re.findall(r'(?:src|href)="(?!#|data:)[^"]*"|url\(|@import', outside) == []


def test_chinese_is_written_as_it_is(view: View) -> None:
    assert "沿江绿色发展座谈会" in page_html(view)


@pytest.mark.parametrize("text", NASTY)
def test_data_cannot_end_its_element(text: str) -> None:
    written = safe_json({text: [text]})
    assert json.loads(written) == {text: [text]}
    assert not re.search("[<>&\u2028\u2029\u202e\u2066]", written)


def test_names_reach_the_page_only_as_data() -> None:
    html = page_html(nasty_view())
    head = html.partition('id="data">')[0]
    assert "<img" not in html.partition("vis-network")[0].partition('id="data">')[2]
    assert "&lt;script&gt;" in head
    assert "\u202e" not in html


def test_pyvis_is_the_model(view: View) -> None:
    network, links = build_network(view)
    assert [node["label"] for node in network.nodes] == [node.name for node in view.nodes]
    assert len(network.edges) == len(links)
    assert network.options["physics"] == {"enabled": False}
    assert network.options["edges"]["smooth"] is False


def test_one_line_joins_a_pair_whatever_the_number_of_facts(view: View) -> None:
    network, _ = build_network(view)
    pairs = [frozenset((edge["from"], edge["to"])) for edge in network.edges]
    assert len(pairs) == len(set(pairs))


def test_a_page_is_written_whole_or_not_at_all(view: View, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(StoreError):
        write_page(view, blocked / "graph.html")
    write_page(view, tmp_path / "graph.html")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "graph.html"]


def test_every_word_of_the_interface_has_both_languages_and_a_use() -> None:
    template = Path(kg.view.__file__).parent / "template"
    words = json.loads((template / "words.json").read_text(encoding="utf-8"))
    source = "".join(
        path.read_text(encoding="utf-8") for path in [*template.glob("script/*.js"), template / "page.html"]
    )
    assert all(len(texts) == 2 and all(texts) for texts in words.values())
    found = re.findall(r'\b(?:word|button)\("(\w+)"[,)]|data-(?:word|name|hint)="(\w+)"', source)
    asked = {name for pair in found for name in pair} - {""}
    assert asked
    assert asked <= words.keys()
    built = {f"step{steps}" for steps in (1, 2, 3)} | {
        f"{status}Short" for status in ("reported", "derived", "background")
    }
    polarities = {"affirmed", "denied", "planned", "claimed"}
    assert {name for name in words if f'"{name}"' not in source} <= built | polarities
