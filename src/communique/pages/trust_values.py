"""What the page of a benchmark shows of how far a model's items can be trusted, as values.

Numbers that are drawn stand unrounded beside their texts.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["CutPoint", "Promised", "ReliabilityBin", "TrustedModel", "TrustedTarget"]


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """The items of like confidence."""

    reach: str
    """From which confidence to which."""
    confidence: float
    """On average."""
    right: float
    """The share of them that are."""
    counts: str
    low: float | None
    """Ends of the interval of that share; None where the documents are too few for one."""
    high: float | None
    interval: str


@dataclass(frozen=True, slots=True)
class CutPoint:
    """What is left where less sure items are dropped."""

    threshold: str
    precision: float
    recall: float | None
    """None where the gold has no items."""


@dataclass(frozen=True, slots=True)
class Promised:
    """A precision that is asked for, and the recall that it costs."""

    asked: str
    threshold: str
    """The least confidence of what is kept; empty where no confidence is enough."""
    recall: str
    cost: str
    """In points of recall."""
    note: str
    """What is right of what is kept; why that is no promise."""
    is_promise: bool = True
    """False where these documents show it, but are too few for others like them."""


@dataclass(frozen=True, slots=True)
class TrustedTarget:
    """One sense of "right", by the confidences of fits that never saw the document."""

    name: str
    items: int
    bins: tuple[ReliabilityBin, ...]
    cuts: tuple[CutPoint, ...]
    promises: tuple[Promised, ...]
    error: str
    """The expected calibration error, with its interval."""
    brier: str
    """The Brier score, beside that of one confidence for all."""
    why_not: str = ""
    """Why nothing of it can be told; then the rest is empty."""


@dataclass(frozen=True, slots=True)
class TrustedModel:
    model: str
    targets: tuple[TrustedTarget, ...]
    why_not: str = ""
    """Why nothing of it can be told."""
