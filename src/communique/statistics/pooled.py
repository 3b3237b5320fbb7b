"""A rate pooled over documents, and how far each document moves it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from communique.scoring.counts import Ratio

__all__ = ["Pooled", "clustered_error", "pooled"]


@dataclass(frozen=True, slots=True)
class Pooled:
    """All numerators over all denominators: a ratio estimator (Cochran 1977, section 6.3)."""

    value: float
    shares: tuple[float, ...]
    """For each document by how much it moves the rate, linearised; they add up to 0."""


def pooled(documents: Sequence[Ratio]) -> Pooled | None:
    """The pooled rate, one ratio a document; None when nothing was asked."""
    whole = sum((ratio.numerator for ratio in documents), 0)
    asked = sum((ratio.denominator for ratio in documents), 0)
    if not asked:
        return None
    rate = whole / asked
    return Pooled(
        rate, tuple((ratio.numerator - rate * ratio.denominator) / asked for ratio in documents)
    )


def clustered_error(shares: Sequence[float]) -> float:
    """The standard error over documents whose shares these are; at least two."""
    n = len(shares)
    return math.sqrt(n / (n - 1) * sum(share**2 for share in shares))
