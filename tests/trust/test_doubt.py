"""How many errors are to be expected in a record."""

from __future__ import annotations

import pytest

import communique
from communique import Calibration
from communique.trust.doubt import cross_fitted, expected_errors
from communique.trust.fitting import fit_target
from communique.trust.logistic import confidence
from trust.made import judged

PLAIN = "Ann Lee said that it rained."


def test_doubt_adds_what_may_be_wrong_to_what_may_be_missing() -> None:
    """Each document by the fits of the others."""
    documents = [judged(f"d{n}", (1.0, True), missed=n % 3, cues=n % 3) for n in range(20)]
    fit = fit_target(documents, "attributed")
    assert fit is not None
    wrong = 1 - confidence(fit.coefficients, {"a": 1.0})
    for doubt, one in zip(cross_fitted(documents), documents, strict=True):
        assert doubt == pytest.approx(wrong + one.missed, abs=0.02)


def test_of_a_record_it_is_what_the_calibration_lets_expect() -> None:
    """1 - confidence of each item, and a share of what was rejected."""
    known = Calibration.packaged("regex")
    record = communique.extract(PLAIN)
    (sure,) = [c.value for c in known.confidences(record) if c.value is not None]
    nobody = known.missed["no participant"]
    assert expected_errors(record, known) == pytest.approx(1 - sure + nobody)


def test_a_quotation_that_nobody_is_given_for_and_rejected_cues_raise_it() -> None:
    """More was seen that may have been meant."""
    known = Calibration.packaged("regex")
    more = PLAIN + " It was said. He would say so."
    doubts = [expected_errors(communique.extract(text), known) for text in (PLAIN, more)]
    assert doubts[0] < doubts[1]


def test_without_documents_there_are_no_doubts() -> None:
    """And none of one, beside which there is nothing to learn from."""
    assert cross_fitted([]) == []
    assert cross_fitted([judged("a", (1.0, True))]) == [0.0]
