"""Intervals over documents: coverage by simulation, nothing below five documents."""

from __future__ import annotations

import numpy as np
import pytest

from communique.scoring.counts import Ratio
from communique.scoring.intervals import wilson_interval


def test_a_published_example() -> None:
    """81 of 263 single-item documents: .2553 to .3662, up to Student's t in place of the normal.

    Source: Newcombe 1998, Two-sided confidence intervals for the single proportion, method 3.
    """
    documents = [Ratio(1, 1)] * 81 + [Ratio(0, 1)] * 182
    assert wilson_interval(documents) == pytest.approx((0.2553, 0.3662), abs=0.002)


def test_too_few_documents_have_no_interval() -> None:
    """Documents that ask nothing do not count as documents."""
    assert wilson_interval([Ratio(3, 4)] * 4 + [Ratio(0, 0)] * 9) is None
    assert wilson_interval([Ratio(3, 4)] * 5) is not None


def test_all_right_is_not_certainty() -> None:
    """With every item right the interval still reaches below 1."""
    found = wilson_interval([Ratio(4, 4)] * 6)
    assert found is not None
    assert found[0] < 0.9
    assert found[1] == pytest.approx(1.0)


def test_clustered_errors_widen_it() -> None:
    """The same rate is less certain when whole documents are wrong."""
    spread, clustered = [Ratio(5, 10)] * 10, [Ratio(10, 10), Ratio(0, 10)] * 5
    a, b = wilson_interval(spread), wilson_interval(clustered)
    assert a is not None
    assert b is not None
    assert b[1] - b[0] > a[1] - a[0]


@pytest.mark.parametrize("n_documents", [5, 10, 20])
def test_it_covers_the_truth_as_often_as_it_says(n_documents: int) -> None:
    """Beta-binomial documents, intraclass correlation .15: at least 93 % of intervals hold .85."""
    rng = np.random.default_rng(20)
    truth, correlation, draws, covered = 0.85, 0.15, 600, 0
    strength = 1 / correlation - 1
    for _ in range(draws):
        items = rng.integers(5, 15, n_documents)
        rates = rng.beta(truth * strength, (1 - truth) * strength, n_documents)
        right = rng.binomial(items, rates)
        found = wilson_interval([Ratio(int(k), int(m)) for k, m in zip(right, items, strict=True)])
        assert found is not None
        covered += found[0] <= truth <= found[1]
    assert covered / draws >= 0.93
