"""What precision can be promised, and the recall that costs.

A promise holds for documents like the gold's, in 19 of 20 such calibrations: the lower bound of the
precision of what is kept, clustered by document, is not below it. ``CUTS`` ways of cutting are
looked at, so each is held to a twentieth of that share (Bonferroni); of those that pass, the one
that keeps most is taken. What the gold cannot show is refused, and the refusal says what it lacks.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import cycle, islice

from communique.errors import UsageError
from communique.scoring.counts import Ratio
from communique.statistics.intervals import Interval, wilson_interval
from communique.trust.calibration import Target, TargetName

__all__ = ["CUTS", "Cut", "Promise", "promise", "trade_off"]

CUTS = 10
"""Keep all, the surest nine tenths, … the surest tenth."""

LEVEL = 1 - 2 * 0.05 / CUTS
"""Of the two-sided intervals whose lower bounds hold together with 95 %."""

MOST_DOCUMENTS = 20_000
"""More are not worth a figure."""


@dataclass(frozen=True, slots=True)
class Promise:
    """Keep what is at least so sure, and this much is right and found."""

    target: TargetName
    asked: float
    """The precision that is promised."""
    threshold: float
    """The least confidence of what is kept."""
    precision: Ratio
    """Of what is kept of the gold's documents, judged without their own labels."""
    at_least: float
    """The lower bound of that."""
    recall: Ratio
    recall_interval: Interval | None
    """Of 95 %, clustered by document."""
    recall_of_all: Ratio
    """With nothing dropped."""


@dataclass(frozen=True, slots=True)
class Cut:
    """What is left of the gold's documents where items that are less sure are dropped."""

    threshold: float
    precision: Ratio
    recall: Ratio


def trade_off(target: Target) -> tuple[Cut, ...]:
    """Precision and recall at each of the cuts, from that which keeps all; none without items."""
    cuts = [_Cut(target, threshold) for threshold in _thresholds(target)]
    sums = (Cut(c.threshold, sum(c.precisions, Ratio()), sum(c.recalls, Ratio())) for c in cuts)
    return tuple(cut for cut in sums if cut.precision.denominator)


def promise(target: Target, name: TargetName, precision: float) -> Promise:
    """The threshold that keeps most and still has ``precision``.

    Raises:
        UsageError: the gold cannot support it; the message says how many documents would.
    """
    if not 0 < precision < 1:
        raise UsageError(f"a precision of {precision:g} cannot be promised: ask for one below 1")
    cuts = [_Cut(target, threshold) for threshold in _thresholds(target)]
    kept = next((cut for cut in cuts if (low := cut.at_least()) and low >= precision), None)
    if kept is None:
        raise UsageError(_refusal(cuts, name, precision))
    everything = _Cut(target, 0.0)
    return Promise(
        target=name,
        asked=precision,
        threshold=kept.threshold,
        precision=sum(kept.precisions, Ratio()),
        at_least=kept.at_least() or 0.0,
        recall=sum(kept.recalls, Ratio()),
        recall_interval=wilson_interval(kept.recalls, repeats=target.repeats),
        recall_of_all=sum(everything.recalls, Ratio()),
    )


def _thresholds(target: Target) -> list[float]:
    """Rising; the first keeps all."""
    confidences = sorted(c for c, _ in target.items)
    places = (len(confidences) * tenth // CUTS for tenth in range(1, CUTS))
    return list(dict.fromkeys([0.0, *(confidences[place] for place in places if confidences)]))


class _Cut:
    """What is kept of the evidence at a threshold."""

    def __init__(self, target: Target, threshold: float) -> None:
        self.threshold = threshold
        self._repeats = target.repeats
        kept = [[right for c, right in e.items if c >= threshold] for e in target.evidence]
        self.precisions = [Ratio(sum(items), len(items)) for items in kept]
        self.recalls = [
            Ratio(sum(items), e.gold) for items, e in zip(kept, target.evidence, strict=True)
        ]

    def at_least(self, documents: int | None = None) -> float | None:
        """The lower bound of the precision: of these documents, or of so many like them."""
        asked = [ratio for ratio in self.precisions if ratio.denominator]
        if documents is not None and asked:
            asked = list(islice(cycle(asked), documents))
        found = wilson_interval(asked, level=LEVEL, repeats=self._repeats)
        return None if found is None else found.low

    def needed(self, precision: float) -> int | None:
        """How many documents like these would show ``precision``; None: not with any number."""
        value = sum(self.precisions, Ratio()).value
        if value is None or value <= precision:
            return None
        return _least(lambda n: (self.at_least(n) or 0.0) >= precision)


def _least(holds: Callable[[int], bool]) -> int | None:
    """The least number for which ``holds``, which does from there on."""
    high = 1
    while not holds(high):
        high *= 2
        if high > MOST_DOCUMENTS:
            return None
    low = high // 2
    while high - low > max(1, high // 50):  # to two of a hundred: it is an estimate anyway
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high


def _refusal(cuts: Sequence[_Cut], name: TargetName, precision: float) -> str:
    best = max(cuts, key=lambda cut: cut.at_least() or 0.0)
    found = sum(best.precisions, Ratio())
    documents = sum(1 for ratio in best.precisions if ratio.denominator)
    shown = "" if found.value is None else f": of the surest, {_seen(best, found, documents)}"
    needed = [n for cut in cuts if (n := cut.needed(precision)) is not None]
    if needed:
        more = (
            f"if it goes on so, about {min(needed)} documents with items that are kept would "
            "show it"
        )
    else:
        more = (
            "no number of documents like these would: its confidence does not find that many "
            "that are right"
        )
    return f"{name}: this gold cannot support a precision of {precision:g}{shown}; {more}"


def _seen(cut: _Cut, found: Ratio, documents: int) -> str:
    low = cut.at_least()
    bound = "too few for a bound" if low is None else f"at least {math.floor(low * 1000) / 1000}"
    return (
        f"{found.numerator} of {found.denominator} in {documents} documents are right, which "
        f"shows {bound}"
    )
