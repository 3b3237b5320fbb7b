"""What every comparator is given, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Protocol

from communique.values import Span

__all__ = ["Around", "Comparator", "Compared", "Said", "yes_or_no"]


@dataclass(frozen=True, slots=True)
class Said:
    """What one side says at a leaf."""

    value: Any
    """As JSON: a text, number or truth value; a tuple of these for a list that is one leaf."""
    spans: tuple[Span, ...] = ()
    """Its evidence, where that is known."""


@dataclass(frozen=True, slots=True)
class Around:
    """What of a document bears on a comparison beside the two values."""

    text: str | None = None
    surnames: dict[str, int] = field(default_factory=dict)
    """How many of the gold's values in the same field end in each last word."""


@dataclass(frozen=True, slots=True)
class Compared:
    right: bool
    why: str
    """Some words for people."""
    similarity: float = 0.0
    """From 0 to 1; of two predictions that are right, the closer one is paired."""


class Comparator(Protocol):
    """A frozen value; equal ones compare alike."""

    @property
    def name(self) -> str:
        """What tables and decisions call it, its settings included."""

    def compare(self, gold: Said, predicted: Said, around: Around) -> Compared:
        """Whether ``predicted`` counts as ``gold``."""


def yes_or_no(right: bool, yes: str, no: str) -> Compared:
    """An answer that knows no degrees."""
    return Compared(right, yes if right else no, float(right))
