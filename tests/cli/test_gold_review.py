"""``communique gold review`` as a command."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from communique.cli.gold import gold_app
from communique.errors import UsageError
from gold.workshop import make_project


@pytest.mark.parametrize(("stop", "code"), [(signal.SIGINT, 0), (signal.SIGTERM, 143)])
def test_ctrl_c_says_what_was_done(tmp_path: Path, stop: signal.Signals, code: int) -> None:
    """The address comes first; at the end stands how many actions in how many documents."""
    make_project(tmp_path)
    command = [sys.executable, "-m", "communique", "gold", "review", "--root", str(tmp_path)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        first = process.stderr.readline()
        found = re.fullmatch(r"reviewing 1 document: open (http://127\.0\.0\.1:\d+)(/\S+)\n", first)
        assert found, first
        with httpx.Client(base_url=found[1], follow_redirects=True) as http:
            http.get(found[2]).raise_for_status()
            http.get("/documents/0").raise_for_status()
            action = {"version": 0, "action": {"do": "remove", "item": "s1"}}
            http.post("/documents/0", json=action).raise_for_status()
        process.send_signal(stop)
        rest = process.stderr.read()
    assert rest.splitlines()[-1] == "1 action in 1 document, all saved"
    assert "Traceback" not in rest
    assert process.returncode == code


def test_a_taken_port_and_a_folder_without_gold_are_wrong_calls(tmp_path: Path) -> None:
    """One line each, and no server."""
    result = CliRunner().invoke(gold_app, ["review", "--root", str(tmp_path)])
    assert isinstance(result.exception, UsageError)
    assert "has no gold/" in result.exception.message
    make_project(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        result = CliRunner().invoke(gold_app, ["review", "--root", str(tmp_path), "--port", port])
    assert isinstance(result.exception, UsageError)
    assert f"cannot listen at port {port}" in result.exception.message
