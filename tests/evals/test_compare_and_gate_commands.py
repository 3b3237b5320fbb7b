"""``evals compare``, ``evals baseline`` and ``evals gate`` as a user runs them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from communique.testing import FakeServer, Play
from evals.conftest import gold_line
from evals.made import RIGHT, WRONG, run_folder, score, scores
from evals.test_command import evals, evals_process

BASELINE = ("--baseline", "baseline.json")


@pytest.fixture
def lines() -> list[dict[str, Any]]:
    """Nine articles: as many as nine measures need."""
    return [gold_line(number) for number in range(1, 10)]


Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    """The command in this process: exit code, standard output, standard error."""

    monkeypatch.chdir(tmp_path)

    def called(*arguments: str) -> tuple[int, str, str]:
        done = evals(*arguments, cwd=Path.cwd())
        return done.returncode, done.stdout, done.stderr

    return called


def test_a_lazy_model_is_worse_and_fails_the_gate(
    project: Path, lines: list[dict[str, Any]], call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Run twice, once with a model that leaves out every second item: compared, then gated."""
    monkeypatch.chdir(project)
    for play, out in ((Play(), "good"), (Play(drop=2), "lazy")):
        with FakeServer(lines, play=play) as server:
            options = ("-m", "openai/fake", "--base-url", server.base_url, "--suite", "made")
            assert call("run", *options, "-o", out)[::2] == (0, "")
    code, out, error = call("compare", "good", "lazy", "--format", "json")
    assert (code, error) == (0, "")
    (pair,) = json.loads(out)["pairs"]
    assert (pair["a"], pair["b"]) == ("good:openai/fake", "lazy:openai/fake")
    recall = pair["measures"]["participants recall"]
    assert (recall["difference"], recall["p"], recall["verdict"]) == (0.5, 2 / 2**9, "better")
    assert pair["found"]["participants"] == {"both": 9, "only_a": 9, "only_b": 0, "neither": 0}

    made = call("baseline", "good", "-o", "baseline.json")
    assert made == (0, "baseline of openai/fake: baseline.json\n", "")
    reports = ("--junit", "gate.xml", "--summary", "summary.md")
    assert call("gate", "good", *BASELINE, *reports)[::2] == (0, "")
    code, out, error = call("gate", "lazy", *BASELINE, *reports)
    assert (code, error) == (3, "")
    assert "worse by more than 0.00 beyond the noise" in out
    cases = ElementTree.parse(project / "gate.xml").getroot()  # noqa: S314 - our own
    assert int(cases.attrib["failures"]) > 0
    headings = [
        line for line in (project / "summary.md").read_text().splitlines() if line[:3] == "###"
    ]
    assert headings == ["### evals gate: made: held", "### evals gate: made: worse"]


@pytest.mark.slow
def test_compare_prints_text_for_a_pipe(tmp_path: Path) -> None:
    """In a process of its own: aligned, in plain lines; --measure narrows it."""
    run_folder(tmp_path / "run", scores({"a": [score(RIGHT)] * 7, "b": [score(WRONG)] * 7}))
    found = evals_process("compare", "run", "--measure", "content recall", cwd=tmp_path)
    assert (found.returncode, found.stderr) == (0, "")
    title, heads, row, *_ = found.stdout.splitlines()
    assert title == "a beside b"
    assert row.startswith("content recall")
    assert row[heads.index("verdict") :].startswith("better")


def test_a_call_that_is_wrong_is_exit_code_2(tmp_path: Path, call: Call) -> None:
    """One line on standard error, nothing on standard output."""
    run_folder(tmp_path / "one", scores({"regex": [score(RIGHT)] * 2}))
    run_folder(tmp_path / "other", scores({"regex": [score(RIGHT)] * 3}))
    assert call("baseline", "one", "-o", "baseline.json")[0] == 0
    for arguments, complaint in (
        (("compare", "one"), "only one model"),
        (("compare", "one", "other"), "cannot be compared: d2 is in one of them alone"),
        (("compare", "", "one"), "an empty name of a run"),
        (("compare", "nowhere"), "no run is here (no scores.json)"),
        (("gate", "other", *BASELINE), "d2 is in one of them alone"),
        (("gate", "one", "--baseline", "no.json"), "no such baseline"),
        (("gate", "one", *BASELINE, "--summary", "."), "cannot write"),
        (("baseline", "one", "-o", "baseline.json"), "exists; use --overwrite"),
    ):
        code, out, error = call(*arguments)
        assert (code, out) == (2, ""), arguments
        assert complaint in error
        assert error.count("\n") == 1


def test_a_model_without_a_baseline_is_named(tmp_path: Path, call: Call) -> None:
    """It does not fail the gate, nor does it pass in silence; a new baseline has it."""
    run_folder(tmp_path / "one", scores({"regex": [score(RIGHT)] * 2}))
    call("baseline", "one", "-o", "baseline.json")
    run_folder(tmp_path / "one", scores({"regex": [score(RIGHT)] * 2, "new": [score(WRONG)] * 2}))
    code, out, _ = call("gate", "one", *BASELINE)
    assert code == 0
    assert out.endswith("new: not in the baseline, not judged\n")
    made = call("baseline", "one", "-o", "baseline.json", "--overwrite")
    assert made == (0, "baseline of regex, new: baseline.json\n", "")
