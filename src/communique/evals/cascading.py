"""What a cascade would have cost and found, from a run of its two stages: no request is sent."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from communique.errors import UsageError
from communique.evals.calibrating import model_of
from communique.evals.folder import Reading, RecordedRun
from communique.records import Readout, Usage
from communique.scoring.counts import Counts
from communique.scoring.documents import Score, total
from communique.trust.calibration import Calibration
from communique.trust.doubt import cross_fitted, expected_errors
from communique.trust.fitting import judge

__all__ = ["Point", "Sweep", "cost_saved", "sweep"]

MOST_POINTS = 20
"""Rows of the table; between them thresholds change little."""


@dataclass(frozen=True, slots=True)
class Point:
    """All documents, those with more than ``doubt`` expected errors as the model read them."""

    doubt: float
    sent: int
    """Readings that went to the model."""
    readings: int
    usage: Usage
    """What was asked of the model for these."""
    score: Score

    @property
    def found(self) -> Counts:
        """Participants and statements with the right speaker together; a list of which the gold
        has none is not among them: nobody may have looked for it."""
        lists = (self.score.participants.lenient, self.score.iou50.attributed)
        return sum((counts for counts in lists if counts.tp + counts.fn), Counts())


@dataclass(frozen=True, slots=True)
class Sweep:
    first: str
    then: str
    points: tuple[Point, ...]
    """By rising threshold: the first sends all on, the last none."""
    same_gold: bool
    """The calibration was fitted on the labels that it is judged by here."""


def sweep(run: RecordedRun, then: str | None, calibration: Calibration | None = None) -> Sweep:
    """What ``regex>then`` gives at each threshold, from what both read in ``run``.

    Args:
        run: with the offline extractor and the model.
        then: the model; not needed where there is one beside the offline extractor.
        calibration: of the offline extractor, tells the doubt; without it what ``calibrate`` would
            make of this run, each document judged by a fit that never saw it.

    Raises:
        UsageError: the run does not hold both.
    """
    first = model_of(run, "regex")
    others = [m.name for m in run.models if m.name != "regex" and ">" not in m.name]
    second = model_of(run, then or (others[0] if len(others) == 1 else None))
    if second is first:
        raise UsageError(f"{run.path}: the second stage is another model than regex")
    pairs = list(zip(first.readings, second.readings, strict=True))
    doubts = _doubts([reading for reading, _ in pairs], calibration)
    points = [_point(pairs, doubts, most) for most in _thresholds(doubts)]
    same = calibration is not None and calibration.gold_sha256 == run.scored.get("gold_sha256")
    return Sweep(first.name, second.name, tuple(points), same)


def _doubts(readings: Sequence[Reading], calibration: Calibration | None) -> list[float]:
    """Of what the offline extractor failed on, without end."""
    read = [(r.gold, r.result) for r in readings if isinstance(r.result, Readout)]
    if calibration is None:
        known = cross_fitted([judge(gold, record) for gold, record in read])
    else:
        known = [expected_errors(record, calibration) for _, record in read]
    told = iter(known)
    return [next(told) if isinstance(r.result, Readout) else math.inf for r in readings]


def _thresholds(doubts: Sequence[float]) -> Iterator[float]:
    """From below all doubts to the greatest, at most ``MOST_POINTS`` steps of like size."""
    yield -1.0
    ordered = sorted(doubts)
    step = max(1, len(ordered) // MOST_POINTS)
    yield from dict.fromkeys([*ordered[step - 1 :: step], *ordered[-1:]])


def _point(pairs: Sequence[tuple[Reading, Reading]], doubts: Sequence[float], most: float) -> Point:
    sent = [doubt > most for doubt in doubts]
    chosen = [pair[on] for pair, on in zip(pairs, sent, strict=True)]
    asked = [reading for reading, on in zip(chosen, sent, strict=True) if on]
    return Point(
        doubt=most,
        sent=sum(sent),
        readings=len(pairs),
        usage=sum((reading.result.usage for reading in asked), Usage()),
        score=total(reading.score for reading in chosen),
    )


def cost_saved(found: Sweep, give_up: float = 0.0) -> tuple[Point, float | None] | None:
    """The point that asks least and whose recall is no more than ``give_up`` below that of asking
    always; and the share of the cost it saves, of the requests where the cost is not known.

    None where the gold has no items.
    """
    always = found.points[0]
    if always.found.recall is None:
        return None
    near = [
        point
        for point in found.points
        if point.found.recall is not None and point.found.recall >= always.found.recall - give_up
    ]
    best = min(near, key=lambda point: point.sent)
    return best, _saved(best.usage, always.usage)


def _saved(part: Usage, whole: Usage) -> float | None:
    if part.cost is not None and whole.cost:
        return float(1 - part.cost / Decimal(whole.cost))
    return 1 - part.requests / whole.requests if whole.requests else None
