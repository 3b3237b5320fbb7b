"""Krippendorff's alpha for nominal labels: any number of coders, not each of whom labels all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

from communique.scoring.counts import Ratio

__all__ = ["Alpha", "nominal_alpha"]


@dataclass(frozen=True, slots=True)
class Alpha:
    """Agreement beyond chance, and the raw agreement behind it."""

    equal: Ratio
    """Of the pairs of labels of one unit."""
    value: float | None
    """None with fewer than two units, or with one label throughout: chance then leaves nothing to
    disagree on and alpha is 0/0. ``equal`` still says how many agree."""

    def as_dict(self) -> dict[str, Any]:
        return {"alpha": self.value, "equal": self.equal.as_dict()}


def nominal_alpha(units: Sequence[Sequence[Hashable]]) -> Alpha:
    """Alpha over units; those with one label only say nothing and are left out.

    Args:
        units: for each unit the labels of those coders who labeled it (None is a label like any
            other).

    Source: Krippendorff 2011, Computing Krippendorff's Alpha-Reliability.
    """
    counted = [Counter(unit) for unit in units if len(unit) > 1]
    equal = Ratio(
        sum(n * (n - 1) // 2 for labels in counted for n in labels.values()),
        sum(labels.total() * (labels.total() - 1) // 2 for labels in counted),
    )
    columns = {label: i for i, label in enumerate(dict.fromkeys(k for c in counted for k in c))}
    if len(counted) < 2 or len(columns) < 2:
        return Alpha(equal, None)
    import krippendorff

    table = [[labels[label] for label in columns] for labels in counted]
    value = krippendorff.alpha(value_counts=table, level_of_measurement="nominal")
    return Alpha(equal, float(value))
