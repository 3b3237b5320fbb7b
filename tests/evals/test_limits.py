"""What a run may take: one budget for all of it, a clean end, and the same command goes on."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from communique.errors import UsageError
from communique.evals.folder import read_run
from communique.evals.plan import Plan, make_plan
from communique.evals.run import run_suite
from communique.evals.suites import load_suite
from communique.models import Model
from communique.runs.limits import Budget, LimitOptions
from communique.scoring.counts import Counts
from communique.testing import FakeServer, Fault

from .test_command import EVALS, evals

Lines = list[dict[str, Any]]


def asking(server: FakeServer, *models: str) -> tuple[str, ...]:
    named = [part for model in models for part in ("-m", model)]
    return ("run", *named, "--base-url", server.base_url, "--concurrency", "1", "-o", "out")


def plan(project: Path, *models: Model) -> Plan:
    return make_plan(load_suite("made", project), models, root=project)


def spent(folder: Path) -> int:
    """Tokens, of all documents that were read."""
    rows = (folder / "usage.jsonl").read_text().splitlines()
    return sum(row["input_tokens"] + row["output_tokens"] for row in map(json.loads, rows))


def test_one_budget_holds_for_all_models_and_the_same_run_goes_on(
    project: Path, lines: Lines, tmp_path: Path
) -> None:
    """The second model gets what the first left; what is there is given, and no scores.json says
    that it is all; nothing is paid twice."""
    folder = tmp_path / "run"
    with FakeServer(lines) as server:
        one, two = (Model(f"openai/{name}", base_url=server.base_url) for name in ("one", "two"))
        run_suite(plan(project, one), tmp_path / "alone")
        limits: LimitOptions = {"concurrency": 1}
        budget = Budget(tokens=spent(tmp_path / "alone") + 1)
        both = plan(project, one, two)
        part = run_suite(both, folder, limits={**limits, "budget": budget})
        assert server.requests == 3 + 4
        assert part.stopped is not None
        assert part.stopped.startswith("the budget is spent: ")
        assert [result.score.documents for result in part.models] == [3, 1]
        assert len(part.models[1].by_document()) == 1
        assert not (folder / "scores.json").exists()
        with pytest.raises(UsageError, match="not finished"):
            read_run(folder)
        assert run_suite(both, folder, limits=limits).stopped is None
        assert server.requests == 3 + 6
    assert spent(folder) == 2 * spent(tmp_path / "alone")


def test_a_spent_budget_is_told_with_what_is_there(project: Path, lines: Lines) -> None:
    """The table of what was read, a line on the rest, exit code 1."""
    with FakeServer(lines) as server:
        call = asking(server, "regex", "openai/fake")
        ended = evals(*call, "--suite", "made", "--max-tokens-total", "1", cwd=project)
    assert ended.returncode == 1
    (stopped,) = ended.stderr.splitlines()
    assert stopped.startswith("stopped: the budget is spent: ")
    assert ": 4 of 6 readings done, kept in out; the same command goes on from there" in stopped
    assert "1 request, " in stopped
    rows = [row.split()[:2] for row in ended.stdout.splitlines()[2:4]]
    assert rows == [["regex", "3"], ["openai/fake", "1"]]


def test_nothing_to_show_when_nothing_was_read(project: Path) -> None:
    """No table, one line, exit code 1."""
    ended = evals("run", "--suite", "made", "--max-time", "0", cwd=project)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.startswith("stopped: the budget is spent: 0 of 0 seconds: 0 of 3 readings")


def test_a_server_that_is_gone_ends_the_run_with_what_is_there(
    project: Path, tmp_path: Path
) -> None:
    """After its patience; documents that were not reached are no failures."""
    nobody = Model("openai/fake", base_url="http://127.0.0.1:9/v1")
    both = plan(project, Model("regex"), nobody)
    part = run_suite(both, tmp_path / "run", limits={"patience": 0.2})
    assert part.stopped is not None
    assert part.stopped.startswith("no server answers at http://127.0.0.1:9/v1")
    assert [(result.model.name, result.score.failed) for result in part.models] == [("regex", 0)]


def test_a_cost_that_cannot_be_known_is_refused_before_anything(
    project: Path, lines: Lines
) -> None:
    """Though the model without a price is the second."""
    with FakeServer(lines) as server:
        call = asking(server, "regex", "openai/fake")
        found = evals(*call, "--suite", "made", "--max-cost", "2.00", cwd=project)
    assert (found.returncode, found.stdout) == (2, "")
    assert "the price of 'openai/fake'" in found.stderr
    assert not (project / "out").exists()


def test_failed_documents_stay_in_the_denominator_until_they_are_read(
    project: Path, lines: Lines, tmp_path: Path
) -> None:
    """They miss their gold, and are asked about again by the next call."""
    refused = Fault("status", status=400)
    with FakeServer(lines, faults=lambda n: refused if n == 1 else None) as server:
        asked = plan(project, Model("openai/fake", base_url=server.base_url))
        first, second = (run_suite(asked, tmp_path / "run").models[0].score for _ in range(2))
        assert server.requests == 4
    assert first.participants.lenient == Counts(tp=4, fn=2)
    assert second.participants.lenient == Counts(tp=6)


def test_a_suite_by_its_path_and_gold_by_itself(project: Path, tmp_path: Path) -> None:
    """Both run without a project folder; together they contradict each other."""
    suite, gold = project / "evals" / "suites" / "made.toml", project / "gold" / "made.jsonl"
    for option, path in (("--suite", suite), ("--gold", gold)):
        found = evals("run", option, str(path), "--root", str(project), cwd=tmp_path)
        assert (found.returncode, found.stderr) == (0, "")
        assert found.stdout.endswith(f"runs/evals/made{'' if option == '--suite' else '-2'}\n")
    both = evals("run", "--suite", "made", "--gold", str(gold), cwd=project)
    assert both.returncode == 2
    assert "--suite and --gold exclude each other" in both.stderr


@pytest.mark.slow
def test_a_terminal_shows_model_pace_and_cost(project: Path, lines: Lines) -> None:
    """A bar over all models and repeats."""
    ours, theirs = pty.openpty()
    with FakeServer(lines, latency=0.05) as server:
        process = subprocess.Popen(
            [*EVALS, *asking(server, "openai/fake"), "--suite", "made", "--repeats", "3"],
            cwd=project,
            stdout=subprocess.DEVNULL,
            stderr=theirs,
            env={**os.environ, "TERM": "xterm", "COLUMNS": "160"},
        )
        os.close(theirs)
        shown = b""
        try:
            while piece := os.read(ours, 65_536):
                shown += piece
        except OSError:  # how Linux says that the other side is closed
            pass
        os.close(ours)
        assert process.wait() == 0
    told = shown.decode()
    assert "openai/fake" in told
    assert "/9" in told
    assert " left; " in told
    assert "tokens in" in told


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="SIGTERM ends a process there")
def test_a_run_that_is_asked_to_end_says_how_to_go_on(project: Path, lines: Lines) -> None:
    """SIGTERM: one line, exit code 143, no traceback."""
    with FakeServer(lines, latency=0.3) as server:
        process = subprocess.Popen(
            [*EVALS, *asking(server, "openai/fake"), "--suite", "made", "--repeats", "20"],
            cwd=project,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        while server.requests < 2:
            assert process.poll() is None
            time.sleep(0.01)
        process.terminate()
        _, said = process.communicate(timeout=60)
    assert process.returncode == 143
    (line,) = said.splitlines()
    assert line.startswith("interrupted: ")
    assert " of 60 readings done, kept in out; the same command goes on from there" in line
