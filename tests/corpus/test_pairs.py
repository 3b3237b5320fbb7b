"""Pairwise precision and recall."""

from itertools import combinations
from random import Random

from communique.corpus.pairs import pair_counts


def test_counts_are_those_of_all_pairs() -> None:
    """As by looking at each pair; what is not found stands alone."""
    chance = Random(1)
    truth = {i: chance.randrange(5) for i in range(40)}
    found = {i: chance.randrange(6) for i in range(35)}
    pairs = list(combinations(truth, 2))
    same = {p for p in pairs if truth[p[0]] == truth[p[1]]}
    together = {p for p in pairs if p[0] in found and found[p[0]] == found.get(p[1])}
    counts = pair_counts(truth, found)
    assert (counts.tp, counts.fp, counts.fn) == (
        len(same & together), len(together - same), len(same - together),
    )  # fmt: skip
