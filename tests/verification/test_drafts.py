"""Hundreds of drafts made from gold, each with one error of a known kind or none."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest

from communique.gold.reading import load_gold
from communique.project import data_path

BENCHMARK = Path(__file__).parents[2] / "evals" / "benchmarks" / "drafts.py"


@pytest.fixture(scope="module")
def tally() -> dict[str, Any]:
    """What ``python evals/benchmarks/drafts.py`` prints, as values."""
    spec = importlib.util.spec_from_file_location("drafts", BENCHMARK)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    gold = [document for name in module.GOLD for document in load_gold(data_path(name))]
    return dict(module.tally_of(gold))


@pytest.mark.parametrize(
    ("kind", "least"),
    [("verbatim", 0.98), ("altered", 0.98), ("wrong_speaker", 0.85), ("not_in_sources", 1.0)],
)
def test_each_kind_is_reported_as_that(tally: dict[str, Any], kind: str, least: float) -> None:
    """Untouched ones are not accused. Few passages have a second speaker to give words to."""
    right = sum(ratio.numerator for ratio in tally[kind])
    whole = sum(ratio.denominator for ratio in tally[kind])
    assert whole >= (20 if kind == "wrong_speaker" else 100)
    assert right / whole >= least
