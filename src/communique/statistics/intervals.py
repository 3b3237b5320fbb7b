"""Intervals for rates over documents that hold when there are few of them.

Items of one document are right or wrong together, so an interval that counts items is too narrow.
How often these hold the truth is measured by ``evals/simulations/coverage.py``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from communique.scoring.counts import Ratio
from communique.statistics.pooled import clustered_error, pooled

__all__ = ["FEWEST_DOCUMENTS", "Interval", "f1_interval", "t_quantile", "wilson_interval"]

FEWEST_DOCUMENTS = 5
"""With fewer, an interval is so wide that it says nothing: counts are shown alone."""

PRIOR_CORRELATION = 0.25
"""Between the items of a document, before its suite has shown any. The suite's own estimate gets
as many votes as it has documents with an error (or with a right one, whichever are fewer), this
one a single vote: where nearly all is right there is nothing to estimate a correlation from."""


@dataclass(frozen=True, slots=True)
class Interval:
    low: float
    high: float

    def as_dict(self) -> dict[str, float]:
        return {"low": self.low, "high": self.high}


def wilson_interval(
    documents: Sequence[Ratio], *, level: float = 0.95, repeats: int = 1
) -> Interval | None:
    """The interval of a pooled proportion; None with fewer than ``FEWEST_DOCUMENTS``.

    Wilson's score interval on n / deff items with Student's t for n - 1 documents in place of the
    normal quantile. The design effect deff is the squared standard error clustered by document
    over that of independent items, drawn to ``PRIOR_CORRELATION`` where errors are few, and at
    least 1.

    Args:
        documents: one ratio a document; those with denominator 0 say nothing and are left out.
        level: nominal coverage.
        repeats: how many readings are pooled in each ratio; an item read three times is one item.

    Source: Wilson 1927; Korn and Graubard 1998 for the effective sample size with t quantiles.
    """
    asked = [ratio for ratio in documents if ratio.denominator]
    found = pooled(asked)
    if found is None or len(asked) < FEWEST_DOCUMENTS:
        return None
    sizes = [ratio.denominator / repeats for ratio in asked]
    rate, items = found.value, sum(sizes)
    by_item = rate * (1 - rate) / items
    estimated = clustered_error(found.shares) ** 2 / by_item if by_item else 1.0
    prior = 1 + (sum(size**2 for size in sizes) / items - 1) * PRIOR_CORRELATION
    votes = min(
        sum(ratio.numerator < ratio.denominator for ratio in asked),
        sum(ratio.numerator > 0 for ratio in asked),
    )
    effective = items / max(1.0, (votes * estimated + prior) / (votes + 1))
    quantile = t_quantile(level, len(asked) - 1)
    shrink = 1 + quantile**2 / effective
    centre = (rate + quantile**2 / (2 * effective)) / shrink
    spread = rate * (1 - rate) / effective + quantile**2 / (4 * effective**2)
    half = quantile * math.sqrt(spread) / shrink
    # All right reaches 1 and nothing right 0, which rounding of the sums above misses by a hair.
    low, high = max(centre - half, 0.0), min(centre + half, 1.0)
    return Interval(min(low, rate), max(high, rate))


def f1_interval(
    documents: Sequence[Ratio], *, level: float = 0.95, repeats: int = 1
) -> Interval | None:
    """The interval of F1 = 2 tp / (gold + predicted), each ratio such a fraction of a document.

    F1 is no share of items, but J = tp / (tp + fp + fn) is, and F1 = 2 J / (1 + J) grows with it:
    Wilson's interval of J, carried over, holds F1 exactly as often as it holds J.
    """
    shares = [Ratio(r.numerator // 2, r.denominator - r.numerator // 2) for r in documents]
    found = wilson_interval(shares, level=level, repeats=repeats)
    if found is None:
        return None
    whole = sum(documents, Ratio()).value
    low, high = (2 * end / (1 + end) for end in (found.low, found.high))
    return Interval(low, high) if whole is None else Interval(min(low, whole), max(high, whole))


@lru_cache(maxsize=1024)
def t_quantile(level: float, freedom: int) -> float:
    """How many standard errors an interval of that level reaches to each side."""
    from scipy.special import stdtrit  # what scipy.stats.t uses, without the second to import it

    return float(stdtrit(freedom, (1 + level) / 2))
