"""Where the marks of two square charts lie: shares against confidences, precision against recall.

As ``charts``: no markup, units of the drawing.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from communique.pages.charts import Scale, linear
from communique.pages.trust_values import CutPoint, ReliabilityBin

__all__ = ["CurvePoint", "Square", "reliability_curve", "trade_off_curve"]

WIDTH, HEIGHT = 330.0, 280.0


@dataclass(frozen=True, slots=True)
class CurvePoint:
    x: float
    y: float
    low: float | None
    """Places of the ends of its interval."""
    high: float | None
    radius: float
    told: str
    """What a pointer that rests on it is told."""


@dataclass(frozen=True, slots=True)
class Square:
    x: Scale
    y: Scale
    points: tuple[CurvePoint, ...]
    line: str
    """Through the points, as the ``points`` of a polyline."""
    width: float = WIDTH
    height: float = HEIGHT


def reliability_curve(bins: Sequence[ReliabilityBin]) -> Square:
    """The share of right items at each confidence; where a confidence is what it says the points
    lie on the diagonal. The area of a point grows with its items."""
    ends = [end for one in bins for end in (one.confidence, one.right, one.low) if end is not None]
    x, y = _scales(ends, ends)
    sizes = [int(one.counts.partition("/")[2]) for one in bins]
    points = tuple(
        CurvePoint(
            x=x(one.confidence),
            y=y(one.right),
            low=None if one.low is None else y(one.low),
            high=None if one.high is None else y(one.high),
            radius=round(2.5 + 5.5 * math.sqrt(size / max(sizes)), 2),
            told=f"confidence {one.confidence:.2f}: {one.counts} right {one.interval}".rstrip(),
        )
        for one, size in zip(bins, sizes, strict=True)
    )
    return Square(x, y, points, _line(points))


def trade_off_curve(cuts: Sequence[CutPoint]) -> Square | None:
    """Precision against recall at each cut; None where the gold has no items to recall."""
    known = [(cut, cut.recall) for cut in cuts if cut.recall is not None]
    if not known:
        return None
    x, y = _scales([recall for _, recall in known], [cut.precision for cut, _ in known])
    points = tuple(
        CurvePoint(
            x=x(recall),
            y=y(cut.precision),
            low=None,
            high=None,
            radius=3.5,
            told=f"confidence {cut.threshold} and more: precision {cut.precision:.2f}, "
            f"recall {recall:.2f}",
        )
        for cut, recall in known
    )
    return Square(x, y, points, _line(points))


def _scales(xs: Iterable[float], ys: Iterable[float]) -> tuple[Scale, Scale]:
    """Both end at 1, which is where all is right; no share is more."""
    return (
        linear(_up_to_one(xs), 44, WIDTH - 16, ticks=4),
        linear(_up_to_one(ys), HEIGHT - 46, 30, ticks=5),
    )


def _up_to_one(shares: Iterable[float]) -> list[float]:
    """With room below where all are 1: a scale of a single value would go on above it."""
    found = [*shares, 1.0]
    return found if min(found) < 1 else [0.8, *found]


def _line(points: Sequence[CurvePoint]) -> str:
    return " ".join(f"{point.x},{point.y}" for point in points)
