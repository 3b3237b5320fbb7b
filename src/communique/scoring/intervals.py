"""An interval for a rate over documents that holds when there are few of them.

Items of one document are right or wrong together, so an interval that counts items is too narrow.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from communique.scoring.counts import Ratio

__all__ = ["FEWEST_DOCUMENTS", "wilson_interval"]

FEWEST_DOCUMENTS = 5
"""With fewer, an interval is so wide that it says nothing: counts are shown alone."""


def wilson_interval(documents: Sequence[Ratio], level: float = 0.95) -> tuple[float, float] | None:
    """The interval of the pooled rate, or None with fewer than ``FEWEST_DOCUMENTS``.

    Wilson's score interval on n / deff items with Student's t for n - 1 documents in place of the
    normal quantile. The design effect deff is the squared standard error clustered by document
    (ratio estimator) over that of independent items, at least 1.

    Args:
        documents: one ratio a document; those with denominator 0 say nothing and are left out.
        level: nominal coverage.

    Source: Wilson 1927; Korn and Graubard 1998 for the effective sample size with t quantiles.
    """
    asked = [ratio for ratio in documents if ratio.denominator]
    if len(asked) < FEWEST_DOCUMENTS:
        return None
    from scipy.stats import t

    items = sum(ratio.denominator for ratio in asked)
    rate = sum(ratio.numerator for ratio in asked) / items
    effective = items / _design_effect(asked, rate, items)
    quantile = float(t.ppf((1 + level) / 2, len(asked) - 1))
    shrink = 1 + quantile**2 / effective
    centre = (rate + quantile**2 / (2 * effective)) / shrink
    spread = rate * (1 - rate) / effective + quantile**2 / (4 * effective**2)
    half = quantile * math.sqrt(spread) / shrink
    return max(centre - half, 0.0), min(centre + half, 1.0)


def _design_effect(documents: Sequence[Ratio], rate: float, items: int) -> float:
    by_item = rate * (1 - rate) / items
    if not by_item:
        return 1.0
    n = len(documents)
    squares = sum((r.numerator - rate * r.denominator) ** 2 for r in documents)
    by_document = n / (n - 1) * squares / items**2
    return max(1.0, by_document / by_item)
