"""What was decided about each leaf and each item of a list, kept so that a report can tell why."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

__all__ = ["ItemDecision", "LeafDecision", "LeafVerdict", "Place"]

LeafVerdict = Literal["right", "wrong", "missed", "false alarm"]
"""A wrong leaf is a miss and a false alarm at once."""


@dataclass(frozen=True, slots=True)
class Place:
    """A leaf of one side."""

    pointer: str
    """JSON pointer into that side's value."""
    value: Any
    """As JSON."""

    def __str__(self) -> str:
        return repr(list(self.value) if isinstance(self.value, tuple) else self.value)


@dataclass(frozen=True, slots=True)
class LeafDecision:
    """A pair of leaves, a miss (no ``predicted``) or a false alarm (no ``gold``)."""

    path: str
    """The field: ``/pledges/*/amount``."""
    verdict: LeafVerdict
    gold: Place | None
    predicted: Place | None
    comparator: str
    why: str

    def __str__(self) -> str:
        place = self.gold or self.predicted
        where = self.path if place is None else place.pointer
        sides = [
            f"{name} {side}"
            for name, side in (("gold", self.gold), ("predicted", self.predicted))
            if side is not None
        ]
        return f"{self.verdict} {where}: {', '.join(sides)} ({self.comparator}: {self.why})"

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class ItemDecision:
    """An item of a list of models: matched, missed (no ``predicted``) or a false alarm."""

    path: str
    """The list's items: ``/pledges/*``."""
    verdict: Literal["matched", "missed", "false alarm"]
    gold: str | None
    """JSON pointer."""
    predicted: str | None
    why: str

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)
