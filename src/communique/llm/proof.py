"""An article as the ground of an answer: where its quotes stand, and which place is meant."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Generic, TypeVar

from communique.grounding import Grounding, ground, occurrences
from communique.llm.quotations import PARAGRAPH_END, Quotations
from communique.records import Span
from communique.values import gap as range_gap
from communique.values import place

__all__ = ["Article", "Doubt", "Proven", "edited", "gap"]

T = TypeVar("T")

RANKED = 500
"""Places of one quote that are compared: more than any article repeats a statement."""

NEIGHBOURS = 3
"""Places of a cue or speaker on either side that are tried."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something a model claimed that its article does not prove.

    ``field`` is the field it was claimed for, "" for the whole item; ``value`` what was claimed.
    """

    code: str
    message: str
    field: str = ""
    value: Any = None


@dataclass(frozen=True, slots=True)
class Proven(Generic[T]):
    """A value of the record, where it stands in the text, and what had to be left out of it."""

    value: T
    start: int
    doubts: tuple[Doubt, ...] = ()


@dataclass
class Article:
    """A text in which quotes are looked up, each only once."""

    text: str
    _found: dict[str, tuple[Span, ...]] = field(default_factory=dict, repr=False)
    _starts: dict[str, list[int]] = field(default_factory=dict, repr=False)
    _ranked: dict[tuple[str, ...], tuple[Span, ...]] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        self._paragraph_ends = [end.end() for end in PARAGRAPH_END.finditer(self.text)]

    @cached_property
    def quotations(self) -> Quotations:
        return Quotations(self.text)

    def find(self, quote: str) -> tuple[Span, ...]:
        """Every place at which ``quote`` stands, exact or folded, in text order; () for none.

        Of places that overlap one another the first counts.
        """
        if quote not in self._found:
            self._found[quote] = self._find(quote)
            self._starts[quote] = [span.start for span in self._found[quote]]
        return self._found[quote]

    def _find(self, quote: str) -> tuple[Span, ...]:
        places = list(occurrences(self.text, quote.strip())) if quote.strip() else []
        if not places:
            grounding = ground(self.text, quote, direct=True)
            if len(grounding.spans) != 1:
                return ()
            # Repeats are searched as the text writes them, which may not be as the model did.
            places = list(occurrences(self.text, grounding.spans[0].text))
        found: list[Span] = []
        for start, end in places:
            if not found or start >= found[-1].end:
                found.append(Span.of(self.text, start, end))
        return tuple(found)

    def tolerated(self, quote: str, *, direct: bool = False) -> Grounding:
        """Where ``quote`` stands in parts ("A … B") or, unless ``direct``, with edits that change
        nothing; for quotes that ``find`` does not find."""
        return ground(self.text, quote, direct=direct)

    def nearest(self, quote: str, to: Span, *, outside: Span | None = None) -> Span | None:
        """The place of ``quote`` nearest to ``to``: its own paragraph first, before after behind.

        Places that overlap ``outside`` do not count.
        """
        same = self._near(quote, to, outside, *self._paragraph_of(to))
        return same or self._near(quote, to, outside, 0, len(self.text))

    def in_sentence(self, quote: str, to: Span, *, outside: Span) -> Span | None:
        """The place of ``quote`` nearest to ``to`` that no end of a sentence keeps apart from it.

        Places that overlap ``outside`` do not count.
        """
        spans = self.find(quote)
        starts = self._starts[quote]
        around = {
            i + offset
            for at in (to.start, outside.start, outside.end)
            for i in (bisect_left(starts, at),)
            for offset in range(-NEIGHBOURS, NEIGHBOURS)
        }
        candidates = (spans[i] for i in around if 0 <= i < len(spans))
        free = (s for s in candidates if s.end <= outside.start or s.start >= outside.end)
        nearest_first = sorted(free, key=lambda span: (gap(span, to), span.start))
        return next((s for s in nearest_first if not self.quotations.apart(s, to)), None)

    def ranked(self, quote: str, *beside: str) -> tuple[Span, ...]:
        """The places of ``quote``, those first that have the quotes ``beside`` nearest to them.

        Ties stay in text order, and so does what comes after the first ``RANKED`` places.
        """
        key = (quote, *beside)
        if key not in self._ranked:
            spans = self.find(quote)
            if len(spans) > 1:
                ranked = sorted(spans[:RANKED], key=lambda span: self._distance(span, beside))
                spans = (*ranked, *spans[RANKED:])
            self._ranked[key] = spans
        return self._ranked[key]

    def _distance(self, span: Span, quotes: Iterable[str]) -> int:
        found = [self.nearest(quote, span, outside=span) for quote in quotes]
        return sum(len(self.text) if near is None else gap(near, span) for near in found)

    def beside(
        self,
        quote: str,
        places: Iterable[Span],
        fits: Callable[[Span, Span], bool] = lambda span, place: True,
    ) -> Span | None:
        """The place of ``quote`` nearest to one of ``places``, in the same paragraph as it.

        ``fits`` says of the nearest to each of them, given with it, whether it counts.
        """
        if not self.find(quote):
            return None
        ends = self._paragraph_ends
        having = {bisect_right(ends, start) for start in self._starts[quote]}
        pairs = []
        for there in places:
            if bisect_right(ends, there.start) not in having:
                continue
            span = self._near(quote, there, None, *self._paragraph_of(there))
            if span is not None:
                pairs.append((gap(span, there), span.start, span, there))
        pairs.sort(key=lambda pair: pair[:2])
        return next((span for _, _, span, there in pairs if fits(span, there)), None)

    def _near(
        self, quote: str, to: Span, outside: Span | None, start: int, end: int
    ) -> Span | None:
        """Of the places of ``quote`` that begin in ``[start, end)`` the first nearest to ``to``.

        Places of one quote stand in text order and are written alike, so that of those before
        ``to`` the last is nearest, and of those that touch it or come later the first.
        """
        spans = self.find(quote)
        if not spans:
            return None
        starts = self._starts[quote]
        length = spans[0].end - spans[0].start
        parts = [(start, end)]
        if outside is not None:
            parts = [(start, min(end, outside.start - length + 1)), (max(start, outside.end), end)]
        if len(spans) == 1:
            return spans[0] if any(first <= starts[0] < stop for first, stop in parts) else None
        candidates: list[Span] = []
        for first, stop in parts:
            low = bisect_left(starts, first)
            if low == len(starts) or starts[low] >= stop:
                continue
            high = bisect_left(starts, stop, low)
            touching = bisect_left(starts, to.start - length, low, high)
            candidates += spans[max(low, touching - 1) : min(high, touching + 1)]
        if len(candidates) < 2:
            return candidates[0] if candidates else None
        return min(candidates, key=lambda span: (gap(span, to), span.start))

    def _paragraph_of(self, span: Span) -> tuple[int, int]:
        """Where the paragraph in which ``span`` begins starts and ends."""
        ends = self._paragraph_ends
        number = bisect_right(ends, span.start)
        return (
            ends[number - 1] if number else 0,
            ends[number] if number < len(ends) else len(self.text),
        )


def edited(field: str, quote: str, grounding: Grounding) -> tuple[Doubt, ...]:
    """What to say about a quote that was found with edits; nothing about any other."""
    if grounding.status != "edited":
        return ()
    return (Doubt("edited", f"the text differs: {grounding.diff}", field, quote),)


def gap(a: Span, b: Span) -> int:
    """Characters between two spans; 0 when they touch or overlap."""
    return range_gap(place(a), place(b))
