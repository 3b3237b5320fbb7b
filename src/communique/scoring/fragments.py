"""What contents that were not matched exactly are to each other: cut, joined, moved, or said again.

In this order, and each content in one relation only:

split: at least two predictions, each with half of its letters in one gold content and no two of
them mostly the same, are pieces of it. merge: the same the other way round. duplicate: the best
overlap of the prediction is with gold that another one has. boundary: prediction and gold, both
unmatched, share a quarter of the shorter one; of several such pairs the assignment of the greatest
overlap decides. duplicate again: half of the shorter one is gold that has been found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from communique.scoring.decisions import ErrorClass
from communique.scoring.overlap import LetterRange, iou, length, shared
from communique.scoring.pairing import best_pairs

__all__ = ["Contents", "Relation", "relate"]

_Test = Callable[[LetterRange, LetterRange], bool]

REPEATED = 0.5
"""Overlap with found gold from which on a prediction says it again."""
WITHIN = 0.5
"""Share of a piece's letters that must stand in what it is a piece of."""
NEAR = 0.25
"""Share of the shorter one's letters that a wrong boundary must leave in common."""


class Relation(NamedTuple):
    error_class: ErrorClass
    others: tuple[int, ...]
    """Whom it is to: indices of the other side, in text order."""


@dataclass(frozen=True)
class Contents:
    """The contents of both sides as ranges, and which are matched already."""

    gold: Sequence[LetterRange]
    predicted: Sequence[LetterRange]
    links: Sequence[tuple[int, int, int]]
    """Pairs that share letters, and how many."""
    matched: Mapping[int, int]
    """Gold to predicted."""
    settled_gold: frozenset[int]
    """Neither split nor merged, whatever lies in them: matched exactly, or not to be judged."""
    settled_predicted: frozenset[int]


@dataclass
class _Relations:
    contents: Contents
    gold: dict[int, Relation] = field(default_factory=dict)
    predicted: dict[int, Relation] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._taken = set(self.contents.matched.values())

    def is_open_gold(self, i: int) -> bool:
        return i not in self.contents.settled_gold and i not in self.gold

    def is_open_predicted(self, j: int) -> bool:
        return j not in self.contents.settled_predicted and j not in self.predicted

    def is_left(self, j: int) -> bool:
        """Predicted, matched with nothing, and without a relation so far."""
        return j not in self._taken and self.is_open_predicted(j)

    def is_missed(self, i: int) -> bool:
        return i not in self.contents.matched and i not in self.gold

    def is_found(self, i: int) -> bool:
        return not self.is_missed(i)

    def may_belong(self, i: int, j: int) -> bool:
        """The prediction is the gold's match, or has none."""
        return self.contents.matched.get(i) == j or j not in self._taken

    def may_hold(self, i: int, j: int) -> bool:
        """The gold is the prediction's match, or has none."""
        return self.contents.matched.get(i) == j or i not in self.contents.matched


def relate(contents: Contents) -> tuple[dict[int, Relation], dict[int, Relation]]:
    """The relations of gold and of predicted contents; those in none are not in the result."""
    found = _Relations(contents)
    _split(found)
    _merge(found)
    _repeat(found, lambda a, b: iou(a, b) >= REPEATED)
    _move(found)
    _repeat(found, lambda a, b: shared(a, b) >= WITHIN * min(length(a), length(b)))
    return found.gold, found.predicted


def _split(found: _Relations) -> None:
    contents = found.contents
    pieces: dict[int, list[int]] = {}
    for i, j, common in contents.links:
        is_piece = common >= WITHIN * length(contents.predicted[j])
        if is_piece and found.is_open_gold(i) and found.may_belong(i, j):
            pieces.setdefault(i, []).append(j)
    for i, members in pieces.items():
        still = [j for j in members if found.is_open_predicted(j)]
        chosen = _apart(still, contents.predicted, contents.matched.get(i))
        if len(chosen) > 1:
            found.gold[i] = Relation("split", chosen)
            found.predicted.update((j, Relation("split", (i,))) for j in chosen)


def _merge(found: _Relations) -> None:
    contents = found.contents
    parts: dict[int, list[int]] = {}
    for i, j, common in contents.links:
        is_part = common >= WITHIN * length(contents.gold[i])
        if is_part and found.is_open_predicted(j) and found.may_hold(i, j):
            parts.setdefault(j, []).append(i)
    matches = {j: i for i, j in contents.matched.items()}
    for j, members in parts.items():
        still = [i for i in members if found.is_open_gold(i)]
        chosen = _apart(still, contents.gold, matches.get(j))
        if len(chosen) > 1:
            found.predicted[j] = Relation("merge", chosen)
            found.gold.update((i, Relation("merge", (j,))) for i in chosen)


def _apart(
    members: Iterable[int], ranges: Sequence[LetterRange], first: int | None
) -> tuple[int, ...]:
    """Of the members, in text order, those that are not mostly the same as one before.

    ``first``, where it is a member, is kept whatever comes before it.
    """
    chosen: list[int] = []
    for member in sorted(members, key=lambda m: (m != first, ranges[m], m)):
        place = ranges[member]
        if all(
            2 * shared(place, ranges[other]) <= min(length(place), length(ranges[other]))
            for other in chosen
        ):
            chosen.append(member)
    return tuple(sorted(chosen, key=lambda m: (ranges[m], m)))


def _repeat(found: _Relations, is_again: _Test) -> None:
    contents = found.contents
    again: dict[int, tuple[int, int]] = {}
    for i, j, common in contents.links:
        is_left = found.is_left(j) and found.is_found(i)
        if is_left and is_again(contents.gold[i], contents.predicted[j]):
            again[j] = max(again.get(j, (0, 0)), (common, -i))
    found.predicted.update((j, Relation("duplicate", (-i,))) for j, (_, i) in again.items())


def _move(found: _Relations) -> None:
    contents = found.contents
    near = []
    for i, j, common in contents.links:
        gold, predicted = contents.gold[i], contents.predicted[j]
        is_near = common >= NEAR * min(length(gold), length(predicted))
        if is_near and found.is_missed(i) and found.is_left(j):
            near.append((i, j, iou(gold, predicted)))
    for i, j in best_pairs(near):
        found.gold[i] = Relation("boundary", (j,))
        found.predicted[j] = Relation("boundary", (i,))
