"""The test of a paired difference: had the two models changed places in any document …

If neither is better, then in each document it is chance which of the two counts stands on which
side. The p-value is the share of all such swaps with a pooled difference at least as great.

Source: Fisher 1935 (exact); Phipson and Smyth 2010 for the + 1 in the share of drawn swaps.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from communique.scoring.counts import Ratio

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["DRAWS", "EXACT_UP_TO", "least_p", "swap_p"]

EXACT_UP_TO = 12
"""Differing documents of which all 2^n swaps are tried; with more, some are drawn."""

DRAWS = 10_000

MANY = 1_000
"""Differing documents from which on those that are alike are drawn together: a draw of each of
ten thousand documents, ten thousand times, would take gigabytes."""


def swap_p(a: Sequence[Ratio], b: Sequence[Ratio], *, draws: int = DRAWS) -> float:
    """Two-sided p of the pooled difference between ``a`` and ``b``, document by document.

    Documents where both have the same counts are the same swapped, and are not. The drawn swaps
    are the same in every call, whichever of the two comes first and in whatever order the
    documents come.
    """
    differing = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
    if len(differing) < 2:
        return 1.0  # one document swapped is both models swapped: the same difference
    rest = _counts([x for x, y in zip(a, b, strict=True) if x == y]).sum(axis=0)
    observed = _rate(_counts([x for x, _ in differing]).sum(axis=0) + rest)
    other = _rate(_counts([y for _, y in differing]).sum(axis=0) + rest)
    if observed < other:
        differing = [(y, x) for x, y in differing]
    if len(differing) >= MANY:
        return _share_of_groups(Counter(differing), rest, draws)
    return _share(sorted(differing, key=_order), rest, draws)


def least_p(documents: int, *, draws: int = DRAWS) -> float:
    """The smallest p that so many documents can give, if all of them differ."""
    exact = 2.0 ** (1 - documents)
    return exact if documents <= EXACT_UP_TO else max(exact, 1 / (draws + 1))


def _share(pairs: Sequence[tuple[Ratio, Ratio]], rest: NDArray[Any], draws: int) -> float:
    import numpy as np
    from scipy.stats import permutation_test

    n = len(pairs)
    counts = _counts([x for x, _ in pairs] + [y for _, y in pairs])

    def gap(first: NDArray[Any], second: NDArray[Any], axis: int) -> NDArray[Any]:
        """Of indices into ``counts``, since what is swapped is a pair of counts."""
        one, two = (counts[i].sum(axis=axis - 1) + rest for i in (first, second))
        difference = np.abs(_rate(one) - _rate(two))
        # A swap that leaves one side without any item says nothing: it must not make p smaller.
        return np.where(np.isnan(difference), np.inf, difference)

    found = permutation_test(
        (np.arange(n), np.arange(n, 2 * n)),
        gap,
        permutation_type="samples",
        vectorized=True,
        n_resamples=2**n if n <= EXACT_UP_TO else draws,
        alternative="greater",
        axis=-1,
        rng=np.random.default_rng(0),
    )
    return float(found.pvalue)


def _share_of_groups(
    groups: Mapping[tuple[Ratio, Ratio], int], rest: NDArray[Any], draws: int
) -> float:
    """As ``_share``: of documents with the same two counts it is only drawn how many are swapped,
    which is binomial."""
    import numpy as np

    kinds = sorted(groups, key=_order)
    first, second = (_counts([pair[side] for pair in kinds]) for side in (0, 1))
    sizes = np.array([groups[pair] for pair in kinds])
    swapped = np.random.default_rng(0).binomial(sizes, 0.5, size=(draws, len(kinds)))
    swapped = np.vstack((swapped, np.zeros(len(kinds))))  # the last: none is, as observed
    one = (sizes - swapped) @ first + swapped @ second + rest
    two = swapped @ first + (sizes - swapped) @ second + rest
    gaps = np.abs(_rate(one) - _rate(two))
    gaps = np.where(np.isnan(gaps), np.inf, gaps)
    # Sums in another order may differ in their last digits.
    as_great = int((gaps[:-1] >= gaps[-1] * (1 - 1e-12)).sum())
    return (as_great + 1) / (draws + 1)


def _counts(ratios: Sequence[Ratio]) -> NDArray[Any]:
    """A row a ratio: numerator, denominator."""
    import numpy as np

    rows = [(ratio.numerator, ratio.denominator) for ratio in ratios]
    return np.array(rows, dtype=float).reshape(-1, 2)


def _rate(counts: NDArray[Any]) -> NDArray[Any]:
    """Not a number where nothing was asked."""
    import numpy as np

    with np.errstate(invalid="ignore"):
        return np.asarray(counts[..., 0] / counts[..., 1])


def _order(pair: tuple[Ratio, Ratio]) -> tuple[int, ...]:
    return tuple(count for r in pair for count in (r.numerator, r.denominator))
