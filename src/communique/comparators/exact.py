"""The same value, to the letter."""

from __future__ import annotations

from dataclasses import dataclass

from communique.comparators.base import Around, Compared, Said, yes_or_no

__all__ = ["Exact"]


@dataclass(frozen=True, slots=True)
class Exact:
    """Equal as JSON: 1 is 1.0 but not true, "Oslo" is not "oslo"."""

    name: str = "exact"

    def compare(self, gold: Said, predicted: Said, around: Around) -> Compared:
        same = gold.value == predicted.value
        # To Python True is 1.
        alike = isinstance(gold.value, bool) == isinstance(predicted.value, bool)
        return yes_or_no(same and alike, "equal", "not equal")
