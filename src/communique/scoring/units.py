"""What several annotators labeled, each apart, as units: one thing, and how each has it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

__all__ = ["Edge", "Unit", "units"]

Edge = tuple[float, tuple[int, int], tuple[int, int]]
"""How alike two items are, and which: annotator and item, by their numbers."""

Unit = dict[int, int]
"""Annotator to item: of each annotator at most one."""


def units(sizes: Sequence[int], edges: Iterable[Edge]) -> list[Unit]:
    """Every item in one unit, those that are alike in the same; in the order of first items.

    Edges are taken from the greatest on; one that would bring two items of an annotator together is
    left out. With two annotators and one-to-one edges the units are the pairs, and single items.

    Args:
        sizes: how many items each annotator has.
        edges: pairs of items of different annotators.
    """
    unit_of = {(coder, item): {coder: item} for coder, n in enumerate(sizes) for item in range(n)}
    for _, a, b in sorted(edges, key=lambda edge: (-edge[0], edge[1:])):
        first, second = unit_of[a], unit_of[b]
        if first is not second and not first.keys() & second.keys():
            first |= second
            unit_of |= dict.fromkeys(second.items(), first)
    found = {id(unit): unit for unit in unit_of.values()}
    return [dict(sorted(unit.items())) for unit in found.values()]
