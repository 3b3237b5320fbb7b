"""How far two spans share their letters and digits.

A span is taken as a range of the text's letters and digits alone, found by one running count over
the text, so that it does not matter on which side of a quotation mark a label ends.
"""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["LetterRange", "letter_ranges", "overlapping", "reaches"]

LetterRange = tuple[int, int]
"""Half-open range in the sequence of a text's letters and digits; empty for pure punctuation."""

_ROUNDING = 1e-12


def reaches(overlap: float, threshold: float) -> bool:
    """``overlap >= threshold`` up to rounding."""
    return overlap >= threshold - _ROUNDING


def letter_ranges(text: str, spans: Sequence[tuple[int, int]]) -> list[LetterRange]:
    """Each half-open code-point span as a range of letters and digits."""
    import numpy as np

    flags = np.fromiter(map(str.isalnum, text), dtype=bool, count=len(text))
    before = np.concatenate(([0], np.cumsum(flags)))
    ends = np.minimum(np.array(spans, dtype=int).reshape(-1, 2), len(text))
    return [(int(start), int(end)) for start, end in before[ends]]


def overlapping(
    gold: Sequence[LetterRange], predicted: Sequence[LetterRange], minimum: float
) -> list[tuple[int, int, float]]:
    """All pairs whose intersection over union is at least ``minimum`` (> 0), with that value.

    A predicted range can reach the minimum only if it starts near the gold one, so only those are
    looked at: time follows the number of near pairs, not all pairs.
    """
    if not gold or not predicted:
        return []
    import numpy as np

    g, p = np.array(gold), np.array(predicted)
    order = np.argsort(p[:, 0], kind="stable")
    length = g[:, 1] - g[:, 0]
    slack = 1 + _ROUNDING
    earliest = g[:, 0] - length * (1 / minimum - 1) * slack
    latest = g[:, 0] + length * (1 - minimum) * slack
    first = np.searchsorted(p[order, 0], np.floor(earliest), side="left")
    stop = np.searchsorted(p[order, 0], np.ceil(latest), side="right")
    near = np.maximum(stop - first, 0)
    i = np.repeat(np.arange(len(g)), near)
    within = np.arange(len(i)) - np.repeat(np.cumsum(near) - near, near)
    j = order[np.repeat(first, near) + within]
    common = np.minimum(g[i, 1], p[j, 1]) - np.maximum(g[i, 0], p[j, 0])
    union = length[i] + (p[j, 1] - p[j, 0]) - common
    iou = np.where(common > 0, common / np.maximum(union, 1), 0.0)
    kept = (common > 0) & (iou >= minimum - _ROUNDING)
    return [(int(a), int(b), float(c)) for a, b, c in zip(i[kept], j[kept], iou[kept], strict=True)]
