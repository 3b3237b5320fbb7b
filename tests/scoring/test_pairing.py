"""Gate first, then the best assignment, whatever the order."""

from __future__ import annotations

import random
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from communique.scoring.pairing import best_losers, best_pairs, copies, sort_key

CANDIDATES = st.dictionaries(
    st.tuples(st.integers(0, 4), st.integers(0, 4)), st.integers(1, 20), max_size=12
).map(lambda found: [(g, p, weight / 20) for (g, p), weight in found.items()])


def test_gated_pairs_are_never_lost_to_a_better_total() -> None:
    """Weights [[.9, .65], [.65, 0]] at .7: thresholding after the assignment would find nothing."""
    weights = {(0, 0): 0.9, (0, 1): 0.65, (1, 0): 0.65}
    passed = [(g, p, weight) for (g, p), weight in weights.items() if weight >= 0.7]
    assert best_pairs(passed) == [(0, 0)]


def test_the_assignment_is_optimal_not_greedy() -> None:
    """The best single pair gives way where two others weigh more together."""
    assert best_pairs([(0, 0, 0.9), (0, 1, 0.8), (1, 0, 0.8)]) == [(0, 1), (1, 0)]


def test_a_component_too_large_for_a_matrix_is_solved_as_well() -> None:
    """As a sparse graph its total is that of the matrix, and no pair is one without a candidate."""
    rng, size = random.Random(5), 1100
    weights = {(i, j % size): rng.random() for i in range(size) for j in (i, i + 1, i * 7)}
    pairs = best_pairs([(g, p, weight) for (g, p), weight in weights.items()])
    matrix = np.zeros((size, size))
    matrix[tuple(zip(*weights, strict=True))] = list(weights.values())
    rows, columns = linear_sum_assignment(matrix, maximize=True)
    assert sum(weights[pair] for pair in pairs) == pytest.approx(matrix[rows, columns].sum())
    assert len({g for g, _ in pairs}) == len({p for _, p in pairs}) == len(pairs)


def test_no_candidates_no_pairs() -> None:
    """Nothing to pair is no error."""
    assert best_pairs([]) == []


@given(CANDIDATES)
def test_the_total_is_that_of_exhaustive_search(candidates: list[tuple[int, int, float]]) -> None:
    """No one-to-one assignment weighs more than the one found."""
    weight = {(g, p): w for g, p, w in candidates}
    best = max(
        sum(weight.get((g, p), 0.0) for g, p in enumerate(order))
        for order in permutations(range(5))
    )
    pairs = best_pairs(candidates)
    assert abs(sum(weight[pair] for pair in pairs) - best) < 1e-9
    assert len({g for g, _ in pairs}) == len({p for _, p in pairs}) == len(pairs)


@given(CANDIDATES, st.randoms(use_true_random=False))
def test_the_order_of_candidates_is_irrelevant(
    candidates: list[tuple[int, int, float]], rng: object
) -> None:
    """Shuffled candidates give the same pairs, ties included."""
    shuffled = list(candidates)
    rng.shuffle(shuffled)  # type: ignore[attr-defined]
    assert best_pairs(shuffled) == best_pairs(candidates)


def test_missing_values_sort_first() -> None:
    """Keys with and without a value can be compared."""
    assert sorted([sort_key("b"), sort_key(None), sort_key("a")])[0] == sort_key(None)


@pytest.mark.parametrize(
    ("gold", "predicted", "again"),
    [
        ("ab", "ab", set()),
        ("ab", "aba", {2}),
        ("", "xyx", {2}),
        ("aab", "aaa", {2}),
        ("aab", "bbbb", {2, 3}),  # as often as the gold says any one thing
        ("abc", "xxyyx", {1, 3, 4}),
    ],
)
def test_what_is_said_too_often_is_a_copy(gold: str, predicted: str, again: set[int]) -> None:
    """More often than the gold says any one thing; the first ones are none."""
    assert copies(gold, predicted) == again


def test_a_copy_is_in_no_pair() -> None:
    """However well it would fit."""
    assert best_pairs([(0, 0, 0.5), (1, 1, 0.9)], {1}) == [(0, 0)]


def test_the_second_best_is_the_heaviest_that_is_not_the_match() -> None:
    """On either side; of equally heavy ones the first; none where nobody else could be meant."""
    candidates = [(0, 0, 0.9), (0, 2, 0.8), (0, 1, 0.8), (1, 1, 0.7), (2, 1, 0.8), (3, 3, 0.5)]
    gold, predicted = best_losers(candidates, {0: 0, 1: 1, 3: 3})
    assert gold == {0: 1, 2: 1}
    assert predicted == {1: 0, 2: 0}


def test_a_large_and_a_small_component_are_each_solved_for_themselves() -> None:
    """Pairs come sorted, whichever component is found first."""
    candidates = [(5, 0, 0.3), (0, 5, 0.9), (0, 6, 0.8), (1, 5, 0.8), (2, 7, 0.4)]
    assert best_pairs(candidates) == [(0, 6), (1, 5), (2, 7), (5, 0)]
