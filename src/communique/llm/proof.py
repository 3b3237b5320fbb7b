"""An article as the ground of an answer: where its quotes stand, and which place is meant."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from communique.grounding import ground, occurrences
from communique.records import Span

__all__ = ["Article", "Doubt", "Proven", "gap", "single_spaced"]

T = TypeVar("T")

# A paragraph ends at a blank line, or at a line's end that also ends a sentence; other line ends
# may be those of a hard-wrapped text.
_PARAGRAPH_END = re.compile(
    r"""
      \n [ \t\r]* \n
    | (?<= [.!?:"”’)] ) [ \t]* \r? \n
    """,
    re.VERBOSE,
)


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

    def __post_init__(self) -> None:
        self._paragraph_ends = [end.end() for end in _PARAGRAPH_END.finditer(self.text)]

    def find(self, quote: str) -> tuple[Span, ...]:
        """Every place at which ``quote`` stands, in text order; () when it is unsupported."""
        if quote not in self._found:
            self._found[quote] = self._find(quote)
        return self._found[quote]

    def _find(self, quote: str) -> tuple[Span, ...]:
        grounding = ground(self.text, quote)
        if len(grounding.spans) != 1:
            return grounding.spans
        # Repeats are searched as the text writes them, which may not be as the model did.
        written = grounding.spans[0].text
        return tuple(Span.of(self.text, *place) for place in occurrences(self.text, written))

    def nearest(self, quote: str, to: Span, *, outside: Span | None = None) -> Span | None:
        """The place of ``quote`` nearest to ``to``: its own paragraph first, before after behind.

        Places that overlap ``outside`` do not count.
        """
        return min(
            (
                span
                for span in self.find(quote)
                if outside is None or span.end <= outside.start or span.start >= outside.end
            ),
            key=lambda span: (
                self.paragraph(span) != self.paragraph(to),
                gap(span, to),
                span.start,
            ),
            default=None,
        )

    def beside(self, quote: str, places: Iterable[Span]) -> Span | None:
        """The place of ``quote`` nearest to one of ``places``, in the same paragraph as it."""
        pairs = [
            (gap(span, place), span.start, span)
            for place in places
            for span in self.find(quote)
            if self.paragraph(span) == self.paragraph(place)
        ]
        return min(pairs, key=lambda pair: pair[:2])[2] if pairs else None

    def paragraph(self, span: Span) -> int:
        """The number of the paragraph in which ``span`` begins."""
        return bisect_right(self._paragraph_ends, span.start)


def gap(a: Span, b: Span) -> int:
    """Characters between two spans; 0 when they touch or overlap."""
    return max(0, a.start - b.end, b.start - a.end)


def single_spaced(text: str) -> str:
    return " ".join(text.split())
