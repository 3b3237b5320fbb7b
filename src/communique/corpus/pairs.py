"""Pairwise precision and recall of a grouping: which pairs stand together, and which should."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping
from typing import TypeVar

from communique.scoring.counts import Counts

__all__ = ["pair_counts"]

Item = TypeVar("Item", bound=Hashable)


def pair_counts(truth: Mapping[Item, Hashable], found: Mapping[Item, Hashable]) -> Counts:
    """Pairs rightly together, wrongly together, and wrongly apart, of the items in ``truth``.

    An item that ``found`` does not have stands by itself. Counted by group sizes, not pair by pair.
    """
    alone = object()
    cells: Counter[tuple[Hashable, Hashable]] = Counter()
    for item, group in truth.items():
        cells[group, found.get(item, (alone, item))] += 1
    together = _pairs(cells.values())
    expected, grouped = Counter[Hashable](), Counter[Hashable]()
    for (group, other), number in cells.items():
        expected[group] += number
        grouped[other] += number
    return Counts(
        together, _pairs(grouped.values()) - together, _pairs(expected.values()) - together
    )


def _pairs(sizes: object) -> int:
    return sum(n * (n - 1) // 2 for n in sizes)  # type: ignore[attr-defined]
