"""Gold that no person has gone through is refused, or measured on with a word in every output."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from communique.cli.evals import app
from communique.errors import UsageError
from communique.evals.data import load_data
from communique.evals.recorded import load_recorded
from communique.evals.report import report_html
from communique.evals.rescore import rescore
from communique.gold.reading import load_gold
from communique.project import data_path

WARNING = "The gold of 1 of 2 documents is a draft that no person has read"


@pytest.fixture(scope="module")
def gold(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The seeds, the second of them a draft with something undecided in it."""
    first, second = (
        json.loads(line) for line in data_path("gold/seeds.jsonl").read_text("utf-8").splitlines()
    )
    second["status"] = "draft"
    for item in (second["participants"][1], second["statements"][0]):
        item |= {"undecided": True, "found_by": ["x"]}
    path = tmp_path_factory.mktemp("drafts") / "mine.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in (first, second)), "utf-8")
    return path


@pytest.fixture(scope="module")
def run(gold: Path) -> tuple[Path, str]:
    """A run on them, and what was printed."""
    folder = gold.parent / "run"
    done = CliRunner().invoke(app, ["run", "--gold", str(gold), "--drafts", "-o", str(folder)])
    assert done.exit_code == 0, done.output
    return folder, done.stdout


def test_drafts_are_refused_and_named(gold: Path) -> None:
    done = CliRunner().invoke(app, ["run", "--gold", str(gold), "-o", str(gold.parent / "no")])
    assert isinstance(done.exception, UsageError)
    for words in ("1 of 2 documents are drafts", "(002_747c0f689b1e39e4)", "--drafts", "review"):
        assert words in done.exception.message
    assert not (gold.parent / "no").exists()


def test_a_limit_that_stops_before_them_is_no_measure_on_drafts(gold: Path) -> None:
    folder = str(gold.parent / "limit")
    arguments = ["run", "--gold", str(gold), "--limit", "1", "-o", folder]
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 0
    assert "is a draft" not in done.stdout


def test_table_json_and_run_folder_say_so(run: tuple[Path, str]) -> None:
    folder, printed = run
    assert WARNING in printed
    for name in ("scores.json", "run.json"):
        assert json.loads((folder / name).read_text("utf-8"))["drafts"] == 1
    assert load_recorded(folder).drafts == 1


def test_the_page_says_so(run: tuple[Path, str]) -> None:
    assert WARNING in report_html([str(run[0])])


def test_baseline_gate_and_its_reports_say_so(run: tuple[Path, str]) -> None:
    folder, _ = run
    files = {name: folder.parent / f"gate.{name}" for name in ("json", "xml", "md")}
    made = CliRunner().invoke(app, ["baseline", str(folder), "-o", str(files["json"])])
    arguments = ["--junit", str(files["xml"]), "--summary", str(files["md"])]
    gated = CliRunner().invoke(
        app, ["gate", str(folder), "--baseline", str(files["json"]), *arguments]
    )
    for told in (made.stdout, gated.stdout, *(files[n].read_text("utf-8") for n in ("xml", "md"))):
        assert WARNING in told


def test_a_comparison_says_so(run: tuple[Path, str], gold: Path) -> None:
    other = gold.parent / "other"
    CliRunner().invoke(app, ["run", "--gold", str(gold), "--drafts", "-o", str(other)])
    done = CliRunner().invoke(app, ["compare", str(run[0]), str(other)])
    assert WARNING in done.stdout


def test_a_run_is_not_scored_anew_by_drafts_unless_told(run: tuple[Path, str], gold: Path) -> None:
    """By those of the run itself it is, and says so."""
    with pytest.raises(UsageError, match="drafts"):
        rescore(run[0], load_data(str(gold)))
    done = CliRunner().invoke(app, ["rescore", str(run[0])])
    assert WARNING in done.stdout


def test_no_promise_rests_on_drafts(run: tuple[Path, str], tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["calibrate", str(run[0]), "-o", str(tmp_path / "c.json")])
    assert isinstance(done.exception, UsageError)
    assert "drafts" in done.exception.message


def test_what_is_undecided_is_neither_rewarded_nor_punished(gold: Path) -> None:
    draft = load_data(str(gold)).documents[1]
    assert [p.optional for p in draft.participants[:3]] == [False, True, False]
    assert [s.core for s in draft.statements[:2]] == [False, True]
    assert load_gold(gold)[1].statements[0].core
