"""How far an item may be trusted: a confidence fitted on gold, and what it allows to promise.

``signals`` turns a record into numbers that can be known without gold, ``logistic`` turns these
into a confidence, ``fitting`` finds out from gold how, ``reliability`` and ``promises`` say what
that is worth, ``dropping`` and ``doubt`` make use of it.
"""

from communique.trust.calibration import Calibration
from communique.trust.dropping import confident

__all__ = ["Calibration", "confident"]
