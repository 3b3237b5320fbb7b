"""Signals to confidences."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.trust.logistic import INTERCEPT, confidence, fit

numbers = st.floats(-1e6, 1e6)
signals = st.dictionaries(st.sampled_from("abcd"), numbers)


@given(signals, signals)
def test_a_confidence_is_a_probability(
    coefficients: dict[str, float], told: dict[str, float]
) -> None:
    """Whatever the numbers: nothing overflows."""
    assert 0 <= confidence(coefficients, told) <= 1


@given(st.floats(0.01, 5), st.floats(-20, 20), st.floats(0, 10))
def test_more_of_what_speaks_for_an_item_never_lowers_it(
    coefficient: float, value: float, more: float
) -> None:
    """A confidence rises with each signal of a positive coefficient."""
    known = {INTERCEPT: -1.0, "a": coefficient}
    assert confidence(known, {"a": value + more}) >= confidence(known, {"a": value})


def test_without_signals_it_is_the_share_of_right_ones_with_a_half_on_each_side() -> None:
    """3 of 4 right: (3 + 1/2) / (4 + 1) = .7."""
    known = fit([{}] * 4, [True, True, True, False])
    assert known.keys() == {INTERCEPT}
    assert confidence(known, {}) == pytest.approx(0.7, abs=1e-7)
    assert known[INTERCEPT] == pytest.approx(math.log(3.5 / 1.5), abs=1e-7)


def test_where_all_are_right_there_is_still_an_answer() -> None:
    """And it is not certainty: 9.5 of 10."""
    assert confidence(fit([{}] * 9, [True] * 9), {}) == pytest.approx(0.95, abs=1e-7)


def test_a_signal_that_few_items_have_moves_little() -> None:
    """The same share of wrong ones says more the oftener it was seen."""

    def moved(times: int) -> float:
        items = [{}] * 50 + [{"a": 1.0}] * times
        known = fit(items, [True] * 45 + [False] * 5 + [False] * times)
        return confidence(known, {}) - confidence(known, {"a": 1.0})

    assert 0 < moved(1) < moved(5) < moved(30)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=2, max_size=30))
def test_the_order_of_the_items_does_not_matter(
    items: list[tuple[bool, bool]],
) -> None:
    """The loss is convex: it has one minimum."""
    told = [({"a": float(a)}, right) for a, right in items]
    again = sorted(told, key=str)
    one, other = (fit([s for s, _ in x], [r for _, r in x]) for x in (told, again))
    assert confidence(one, {"a": 1.0}) == pytest.approx(confidence(other, {"a": 1.0}), abs=1e-7)
