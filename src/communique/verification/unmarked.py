"""A source without the marks of its quotations, for words that a draft reports without any.

A reporter's "the bank was “ready to wait”" says in words what "the bank was ready to wait" says.
What is found there is as the source has it but for the marks: no edit is allowed.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from dataclasses import dataclass

from communique.grounding import Grounding, Nearest, ground, nearest
from communique.records import Span

__all__ = ["Unmarked", "has_marks"]

_MARK = re.compile("[\"“”„«»'‘’]")
_SINGLE = "'‘’"
_ONLY_OPENS, _ONLY_CLOSES = "“„‘", "”"

# From one quotation straight into the next: another may be speaking there.
_NEXT_QUOTATION = re.compile(r"[\"“”„«»][^\w\"“”„«»]*[\"“”„«»]")


@dataclass(frozen=True, slots=True)
class Unmarked:
    """``raw`` without the marks of its quotations.

    ``kept`` are the offsets in ``raw`` of the characters of ``text``, ``pairs`` those of the marks
    that open and close a quotation.
    """

    raw: str
    text: str
    kept: array[int]
    pairs: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, raw: str) -> Unmarked:
        """Only marks that stand in pairs go, in one paragraph: not an apostrophe, nor inches."""
        pairs = tuple(_pairs(raw))
        dropped = {at for pair in pairs for at in pair}
        kept = array("q", (at for at in range(len(raw)) if at not in dropped))
        return cls(raw, "".join(raw[at] for at in kept), kept, pairs)

    def ground(self, words: str) -> Grounding | None:
        """Where ``words``, not in the raw text, stand in one piece, the marks aside."""
        if not self.pairs:
            return None  # the text is the raw one, where they were not found
        found = ground(self.text, words, direct=True)
        if len(found.spans) != 1:
            return None  # of "A … B" the marks tell what may be left out
        span = self._raw_span(found.spans[0])
        return None if _NEXT_QUOTATION.search(span.text) else Grounding("folded", (span,))

    def nearest(self, words: str, least: float) -> Nearest | None:
        """As ``communique.grounding.nearest``, the marks aside."""
        found = nearest(self.text, words, least=least)
        if found is None:
            return None
        span = self._raw_span(found.span)
        return Nearest(span, found.similarity, found.diff, found.changes, found.turns)

    def _raw_span(self, found: Span) -> Span:
        """``found`` in ``raw``, with the marks at its ends whose other half it holds."""
        start, end = self.kept[found.start], self.kept[found.end - 1] + 1
        first = bisect_left(self.pairs, (start - 1, 0))
        for opening, closing in self.pairs[first : bisect_left(self.pairs, (end, 0))]:
            if opening == start - 1 and closing <= end:
                start = opening
            if opening >= start and end <= closing <= end + 1:
                end = closing + 1
        return Span.of(self.raw, start, end)


def has_marks(words: str) -> bool:
    """Whether a quotation stands in ``words``, or one begins or ends there."""
    return bool(re.search('["“”„«»]', words)) or any(_pairs(words))


def _pairs(raw: str) -> list[tuple[int, int]]:
    """The offsets of the marks of each quotation of ``raw``, in the order in which they open."""
    found: list[tuple[int, int]] = []
    opened: dict[bool, int] = {}
    line = 0
    for mark in _MARK.finditer(raw):
        at, single = mark.start(), mark[0] in _SINGLE
        if opened and raw.find("\n", line, at) >= 0:
            opened.clear()
        line = at
        before, after = raw[max(0, at - 1) : at], raw[at + 1 : at + 2]
        closes = mark[0] not in _ONLY_OPENS and before.strip() and not after.isalnum()
        if closes and single in opened:
            found.append((opened.pop(single), at))
        elif mark[0] not in _ONLY_CLOSES and not before.isalnum() and after.strip():
            opened[single] = at
    return sorted(found)
