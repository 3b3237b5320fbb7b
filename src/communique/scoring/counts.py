"""What scoring stores: counts that add. Rates are computed from them, never kept.

A rate whose denominator is 0 is None, not 0: nothing was asked, so nothing was measured.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from typing import Any, Self

__all__ = ["Counts", "Ratio", "Tally", "figure", "figures"]


class Tally:
    """Base of dataclasses whose fields all add: counts, ratios, tallies of them."""

    __slots__ = ()

    def __add__(self, other: Self) -> Self:
        names = _names(type(self))  # type: ignore[arg-type]  # a class has a hash
        return type(self)(*[getattr(self, name) + getattr(other, name) for name in names])

    def as_dict(self) -> dict[str, Any]:
        """Every field with its rates, ready for JSON."""
        names = _names(type(self))  # type: ignore[arg-type]
        values = {name: getattr(self, name) for name in names}
        return {
            name: value.as_dict() if isinstance(value, Tally) else value
            for name, value in values.items()
        }


@cache
def _names(kind: type[Tally]) -> tuple[str, ...]:
    return tuple(f.name for f in fields(kind))  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Ratio(Tally):
    """``numerator`` of ``denominator`` items are right."""

    numerator: int = 0
    denominator: int = 0

    @classmethod
    def of(cls, verdicts: Sequence[bool]) -> Ratio:
        """One item a verdict."""
        return cls(sum(verdicts), len(verdicts))

    @property
    def value(self) -> float | None:
        return self.numerator / self.denominator if self.denominator else None

    def as_dict(self) -> dict[str, Any]:
        return {**Tally.as_dict(self), "value": self.value}


@dataclass(frozen=True, slots=True)
class Counts(Tally):
    """Right predictions (``tp``), false alarms (``fp``) and missed gold (``fn``).

    A wrong item is a false alarm and a miss at once: recall is always right / gold, precision
    right / predicted, F1 = 2 right / (gold + predicted), as in MUC-4 (Chinchor 1992) without its
    partial credit.
    """

    tp: int = 0
    fp: int = 0
    fn: int = 0

    @property
    def right_of_gold(self) -> Ratio:
        """Recall as a fraction."""
        return Ratio(self.tp, self.tp + self.fn)

    @property
    def right_of_predicted(self) -> Ratio:
        """Precision as a fraction."""
        return Ratio(self.tp, self.tp + self.fp)

    @property
    def twice_right_of_both(self) -> Ratio:
        """F1 as a fraction."""
        return Ratio(2 * self.tp, 2 * self.tp + self.fp + self.fn)

    @property
    def precision(self) -> float | None:
        return self.right_of_predicted.value

    @property
    def recall(self) -> float | None:
        return self.right_of_gold.value

    @property
    def f1(self) -> float | None:
        return self.twice_right_of_both.value

    def restricted(self, right: int) -> Counts:
        """The same gold and predictions when only ``right`` of the ``tp`` pairs count as right."""
        wrong = self.tp - right
        return Counts(right, self.fp + wrong, self.fn + wrong)

    def as_dict(self) -> dict[str, Any]:
        rates = {"precision": self.precision, "recall": self.recall, "f1": self.f1}
        return {**Tally.as_dict(self), **rates}


def figure(heading: str, of: str) -> Mapping[str, str]:
    """The metadata of a field with a ``Ratio`` that every table and comparison of models shows.

    Args:
        heading: what it is called there, and by ``--measure``; no other figure is called so.
        of: which items it is a share of, as the tables say it.
    """
    return {"heading": heading, "of": of}


def figures(kind: type[Tally]) -> dict[str, tuple[str, str]]:
    """The figures declared in ``kind``: heading -> name of the field, what it is a share of."""
    declared = (f for f in fields(kind) if "heading" in f.metadata)  # type: ignore[arg-type]
    return {f.metadata["heading"]: (f.name, f.metadata["of"]) for f in declared}
