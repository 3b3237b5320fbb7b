"""Numbers within a tolerance."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from communique.comparators.base import Around, Compared, Said, yes_or_no

__all__ = ["Number"]


@dataclass(frozen=True, slots=True)
class Number:
    """Right when the difference is at most ``absolute``, or ``relative`` times the larger one."""

    relative: float
    absolute: float

    @property
    def name(self) -> str:
        settings = [f"±{self.absolute:g}"] if self.absolute else []
        settings += [f"±{100 * self.relative:g} %"] if self.relative else []
        return " ".join(["number", *settings])

    def compare(self, gold: Said, predicted: Said, around: Around) -> Compared:
        ours, theirs = _number(gold.value), _number(predicted.value)
        if ours is None or theirs is None:
            return yes_or_no(gold.value == predicted.value, "equal", "not a number")
        right = math.isclose(ours, theirs, rel_tol=self.relative, abs_tol=self.absolute)
        largest = max(abs(ours), abs(theirs))
        apart = min(abs(ours - theirs) / largest, 1.0) if ours != theirs else 0.0
        why = "equal" if not apart else f"{100 * apart:.2g} % apart"
        return Compared(right, why, 1 - apart)


def _number(value: Any) -> float | None:
    """Decimals are texts in JSON."""
    if isinstance(value, bool):
        return None
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None
