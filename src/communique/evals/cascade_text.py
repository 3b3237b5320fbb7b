"""A cascade at every threshold, as text."""

from __future__ import annotations

from collections.abc import Iterator

from communique.evals.cascading import Point, Sweep, cost_saved
from communique.evals.measures import shown
from communique.evals.table import aligned
from communique.scoring.counts import Counts, Ratio

__all__ = ["cascade_lines"]


def cascade_lines(found: Sweep, give_up: float) -> Iterator[str]:
    """The table, and what is saved at fixed recall."""
    rows = [["doubt", "sent on", "requests", "cost", "recall", "precision", "F1"]]
    rows += [_row(point) for point in found.points]
    yield f"{found.first}>{found.then}"
    yield from aligned(rows)
    yield "recall, precision: of participants and statements with the right speaker together."
    yield "doubt: documents with more expected errors than so many are sent on (Model(doubt=…))."
    yield "A threshold picked here was picked on these documents: on others it does a little less."
    if found.same_gold:
        yield "The calibration was fitted on these labels: one of other gold shows it more fairly."
    best = cost_saved(found, give_up)
    if best is None:
        yield "saved at fixed recall: not defined, the gold has no items"
        return
    yield _saved_line(found, *best, give_up)


def _saved_line(found: Sweep, point: Point, saved: float | None, give_up: float) -> str:
    always, what = found.points[0], "cost"
    if point.usage.cost is None or not always.usage.cost:
        what = "requests"
    share = "not defined" if saved is None else f"{saved:.0%}"
    within = f" less {give_up:g}" if give_up else ""
    recalls = (
        f"{_cell(point.found.right_of_gold)}, always asking {_cell(always.found.right_of_gold)}"
    )
    return (
        f"{what} saved at fixed recall{within}: {share} (doubt {_doubt(point)}, "
        f"{point.sent} of {point.readings} sent on; recall {recalls})"
    )


def _row(point: Point) -> list[str]:
    counts: Counts = point.found
    cost = "unknown" if point.usage.cost is None else f"${point.usage.cost:.4f}"
    return [
        _doubt(point),
        f"{point.sent}/{point.readings}",
        str(point.usage.requests),
        cost,
        _cell(counts.right_of_gold),
        _cell(counts.right_of_predicted),
        shown(counts.f1),
    ]


def _doubt(point: Point) -> str:
    return "all" if point.doubt < 0 else f"{point.doubt:.3f}"


def _cell(ratio: Ratio) -> str:
    return f"{shown(ratio.value)} ({ratio.numerator}/{ratio.denominator})"
