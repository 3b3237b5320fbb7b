"""One-to-one pairing: gate first, then the assignment of the greatest total weight.

A pair that fails the gate is never a candidate; thresholding after the assignment would lose
matches (weights [[.9, .65], [.65, 0]] at threshold .7 would give none instead of one).

Candidates are sparse: the assignment is solved for each connected component by itself, and a large
component as a sparse graph, so that time and memory follow the number of candidates and not the
product of the two lists.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from typing import Any

__all__ = ["Candidate", "SortKey", "best_losers", "best_pairs", "copies", "sort_key"]

Candidate = tuple[int, int, float]
"""Index of the gold item, index of the predicted item, weight (> 0) of pairing them."""

MOST_CELLS = 1_000_000
"""Gold times predicted items of a component up to which it is solved as a matrix: 8 MB."""

SortKey = tuple[tuple[bool, object], ...]


def sort_key(*content: object) -> SortKey:
    """A key that orders items by content, None before any value.

    Lists sorted so before pairing make a score independent of the order in which they came: items
    that remain equal are interchangeable.
    """
    return tuple((part is not None, part) for part in content)


def copies(gold: Iterable[Hashable], predicted: Iterable[Hashable]) -> frozenset[int]:
    """The predictions that say again what an earlier one said, more often than the gold says any
    one thing; both sides are given by what their items say.

    What is predicted twice is right once: a copy that could be matched with another gold item would
    make a record better for saying nothing new.
    """
    most = max(Counter(gold).values(), default=1)
    seen: Counter[Hashable] = Counter()
    again = set()
    for place, key in enumerate(predicted):
        seen[key] += 1
        if seen[key] > most:
            again.add(place)
    return frozenset(again)


def best_pairs(
    candidates: Sequence[Candidate], copies: Collection[int] = ()
) -> list[tuple[int, int]]:
    """The one-to-one pairs with the greatest total weight, as (gold, predicted) indices, sorted;
    predictions that are ``copies`` are in none.

    Of equally good assignments one is taken that depends on the indices alone: number the items
    in the order of ``sort_key``.

    Source: scipy.optimize.linear_sum_assignment (a modified Jonker-Volgenant algorithm), for
    large components scipy.sparse.csgraph.min_weight_full_bipartite_matching (LAPJVsp).
    """
    pairs: list[tuple[int, int]] = []
    for members in _components([c for c in candidates if c[1] not in copies]):
        if len(members) == 1:
            pairs.append(members[0][:2])
        else:
            pairs += _assign(members)
    return sorted(pairs)


def best_losers(
    candidates: Iterable[Candidate], pairs: Mapping[int, int]
) -> tuple[dict[int, int], dict[int, int]]:
    """For each gold item the heaviest candidate that is not its match; so for each predicted one.

    Of equally heavy ones the first.
    """
    gold: dict[int, tuple[float, int]] = {}
    predicted: dict[int, tuple[float, int]] = {}
    for g, p, weight in candidates:
        if pairs.get(g) != p:
            gold[g] = max(gold.get(g, (0.0, 0)), (weight, -p))
            predicted[p] = max(predicted.get(p, (0.0, 0)), (weight, -g))
    return (
        {g: -other for g, (_, other) in gold.items()},
        {p: -other for p, (_, other) in predicted.items()},
    )


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

    gold, rows = np.unique([g for g, _, _ in candidates], return_inverse=True)
    predicted, columns = np.unique([p for _, p, _ in candidates], return_inverse=True)
    weights = np.array([weight for _, _, weight in candidates])
    solve = _dense if len(gold) * len(predicted) <= MOST_CELLS else _sparse
    return [(int(gold[i]), int(predicted[j])) for i, j in solve(rows, columns, weights)]


def _dense(rows: Any, columns: Any, weights: Any) -> Iterable[tuple[int, int]]:
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    matrix = np.zeros((rows.max() + 1, columns.max() + 1))
    matrix[rows, columns] = weights
    chosen = zip(*linear_sum_assignment(matrix, maximize=True), strict=True)
    return [(i, j) for i, j in chosen if matrix[i, j] > 0]


def _sparse(rows: Any, columns: Any, weights: Any) -> Iterable[tuple[int, int]]:
    """The same where most pairs are no candidates.

    That algorithm matches every row, so each gets a column of its own that stands for no match;
    there it weighs 1, elsewhere 1 more than the candidate, which leaves the best total the best.
    """
    import numpy as np
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    count, width = rows.max() + 1, columns.max() + 1
    own = np.arange(count)
    graph = csr_array(
        (
            np.concatenate((weights + 1, np.ones(count))),
            (np.concatenate((rows, own)), np.concatenate((columns, width + own))),
        )
    )
    chosen = zip(*min_weight_full_bipartite_matching(graph, maximize=True), strict=True)
    return [(i, j) for i, j in chosen if j < width]
