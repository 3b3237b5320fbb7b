"""What `select` mode costs beside copied words, on packaged gold."""

from __future__ import annotations

import runpy
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from communique.gold.reading import load_gold
from communique.project import data_path

LIES = 2
"""Participants, and as many statements, that the lying model makes up about a document."""

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


def test_what_a_lying_model_makes_up_is_in_no_record_and_costs_no_recall(benchmark: Any) -> None:
    """Two played models in both modes: the liar invents at known rates, which are all refused, and
    its honest part is found as the honest model's."""
    gold = load_gold(data_path("gold/seeds.jsonl"))
    rows = {(row.mode, row.model): row for row in benchmark.played(gold, benchmark.tokens)}
    assert len(rows) == 4
    for mode, invented in (("copy", 1), ("select", 2)):  # in words; and by ids that mark nothing
        honest, lying = rows[mode, "openai/honest"], rows[mode, "openai/lying"]
        assert (honest.made_up, honest.refused) == (0, 0)
        assert (lying.made_up, lying.refused) == (0, 2 * LIES * invented * len(gold))
        true, told = (benchmark.total(one.score for one in r.scored) for r in (honest, lying))
        assert told.participants.lenient == true.participants.lenient
        assert told.iou50.attributed == true.iou50.attributed
        assert (true.participants.lenient.fn, true.iou50.attributed.fn) == (0, 0)
        assert honest.usage.output_tokens < lying.usage.output_tokens
    table = list(benchmark.table(rows.values()))
    assert table[0].split()[:2] == ["mode", "model"]
    assert len(table) == 7


@pytest.mark.slow
def test_a_very_long_article_is_covered_in_pieces(benchmark: Any) -> None:
    """Asked about whole, half of the participants have no id left."""
    gold = load_gold(data_path("gold/seeds.jsonl"))
    _, whole, pieces = benchmark.long_lines(gold, benchmark._ranges)
    assert "participants covered 0." in whole
    assert "participants covered 1.000" in pieces
    assert "statements covered 1.000" in pieces


def test_the_report_tells_what_is_covered(benchmark: Any, seeds: Any) -> None:
    lines = list(benchmark.report("seeds.jsonl", seeds))
    assert lines[0] == "seeds.jsonl: 2 articles"
    assert "  statements covered    1.000 (17/17)" in lines
