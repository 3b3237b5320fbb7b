"""Krippendorff's alpha for two coders and nominal labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from communique.scoring.counts import Ratio

__all__ = ["Alpha", "nominal_alpha"]


@dataclass(frozen=True, slots=True)
class Alpha:
    """Agreement beyond chance, and the raw agreement behind it."""

    equal: Ratio
    value: float | None
    """None with fewer than two items, or with one label throughout: chance then leaves nothing to
    disagree on and alpha is 0/0. ``equal`` still says how many agree."""

    def as_dict(self) -> dict[str, Any]:
        return {"alpha": self.value, "equal": self.equal.as_dict()}


def nominal_alpha(pairs: Sequence[tuple[object, object]]) -> Alpha:
    """Alpha over items that both coders labeled.

    Args:
        pairs: for each item the label of the first and of the second coder (hashable; None is a
            label like any other).

    Source: Krippendorff 2011, Computing Krippendorff's Alpha-Reliability.
    """
    equal = Ratio.of([first == second for first, second in pairs])
    numbers: dict[object, int] = {}
    coded = [[numbers.setdefault(label, len(numbers)) for label in pair] for pair in pairs]
    if len(pairs) < 2 or len(numbers) < 2:
        return Alpha(equal, None)
    import krippendorff

    by_coder = list(zip(*coded, strict=True))
    value = krippendorff.alpha(reliability_data=by_coder, level_of_measurement="nominal")
    return Alpha(equal, float(value))
