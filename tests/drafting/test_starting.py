"""``communique init``: a project in which all the commands work."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from communique.cli.app import app as communique
from communique.cli.evals import app as evals
from communique.drafting.starting import start_project
from communique.errors import OutputError, UsageError
from communique.gold.check import check_gold

FRESH = "“The lake is ours,” Latvian President Bo Rae said. He met Cy Moe of Malta in Oslo.\n"


Command = Callable[[str], tuple[int, str, str]]


def by_process(line: str) -> tuple[int, str, str]:
    program, *arguments = shlex.split(line, comments=True)
    module = {"communique": "communique", "evals": "communique.evals"}[program]
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def by_call(line: str) -> tuple[int, str, str]:
    program, *arguments = shlex.split(line, comments=True)
    done = CliRunner().invoke({"communique": communique, "evals": evals}[program], arguments)
    if isinstance(done.exception, UsageError):
        return 2, done.stdout, done.exception.message
    return done.exit_code, done.stdout, done.stderr


@pytest.mark.parametrize("command", [by_call, pytest.param(by_process, marks=pytest.mark.slow)])
def test_the_commands_of_its_readme_work_in_an_empty_directory(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In their order, as one types them; a draft is refused until someone went through it."""
    monkeypatch.chdir(tmp_path)
    assert command("communique init mine")[0] == 0
    project = tmp_path / "mine"
    monkeypatch.chdir(project)
    block = re.findall(r"```\n(.*?)```", (project / "README.md").read_text("utf-8"), re.DOTALL)[0]
    check, draft, review, build, run, report = block.splitlines()
    assert review.startswith("communique gold review ")
    (project / "articles" / "lake.txt").write_text(FRESH, "utf-8")
    assert command(check)[1].endswith("1 document, no drift\n")
    assert "lake.yaml" in command(draft)[1]
    assert command(build)[1].endswith("built 2 documents into gold/mine.jsonl\n")
    assert "mine: 1 of 2 documents is a draft" in command(check)[1]
    code, _, told = command(run)
    assert (code, "lake" in told) == (2, True)
    source = project / "gold" / "sources" / "mine" / "lake.yaml"
    done = source.read_text("utf-8").replace("status: draft", "status: labeled")
    source.write_text(done, "utf-8")  # as a person does with an editor, who has read it
    assert command(build)[0] == 0
    code, printed, _ = command(run)
    assert code == 0
    assert re.search(r"^regex +2 ", printed, re.MULTILINE)
    assert command(report)[0] == 0
    assert (project / "report.html").is_file()


def test_its_first_article_is_labeled_and_whole(tmp_path: Path) -> None:
    start_project(tmp_path / "new")
    found = check_gold(tmp_path / "new")
    (gold_set,) = found.sets
    (document,) = gold_set.documents
    assert found.drifts == ()
    assert (document.status, len(document.participants), len(document.statements)) == (
        "labeled",
        2,
        4,
    )


def test_files_in_the_way_are_named_and_nothing_is_written(tmp_path: Path) -> None:
    """What else the folder holds is in nobody's way."""
    (tmp_path / "notes.txt").write_text("mine", "utf-8")
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "README.md").write_text("mine", "utf-8")
    with pytest.raises(OutputError, match=r"has gold/README\.md already"):
        start_project(tmp_path)
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["README.md", "gold", "notes.txt"]
    (tmp_path / "gold" / "README.md").unlink()
    start_project(tmp_path)
    assert (tmp_path / "notes.txt").read_text("utf-8") == "mine"


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("", "utf-8")
    with pytest.raises(OutputError, match="is a file"):
        start_project(tmp_path / "x")
