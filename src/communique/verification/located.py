"""Things of a text found by their places."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import Generic, TypeVar

from communique.records import Span

__all__ = ["Located", "shared"]

T = TypeVar("T")


class Located(Generic[T]):
    """Pairs of a span and what stands there, in their order."""

    def __init__(self, pairs: Iterable[tuple[Span, T]]) -> None:
        self._pairs = sorted(pairs, key=lambda pair: pair[0].start)
        self._starts = [span.start for span, _ in self._pairs]
        self._ends = list(accumulate((span.end for span, _ in self._pairs), max))

    def __iter__(self) -> Iterator[tuple[Span, T]]:
        return iter(self._pairs)

    def meeting(self, span: Span) -> list[tuple[Span, T]]:
        """Those that have a character in common with ``span``."""
        first = bisect_right(self._ends, span.start)
        stop = bisect_left(self._starts, span.end)
        return [pair for pair in self._pairs[first:stop] if pair[0].end > span.start]


def shared(a: Span, b: Span) -> float:
    """Share of the shorter span that lies in the other, 0 to 1."""
    common = min(a.end, b.end) - max(a.start, b.start)
    return max(0, common) / min(a.end - a.start, b.end - b.start)
