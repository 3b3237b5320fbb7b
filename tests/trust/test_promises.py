"""What precision can be promised, what it costs, and what is refused."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.errors import UsageError
from communique.scoring.counts import Ratio
from communique.trust.calibration import Evidence, Target
from communique.trust.promises import promise


def target(*documents: tuple[int, list[tuple[float, bool]]]) -> Target:
    evidence = tuple(Evidence(gold=gold, items=tuple(items)) for gold, items in documents)
    return Target(coefficients={}, evidence=evidence)


def test_where_all_is_precise_enough_nothing_is_dropped() -> None:
    """400 documents with one right item each: at least 400 / (400 + 2.59²) = .9835."""
    made = promise(target(*[(2, [(0.9, True)])] * 400), "content", 0.98)
    assert made.threshold == 0
    assert made.at_least == pytest.approx(0.9835, abs=0.0005)
    assert made.recall == made.recall_of_all == Ratio(400, 800)


def test_too_few_documents_are_refused_with_how_many_are_needed() -> None:
    """n / (n + 2.59²) reaches .98 at about 330."""
    with pytest.raises(UsageError, match=r"cannot support a precision of 0\.98") as caught:
        promise(target(*[(2, [(0.9, True)])] * 200), "content", 0.98)
    (needed,) = re.findall(r"about (\d+) documents", str(caught.value))
    assert 320 <= int(needed) <= 340
    assert "200 of 200 in 200 documents are right" in str(caught.value)
    made = promise(target(*[(2, [(0.9, True)])] * int(needed)), "content", 0.98)
    assert made.at_least >= 0.98


def test_doubtful_items_are_cut_off_and_the_recall_that_costs_is_told() -> None:
    """Of half of the documents the second item is doubtful, and wrong every other time."""
    sure = (2, [(0.97, True), (0.96, True)])
    doubtful = [(2, [(0.97, True), (0.5, found)]) for found in (True, False)]
    made = promise(target(*[sure, sure, *doubtful] * 50), "attributed", 0.95)
    assert 0.5 < made.threshold <= 0.96
    assert made.precision == Ratio(300, 300)
    assert made.recall == Ratio(300, 400)
    assert made.recall_of_all == Ratio(350, 400)
    assert made.recall_interval is not None
    assert made.recall_interval.low < 0.75 < made.recall_interval.high


def test_what_no_number_of_documents_would_show_is_said() -> None:
    """The confidence tells nothing apart: a tenth of any is wrong."""
    documents = [(1, [(0.9, number % 10 > 0)]) for number in range(300)]
    with pytest.raises(UsageError, match="no number of documents like these"):
        promise(target(*documents), "content", 0.95)


@pytest.mark.parametrize("documents", [0, 1, 4])
def test_nothing_is_promised_from_a_handful(documents: int) -> None:
    """Below five documents there is no interval."""
    with pytest.raises(UsageError, match="cannot support"):
        promise(target(*[(1, [(0.99, True)])] * documents), "participants", 0.5)


@pytest.mark.parametrize("precision", [0.0, 1.0, 2.0])
def test_certainty_is_not_for_sale(precision: float) -> None:
    """No number of documents shows a precision of 1."""
    with pytest.raises(UsageError, match="cannot be promised"):
        promise(target((1, [(0.9, True)])), "content", precision)


document = st.lists(st.tuples(st.sampled_from((0.3, 0.6, 0.9, 0.99)), st.booleans()), max_size=4)


@settings(deadline=None)
@given(st.lists(document, min_size=5, max_size=40), st.floats(0.05, 0.8), st.floats(0.01, 0.15))
def test_to_ask_for_more_never_keeps_more(
    documents: list[list[tuple[float, bool]]], precision: float, more: float
) -> None:
    """Nor finds more; and what is promised is borne out by the evidence."""
    known = target(*((len(items) + 1, items) for items in documents))
    try:
        strict = promise(known, "content", precision + more)
    except UsageError:
        return
    loose = promise(known, "content", precision)
    assert loose.threshold <= strict.threshold
    assert loose.recall.numerator >= strict.recall.numerator
    assert strict.precision.value is not None
    assert strict.precision.value >= strict.at_least >= precision + more
