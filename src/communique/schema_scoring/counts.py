"""What scoring of a schema stores: counts that add, by field and by list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Self

from communique.notebooks import InNotebooks
from communique.schema_scoring.decisions import ItemDecision, LeafDecision
from communique.scoring.counts import Counts, Ratio, Tally
from communique.values import FrozenMapping

__all__ = ["CountsByPath", "SchemaScore", "counts_of_items", "counts_of_leaves"]


class CountsByPath(FrozenMapping[str, Counts], Tally):
    """Counts of each path that gold or prediction have."""

    __slots__ = ()

    def __add__(self, other: Self) -> Self:
        paths = dict.fromkeys((*self, *other))
        return type(self)({p: self.get(p, Counts()) + other.get(p, Counts()) for p in paths})

    def as_dict(self) -> dict[str, Any]:
        return {path: counts.as_dict() for path, counts in self.items()}


@dataclass(frozen=True, slots=True)
class SchemaScore(Tally, InNotebooks):
    """All counts of one document, or of many added up: ``sum(scores, SchemaScore())``."""

    documents: int = 0
    failed: int = 0
    """Documents without a record; their gold is missed and stays in every denominator."""
    exact: Ratio = field(default_factory=Ratio)
    """Documents in which everything is right, and nothing missed or added."""
    fields: CountsByPath = field(default_factory=CountsByPath)
    """Leaves, by field: ``/pledges/*/amount``."""
    items: CountsByPath = field(default_factory=CountsByPath)
    """Items of lists of models that were matched, by list: ``/pledges/*``."""
    supported: Ratio = field(default_factory=Ratio)
    """Of the leaves that the model gave: the text proves them (the others stand in ``issues``)."""

    @property
    def leaves(self) -> Counts:
        """All fields together."""
        return sum(self.fields.values(), Counts())

    @property
    def fabricated(self) -> int:
        """Leaves that the model gave and the text does not prove."""
        return self.supported.denominator - self.supported.numerator

    def as_dict(self) -> dict[str, Any]:
        return {**Tally.as_dict(self), "leaves": self.leaves.as_dict()}


_OF_LEAF = {
    "right": Counts(tp=1),
    "wrong": Counts(fp=1, fn=1),
    "missed": Counts(fn=1),
    "false alarm": Counts(fp=1),
}
_OF_ITEM = {"matched": Counts(tp=1), "missed": Counts(fn=1), "false alarm": Counts(fp=1)}


def counts_of_leaves(decisions: Iterable[LeafDecision]) -> CountsByPath:
    return _added((d.path, _OF_LEAF[d.verdict]) for d in decisions)


def counts_of_items(decisions: Iterable[ItemDecision]) -> CountsByPath:
    return _added((d.path, _OF_ITEM[d.verdict]) for d in decisions)


def _added(found: Iterable[tuple[str, Counts]]) -> CountsByPath:
    counts: dict[str, Counts] = {}
    for path, one in found:
        counts[path] = counts.get(path, Counts()) + one
    return CountsByPath(sorted(counts.items()))
