"""What `ground` finds of true and of falsified quotes, on packaged gold."""

from __future__ import annotations

import random
import runpy
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from communique.gold.reading import load_gold
from communique.project import data_path

BENCHMARK = Path(__file__).parents[2] / "evals" / "benchmarks" / "quotes.py"


@pytest.fixture(scope="module")
def benchmark() -> Any:
    """``python evals/benchmarks/quotes.py``, as a module."""
    return SimpleNamespace(**runpy.run_path(str(BENCHMARK), run_name="quotes"))


def test_true_quotes_are_found_and_falsified_ones_are_not(benchmark: Any) -> None:
    """All of the one, none of the other; and there are some of every kind."""
    gold = load_gold(data_path("gold/seeds.jsonl")) + load_gold(data_path("gold/challenge.jsonl"))
    asked = list(benchmark.quotes(gold, random.Random(7)))
    assert {quote.kind for quote in asked} == {*benchmark.TRUE, *benchmark.FALSE}
    found = {quote for quote in asked if benchmark.OURS["communique"](quote.text, quote.words)}
    assert found == {quote for quote in asked if quote.kind in benchmark.TRUE}
