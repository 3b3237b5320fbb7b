"""A text in which quotes are looked up: letter by letter, runs of white space alike."""

from __future__ import annotations

import re
import unicodedata
from array import array
from dataclasses import dataclass

from communique.grounding import ground, occurrences
from communique.grounding.context import common_length

__all__ = ["Passage", "Range", "clipped"]

Range = tuple[int, int]
LONG = 240
"""Quotes with more characters are shown without their middle."""

_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Passage:
    """A text, and the same with every run of white space as one blank.

    Character ``i`` of ``single`` stands at ``offsets[i]`` of ``text``.
    """

    text: str
    single: str
    offsets: array[int]

    @classmethod
    def of(cls, text: str) -> Passage:
        offsets = array("q")
        position = 0
        for run in _SPACES.finditer(text):
            offsets.extend(range(position, run.start() + 1))
            position = run.end()
        offsets.extend(range(position, len(text)))
        return cls(text, _SPACES.sub(" ", text), offsets)

    def find(self, quote: str) -> list[Range]:
        """The half-open ranges of ``text`` at which ``quote`` stands as whole words."""
        wanted = _SPACES.sub(" ", quote).strip()
        if not wanted:
            return []
        found = occurrences(self.single, wanted)
        return [(self.offsets[start], self.offsets[end - 1] + 1) for start, end in found]

    def line(self, offset: int) -> int:
        """The line of ``text`` that holds ``offset``, 1-based."""
        return self.text.count("\n", 0, offset) + 1

    def paragraph(self, start: int, end: int) -> Range:
        """The line, or lines, of ``text`` that hold ``[start, end)``."""
        first = max(self.text.rfind(mark, 0, start) for mark in "\r\n") + 1
        after = [self.text.find(mark, end) for mark in "\r\n"]
        return first, min((found for found in after if found >= 0), default=len(self.text))

    def nearest(self, quote: str) -> str:
        """What in the text comes nearest to a quote that isn't there, as part of a message."""
        wanted = _SPACES.sub(" ", quote).strip()
        folded = ground(self.text, wanted)
        if folded.spans:
            span = folded.spans[0]
            line, found = self.line(span.start), span.text
            return f"the text has it written otherwise (line {line}): {found!r}" + _first_change(
                wanted, _SPACES.sub(" ", found)
            )
        part = self.single.find(wanted) if wanted else -1
        if part >= 0:
            start, end = self._widened(part, part + len(wanted))
            return (
                f"it stands there only inside longer words: {self.single[start:end]!r} "
                f"(line {self.line(self.offsets[start])})"
            )
        from rapidfuzz.fuzz import partial_ratio_alignment

        best = partial_ratio_alignment(wanted, self.single)
        if best is None or best.dest_end <= best.dest_start:
            return "nothing in the text comes near it"
        start, end = self._widened(best.dest_start, best.dest_end)
        found = self.single[start:end].strip()
        line = self.line(self.offsets[start])
        # Rounded down: what differs at all is not 100 % alike.
        alike = f"nearest (line {line}, {int(best.score)} % alike): {clipped(found)!r}"
        return alike + _parting(wanted, self.single[best.dest_start : best.dest_end])

    def _widened(self, start: int, end: int) -> Range:
        """The range of ``single`` that holds ``[start, end)`` and ends where words do."""
        while start > 0 and not self.single[start - 1].isspace():
            start -= 1
        while end < len(self.single) and not self.single[end].isspace():
            end += 1
        return start, end


def clipped(quote: str, limit: int = LONG) -> str:
    """``quote`` with its middle left out where it is longer than ``limit``."""
    if len(quote) <= limit:
        return quote
    half = limit // 2
    return f"{quote[:half]} … {quote[-half:]}"


def _first_change(quote: str, found: str) -> str:
    """The first character that differs, by code point: curly marks look like straight ones."""
    same = common_length(quote, found)
    if same == min(len(quote), len(found)):
        return ""
    return f"; {_named(found[same])} where the quote has {_named(quote[same])}"


def _parting(quote: str, found: str) -> str:
    """Where a long quote leaves the text: the place may be in the middle that is not shown."""
    if len(quote) <= LONG:
        return ""
    same = common_length(quote, found)
    window = slice(max(0, same - 20), same + 30)
    return f"; the quote has {quote[window]!r} where the text has {found[window]!r}"


def _named(char: str) -> str:
    return f"U+{ord(char):04X} {unicodedata.name(char, 'unnamed')}"
