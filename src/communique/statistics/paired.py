"""Two models on the same documents: the difference of their pooled rates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from communique.scoring.counts import Ratio
from communique.statistics.intervals import FEWEST_DOCUMENTS, Interval, t_quantile
from communique.statistics.pooled import clustered_error, pooled
from communique.statistics.swaps import DRAWS, swap_p

__all__ = ["Difference", "paired_difference"]


@dataclass(frozen=True, slots=True)
class Difference:
    """The rate of ``a`` minus that of ``b`` over the same documents."""

    a: Ratio
    """Pooled over documents."""
    b: Ratio
    documents: int
    """Those where either was asked anything."""
    differing: int
    """Those of them where the two counts are not the same."""
    value: float | None
    """None where one of the two rates is undefined; so for what follows."""
    error: float | None
    """Standard error, clustered by document; None with fewer than two documents."""
    interval: Interval | None
    """None with fewer than ``FEWEST_DOCUMENTS``, or where no document differs."""
    p: float | None
    """Of the exact or drawn swaps of documents (``swaps``)."""


def paired_difference(
    a: Sequence[Ratio], b: Sequence[Ratio], *, level: float = 0.95, draws: int = DRAWS
) -> Difference:
    """Compare two models, one ratio a document, both in the same order of documents.

    The interval is Student's t over documents; its standard error is that of a difference of two
    ratio estimators on the same clusters, and at least one item, since documents that all differ
    alike are no certainty.

    Raises:
        ValueError: not the same number of documents.
    """
    pairs = [(x, y) for x, y in zip(a, b, strict=True) if x.denominator or y.denominator]
    one, two = ([x for x, _ in pairs], [y for _, y in pairs])
    rate_a, rate_b = pooled(one), pooled(two)
    sums = sum(one, Ratio()), sum(two, Ratio())
    n, differing = len(pairs), sum(x != y for x, y in pairs)
    if rate_a is None or rate_b is None:
        return Difference(*sums, n, differing, None, None, None, None)
    value = rate_a.value - rate_b.value
    error, interval = None, None
    if n > 1:
        error = clustered_error([x - y for x, y in zip(rate_a.shares, rate_b.shares, strict=True)])
        if n >= FEWEST_DOCUMENTS and differing:
            least = 1 / max(ratio.denominator for ratio in sums)
            reach = t_quantile(level, n - 1) * max(error, least)
            interval = Interval(max(value - reach, -1.0), min(value + reach, 1.0))
    return Difference(*sums, n, differing, value, error, interval, swap_p(one, two, draws=draws))
