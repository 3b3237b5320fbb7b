"""The rates of a model in a report, each with its interval."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from communique.evals.measures import interval, measures, shown
from communique.evals.report_names import DASH, fraction, interval_text
from communique.pages.report_values import Figure
from communique.scoring.documents import Score
from communique.scoring.statements import Threshold

__all__ = ["figures"]


def figures(
    score: Score, documents: Sequence[Score], overlap: Threshold, repeats: int
) -> Mapping[str, Figure]:
    """Each measure of a model by its key, with its interval where there are documents enough.

    Args:
        score: of all.
        documents: of each document, its ``repeats`` readings added.
        overlap: at which contents count as found.
        repeats: how often each was read.
    """
    rows = [measures(one, overlap) for one in documents]
    found = {}
    for i, mine in enumerate(measures(score, overlap)):
        reach = interval([row[i] for row in rows], repeats)
        found[mine.key] = Figure(
            text=shown(mine.ratio.value) if mine.ratio.denominator else DASH,
            counts=fraction(mine.ratio),
            value=mine.ratio.value,
            low=None if reach is None else reach.low,
            high=None if reach is None else reach.high,
            interval=interval_text(reach),
        )
    return found
