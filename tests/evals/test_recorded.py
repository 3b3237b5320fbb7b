"""Results read back; a broken file is told as one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from communique.errors import UsageError
from communique.evals.plan import make_plan
from communique.evals.recorded import load_recorded
from communique.evals.run import run_suite
from communique.evals.suites import load_suite
from communique.models import Model
from communique.scoring.counts import Counts
from communique.scoring.decisions import Decision, Side
from evals.made import RIGHT, WRONG, decision, run_folder, score, scores


def test_what_a_run_wrote_is_read(project: Path, tmp_path: Path) -> None:
    """Suite, documents, and the score of each as the run had it, its repeats added."""
    plan = make_plan(load_suite("made", project), [Model("regex")], repeats=2, root=project)
    results = run_suite(plan, tmp_path / "run")
    found = load_recorded(tmp_path / "run")
    assert (found.suite, found.repeats, found.overlap) == ("made", 2, "iou50")
    assert found.document_ids == ("made-1", "made-2", "made-3")
    (model,) = found.models
    assert list(model.documents.values()) == results.models[0].by_document()
    assert model.score == results.models[0].score
    groups = [item[0] for item in model.found]
    statements = model.score.iou50.content
    assert groups.count("content") == statements.tp + statements.fn == 12
    assert sum(found for item, found in model.found.items() if item[0] == "content") == (
        statements.tp
    )
    right = sum(found for item, found in model.found.items() if item[0] == "attributed")
    assert right == model.score.iou50.attributed.tp


def test_the_file_itself_may_be_named(tmp_path: Path) -> None:
    """As well as its folder."""
    folder = run_folder(tmp_path, scores({"m": [score(RIGHT)]}))
    assert load_recorded(folder / "scores.json") == load_recorded(folder)


def test_repeats_are_added_document_by_document(tmp_path: Path) -> None:
    """Two readings of two documents are two documents."""
    four = [score(RIGHT), score(WRONG), score(RIGHT), score(RIGHT)]
    (model,) = load_recorded(run_folder(tmp_path, scores({"m": four}, repeats=2))).models
    assert list(model.documents) == ["d0", "d1"]
    assert model.documents["d1"].participants.lenient == Counts(5, 4, 5)


def test_an_item_is_attributed_when_its_speaker_is_right_too(tmp_path: Path) -> None:
    """A false alarm is no gold item."""
    alarm = Decision("statement", "false alarm", predicted=Side(0, "item")).as_dict()
    decided = [decision("statement", 0, found=True, speaker=False), alarm]
    values = scores({"m": [score(RIGHT)]}, decisions={"m": decided})
    (model,) = load_recorded(run_folder(tmp_path, values)).models
    assert model.found == {("content", "d0", 0, 1): True, ("attributed", "d0", 0, 1): False}


def broken(change: str) -> dict[str, Any]:
    """Results of two models on two documents with one thing wrong."""
    values = scores({"m": [score(RIGHT)] * 2, "n": [score(WRONG)] * 2})
    first, second = values["models"]
    match change:
        case "format":
            values["format"] = 99
        case "gold":
            del values["gold_sha256"]
        case "repeats":
            values["repeats"] = 0
        case "overlap":
            values["suite"]["scorer"]["overlap"] = "iou5"
        case "models":
            values["models"] = []
        case "shape":
            values["models"] = [3]
        case "reading":
            del first["documents"][1]["scores"]["participants"]
        case "document":
            second["documents"][1]["document_id"] = "other"
        case "twice":
            first["documents"][1]["document_id"] = "d0"
        case "name":
            second["model"] = "m"
    return values


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ("format", "in format 99, this version reads 1"),
        ("gold", "no 'gold_sha256'; was it written by `evals run`?"),
        ("repeats", "repeats: 0 is no number of repeats"),
        ("overlap", "suite.scorer.overlap: 'iou5' is none of iou30, iou50, iou80, exact"),
        ("models", "no model or no document in it"),
        ("shape", "not in the shape of a run's"),
        ("reading", "m, d1: scores.participants is missing"),
        ("document", "n read other documents than m"),
        ("twice", "m, d0: 2 readings, not 1"),
        ("name", "two of its models are called m"),
    ],
)
def test_a_broken_file_is_told_as_one(tmp_path: Path, change: str, complaint: str) -> None:
    """With its path and what is wrong in it."""
    folder = run_folder(tmp_path, broken(change))
    with pytest.raises(UsageError) as caught:
        load_recorded(folder)
    assert str(caught.value).startswith(str(folder / "scores.json"))
    assert complaint in str(caught.value)


@pytest.mark.parametrize("content", ["", "{", "[" * 100_000, "3", "null"])
def test_what_is_no_json_of_ours_is_told_as_such(tmp_path: Path, content: str) -> None:
    """A file that was cut off, or is something else."""
    (tmp_path / "scores.json").write_text(content)
    with pytest.raises(UsageError, match=r"scores\.json: not "):
        load_recorded(tmp_path)


def test_a_folder_without_results_is_told(tmp_path: Path) -> None:
    """So is one that is not there."""
    for path in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(UsageError, match=r"no run is here \(no scores\.json\)"):
            load_recorded(path)
