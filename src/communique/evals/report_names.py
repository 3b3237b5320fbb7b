"""What the classes of errors are called in a report, and how numbers are written there."""

from __future__ import annotations

from decimal import Decimal

from communique.evals.measures import shown
from communique.pages.report_values import ErrorName
from communique.scoring.counts import Ratio
from communique.statistics.intervals import Interval

__all__ = [
    "DASH",
    "ERROR_NAMES",
    "class_name",
    "fraction",
    "interval_text",
    "money",
    "number",
    "p_text",
    "points",
    "points_interval",
]

DASH = "–"

ERROR_NAMES = (
    ErrorName("correct", "OK", "found, and nothing wrong with it"),
    ErrorName("missed", "MI", "in the gold, and nothing given stands for it"),
    ErrorName("truncated", "TR", "missed: the answer stopped before its end"),
    ErrorName("failed-document", "FD", "missed: the document has no record"),
    ErrorName("split", "SL", "given in pieces"),
    ErrorName("merge", "MG", "given as one with other gold"),
    ErrorName(
        "wrong-speaker", "WS", "the words are found, somebody else is said to have said them"
    ),
    ErrorName("wrong-date", "WD", "a meeting with another date"),
    ErrorName("wrong-kind", "WK", "a statement or meeting of another kind"),
    ErrorName("wrong-organizer", "WO", "a meeting with another organizer"),
    ErrorName("boundary", "BD", "a statement that begins or ends elsewhere"),
    ErrorName("duplicate", "DU", "given again"),
    ErrorName("spurious", "SP", "given, and no gold asks for it"),
    ErrorName("fabricated", "FB", "given, and its words are not in the text"),
    ErrorName("boilerplate", "BP", "given from captions, credits or links"),
    ErrorName("excused", "EX", "neither rewarded nor punished: optional gold, groups"),
)
"""In the order of the page."""


def class_name(error_class: str) -> str:
    """A class as the page calls it."""
    return error_class.replace("_", "-")


def fraction(ratio: Ratio) -> str:
    return f"{ratio.numerator}/{ratio.denominator}"


def interval_text(interval: Interval | None) -> str:
    return "" if interval is None else f"[{shown(interval.low)}, {shown(interval.high)}]"


def points(difference: float) -> str:
    """A difference of rates in points of a hundred, with its sign."""
    found = f"{100 * difference:+.0f}"
    if found in {"+0", "-0"} and difference:
        found = f"{100 * difference:+.1f}"
    return found.replace("-", "−") if float(found) else "0"


def points_interval(interval: Interval | None) -> str:
    return "" if interval is None else f"[{points(interval.low)}, {points(interval.high)}]"


def p_text(p: float | None) -> str:
    """A p-value with its relation: "< .001", "= .022"."""
    if p is None:
        return ""
    if p < 0.001:
        return "< .001"
    return "= 1" if p > 0.9995 else f"= {p:.3f}".replace("0.", ".", 1)


def money(dollars: Decimal) -> str:
    """US dollars, two digits that say something."""
    if not dollars:
        return "$0"
    if dollars >= Decimal("0.995"):
        return f"${dollars:.2f}"
    return f"${dollars:.{1 - dollars.adjusted()}f}"


def number(value: float) -> str:
    """Three digits that say something: 1,240, 12.3, 0.0045."""
    if not value:
        return "0"
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{float(f'{value:.2g}'):g}" if abs(value) < 1 else f"{value:.1f}"
