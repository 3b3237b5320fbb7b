"""Paired differences: against scipy, and what must hold whatever is compared."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from communique.scoring.counts import Ratio
from communique.statistics.paired import paired_difference

Pairs = list[tuple[Ratio, Ratio]]

ratios = st.integers(0, 9).flatmap(lambda m: st.builds(Ratio, st.integers(0, m), st.just(m)))
suites = st.lists(st.tuples(ratios, ratios), min_size=1, max_size=16)


def test_documents_of_one_size_are_the_paired_t_interval() -> None:
    """Difference, error and interval as scipy gives them for the documents' rates."""
    a, b = (5, 7, 6, 8, 4, 7, 8), (4, 7, 3, 6, 5, 5, 8)
    found = paired_difference([Ratio(k, 8) for k in a], [Ratio(k, 8) for k in b])
    t = stats.ttest_rel([k / 8 for k in a], [k / 8 for k in b])
    ends = t.confidence_interval(0.95)
    assert found.interval is not None
    assert found.value == pytest.approx(7 / 56)
    assert (found.interval.low, found.interval.high) == pytest.approx((ends.low, ends.high))
    assert found.error is not None
    assert found.value / found.error == pytest.approx(float(t.statistic))
    assert (found.documents, found.differing) == (7, 5)


def test_few_documents_have_no_interval() -> None:
    """Four, or five of which one asked neither."""
    a, b = [Ratio(3, 4)] * 4, [Ratio(2, 4)] * 4
    assert paired_difference(a, b).interval is None
    assert paired_difference([*a, Ratio()], [*b, Ratio()]).interval is None
    assert paired_difference([*a, Ratio(1, 1)], [*b, Ratio(1, 1)]).interval is not None


def test_an_undefined_rate_has_no_difference() -> None:
    """A model that gave nothing has no precision; its document still counts."""
    found = paired_difference([Ratio(2, 3)] * 6, [Ratio()] * 6)
    assert (found.value, found.error, found.interval, found.p) == (None, None, None, None)
    assert (found.documents, found.a, found.b) == (6, Ratio(12, 18), Ratio())


def test_documents_that_differ_alike_are_no_certainty() -> None:
    """The interval is at least one item to each side."""
    found = paired_difference([Ratio(4, 4)] * 6, [Ratio(3, 4)] * 6)
    assert found.interval is not None
    assert found.interval.high - found.interval.low > 2 / 24


def test_other_numbers_of_documents_are_refused() -> None:
    """They cannot be the same documents."""
    with pytest.raises(ValueError, match="shorter"):
        paired_difference([Ratio(1, 2)], [])


@settings(deadline=None, max_examples=50)
@given(suites)
def test_the_other_way_round_the_sign_turns(pairs: Pairs) -> None:
    """Value and interval turn, p and error stay."""
    a, b = [x for x, _ in pairs], [y for _, y in pairs]
    one, two = paired_difference(a, b), paired_difference(b, a)
    assert (one.p, one.error) == (two.p, pytest.approx(two.error))
    assert (one.value is None) == (two.value is None)
    if one.value is not None and two.value is not None:
        assert one.value == -two.value
    assert (one.interval is None) == (two.interval is None)
    if one.interval is not None and two.interval is not None:
        ends = (-two.interval.high, -two.interval.low)
        assert (one.interval.low, one.interval.high) == pytest.approx(ends)


@settings(deadline=None, max_examples=50)
@given(suites, st.randoms())
def test_the_order_of_documents_does_not_matter(pairs: Pairs, shuffler: Random) -> None:
    """Not for p by drawn swaps either."""
    shuffled = list(pairs)
    shuffler.shuffle(shuffled)
    one, two = (
        paired_difference([x for x, _ in order], [y for _, y in order])
        for order in (pairs, shuffled)
    )
    assert (one.value, one.p, one.differing) == (two.value, two.p, two.differing)
    assert one.error == pytest.approx(two.error)


@settings(deadline=None)
@given(st.lists(ratios, min_size=1, max_size=30))
def test_a_model_does_not_differ_from_itself(documents: list[Ratio]) -> None:
    """p = 1, no document differs, the difference is 0."""
    found = paired_difference(documents, documents)
    assert found.differing == 0
    if found.value is not None:
        assert (found.value, found.p, found.interval) == (0, 1.0, None)


@settings(deadline=None, max_examples=50)
@given(suites, st.integers(2, 4))
def test_reading_a_document_again_makes_nothing_surer(pairs: Pairs, repeats: int) -> None:
    """Counts that are all so many times as many give the same p and error."""

    def times(ratio: Ratio) -> Ratio:
        return Ratio(ratio.numerator * repeats, ratio.denominator * repeats)

    once = paired_difference([x for x, _ in pairs], [y for _, y in pairs])
    often = paired_difference([times(x) for x, _ in pairs], [times(y) for _, y in pairs])
    assert (often.value, often.error) == (pytest.approx(once.value), pytest.approx(once.error))
    assert often.p == pytest.approx(once.p, abs=1e-3)
