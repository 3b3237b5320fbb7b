"""The page of a benchmark: the verdict first, then what it rests on, then every document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from communique.pages.article import article_html
from communique.pages.charts import Block, Scale, linear, scatter, stacked
from communique.pages.curves import Square, reliability_curve, trade_off_curve
from communique.pages.report_values import Classes, Compared, ReportView, Share
from communique.pages.shell import render_page
from communique.pages.trust_values import TrustedTarget

__all__ = ["report_page"]

_ASSETS = (
    *("article.css", "report.css", "report_charts.css", "report_trust.css"),
    *("article.js", "report.js"),
)

_PLOT = 290.0
"""Width of the plot of differences; of the bars of classes the next."""
_BAR = 420.0

_OPEN = 3
"""Up to so many documents are open from the start."""


@dataclass(frozen=True, slots=True)
class _Bar:
    share: Share
    blocks: tuple[Block, ...]


def report_page(view: ReportView) -> str:
    """One self-contained HTML page.

    The permalink of a document is its id, that of an item the id of its ``ShownItem``. All is
    there without scripts; these filter, light and go from error to error.
    """
    context = {
        "view": view,
        "scatter": scatter(view.axis.points) if view.axis.points else None,
        "plot": _PLOT,
        "scale": _scale([row for pair in view.pairs for row in pair.rows]),
        "bar": _BAR,
        "bars": [_bars(classes) for classes in view.classes],
        "errors": {error.name: error for error in view.error_names},
        "tally": _tally(view),
        "curves": [[_curves(target) for target in one.targets] for one in view.trusted],
        "article": article_html,
        "are_open": len(view.documents) <= _OPEN,
    }
    return render_page("report.html.j2", context, assets=_ASSETS)


def _scale(rows: Sequence[Compared]) -> Scale:
    """One scale for all differences, in points of a hundred, 0 in its middle."""
    ends = [
        abs(100 * end)
        for row in rows
        for end in (row.value, row.low, row.high, row.detectable)
        if end is not None
    ]
    most = max([*ends, 10.0])
    return linear([-most, most], 14, _PLOT - 14, ticks=4)


def _bars(classes: Classes) -> list[_Bar]:
    full = max(share.total for share in classes.shares)
    return [_Bar(share, stacked(share.counts, full, _BAR)) for share in classes.shares]


def _curves(target: TrustedTarget) -> tuple[Square | None, Square | None]:
    """Of reliability, and of precision and recall."""
    if not target.bins:
        return None, None
    return reliability_curve(target.bins), trade_off_curve(target.cuts)


def _tally(view: ReportView) -> dict[str, int]:
    """How many items of each class the documents on the page show."""
    counts = {error.name: 0 for error in view.error_names}
    for document in view.documents:
        for reading in document.readings:
            for item in reading.items:
                counts[item.error_class] = counts.get(item.error_class, 0) + 1
    return counts
