"""A document's text as the scorer asks it: whether spans stand in it, or in boilerplate."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from communique.records import Span

__all__ = ["Page"]

_MOST = 0.5
"""A span stands in boilerplate when at least so much of it does."""


class Page:
    """A text and the regions of it that are no part of the article."""

    def __init__(self, text: str, boilerplate: Sequence[Span] = ()) -> None:
        self.text = text
        self._regions = _united([(span.start, span.end) for span in boilerplate])
        self._starts = [start for start, _ in self._regions]

    def holds(self, span: Span) -> bool:
        """The text has the span's words at its offsets."""
        return self.text[span.start : span.end] == span.text

    def rejects(self, spans: Sequence[Span]) -> bool:
        """There are spans, and of each at least half stands in boilerplate."""
        return bool(spans) and all(
            self._covered(span) >= _MOST * (span.end - span.start) for span in spans
        )

    def _covered(self, span: Span) -> int:
        first = max(0, bisect_right(self._starts, span.start) - 1)
        covered = 0
        for start, end in self._regions[first : bisect_right(self._starts, span.end)]:
            covered += max(0, min(end, span.end) - max(start, span.start))
        return covered


def _united(regions: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same places, sorted, none overlapping another."""
    united: list[tuple[int, int]] = []
    for start, end in sorted(regions):
        if united and start <= united[-1][1]:
            united[-1] = united[-1][0], max(united[-1][1], end)
        else:
            united.append((start, end))
    return united
