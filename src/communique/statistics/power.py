"""What a suite of so many documents can show at all.

By the power of the paired t test over documents (Cohen 1988), which the test by swaps comes close
to; it never says a difference could be shown where no swap reaches that p.
"""

from __future__ import annotations

import math

from communique.statistics.swaps import least_p

__all__ = ["POWER", "detectable_difference", "documents_needed", "fewest_testable"]

POWER = 0.8
"""How often a difference of the size named is shown."""

MOST_DOCUMENTS = 1_000_000
"""More are not worth a figure."""


def fewest_testable(alpha: float) -> int:
    """The fewest documents that can give p < ``alpha``: 6 for .05."""
    return next(n for n in range(1, 64) if 2.0 ** (1 - n) < alpha)


def detectable_difference(error: float, documents: int, *, alpha: float = 0.05) -> float | None:
    """The smallest difference shown with ``POWER``; None where none can be.

    Args:
        error: standard error of the difference over these documents.
        documents: how many there are.
        alpha: two-sided level of one test.
    """
    if not error or least_p(documents) >= alpha:
        return None
    from statsmodels.stats.power import TTestPower

    effect = TTestPower().solve_power(nobs=documents, alpha=alpha, power=POWER)
    difference = float(effect) * error * math.sqrt(documents)
    return difference if difference <= 1 else None


def documents_needed(
    difference: float, error: float, documents: int, *, alpha: float = 0.05
) -> int | None:
    """How many documents like these show such a difference with ``POWER``.

    None where there is no difference, no variance to reckon with, or more than
    ``MOST_DOCUMENTS`` were needed.
    """
    if not difference or not error:
        return None
    from statsmodels.stats.power import TTestPower

    effect = abs(difference) / (error * math.sqrt(documents))
    test, least = TTestPower(), fewest_testable(alpha)
    if test.power(effect, least, alpha) >= POWER:
        return least
    if test.power(effect, MOST_DOCUMENTS, alpha) < POWER:
        return None
    return math.ceil(float(test.solve_power(effect_size=effect, alpha=alpha, power=POWER)))
