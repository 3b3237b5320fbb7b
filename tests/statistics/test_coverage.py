"""The simulation in ``evals/simulations``, small: our intervals hold what they promise."""

from __future__ import annotations

import importlib.util
import math
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import pytest

from communique.scoring.counts import Ratio
from communique.statistics.intervals import Interval

PROGRAM = Path(__file__).parents[2] / "evals" / "simulations" / "coverage.py"
DRAWS = 400
PROMISED = 0.92
"""Of 95 in 100, less three standard errors of a share of 400 draws."""


@pytest.fixture(scope="module")
def coverage() -> ModuleType:
    """What ``python evals/simulations/coverage.py`` prints, as values."""
    spec = importlib.util.spec_from_file_location("coverage_of_intervals", PROGRAM)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # where its dataclasses look themselves up
    spec.loader.exec_module(module)
    return module


def wald_over_items(documents: Sequence[Ratio]) -> Interval:
    """The textbook interval of one proportion, as if items were independent: wrong here."""
    whole = sum(documents, Ratio())
    rate = whole.value or 0.0
    half = 1.96 * math.sqrt(rate * (1 - rate) / whole.denominator)
    return Interval(rate - half, rate + half)


@pytest.mark.parametrize(
    ("rate", "correlation", "documents"),
    [(0.70, 0.35, 10), (0.85, 0.15, 5), (0.85, 0.15, 20), (0.95, 0.35, 10)],
)
def test_the_intervals_hold_the_truth(
    coverage: ModuleType, rate: float, correlation: float, documents: int
) -> None:
    """Recall, precision and F1 alike; an interval over items fails the same check."""
    cell = coverage.Cell(rate, correlation, documents)
    ours = coverage.coverage(cell, DRAWS, seed=7)
    assert {name: held.coverage >= PROMISED for name, held in ours.items()} == {
        "recall": True,
        "precision": True,
        "F1": True,
    }
    wrong = coverage.coverage(cell, DRAWS, seed=7, rules={"recall": wald_over_items})
    assert wrong["recall"].coverage < PROMISED


def test_equally_good_models_seldom_seem_to_differ(coverage: ModuleType) -> None:
    """At most one time in twenty (and three standard errors of 300 draws)."""
    found = coverage.paired_suites(coverage.Cell(0.85, 0.15, 10), 0.0, 300, seed=3)
    assert found.shown <= 0.05 + 0.038


def test_a_much_better_model_is_shown_to_be_better(coverage: ModuleType) -> None:
    """Over forty documents a gain of .20 hardly ever goes unseen."""
    found = coverage.paired_suites(coverage.Cell(0.85, 0.15, 40), 0.20, 60, seed=3)
    assert found.shown > 0.9
