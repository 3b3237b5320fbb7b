"""What the scorer decided about each item, kept so that a report need not compute it again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from communique.records import Span

__all__ = ["Check", "Decision", "Side", "Verdict"]

Verdict = Literal["matched", "missed", "false alarm", "excused"]
"""``excused``: optional gold, a group, an inner statement; neither rewarded nor punished."""


@dataclass(frozen=True, slots=True)
class Check:
    """One field of a matched pair: what gold and prediction say, and whether that counts right."""

    field: str
    gold: str | None
    predicted: str | None
    right: bool


@dataclass(frozen=True, slots=True)
class Side:
    """An item as it stands in the gold or in the predicted record."""

    index: int
    """Position in the record's list."""
    text: str
    """Name of a participant, content of a statement, what is known of a meeting."""
    span: Span | None = None

    def as_dict(self) -> dict[str, Any]:
        place = None if self.span is None else [self.span.start, self.span.end]
        return {"index": self.index, "text": self.text, "span": place}


@dataclass(frozen=True, slots=True)
class Decision:
    """A matched pair, a miss (no ``predicted``) or a false alarm (no ``gold``)."""

    item: Literal["participant", "statement", "meeting"]
    verdict: Verdict
    gold: Side | None = None
    predicted: Side | None = None
    overlap: float | None = None
    """Intersection over union of the contents of matched statements."""
    checks: tuple[Check, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        return {
            "item": self.item,
            "verdict": self.verdict,
            "gold": self.gold and self.gold.as_dict(),
            "predicted": self.predicted and self.predicted.as_dict(),
            "overlap": self.overlap,
            "checks": [
                {"field": c.field, "gold": c.gold, "predicted": c.predicted, "right": c.right}
                for c in self.checks
            ],
        }
