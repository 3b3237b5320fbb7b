"""Where the marks of the two square charts lie."""

from __future__ import annotations

from communique.pages.curves import reliability_curve, trade_off_curve
from communique.pages.trust_values import CutPoint, ReliabilityBin


def bin_(confidence: float, right: float, items: int, low: float | None = None) -> ReliabilityBin:
    counts = f"{round(right * items)}/{items}"
    high = None if low is None else 1.0
    return ReliabilityBin("", confidence, right, counts, low, high, "")


def test_a_confidence_that_is_what_it_says_lies_on_the_diagonal() -> None:
    """Both axes have one scale, which ends at 1; more items make a larger point."""
    chart = reliability_curve([bin_(0.6, 0.6, 4), bin_(0.9, 0.9, 100, low=0.8)])
    assert (chart.x.low, chart.x.high) == (chart.y.low, chart.y.high)
    assert chart.x.high == 1
    for point, share in zip(chart.points, (0.6, 0.9), strict=True):
        assert (point.x, point.y) == (chart.x(share), chart.y(share))
    assert chart.points[0].radius < chart.points[1].radius
    assert (chart.points[0].low, chart.points[1].low) == (None, chart.y(0.8))


def test_precision_rises_as_recall_is_given_up() -> None:
    """Right to left, upwards; without gold items there is nothing to draw."""
    cuts = [CutPoint("0.00", 0.8, 0.9), CutPoint("0.70", 0.95, 0.5)]
    chart = trade_off_curve(cuts)
    assert chart is not None
    (first, second) = chart.points
    assert second.x < first.x
    assert second.y < first.y  # y runs downwards
    assert trade_off_curve([CutPoint("0.00", 0.8, None)]) is None


def test_all_at_one_place_is_still_a_chart() -> None:
    """Everything right and surely so."""
    chart = reliability_curve([bin_(1.0, 1.0, 3, low=1.0)])
    assert (chart.points[0].x, chart.points[0].y) == (chart.x(1.0), chart.y(1.0))
    flat = trade_off_curve([CutPoint("0.00", 1.0, 0.9), CutPoint("0.70", 1.0, 0.5)])
    assert flat is not None
    assert chart.x.high == chart.y.high == flat.x.high == flat.y.high == 1
