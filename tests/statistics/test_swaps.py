"""The test by swaps: published figures, other exact tests where they coincide."""

from __future__ import annotations

import pytest
from statsmodels.stats.contingency_tables import mcnemar

from communique.scoring.counts import Ratio
from communique.statistics.swaps import MANY, _counts, _share, least_p, swap_p

DARWIN = (49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48)
"""Crossed less self-fertilised height of fifteen pairs of maize, in eighths of an inch."""
CROSSED = [Ratio(max(d, 0), 100) for d in DARWIN]
SELFED = [Ratio(max(-d, 0), 100) for d in DARWIN]


def test_darwins_maize() -> None:
    """1726 of the 32768 ways to sign the differences (Fisher 1935, section 21)."""
    assert swap_p(CROSSED, SELFED, draws=2**15) == 1726 / 32768


def test_drawn_swaps_come_close_to_all_of_them() -> None:
    """Within three standard errors of ten thousand draws; always the same; never 0."""
    drawn = swap_p(CROSSED, SELFED)
    assert drawn == pytest.approx(1726 / 32768, abs=0.007)
    assert swap_p(CROSSED, SELFED) == drawn
    assert swap_p([Ratio(9, 9)] * 60, [Ratio(0, 9)] * 60) == 1 / 10_001


def test_one_item_a_document_is_mcnemars_test() -> None:
    """Documents on which both agree change nothing."""
    cells = {(1, 0): 8, (0, 1): 2, (1, 1): 20, (0, 0): 5}
    pairs = [(Ratio(a, 1), Ratio(b, 1)) for (a, b), number in cells.items() for _ in range(number)]
    expected = mcnemar([[20, 8], [2, 5]], exact=True).pvalue
    assert swap_p(*zip(*pairs, strict=True)) == pytest.approx(float(expected))


@pytest.mark.parametrize(("documents", "least"), [(2, 0.5), (5, 0.0625), (6, 0.03125)])
def test_few_documents_cannot_give_a_small_p(documents: int, least: float) -> None:
    """Two swaps of 2^n, all and none, give the greatest difference."""
    assert swap_p([Ratio(9, 9)] * documents, [Ratio(0, 9)] * documents) == least
    assert least_p(documents) == least


def test_many_documents_reach_what_the_draws_reach() -> None:
    """One of the draws and the observed one; with few draws that is more than 2 / 2^n."""
    assert least_p(40) == 1 / 10_001
    assert least_p(13) == 2**-12


def test_denominators_are_swapped_too() -> None:
    """As precision needs: by hand, of four swaps two give 9/10 - 1/3, two 8/9 - 2/4."""
    a, b = [Ratio(8, 8), Ratio(1, 2)], [Ratio(1, 2), Ratio(0, 1)]
    # as it is 9/10, 1/3: .567; the second swapped 8/9, 2/4: .389
    assert swap_p(a, b) == 0.5


def test_a_swap_that_leaves_a_side_without_items_makes_nothing_surer() -> None:
    """Its rate would be undefined; it counts as a difference as great."""
    a, b = [Ratio(3, 3), Ratio(0, 0)], [Ratio(0, 0), Ratio(1, 3)]
    assert swap_p(a, b) == 1.0


def test_equal_counts_differ_in_nothing() -> None:
    """p = 1, with no document, with one, with equal ones."""
    assert swap_p([], []) == 1.0
    assert swap_p([Ratio(1, 3)], [Ratio(2, 3)]) == 1.0
    assert swap_p(CROSSED, CROSSED) == 1.0


def test_very_many_documents_are_drawn_by_kind_with_the_same_p() -> None:
    """Of documents that are alike it matters how many are swapped, not which: beside the draws of
    each by itself, and in the memory of the kinds alone."""
    kinds = [(Ratio(3, 4), Ratio(2, 4)), (Ratio(2, 4), Ratio(3, 4)), (Ratio(1, 3), Ratio(1, 2))]
    sizes = (MANY // 2, MANY // 2 - 20, 30)
    pairs = [pair for pair, size in zip(kinds, sizes, strict=True) for _ in range(size)]
    assert len(pairs) > MANY
    one, two = zip(*pairs, strict=True)
    together = swap_p(one, two)
    rest = [Ratio(0, 0)]
    apart = _share(pairs, _counts(rest).sum(axis=0), 4_000)
    assert together == pytest.approx(apart, abs=0.03)
    assert swap_p(two, one) == together
    assert 0.01 < together < 0.99
    assert swap_p([Ratio(1, 1)] * MANY, [Ratio(0, 1)] * MANY) == least_p(MANY)
