"""Whether confidences are what they say."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.trust.calibration import Evidence, Target
from communique.trust.reliability import reliability

items = st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=6)


def target(*documents: list[tuple[float, bool]]) -> Target:
    evidence = tuple(Evidence(gold=len(found), items=tuple(found)) for found in documents)
    return Target(coefficients={}, evidence=evidence)


def test_hand_worked() -> None:
    """A right item at .9 and a wrong one at .6."""
    found = reliability(target([(0.9, True), (0.6, False)]))
    assert found.items == 2
    assert found.brier is not None
    assert found.ece is not None
    assert found.brier.value == pytest.approx((0.01 + 0.36) / 2)
    assert found.brier_of_average == 0.25
    assert found.ece.value == pytest.approx((0.1 + 0.6) / 2)
    assert [(b.low, b.confidence, b.right.value) for b in found.bins] == [
        (0.6, 0.6, 0.0),
        (0.9, 0.9, 1.0),
    ]
    assert found.brier.interval is None  # of one document


def test_of_nothing_there_is_nothing_to_say() -> None:
    """Undefined is None, and no bin is there that holds no item."""
    found = reliability(target([], []))
    assert (found.items, found.bins, found.brier, found.ece) == (0, (), None, None)
    assert found.brier_of_average is None


@settings(deadline=None)
@given(st.lists(items, min_size=1, max_size=8))
def test_every_item_is_in_one_bin(documents: list[list[tuple[float, bool]]]) -> None:
    """And the scores are shares."""
    found = reliability(target(*documents))
    assert sum(b.right.denominator for b in found.bins) == found.items
    assert all(b.low <= b.confidence + 1e-9 and b.confidence <= b.high + 1e-9 for b in found.bins)
    if found.brier is not None and found.ece is not None:
        assert 0 <= found.brier.value <= 1
        assert 0 <= found.ece.value <= 1


def test_confidences_that_are_what_they_say_are_told_from_boasts() -> None:
    """Items drawn at the rate of their confidence, and the same made too sure of."""
    chance = random.Random(1)

    def drawn(boast: float) -> Target:
        rates = [[chance.choice((0.55, 0.75, 0.92)) for _ in range(5)] for _ in range(200)]
        return target(
            *([(rate + boast, chance.random() < rate) for rate in document] for document in rates)
        )

    honest, boasting = reliability(drawn(0.0)), reliability(drawn(0.07))
    assert honest.ece is not None
    assert boasting.ece is not None
    assert boasting.ece.interval is not None
    assert boasting.ece.interval.low > honest.ece.value
    for found in honest.bins:
        assert found.interval is not None
        assert found.interval.low <= found.confidence <= found.interval.high
