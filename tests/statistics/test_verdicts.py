"""Comparisons judged together."""

from __future__ import annotations

import random

import pytest
from statsmodels.stats.multitest import multipletests

from communique.scoring.counts import Ratio
from communique.statistics.paired import Difference, paired_difference
from communique.statistics.verdicts import judge


def difference(p: float | None, *, documents: int = 20, value: float = 0.1) -> Difference:
    """A difference of that p over twenty documents that all differ."""
    pooled = Ratio(90, 100), Ratio(80, 100)
    return Difference(*pooled, documents, documents, value, 0.04, None, p)


def test_holms_adjustment() -> None:
    """By hand: sorted p times 4, 3, 2, 1, each at least the one before (Holm 1979)."""
    judged = judge([difference(p) for p in (0.01, 0.04, 0.03, 0.005)])
    assert [j.p_holm for j in judged] == pytest.approx([0.03, 0.06, 0.06, 0.02])
    shown = "no difference shown"
    assert [j.verdict for j in judged] == ["better", shown, shown, "better"]


def test_holms_adjustment_is_that_of_statsmodels() -> None:
    """To the last digit, of sixty comparisons, equal ones among them."""
    draw = random.Random(7)
    found = [draw.choice((0.001, 0.04, draw.random())) for _ in range(60)]
    adjusted = [j.p_holm for j in judge([difference(p) for p in found])]
    assert adjusted == multipletests(found, method="holm")[1].tolist()


def test_better_and_worse_are_said_of_the_first() -> None:
    """By the sign of the difference."""
    judged = judge([difference(0.001), difference(0.001, value=-0.1)])
    assert [j.verdict for j in judged] == ["better", "worse"]


def test_an_undefined_difference_is_not_in_the_family() -> None:
    """It makes no other p greater, and says why it is not judged."""
    undefined = paired_difference([Ratio(1, 2)] * 20, [Ratio()] * 20)
    first, second = judge([undefined, difference(0.03)])
    assert (first.verdict, first.why) == ("not testable", "a rate is undefined")
    assert (second.p_holm, second.verdict) == (0.03, "better")


def test_two_documents_are_not_testable() -> None:
    """However far the models are apart; nothing is said of power either."""
    (judged,) = judge([paired_difference([Ratio(9, 9)] * 2, [Ratio(0, 9)] * 2)])
    assert judged.verdict == "not testable"
    assert judged.why == "2 documents cannot give p < 0.05"
    assert (judged.detectable, judged.needed) == (None, None)


def test_many_comparisons_need_more_documents() -> None:
    """Seven documents show one difference (2/128), but not the first of nine (.05/9)."""
    clear = paired_difference([Ratio(9, 9)] * 7, [Ratio(0, 9)] * 7)
    assert judge([clear])[0].verdict == "better"
    nine = judge([clear] * 9)
    assert {j.verdict for j in nine} == {"not testable"}
    assert nine[0].why == "7 documents cannot give p < 0.05 in 9 comparisons"
    assert nine[0].detectable is None


def test_models_that_never_differ_are_not_testable() -> None:
    """p = 1 of swaps that change nothing is no evidence of equality."""
    same = [Ratio(3, 4)] * 20
    (judged,) = judge([paired_difference(same, same)])
    assert (judged.verdict, judged.why) == ("not testable", "no document differs")


def test_nothing_to_judge() -> None:
    """An empty family."""
    assert judge([]) == ()
