"""`kg serve`: the address it says, what it warns of, what it cannot do."""

from __future__ import annotations

import http.client
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from kg.cli import main
from kg.web.server import is_loopback


@pytest.mark.parametrize(("host", "loopback"), [("127.0.0.1", True), ("127.8.9.1", True), ("::1", True),
                                                ("localhost", True), ("0.0.0.0", False), ("::", False),
                                                ("192.168.1.5", False), ("example.org", False)])  # fmt: skip
def test_what_only_this_computer_reaches(host: str, loopback: bool) -> None:
    assert is_loopback(host) is loopback


def _run(*arguments: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    with pytest.raises(SystemExit) as end:
        main(["serve", *arguments])
    return int(str(end.value.code)), capsys.readouterr().err


def test_a_host_that_others_reach_is_warned_of(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("0.0.0.0", 0)) as taken:
        code, said = _run(str(folder), "--host", "0.0.0.0", "--port", str(taken.getsockname()[1]), capsys=capsys)
    assert code == 1
    assert "warning" in said and "no password" in said
    assert "--port" in said, "the port is taken, so that nothing is served here"


def test_a_folder_without_a_graph_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, said = _run(str(tmp_path), "--port", "0", capsys=capsys)
    assert code == 1 and "kg build" in said
    assert list(tmp_path.iterdir()) == []


def test_without_the_extra_it_says_what_to_install(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    for name in [name for name in sys.modules if name.startswith("kg.web.server")]:
        monkeypatch.delitem(sys.modules, name)
    code, said = _run(str(folder), capsys=capsys)
    assert code == 1 and "policy-kg[serve]" in said


@pytest.mark.slow
def test_it_serves_until_it_is_interrupted(folder: Path) -> None:
    command = [sys.executable, "-u", "-m", "kg", "serve", str(folder), "--port", "0", "--workers", "1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            line = process.stdout.readline()
            assert line.startswith("http://127.0.0.1:")
            connection = http.client.HTTPConnection("127.0.0.1", int(line.split("/")[2].split(":")[1]))
            connection.request("GET", "/")
            assert connection.getresponse().status == 200
            process.send_signal(signal.SIGINT)
            _, errors = process.communicate(timeout=60)
            assert "Traceback" not in errors
        finally:
            process.kill()
