"""Whether confidences are what they say: of the items at .8, are eight of ten right?"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

from communique.scoring.counts import Ratio
from communique.statistics.intervals import (
    FEWEST_DOCUMENTS,
    Interval,
    t_quantile,
    wilson_interval,
)
from communique.statistics.pooled import clustered_error
from communique.trust.calibration import Evidence, Target

__all__ = ["Bin", "Estimate", "Reliability", "reliability"]

EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 1.0)
"""Of the bins of the curve, finer where promises are made; the last holds 1 itself."""

RESAMPLES = 2000


@dataclass(frozen=True, slots=True)
class Estimate:
    value: float
    interval: Interval | None
    """Of 95 %, clustered by document; None with fewer than ``FEWEST_DOCUMENTS``."""


@dataclass(frozen=True, slots=True)
class Bin:
    """The items whose confidence lies in [low, high)."""

    low: float
    high: float
    confidence: float
    """On average."""
    right: Ratio
    interval: Interval | None

    def as_dict(self) -> dict[str, Any]:
        return {**asdict(self), "right": self.right.as_dict()}


@dataclass(frozen=True, slots=True)
class Reliability:
    items: int
    bins: tuple[Bin, ...]
    """Those that hold items: the reliability curve."""
    brier: Estimate | None
    """Mean squared distance of confidence and truth (Brier 1950); None without items."""
    brier_of_average: float | None
    """The same if every item were given the share of right ones: what is below it tells items
    apart."""
    ece: Estimate | None
    """Expected calibration error (Naeini et al. 2015): how far confidence and share of right ones
    lie apart in a bin, over all items. Chance alone makes it greater than 0."""


def reliability(target: Target) -> Reliability:
    """The reliability of the confidences in ``target``'s evidence."""
    documents = [e for e in target.evidence if e.items]
    items = list(target.items)
    average = sum(right for _, right in items) / len(items) if items else None
    return Reliability(
        items=len(items),
        bins=tuple(_bins(documents, target.repeats)),
        brier=_brier(documents) if documents else None,
        brier_of_average=None if average is None else average * (1 - average),
        ece=_ece(documents) if documents else None,
    )


def _bins(documents: Sequence[Evidence], repeats: int) -> list[Bin]:
    found = []
    for number, (low, high) in enumerate(pairwise(EDGES)):
        inside = [[i for i in e.items if _bin_of(i[0]) == number] for e in documents]
        ratios = [Ratio(sum(right for _, right in items), len(items)) for items in inside]
        right = sum(ratios, Ratio())
        if right.denominator:
            mean = math.fsum(c for items in inside for c, _ in items) / right.denominator
            interval = wilson_interval(ratios, repeats=repeats)
            found.append(Bin(low, high, mean, right, interval))
    return found


def _bin_of(confidence: float) -> int:
    return min(sum(edge <= confidence for edge in EDGES), len(EDGES) - 1) - 1


def _brier(documents: Sequence[Evidence]) -> Estimate:
    lost = [math.fsum((c - right) ** 2 for c, right in e.items) for e in documents]
    sizes = [len(e.items) for e in documents]
    items = sum(sizes)
    mean = math.fsum(lost) / items
    if len(documents) < FEWEST_DOCUMENTS:
        return Estimate(mean, None)
    shares = [(loss - mean * size) / items for loss, size in zip(lost, sizes, strict=True)]
    half = t_quantile(0.95, len(documents) - 1) * clustered_error(shares)
    return Estimate(mean, Interval(max(0.0, mean - half), min(1.0, mean + half)))


def _ece(documents: Sequence[Evidence]) -> Estimate:
    """The interval is that of the percentile bootstrap over documents (Efron 1979)."""
    import numpy as np

    bins = len(EDGES) - 1
    apart = np.zeros((len(documents), bins))
    sizes = np.array([len(e.items) for e in documents], dtype=float)
    for row, evidence in enumerate(documents):
        for confidence, right in evidence.items:
            apart[row, _bin_of(confidence)] += confidence - right
    value = float(np.abs(apart.sum(axis=0)).sum() / sizes.sum())
    if len(documents) < FEWEST_DOCUMENTS:
        return Estimate(value, None)
    n = len(documents)
    drawn = np.random.default_rng(0).multinomial(n, [1 / n] * n, size=RESAMPLES)
    again = np.abs(drawn @ apart).sum(axis=1) / (drawn @ sizes)
    low, high = np.quantile(again, (0.025, 0.975)).tolist()
    return Estimate(value, Interval(low, high))
