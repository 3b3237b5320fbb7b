"""``communique gold build`` and ``communique gold check`` as commands."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from communique.cli.gold import gold_app
from communique.errors import UsageError

from .workshop import SOURCE, line_of, make_project

RUNNER = CliRunner()


def test_build_prints_a_line_per_document_and_a_last_one(tmp_path: Path) -> None:
    """Plain lines: document, status, counts; then what was written."""
    result = RUNNER.invoke(gold_app, ["build", "--root", str(make_project(tmp_path))])
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "seeds: ferry: labeled, 2 participants, 1 meeting, 3 statements",
        f"built 1 document into {tmp_path / 'gold' / 'seeds.jsonl'}",
    ]


def test_build_in_the_working_directory_names_paths_from_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Errors are clickable: file:line: message, from where one stands."""
    wrong = SOURCE.replace("quote: Danish", "quote: Finnish")
    monkeypatch.chdir(make_project(tmp_path, source=wrong))
    result = RUNNER.invoke(gold_app, ["build"])
    first, last = result.stderr.splitlines()
    where = f"gold/sources/ferry.yaml:{line_of(wrong, 'Finnish')}: participants[1].country: "
    assert first.startswith(where)
    assert last == "nothing built: 1 error"
    assert result.exit_code == 1


@pytest.mark.parametrize("arguments", [[], ["--root", "."], ["--root", "nowhere"]])
def test_build_without_a_project_is_a_wrong_call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    """A writer needs a project folder, and says how to get one."""
    monkeypatch.chdir(tmp_path)
    result = RUNNER.invoke(gold_app, ["build", *arguments])
    assert isinstance(result.exception, UsageError)
    assert "--root" in result.exception.message


def test_check_passes_then_names_every_drift_with_exit_code_1(tmp_path: Path) -> None:
    """Exit 0 and a last line when all agrees; exit 1 and a line per drift when not."""
    root = make_project(tmp_path)
    RUNNER.invoke(gold_app, ["build", "--root", str(root)])
    agreed = RUNNER.invoke(gold_app, ["check", "--root", str(root)])
    assert agreed.exit_code == 0
    assert agreed.stdout.splitlines()[-1] == f"gold of {root}: 1 document, no drift"
    make_project(tmp_path, source=SOURCE.replace("published: 2031-05-06", "published: null"))
    drifted = RUNNER.invoke(gold_app, ["check", "--root", str(root)])
    built = root / "gold" / "seeds.jsonl"
    assert drifted.exit_code == 1
    assert drifted.stderr.splitlines() == [
        f"{built}:1: ferry is not what its source says; run `communique gold build`",
        f"1 error in the gold of {root}",
    ]
