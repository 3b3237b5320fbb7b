"""``evals`` as a user runs it: output, exit codes, where things go."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from communique.cli.evals import main
from communique.testing import FakeServer, Fault

Lines = list[dict[str, Any]]
EVALS = [str(Path(sys.executable).with_name("evals"))]


def evals(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """The command, in this process: a fifth of the time of a process of its own."""
    out, error = io.StringIO(), io.StringIO()
    on_sigterm, argv = signal.getsignal(signal.SIGTERM), sys.argv
    sys.argv = ["evals", *arguments]
    try:
        with chdir(cwd), redirect_stdout(out), redirect_stderr(error):
            main()
    except SystemExit as ended:
        code = int(ended.code or 0)
    finally:
        sys.argv = argv
        signal.signal(signal.SIGTERM, on_sigterm)
    return subprocess.CompletedProcess(arguments, code, out.getvalue(), error.getvalue())


def evals_process(
    *arguments: str, cwd: Path, command: list[str] = EVALS
) -> subprocess.CompletedProcess[str]:
    """The command as a process, with pipes for its output."""
    environment = {**os.environ, "PYTHONUTF8": "1"}
    return subprocess.run(
        [*command, *arguments],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_two_models_into_a_folder(project: Path, lines: Lines) -> None:
    """A row for each, the errors below, and scores.json where it was asked for."""
    with FakeServer(lines) as server:
        found = evals_process(
            *("run", "-m", "regex", "-m", "openai/fake", "--base-url", server.base_url),
            *("--suite", "made", "-o", "out", "--repeats", "2", "--limit", "1"),
            cwd=project,
        )
    assert (found.returncode, found.stderr) == (0, "")
    rows = found.stdout.splitlines()
    assert [row.split()[0] for row in rows[1:4]] == ["model", "regex", "openai/fake"]
    assert "1 document: counts only" in found.stdout
    assert found.stdout.endswith("scores and records: out\n")
    scores = json.loads((project / "out" / "scores.json").read_bytes())
    assert (scores["repeats"], scores["limit"]) == (2, 1)


def test_the_folder_by_default(project: Path) -> None:
    """runs/evals/SUITE; the same call goes on there, another gets a folder of its own."""
    module = [sys.executable, "-m", "communique.evals"]
    as_module = partial(evals_process, command=module)
    calls = ((as_module, "made", "1"), (evals, "made", "1"), (evals, "made-2", "2"))
    for call, expected, limit in calls:
        found = call("run", "--suite", "made", "--limit", limit, cwd=project)
        assert found.returncode == 0
        assert found.stdout.endswith(f"scores and records: runs/evals/{expected}\n")


def test_a_failed_document_is_exit_code_1(project: Path, lines: Lines) -> None:
    """The run is complete, and says on standard error that something failed."""
    refused = Fault("status", status=400)
    with FakeServer(lines, faults=lambda n: refused if n == 0 else None) as server:
        found = evals(
            *("run", "-m", "openai/fake", "--base-url", server.base_url, "--suite", "made"),
            cwd=project,
        )
    assert found.returncode == 1
    assert found.stderr == "1 document failed: all of the gold there is missed\n"
    assert "3 (1 failed)" in found.stdout
    assert "server_refused" in found.stdout


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("--suite", "nope"), "error: no suite 'nope'; there are:"),
        (("--suite", ""), "error: --suite is empty"),
        (("--suite", "nobody"), "error: suite nobody names no models: name them with -m"),
        (("-m", "gpt"), "error: unknown model 'gpt'"),
        (("--limit", "0"), "limit"),
        (("--root", "nowhere"), "error: nowhere: no such folder"),
        (("-o", "gold", "--suite", "made"), "error: gold holds made.jsonl, which no run wrote"),
    ],
)
def test_a_wrong_call_is_exit_code_2(
    project: Path, arguments: tuple[str, ...], complaint: str
) -> None:
    """One line on standard error, nothing on standard output."""
    suites = project / "evals" / "suites"
    nobody = suites.joinpath("made.toml").read_text().replace('["regex"]', "[]")
    suites.joinpath("nobody.toml").write_text(nobody)
    found = evals("run", *arguments, cwd=project)
    assert found.returncode == 2
    assert complaint in found.stderr
    assert found.stderr.count("\n") == 1
    assert found.stdout == ""


def test_a_model_without_its_key_is_refused_before_anything(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The offline model before it does not run, and no folder is made."""
    monkeypatch.delenv("OPENAI_API_KEY")
    found = evals("run", "-m", "regex", "-m", "openai/qwen3", "--suite", "made", cwd=project)
    assert (found.returncode, found.stdout) == (2, "")
    assert found.stderr.startswith("error: model 'openai/qwen3' needs a key: set OPENAI_API_KEY")
    assert not (project / "runs").exists()


def test_an_empty_folder_name_is_refused(project: Path) -> None:
    """-o '' does not mean the working directory."""
    found = evals("run", "--suite", "made", "-o", "", cwd=project)
    assert found.returncode == 2
    assert found.stderr.startswith("error: -o is empty")


def test_a_chain_is_one_row_and_names_who_answered(project: Path, lines: Lines) -> None:
    """Where its first model fails the next reads the document; neither failure nor miss."""
    with FakeServer(lines, faults=[Fault.refused(400, "no")]) as server:
        found = evals(
            *("run", "-m", "openai/fake,regex", "--base-url", server.base_url),
            *("--suite", "made", "-o", "out"),
            cwd=project,
        )
    assert found.returncode == 0, found.stderr
    (scores,) = json.loads((project / "out" / "scores.json").read_text())["models"]
    assert scores["model"] == "openai/fake,regex"
    assert sorted(scores["answered"]) == ["openai/fake", "regex"]
    assert [part["model"] for part in scores["parameters"]["chain"]] == ["openai/fake", "regex"]
