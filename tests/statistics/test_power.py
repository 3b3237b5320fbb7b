"""What a suite can show: published sample sizes, and that the two questions answer each other."""

from __future__ import annotations

import math

import pytest

from communique.statistics.power import detectable_difference, documents_needed, fewest_testable


def test_a_published_sample_size() -> None:
    """Paired t test, medium effect (d = .5), .05 two-sided, power .8: 34 pairs (Cohen 1988)."""
    # A difference of half the standard deviation between documents: sd .2, error .2 / sqrt(10).
    assert documents_needed(0.1, 0.2 / math.sqrt(10), 10) == 34


@pytest.mark.parametrize("alpha", [0.05, 0.05 / 9])
def test_as_many_documents_as_there_are_show_what_can_be_shown(alpha: float) -> None:
    """The smallest difference that 30 documents show needs 30 documents."""
    smallest = detectable_difference(0.03, 30, alpha=alpha)
    assert smallest is not None
    assert documents_needed(smallest - 1e-9, 0.03, 30, alpha=alpha) in (30, 31)


def test_where_no_p_is_small_enough_nothing_can_be_shown() -> None:
    """Five documents at .05; eight at a ninth of it."""
    assert detectable_difference(0.03, 5) is None
    assert detectable_difference(0.03, 6) is not None
    assert detectable_difference(0.03, 8, alpha=0.05 / 9) is None
    assert (fewest_testable(0.05), fewest_testable(0.05 / 9)) == (6, 9)


def test_however_plain_a_difference_some_documents_are_needed() -> None:
    """As many as the test by swaps needs."""
    assert documents_needed(0.9, 1e-9, 10) == 6


def test_no_figure_where_there_is_nothing_to_reckon_with() -> None:
    """No difference, no variance, no end of documents; no difference beyond 1."""
    assert documents_needed(0.0, 0.1, 10) is None
    assert documents_needed(0.1, 0.0, 10) is None
    assert documents_needed(1e-9, 0.1, 10) is None
    assert detectable_difference(0.0, 10) is None
    assert detectable_difference(0.6, 6) is None
