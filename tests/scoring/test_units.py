"""Items of several annotators as units."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from communique.scoring.units import units


def test_items_alike_are_one_unit_the_others_are_alone() -> None:
    edges = [(0.9, (0, 0), (1, 1)), (0.8, (1, 1), (2, 0))]
    assert units([1, 2, 1], edges) == [{0: 0, 1: 1, 2: 0}, {1: 0}]


def test_two_items_of_one_annotator_never_meet() -> None:
    """The chain is cut where it is weakest."""
    edges = [(0.5, (0, 0), (1, 0)), (0.9, (1, 0), (2, 0)), (0.8, (2, 0), (0, 1))]
    assert units([2, 1, 1], edges) == [{0: 0}, {0: 1, 1: 0, 2: 0}]


ITEMS = st.tuples(st.integers(0, 2), st.integers(0, 3))


@given(st.lists(st.tuples(st.floats(0, 1), ITEMS, ITEMS)))
def test_every_item_is_in_one_unit(
    edges: list[tuple[float, tuple[int, int], tuple[int, int]]],
) -> None:
    found = units([4, 4, 4], [edge for edge in edges if edge[1][0] != edge[2][0]])
    members = sorted(member for unit in found for member in unit.items())
    assert members == [(coder, item) for coder in range(3) for item in range(4)]
