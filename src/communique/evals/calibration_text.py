"""What a calibration is worth, as text: its reliability, and the precisions it can promise."""

from __future__ import annotations

from collections.abc import Iterator

from communique.errors import UsageError
from communique.evals.table import aligned
from communique.statistics.intervals import Interval
from communique.trust.calibration import Calibration, Target, TargetName
from communique.trust.promises import Promise, promise
from communique.trust.reliability import Estimate, reliability

__all__ = ["PRECISIONS", "TITLES", "calibration_lines", "promise_line"]

PRECISIONS = (0.8, 0.9, 0.95, 0.98)
"""That are looked at."""

TITLES: dict[TargetName, str] = {
    "participants": "participants",
    "content": "statements (content)",
    "attributed": "statements with the right speaker",
}
"""What each sense of "right" is called."""


def calibration_lines(calibration: Calibration) -> Iterator[str]:
    """All of it, for people."""
    yield (
        f"{calibration.model} {calibration.version} on {calibration.gold}, "
        f"{calibration.documents} documents (gold {calibration.gold_sha256[:12]}…), "
        f"made {calibration.made}"
    )
    for name, target in calibration.targets():
        yield ""
        yield from _target_lines(name, target)
    yield ""
    yield "Each item is judged by a fit that never saw its document; 95 % intervals, by document."


def _target_lines(name: TargetName, target: Target) -> Iterator[str]:
    found = reliability(target)
    yield f"{TITLES[name]}: {found.items} items"
    rows = [["  confidence", "mean", "right", "95 % interval"]]
    rows += [
        [
            f"  {bin_.low:.2f} to {bin_.high:.2f}",
            f"{bin_.confidence:.3f}",
            f"{bin_.right.value:.3f} ({bin_.right.numerator}/{bin_.right.denominator})",
            _interval(bin_.interval),
        ]
        for bin_ in found.bins
    ]
    yield from aligned(rows)
    if found.brier is not None and found.ece is not None:
        yield (
            f"  Brier score {_estimate(found.brier)}; of the same confidence for all "
            f"{found.brier_of_average:.4f}"
        )
        yield f"  expected calibration error {_estimate(found.ece)}"
    for precision in PRECISIONS:
        try:
            yield f"  {promise_line(promise(target, name, precision))}"
        except UsageError as error:
            yield f"  precision {precision:g}: refused: {error.message.partition(': ')[2]}"


def promise_line(made: Promise) -> str:
    """What a promise keeps and costs, in a line."""
    kept, found, whole = made.precision, made.recall, made.recall_of_all
    return (
        f"precision {made.asked:g}: confidence {made.threshold:.3f} and more; "
        f"{kept.numerator} of {kept.denominator} right in the gold, at least {made.at_least:.3f}; "
        f"recall {_rate(found.value)} ({found.numerator}/{found.denominator}, "
        f"{_interval(made.recall_interval)}), with all kept {_rate(whole.value)} "
        f"({whole.numerator}/{whole.denominator})"
    )


def _rate(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _interval(interval: Interval | None) -> str:
    return "no interval" if interval is None else f"{interval.low:.3f} to {interval.high:.3f}"


def _estimate(estimate: Estimate) -> str:
    return f"{estimate.value:.4f} ({_interval(estimate.interval)})"
