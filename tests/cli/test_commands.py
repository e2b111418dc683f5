"""The commands from outside: what they print, how they end, and what they say when something is wrong."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kg.cli import main
from kg.cli.ask import parse_parameters
from kg.errors import QueryError

TEXT = "李希在云南调研\n\n新华社昆明5月18日电 中共中央政治局常委李希到云南调研。他强调，要坚持全面从严治党。\n"


class Result:
    """How a command ended and what it said."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


class Kg:
    """Runs `kg` in this process."""

    def __init__(self, capture: pytest.CaptureFixture[str]) -> None:
        self._capture = capture

    def __call__(self, *arguments: str | Path) -> Result:
        with pytest.raises(SystemExit) as end:
            main([str(argument) for argument in arguments])
        said = self._capture.readouterr()
        return Result(int(end.value.code or 0), said.out, said.err)


@pytest.fixture
def kg(capsys: pytest.CaptureFixture[str]) -> Kg:
    return Kg(capsys)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, seed: Path) -> Path:
    """The seed, built once for all tests that read."""
    out = tmp_path_factory.mktemp("built") / "build"
    with pytest.raises(SystemExit) as end:
        main(["build", str(seed), "-o", str(out), "--quiet"])
    assert end.value.code == 0
    return out


# --- build


def test_the_seed_is_built(kg: Kg, seed: Path, tmp_path: Path) -> None:
    result = kg("build", seed, "-o", tmp_path / "out")
    assert result.code == 0 and result.err == ""
    for expected in ("articles", "sentences", "Person", "pk:holdsPost", "seconds", "graph.html"):
        assert expected in result.out
    names = {p.name for p in (tmp_path / "out").iterdir()}
    assert {"graph.ttl", "graph.nq", "graph.html", "manifest.json", "texts"} <= names


def test_the_table_is_chinese_for_chinese_users(kg: Kg, seed: Path, tmp_path: Path) -> None:
    result = kg("build", seed, "-o", tmp_path / "out", "--no-validate", "--lang", "zh")
    assert result.code == 0 and "句子" in result.out and "人物" in result.out


def test_quiet_says_nothing(kg: Kg, seed: Path, tmp_path: Path) -> None:
    result = kg("build", seed, "-o", tmp_path / "out", "-q", "--no-validate")
    assert (result.code, result.out, result.err) == (0, "", "")


def test_options_are_metadata(kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    known = ["--date", "2023-05-18", "--source", "新华社", "--title", "题", "--url", "https://e.example/1"]
    kg("build", tmp_path / "a.txt", "-o", tmp_path / "out", *known, "--base", "https://e.example/id/")
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    (article,) = manifest["articles"]
    assert (article["date"], article["publisher"], article["title"]) == ("2023-05-18", "新华社", "题")
    assert manifest["base"] == "https://e.example/id/"
    assert "https://e.example/id/person/" in (tmp_path / "out" / "graph.nq").read_text(encoding="utf-8")


def test_a_text_without_date_is_said_to_be_undated(kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    result = kg("build", tmp_path / "a.txt", "-o", tmp_path / "out")
    assert result.code == 0 and "--date" in result.out


def test_one_bad_input_is_an_exit_code_and_a_line(kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(b"\0\0")
    result = kg("build", tmp_path, "-o", tmp_path / "out")
    assert result.code == 1 and result.err.count("\n") == 1 and "b.txt · binary data" in result.err
    assert (tmp_path / "out" / "graph.ttl").exists() and (tmp_path / "out" / "failures.jsonl").exists()


BAD = {
    "empty file": (b"", "empty"),
    "binary file": (bytes(range(256)), "binary data"),
    "wrong encoding": (TEXT.encode()[:-2] + b"\xff", "no known encoding"),
    "ten megabytes of one character": ("习".encode() * 3_400_000, "characters in one article"),
    "ten megabytes of blanks": (b" " * 10_000_000, "nothing but blanks"),
    "no Chinese": (b"a" * 10_000, "no Chinese"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_is_a_message_and_leaves_nothing(kg: Kg, tmp_path: Path, case: str) -> None:
    content, message = BAD[case]
    (tmp_path / "bad.txt").write_bytes(content)
    result = kg("build", tmp_path / "bad.txt", "-o", tmp_path / "out")
    assert result.code == 1 and result.err.startswith("kg: error: bad.txt · ") and message in result.err
    assert "Traceback" not in result.err and [p.name for p in tmp_path.iterdir()] == ["bad.txt"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["none.txt"], "there is no such file"),
        (["*.xyz"], "no file matches"),
        (["folder"], "a folder without articles"),
        (["a.txt", "--date", "yesterday"], "'yesterday' is not a date · a calendar day as YYYY-MM-DD"),
        (["a.txt", "--base", "no iri"], "no iri"),
        (["a.txt", "-o", "a.txt"], "a file"),
        (["a.txt", "-o", "taken"], "other files"),
        (["a.txt", "-o", "/proc/kg"], "cannot be written"),
    ],
)
def test_wrong_arguments_are_a_message_and_leave_nothing(
    kg: Kg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], message: str
) -> None:
    if "/proc/kg" in arguments and not Path("/proc").is_dir():
        pytest.skip("this system has no folder that nobody can write")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "mine.txt").write_text("x", encoding="utf-8")
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    result = kg("build", *arguments)
    assert result.code == 1 and message in result.err and "Traceback" not in result.err
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["a.txt", "folder", "mine.txt", "taken"]


def test_usage_errors_are_code_two(kg: Kg) -> None:
    assert kg("build").code == 2
    assert kg("no-such-command").code == 2


# --- query, ask, verify, version


def test_query_prints_a_table(kg: Kg, built: Path) -> None:
    result = kg("query", built, "SELECT ?name WHERE { ?p a pk:Person ; rdfs:label ?name } ORDER BY ?name")
    assert result.code == 0 and "习近平" in result.out.splitlines() and result.out.startswith("name")


@pytest.mark.parametrize("form", ["csv", "json"])
def test_query_formats(kg: Kg, built: Path, form: str) -> None:
    result = kg("query", built, "SELECT ?name WHERE { ?p a pk:Person ; rdfs:label ?name }", "--format", form)
    assert result.code == 0 and "习近平" in result.out
    if form == "json":
        assert json.loads(result.out)["head"]["vars"] == ["name"]


def test_query_reads_files_and_every_form(kg: Kg, built: Path, tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_text('ASK { ?p rdfs:label "习近平"@zh }', encoding="utf-8")
    assert kg("query", built, f"@{tmp_path / 'q.rq'}").out == "true\n"
    assert "a pk:Person" in kg("query", built, "CONSTRUCT { ?p a pk:Person } { ?p a pk:Person }", "-f", "ttl").out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["SELECT nonsense"], "query"),
        (["@none.rq"], "cannot be read"),
        (["ASK {}", "--format", "xml"], "table, csv, json, ttl"),
        (["DELETE WHERE { ?s ?p ?o }"], "read-only"),
    ],
)
def test_bad_queries_are_messages(kg: Kg, built: Path, arguments: list[str], message: str) -> None:
    result = kg("query", built, *arguments)
    assert result.code == 1 and message in result.err and result.err.startswith("kg: error: ")


