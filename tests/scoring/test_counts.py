"""Counts add; rates follow from them and are None where nothing was asked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.scoring.counts import Counts, Ratio

NUMBERS = st.integers(0, 1000)
COUNTS = st.builds(Counts, NUMBERS, NUMBERS, NUMBERS)


def test_a_textbook_example() -> None:
    """8 relevant and 10 other documents returned of 20 relevant: P .44, R .40.

    Source: Manning, Raghavan, Schuetze 2008, Introduction to Information Retrieval, exercise 8.1.
    """
    counts = Counts(tp=8, fp=10, fn=12)
    assert counts.precision == pytest.approx(0.44, abs=0.005)
    assert counts.recall == 0.40
    assert counts.f1 == pytest.approx(2 * (8 / 18) * 0.4 / (8 / 18 + 0.4))


def test_nothing_asked_is_undefined() -> None:
    """Rates of empty counts are None, not 0."""
    assert (Counts().precision, Counts().recall, Counts().f1) == (None, None, None)
    assert Ratio().value is None


def test_nothing_found_is_zero() -> None:
    """With gold and no prediction recall and F1 are 0 and precision is undefined."""
    missed = Counts(fn=3)
    assert (missed.precision, missed.recall, missed.f1) == (None, 0.0, 0.0)


def test_wrong_pairs_cost_both_ways() -> None:
    """A pair that is not right after all is a false alarm and a miss."""
    assert Counts(5, 1, 2).restricted(3) == Counts(3, 3, 4)


def test_as_dict_has_counts_and_rates() -> None:
    """The JSON form carries both, undefined rates as None."""
    assert Counts(1, 1, 0).as_dict() == {
        "tp": 1,
        "fp": 1,
        "fn": 0,
        "precision": 0.5,
        "recall": 1.0,
        "f1": pytest.approx(2 / 3),
    }
    assert Ratio(0, 0).as_dict() == {"numerator": 0, "denominator": 0, "value": None}


@given(COUNTS, COUNTS, COUNTS)
def test_addition_has_no_order(a: Counts, b: Counts, c: Counts) -> None:
    """Counts add in any order and grouping, the empty counts changing nothing."""
    assert a + b == b + a
    assert (a + b) + c == a + (b + c)
    assert a + Counts() == a


@given(COUNTS)
def test_doubling_keeps_the_rates(counts: Counts) -> None:
    """Two copies of the same documents have the rates of one."""
    double = counts + counts
    assert double.precision == counts.precision
    assert double.recall == counts.recall
    assert double.f1 == counts.f1
