"""What a report advises where its documents tell no model apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from communique.evals.comparison import compare
from communique.evals.report_advice import MARGIN
from communique.evals.report_models import load_reported
from communique.evals.report_verdict import verdict
from communique.pages.report_values import Verdict
from communique.scoring.counts import Counts
from communique.scoring.documents import Score

from .made import RIGHT, WRONG, run_folder, score, scores

GOOD, BAD = score(RIGHT), score(WRONG)


def said(folder: Path, models: Mapping[str, Sequence[Score]]) -> Verdict:
    values = scores(models)
    for model in values["models"]:
        model["scores"] = sum(models[model["model"]], Score()).as_dict()
    run_folder(folder, values)
    (folder / "gold.jsonl").write_text("", "utf-8")
    reported = load_reported([str(folder)])
    return verdict(reported, compare(reported.candidates))


def test_a_lower_model_is_not_advised_for_its_speed(tmp_path: Path) -> None:
    """Five of forty documents are far worse: p shows nothing, but the loss may be great."""
    found = said(
        tmp_path, {"quick": [BAD] * 5 + [GOOD] * 35, "best": [GOOD] * 40, "c": [GOOD] * 40}
    )
    assert found.headline == "On these 40 documents no difference between the models can be shown."
    assert "the best guess is best (attributed F1" in found.advice
    assert "best − quick: +" in found.advice
    assert "the gap may be anywhere in [" in found.advice
    assert "quick is the fastest" not in found.advice
    assert "c did the same as best in every document." in found.advice


def test_where_interval_and_test_differ_is_told(tmp_path: Path) -> None:
    """The interval leaves out 0, p does not show it: beside the verdict stands why."""
    found = said(tmp_path, {"low": [BAD] * 5 + [GOOD] * 35, "high": [GOOD] * 40})
    (told,) = (reason for reason in found.reasons if "leaves out 0" in reason)
    assert told.startswith("low − high: the interval [−")
    assert "p = .062 (one pair)" in told
    assert "5 documents that differ" in told
    assert any("rests on one measure, attributed F1" in reason for reason in found.reasons)


def test_a_loss_within_the_margin_may_be_chosen_by_cost(tmp_path: Path) -> None:
    """One item of very many: more than the margin is ruled out."""
    slip = score(Counts(RIGHT.tp - 1, RIGHT.fp + 1, RIGHT.fn + 1))
    models = {"one": [GOOD] * 200, "other": [slip] + [GOOD] * 199}
    found = said(tmp_path, models)
    assert f"a loss of more than {100 * MARGIN:.0f} points beside one is ruled out" in found.advice
    assert "Nothing known here tells these apart by cost." in found.advice


def test_how_sure_is_told_of_the_pairs_the_verdict_is_about(tmp_path: Path) -> None:
    """Not of a pair that varies more and does not matter to it."""
    models = {
        "first": [GOOD] * 40,
        "second": [BAD] * 3 + [GOOD] * 37,
        "last": [BAD, BAD, GOOD] * 13 + [BAD],
    }
    found = said(tmp_path, models)
    assert found.headline.startswith("first and second cannot be told apart")
    (sure,) = (reason for reason in found.reasons if reason.startswith("How sure:"))
    assert "points between first and second or more" in sure
    assert "last" not in sure


def test_few_documents_are_too_few_for_all_pairs(tmp_path: Path) -> None:
    """Six show one pair, but not the first of three."""
    found = said(tmp_path, {"a": [GOOD] * 6, "b": [BAD] * 6, "c": [BAD] * 6})
    assert found.headline == "These 6 documents cannot show which model is better."
    assert "best guess is a" in found.advice
