"""The table by phenomenon: sums, headings, and that unlabeled items are not scored."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from communique.evals.listing import FEW_DOCUMENTS
from communique.evals.phenomena import phenomenon_lines
from communique.evals.plan import make_plan
from communique.evals.results import Results
from communique.evals.run import run_suite
from communique.evals.suites import load_suite
from communique.models import Model
from communique.project import packaged_root
from communique.scoring.counts import Counts
from communique.scoring.documents import total

from .test_command import evals


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Results, Path]:
    """The shipped challenge set read by the rules."""
    folder = tmp_path_factory.mktemp("challenge")
    root = packaged_root()
    plan = make_plan(load_suite("challenge", root), [Model("regex")], root=root)
    return run_suite(plan, folder), folder


def test_the_phenomena_add_up_to_the_total(run: tuple[Results, Path]) -> None:
    """Every count of every passage stands in the row of one phenomenon."""
    results, _ = run
    (result,) = results.models
    rows = results.by_phenomenon(result)
    assert total(rows.values()) == result.score
    assert sum(row.documents for row in rows.values()) == len(results.plan.gold)


def test_the_rows_are_sorted_and_the_last_is_all(run: tuple[Results, Path]) -> None:
    """A name a line, its passages beside it; the fractions of the last row are the sums."""
    results, _ = run
    lines = phenomenon_lines(results)
    heading = next(i for i, line in enumerate(lines) if line.startswith("phenomenon"))
    rows = lines[heading + 1 : heading + 2 + len(results.by_phenomenon(results.models[0]))]
    names = [row.split()[0] for row in rows]
    assert names[:-1] == sorted({gold.phenomenon or "" for gold in results.plan.gold})
    assert names[-1] == "all"
    at = lines[heading].index("attributed")
    counts = [re.match(r"\d\.\d\d \((\d+)/(\d+)\)", row[at:]) for row in rows]
    known = [(int(count[1]), int(count[2])) for count in counts if count]
    assert (sum(a for a, _ in known[:-1]), sum(b for _, b in known[:-1])) == known[-1]


def test_scores_json_has_the_same_rows(run: tuple[Results, Path]) -> None:
    """Counts and rates of each phenomenon, under each model."""
    results, folder = run
    (model,) = json.loads((folder / "scores.json").read_bytes())["models"]
    rows = results.by_phenomenon(results.models[0])
    assert model["phenomena"] == {name: row.as_dict() for name, row in rows.items()}


def test_unlabeled_items_are_not_scored(run: tuple[Results, Path]) -> None:
    """Phenomena labeled for statements alone count no participant and no meeting, and so on."""
    results, _ = run
    rows = results.by_phenomenon(results.models[0])
    labeled: dict[str, set[str]] = {}
    for gold in results.plan.gold:
        labeled.setdefault(gold.phenomenon or "", set()).update(gold.scores or ())
    assert any(items == {"statements"} for items in labeled.values())
    for name, items in labeled.items():
        row = rows[name]
        if "participants" not in items:
            assert row.participants.lenient == Counts()
        if "meetings" not in items:
            assert row.meetings.meetings == Counts()
        if "statements" not in items:
            assert row.iou50.content == row.exact.attributed == Counts()
    assert any(decision.item == "statement" for d in results.models[0].documents()
               for decision in d.decisions)  # fmt: skip


def test_a_suite_without_phenomena_has_no_such_table(project: Path, tmp_path: Path) -> None:
    """Neither lines nor a key in scores.json."""
    plan = make_plan(load_suite("made", project), [Model("regex")], root=project)
    results = run_suite(plan, tmp_path / "run")
    assert phenomenon_lines(results) == []
    (model,) = json.loads((tmp_path / "run" / "scores.json").read_bytes())["models"]
    assert "phenomena" not in model


def test_the_errors_of_many_documents_are_listed_when_asked(project: Path) -> None:
    """Counts and the option's name; with ``--errors`` each miss."""
    few = evals("run", "--suite", "challenge", "--limit", str(FEW_DOCUMENTS), cwd=project)
    many = evals("run", "--suite", "challenge", "-o", "out", cwd=project)
    asked = evals("run", "--suite", "challenge", "-o", "out", "--errors", cwd=project)
    assert few.returncode == many.returncode == asked.returncode == 0
    assert "  missed (" in few.stdout
    assert "  missed (" not in many.stdout
    assert "`--errors` lists it" in many.stdout
    assert "  missed (" in asked.stdout
    assert "`--errors` lists it" not in asked.stdout
    assert "\nphenomenon " in many.stdout
