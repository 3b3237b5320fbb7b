"""A comparison as text: a table for each two models, what its columns mean below."""

from __future__ import annotations

from collections.abc import Iterator

from communique.evals.comparison import Comparison, Pair
from communique.evals.drafts import warning
from communique.evals.measures import shown
from communique.evals.table import aligned
from communique.scoring.counts import Ratio
from communique.statistics.intervals import Interval
from communique.statistics.verdicts import Judged

__all__ = ["adjusted_for", "comparison_lines", "signed", "signed_interval"]


def comparison_lines(comparison: Comparison) -> list[str]:
    """The whole comparison, safe to print once escaped."""
    lines = [line for pair in comparison.pairs for line in _of_pair(pair)]
    return [*lines, *_footnotes(comparison)]


def adjusted_for(comparison: Comparison) -> str:
    """What p is adjusted for."""
    pairs = comparison.family
    return "one pair, nothing to adjust" if pairs == 1 else f"adjusted for {pairs} pairs a measure"


def signed(value: float | None) -> str:
    """A difference: two decimals and a sign; a dash when undefined."""
    return "-" if value is None else f"{value:+.2f}"


def signed_interval(interval: Interval | None) -> str:
    return "-" if interval is None else f"[{interval.low:+.2f}, {interval.high:+.2f}]"


def _of_pair(pair: Pair) -> Iterator[str]:
    yield f"{pair.a} beside {pair.b}"
    heads = ("measure", pair.a, pair.b, "difference", "95 % interval", "p", "p (Holm)", "verdict")
    rows = [[*heads, "could show", "needs"]]
    rows += [_row(name, judged) for name, judged in pair.judged]
    yield from aligned(rows)
    for reason, names in _untestable(pair).items():
        which = "all" if len(names) == len(pair.judged) else ", ".join(names)
        yield f"not testable: {reason}: {which}"
    for group, found in pair.found:
        yield (
            f"gold items, {group}: found by both {found.both}, by {pair.a} alone {found.only_a}, "
            f"by {pair.b} alone {found.only_b}, by neither {found.neither}"
        )
    yield ""


def _row(name: str, judged: Judged) -> list[str]:
    difference = judged.difference
    return [
        name,
        _rate(difference.a),
        _rate(difference.b),
        signed(difference.value),
        signed_interval(difference.interval),
        _p(difference.p),
        _p(judged.p_holm),
        judged.verdict,
        "-" if judged.detectable is None else f"{judged.detectable:.2f}",
        "-" if judged.needed is None else f"{judged.needed} documents",
    ]


def _rate(ratio: Ratio) -> str:
    return f"{shown(ratio.value)} ({ratio.numerator}/{ratio.denominator})"


def _p(value: float | None) -> str:
    if value is None:
        return "-"
    return "<.001" if value < 0.001 else f"{value:.3f}"


def _untestable(pair: Pair) -> dict[str, list[str]]:
    reasons: dict[str, list[str]] = {}
    for name, judged in pair.judged:
        if judged.why is not None:
            reasons.setdefault(judged.why, []).append(name)
    return reasons


def _footnotes(comparison: Comparison) -> list[str]:
    times = f", each read {comparison.repeats} times" if comparison.repeats > 1 else ""
    drafts, number = comparison.drafts, comparison.documents
    return [
        *([warning(drafts, number)] if drafts else []),
        f"{comparison.suite}: {comparison.documents} documents{times}.",
        "difference: the first model's rate minus the second's.",
        "p: how often chance alone, swapping the two models document by document, gives as much.",
        f"p (Holm): {adjusted_for(comparison)}; the verdict goes by it (< .05).",
        f"Decide by {comparison.primary}. Each other measure is a family of its own: it describes.",
        "interval: of the pair alone, by Student's t. Where it leaves out 0 and no difference is",
        "shown, go by p: it counts swaps, which few documents that differ do not mislead.",
        "could show: the smallest difference these documents show about four times of five.",
        "needs: documents like these that show this difference about four times of five.",
        "Fewer models show more: each pair more asks more of p.",
        f"gold items: {comparison.items}; a description, no test.",
    ]
