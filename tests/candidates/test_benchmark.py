"""What `select` mode costs beside copied words, on packaged gold."""

from __future__ import annotations

import runpy
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from communique.gold.reading import load_gold
from communique.project import data_path

BENCHMARK = Path(__file__).parents[2] / "evals" / "benchmarks" / "selecting.py"


@pytest.fixture(scope="module")
def benchmark() -> Any:
    """``python evals/benchmarks/selecting.py``, as a module."""
    pytest.importorskip("bpe_openai", reason="bpe-openai is not installed: make test-all")
    return SimpleNamespace(**runpy.run_path(str(BENCHMARK), run_name="selecting"))


@pytest.fixture(scope="module")
def seeds(benchmark: Any) -> Any:
    return benchmark.measure(load_gold(data_path("gold/seeds.jsonl")))


def test_a_perfect_answer_has_half_the_tokens_and_marks_cost_little(seeds: Any) -> None:
    """Output at most .5 of that in copied words, input at most 1.3."""
    copy, select = seeds.modes["copy"], seeds.modes["select"]
    assert 0 < select.output <= 0.5 * copy.output
    assert 0 < select.input <= 1.3 * copy.input


def test_a_perfect_answer_is_worth_as_much_in_either_way(benchmark: Any, seeds: Any) -> None:
    """Every statement with its speaker, every participant, after the proof."""
    for asked in seeds.modes.values():
        score = benchmark.total(asked.scores)
        for counts in (score.participants.lenient, score.iou50.attributed):
            assert (counts.fn, counts.fp) == (0, 0)
            assert counts.tp


def test_the_report_tells_what_is_covered(benchmark: Any, seeds: Any) -> None:
    lines = list(benchmark.report("seeds.jsonl", seeds))
    assert lines[0] == "seeds.jsonl: 2 articles"
    assert "  statements covered    1.000 (17/17)" in lines
