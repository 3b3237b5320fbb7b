"""Baselines: made, written, read; the committed ones are those of today's code."""

from __future__ import annotations

from pathlib import Path

import pytest

from communique.errors import UsageError
from communique.evals.baseline import baseline_of, load_baseline
from communique.evals.gate import check_run
from communique.evals.plan import make_plan
from communique.evals.recorded import load_recorded
from communique.evals.run import run_suite
from communique.evals.suites import load_suite
from communique.models import Model
from communique.scoring.counts import Ratio
from communique.scoring.documents import Score
from evals.made import RIGHT, WRONG, run_folder, score, scores

ROOT = Path(__file__).parents[2]


def test_what_was_written_is_read(tmp_path: Path) -> None:
    """A line a document; regex alone is exact; what was not asked is left out."""
    models = {"regex": [score(RIGHT), Score(documents=1)], "openai/x": [score(WRONG)] * 2}
    made = baseline_of(load_recorded(run_folder(tmp_path, scores(models))))
    (tmp_path / "b.json").write_text(made.as_text(), "utf-8")
    assert load_baseline(tmp_path / "b.json") == made
    assert [model.exact for model in made.models] == [True, False]
    regex = made.models[0]
    assert regex.documents["d1"] == {}
    assert regex.ratios("content recall") == {"d0": Ratio(4, 5), "d1": Ratio()}
    assert sum(line.startswith('  "d') for line in made.as_text().splitlines()) == 4


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("", "the file: Invalid JSON"),
        ('{"format": 2}', "format: Input should be 1"),
        ('{"format": 1, "suite": "s"}', "gold_sha256: Field required"),
    ],
)
def test_a_broken_baseline_is_told_as_one(tmp_path: Path, content: str, complaint: str) -> None:
    """With its path and the key."""
    path = tmp_path / "b.json"
    path.write_text(content)
    with pytest.raises(UsageError, match=complaint) as caught:
        load_baseline(path)
    assert str(caught.value).startswith(f"{path}: ")


def test_a_missing_baseline_says_how_to_make_it(tmp_path: Path) -> None:
    """So does no folder of baselines."""
    with pytest.raises(UsageError, match="no such baseline; make it with `evals baseline RUN`"):
        load_baseline(tmp_path / "none.json")
    with pytest.raises(UsageError, match="cannot be read"):
        load_baseline(tmp_path)


@pytest.mark.parametrize("suite", ["seeds", "challenge"])
def test_the_committed_baselines_are_of_the_code_beside_them(suite: str, tmp_path: Path) -> None:
    """No better and no worse: better figures are committed with what made them better."""
    run_suite(make_plan(load_suite(suite, ROOT), [Model("regex")], root=ROOT), tmp_path / "run")
    now = load_recorded(tmp_path / "run")
    committed = load_baseline(ROOT / "evals" / "baselines" / f"{suite}.json")
    assert not [check for check in check_run(now, committed) if check.verdict != "held"]
    assert baseline_of(now) == committed
