"""Intervals over documents: published examples, oracles, nothing below five documents.

How often they hold the truth is tested with the simulation (``test_coverage``).
"""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from communique.scoring.counts import Counts, Ratio
from communique.statistics.intervals import f1_interval, wilson_interval


def test_a_published_example() -> None:
    """81 of 263 single-item documents: .2553 to .3662, up to Student's t in place of the normal.

    Source: Newcombe 1998, Two-sided confidence intervals for the single proportion, method 3.
    """
    documents = [Ratio(1, 1)] * 81 + [Ratio(0, 1)] * 182
    found = wilson_interval(documents)
    assert found is not None
    assert (found.low, found.high) == pytest.approx((0.2553, 0.3662), abs=0.002)


def test_too_few_documents_have_no_interval() -> None:
    """Documents that ask nothing do not count as documents."""
    assert wilson_interval([Ratio(3, 4)] * 4 + [Ratio(0, 0)] * 9) is None
    assert wilson_interval([Ratio(3, 4)] * 5) is not None


def test_all_right_is_not_certainty() -> None:
    """With every item right the interval still reaches below 1."""
    found = wilson_interval([Ratio(4, 4)] * 6)
    assert found is not None
    assert found.low < 0.9
    assert found.high == 1.0


def test_clustered_errors_widen_it() -> None:
    """The same rate is less certain when whole documents are wrong."""
    spread, clustered = [Ratio(5, 10)] * 10, [Ratio(10, 10), Ratio(0, 10)] * 5
    a, b = wilson_interval(spread), wilson_interval(clustered)
    assert a is not None
    assert b is not None
    assert b.high - b.low > a.high - a.low


def test_without_clustering_it_is_the_plain_interval() -> None:
    """One item a document leaves Wilson's interval, with t for z: as statsmodels has it.

    But for Bessel's correction of the standard error, 50/49, which 13 documents of 14 vote for.
    """
    documents = [Ratio(1, 1)] * 37 + [Ratio(0, 1)] * 13
    found = wilson_interval(documents)
    assert found is not None
    z = stats.t.ppf(0.975, 49)
    alpha = 2 * stats.norm.sf(z)  # the level at which the normal quantile is that of t
    deff = (13 * 50 / 49 + 1) / 14
    assert (found.low, found.high) == pytest.approx(
        proportion_confint(37 / deff, 50 / deff, alpha=alpha, method="wilson"), abs=1e-9
    )


def test_reading_a_document_again_makes_nothing_surer() -> None:
    """Three equal readings of each document give the interval of one."""
    once = [Ratio(4, 5), Ratio(6, 6), Ratio(3, 7), Ratio(5, 5), Ratio(8, 9), Ratio(6, 6)]
    for documents in (once, [Ratio(r.denominator, r.denominator) for r in once]):
        one = wilson_interval(documents)
        three = wilson_interval([r + r + r for r in documents], repeats=3)
        assert one is not None
        assert three is not None
        assert (three.low, three.high) == pytest.approx((one.low, one.high))


def test_f1_is_held_as_often_as_the_share_it_grows_with() -> None:
    """The interval of F1 has the ends of that of tp / (tp + fp + fn), carried over."""
    counts = [Counts(4, 1, 2), Counts(6, 0, 0), Counts(3, 3, 1), Counts(0, 2, 4), Counts(5, 0, 1)]
    f1 = f1_interval([c.twice_right_of_both for c in counts])
    share = wilson_interval([Ratio(c.tp, c.tp + c.fp + c.fn) for c in counts])
    assert f1 is not None
    assert share is not None
    for end, carried in ((share.low, f1.low), (share.high, f1.high)):
        assert carried == pytest.approx(2 * end / (1 + end))
    pooled = sum(counts, Counts()).f1
    assert pooled is not None
    assert f1.low < pooled < f1.high


def test_f1_of_few_documents_has_no_interval() -> None:
    """As for the others."""
    assert f1_interval([Ratio(4, 6)] * 4) is None


@pytest.mark.parametrize("sizes", [[4] * 6, [1] * 29, [3, 1, 2, 5, 1, 4, 7], [1, 2] * 17])
def test_all_and_none_are_held_exactly(sizes: list[int]) -> None:
    """An end that misses 1 by a rounding would be printed as .99: the estimate outside."""
    for rule, times in ((wilson_interval, 1), (f1_interval, 2)):
        right = rule([Ratio(times * n, times * n) for n in sizes])
        wrong = rule([Ratio(0, times * n) for n in sizes])
        assert right is not None
        assert wrong is not None
        assert (right.high, wrong.low) == (1.0, 0.0)
        assert right.low < 1
        assert wrong.high > 0


ratios = st.integers(1, 9).flatmap(lambda m: st.builds(Ratio, st.integers(0, m), st.just(m)))


@settings(deadline=None)
@given(st.lists(ratios, min_size=5, max_size=12), st.randoms())
def test_it_holds_its_rate_in_any_order(documents: list[Ratio], shuffler: Random) -> None:
    """The pooled rate lies inside; the order of documents does not matter; ends in 0 to 1."""
    found = wilson_interval(documents)
    assert found is not None
    whole = sum(documents, Ratio())
    assert whole.value is not None
    assert 0 <= found.low <= whole.value
    assert whole.value <= found.high <= 1
    shuffler.shuffle(documents)
    again = wilson_interval(documents)
    assert again is not None
    assert (again.low, again.high) == pytest.approx((found.low, found.high))
