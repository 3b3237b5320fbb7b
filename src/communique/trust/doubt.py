"""How many errors are to be expected in the offline extractor's record of an article."""

from __future__ import annotations

import math

from communique.records import Readout
from communique.trust.calibration import Calibration
from communique.trust.signals import describe

__all__ = ["expected_errors"]


def expected_errors(readout: Readout, calibration: Calibration) -> float:
    """Items of ``readout`` that are wrong, and items that it lacks, as many as the calibration lets
    expect: what a cascade weighs against the cost of asking a model.

    Raises:
        UsageError: the calibration is of another extractor.
    """
    told = describe(readout)
    wrong = [
        1 - confidence.value
        for confidence in calibration.confidences(readout, told)
        if confidence.value is not None
    ]
    missed = [calibration.missed.get(name, 0.0) * n for name, n in told.document.items()]
    return math.fsum((*wrong, *missed))
