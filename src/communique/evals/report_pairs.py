"""The paired differences of a report, as the forest plot shows them."""

from __future__ import annotations

from dataclasses import replace

from communique.evals.comparison import Comparison, Pair
from communique.evals.comparison_text import adjusted_for
from communique.evals.measures import shown
from communique.evals.report_names import DASH, fraction, p_text, points, points_interval
from communique.pages.report_values import Compared, PairView
from communique.scoring.counts import Ratio
from communique.statistics.verdicts import ALPHA, Judged

__all__ = ["overview", "pair_notes", "pair_views"]


def pair_views(comparison: Comparison | None) -> tuple[PairView, ...]:
    """A table for each two models; none where there is one model."""
    return () if comparison is None else tuple(map(_view, comparison.pairs))


def overview(comparison: Comparison | None) -> tuple[Compared, ...]:
    """The primary measure of each two models, where there are more than two; named by the pair."""
    if comparison is None or len(comparison.pairs) < 2:
        return ()
    return tuple(
        replace(_row(pair, name, judged), measure=f"{pair.a} − {pair.b}")
        for pair in comparison.pairs
        for name, judged in pair.judged
        if name == comparison.primary
    )


def pair_notes(comparison: Comparison | None) -> tuple[str, ...]:
    if comparison is None:
        return ("One model was run: there is nothing to compare it with.",)
    return (
        (
            "Difference: the first model's rate minus the second's on the same documents, in "
            "points of a hundred, with its 95 % interval."
        ),
        (
            "p: how often chance alone, swapping the two models document by document, gives as "
            f"much; {adjusted_for(comparison)} (Holm). What is shown goes by it (< {ALPHA:g})."
        ),
        (
            f"The verdict of this page rests on {comparison.primary}. Each other measure is a "
            "family of its own, not adjusted for how many measures there are: it describes."
        ),
        (
            "An interval is of its pair alone, by Student's t; so it may leave out 0 where p shows "
            "no difference. p counts swaps, which few documents that differ do not mislead, and "
            "allows for all pairs."
        ),
        (
            "The pale band around 0, and “could show”: smaller differences would not have been "
            "shown four times of five. Where the verdict is “no difference shown”, one of that "
            "size may well be there."
        ),
    )


def _view(pair: Pair) -> PairView:
    rows = tuple(_row(pair, name, judged) for name, judged in pair.judged)
    return PairView(pair.a, pair.b, rows, tuple(_notes(pair)))


def _row(pair: Pair, name: str, judged: Judged) -> Compared:
    difference = judged.difference
    interval = difference.interval
    words, tone = {
        "better": (f"{pair.a} is better", "a"),
        "worse": (f"{pair.b} is better", "b"),
        "no difference shown": ("no difference shown", "none"),
        "not testable": ("not testable", "untestable"),
    }[judged.verdict]
    return Compared(
        measure=name,
        a=_rate(difference.a),
        b=_rate(difference.b),
        difference=DASH if difference.value is None else points(difference.value),
        interval=points_interval(interval),
        p=p_text(judged.p_holm).removeprefix("= ") if tone != "untestable" else DASH,
        verdict=words,
        tone=tone,
        could_show=DASH if judged.detectable is None else f"{100 * judged.detectable:.0f}",
        value=difference.value,
        low=None if interval is None else interval.low,
        high=None if interval is None else interval.high,
        detectable=judged.detectable,
    )


def _rate(ratio: Ratio) -> tuple[str, str]:
    return (shown(ratio.value) if ratio.denominator else DASH), fraction(ratio)


def _notes(pair: Pair) -> list[str]:
    reasons: dict[str, list[str]] = {}
    for name, judged in pair.judged:
        if judged.why is not None:
            reasons.setdefault(judged.why, []).append(name)
    notes = [
        f"Not testable: {reason} "
        f"({'all measures' if len(names) == len(pair.judged) else ', '.join(names)})."
        for reason, names in reasons.items()
    ]
    for group, found in pair.found:
        notes.append(
            f"Gold {'participants' if group == 'participants' else 'statements'}"
            f"{' with the right speaker' if group == 'attributed' else ''}: both found "
            f"{found.both}, only {pair.a} {found.only_a}, only {pair.b} {found.only_b}, neither "
            f"{found.neither}."
        )
    return notes
