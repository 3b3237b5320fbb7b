"""How many errors are to be expected in the offline extractor's record of an article."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from communique.records import Readout
from communique.trust.calibration import Calibration, TargetName
from communique.trust.fitting import Judged, fit_missed, folds_of, plain_fit
from communique.trust.logistic import confidence
from communique.trust.signals import Signals, describe

__all__ = ["cross_fitted", "expected_errors"]

_WHOLE: tuple[TargetName, ...] = ("participants", "attributed")
"""A statement is wrong where its speaker is."""


def expected_errors(readout: Readout, calibration: Calibration) -> float:
    """Items of ``readout`` that are wrong, and items that it lacks, as many as the calibration lets
    expect: what a cascade weighs against the cost of asking a model.

    Raises:
        UsageError: the calibration is of another extractor.
    """
    told = describe(readout)
    sure = [confidence.value for confidence in calibration.confidences(readout, told)]
    return _errors(
        (value for value in sure if value is not None), told.document, calibration.missed
    )


def cross_fitted(judged: Sequence[Judged]) -> list[float]:
    """The same for records beside their gold, each by a fit that never saw its document."""
    folds = folds_of({one.document_id for one in judged})
    found = dict.fromkeys(range(len(judged)), 0.0)
    for fold in set(folds.values()):
        others = [one for one in judged if folds[one.document_id] != fold]
        # A list that nobody labeled says nothing of errors in it.
        targets = [t for t in _WHOLE if any(one.gold.get(t) for one in others)]
        fits = {target: plain_fit(others, target) for target in targets}
        missed = fit_missed(others) if others else {}
        for place, one in enumerate(judged):
            if folds[one.document_id] == fold:
                sure = (
                    confidence(fits[target], signals)
                    for target in targets
                    for signals, _ in one.items.get(target, ())
                )
                found[place] = _errors(sure, one.document, missed)
    return list(found.values())


def _errors(sure: Iterable[float], document: Signals, missed: Mapping[str, float]) -> float:
    wrong = math.fsum(1 - value for value in sure)
    return wrong + math.fsum(missed.get(name, 0.0) * value for name, value in document.items())
