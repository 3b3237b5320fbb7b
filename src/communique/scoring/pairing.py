"""One-to-one pairing: gate first, then the assignment of the greatest total weight.

A pair that fails the gate is never a candidate; thresholding after the assignment would lose
matches (weights [[.9, .65], [.65, 0]] at threshold .7 would give none instead of one).

Candidates are sparse: the assignment is solved for each connected component by itself, so that
time follows the number of candidates and not the product of the two lists.
"""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["Candidate", "SortKey", "best_pairs", "sort_key"]

Candidate = tuple[int, int, float]
"""Index of the gold item, index of the predicted item, weight (> 0) of pairing them."""

SortKey = tuple[tuple[bool, object], ...]


def sort_key(*content: object) -> SortKey:
    """A key that orders items by content, None before any value.

    Lists sorted so before pairing make a score independent of the order in which they came: items
    that remain equal are interchangeable.
    """
    return tuple((part is not None, part) for part in content)


def best_pairs(candidates: Sequence[Candidate]) -> list[tuple[int, int]]:
    """The one-to-one pairs with the greatest total weight, as (gold, predicted) indices, sorted.

    Of equally good assignments one is taken that depends on the indices alone: number the items
    in the order of ``sort_key``.

    Source: scipy.optimize.linear_sum_assignment (a modified Jonker-Volgenant algorithm).
    """
    if not candidates:
        return []
    pairs: list[tuple[int, int]] = []
    for members in _components(candidates):
        if len(members) == 1:
            pairs.append(members[0][:2])
        else:
            pairs += _assign(members)
    return sorted(pairs)


def _components(candidates: Sequence[Candidate]) -> list[list[Candidate]]:
    """The candidates of each connected component, sorted."""
    parents: dict[int, int] = {}

    def root(node: int) -> int:
        while parents.setdefault(node, node) != node:
            parents[node] = parents[parents[node]]
            node = parents[node]
        return node

    # Gold items are the nodes 0, 1, 2 …, predicted ones -1, -2, -3 …
    for gold, predicted, _ in candidates:
        parents[root(gold)] = root(-1 - predicted)
    members: dict[int, list[Candidate]] = {}
    for candidate in sorted(candidates):
        members.setdefault(root(candidate[0]), []).append(candidate)
    return list(members.values())


def _assign(candidates: Sequence[Candidate]) -> list[tuple[int, int]]:
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    gold = sorted({g for g, _, _ in candidates})
    predicted = sorted({p for _, p, _ in candidates})
    row = {g: i for i, g in enumerate(gold)}
    column = {p: j for j, p in enumerate(predicted)}
    weights = np.zeros((len(gold), len(predicted)))
    for g, p, weight in candidates:
        weights[row[g], column[p]] = weight
    chosen = zip(*linear_sum_assignment(weights, maximize=True), strict=True)
    return [(gold[i], predicted[j]) for i, j in chosen if weights[i, j] > 0]