def test_a_folder_that_was_never_built_is_said_to_be_none(kg: Kg, tmp_path: Path) -> None:
    folder = str(tmp_path)
    for command in (["query", folder, "ASK {}"], ["ask", folder, "posts"], ["verify", folder]):
        result = kg(*command)
        assert result.code == 1 and "kg build" in result.err


def test_ask_lists_and_runs_named_queries(kg: Kg, built: Path) -> None:
    assert "companions" in kg("ask", built).out
    result = kg("ask", built, "companions", "--person", "习近平")
    assert result.code == 0 and "蔡奇" in result.out
    assert "陪同者" in kg("ask", built, "companions", "--lang", "zh").out
    assert "蔡奇" in kg("ask", built, "companions", "--person=习近平", "--format", "csv").out


def test_ask_names_what_is_wrong(kg: Kg, built: Path) -> None:
    assert "companions" in kg("ask", built, "companion").err
    assert "--person" in kg("ask", built, "companions", "--persn", "习近平").err
    assert kg("ask", built, "companions", "--person").code == 1


def test_parameters() -> None:
    assert parse_parameters(["--person", "习近平", "--since=2023-01-01"]) == {"person": "习近平", "since": "2023-01-01"}
    for wrong in (["习近平"], ["--"], ["--person"]):
        with pytest.raises(QueryError):
            parse_parameters(wrong)


def test_verify_passes_and_notices_a_changed_text(kg: Kg, seed: Path, tmp_path: Path) -> None:
    kg("build", seed, "-o", tmp_path / "out", "-q", "--no-validate")
    assert "all hold" in kg("verify", tmp_path / "out").out
    (text,) = (tmp_path / "out" / "texts").iterdir()
    text.write_bytes(text.read_bytes().replace("河北".encode(), "湖南".encode()))
    result = kg("verify", tmp_path / "out")
    assert result.code == 1 and "SHA-256" in result.err


def test_version(kg: Kg) -> None:
    assert kg("version").out.startswith("policy-kg 0.")


# --- the process


def test_one_input_gives_the_same_bytes_under_every_hash_seed(seed: Path, tmp_path: Path) -> None:
    for number in ("1", "2"):
        environment = os.environ | {"PYTHONHASHSEED": number}
        command = [sys.executable, "-m", "kg", "build", str(seed), "-o", str(tmp_path / number), "-q", "--no-validate"]
        subprocess.run(command, env=environment, check=True)
    one, two = (
        {p.relative_to(d).as_posix(): p.read_bytes() for p in d.rglob("*") if p.is_file()}
        for d in (tmp_path / "1", tmp_path / "2")
    )
    assert [name for name in one if one[name] != two.get(name)] == [] and one.keys() == two.keys()


def test_a_reader_that_leaves_is_no_error(built: Path) -> None:
    query = "SELECT * { GRAPH ?g { ?s ?p ?o } }"
    command = f"{sys.executable} -m kg query {built} '{query}' | head -1"
    done = subprocess.run(command, shell=True, capture_output=True, text=True)
    assert done.returncode == 0 and "Traceback" not in done.stderr
