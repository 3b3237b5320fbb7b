"""What an article's marks tell: where its quotations are, and where its sentences end."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import pairwise

from communique.records import Span, StatementKind
from communique.text.calendar import MONTHS

__all__ = ["PARAGRAPH_END", "Quotations"]

# A paragraph ends at a blank line, or at a line's end that also ends a sentence; other line ends
# may be those of a hard-wrapped text.
PARAGRAPH_END = re.compile(
    r"""
      \n [ \t\r]* \n
    | (?<= [.!?:"”’)] ) [ \t]* \r? \n
    """,
    re.VERBOSE,
)
_MARK = re.compile(r"``|''|[\"“”„«»‘’]")
_OPENING, _CLOSING = ("“", "„", "«", "``"), ("”", "»", "''")
_ANY_MARK = re.compile(r"[\"“”„«»‘’'`]")
_STOP = re.compile(r"[.!?…]+[\"“”’'»)\]]*\s+(?=[\"“‘„«`'(\[]*[A-Z0-9])|\n[ \t\r]*\n")
_ABBREVIATED = frozenset(
    "adm amb capt col corp dr gen gov hon inc jr lt ltd maj messrs mr mrs ms no nos pres prof rep "
    "rev sen sens sgt sr st vs".split()
) | {month[:4].rstrip(".") for month in MONTHS} | {month[:3] for month in MONTHS}  # fmt: skip
_LAST_WORD = re.compile(r"[\w.]*$")

FEW = 0.5
"""Part of a quotation's letters that may stand outside its marks: "a “rant”" is still quoted."""


class Quotations:
    """The quotations and sentences of ``text``."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._ranges = list(_ranges(text))
        self._starts = [start for start, _ in self._ranges]

    def holds(self, at: int) -> bool:
        """Whether the character at ``at`` stands in quotation marks, or is one."""
        return self._number(at) is not None

    def _number(self, at: int) -> int | None:
        number = bisect_right(self._starts, at) - 1
        return number if number >= 0 and at < self._ranges[number][1] else None

    def apart(self, beside: Span, span: Span) -> bool:
        """Whether ``beside`` stands in another sentence than ``span``, or in a quotation of its
        own; ends of sentences within quotations do not count."""
        own = self._number(beside.start)
        if own is not None and own != self._number(span.start):
            return True
        first, second = sorted((beside, span), key=lambda one: one.start)
        return any(
            not (self.holds(second.start) and self._announces(stop, second.start))
            for stop in self._stops(first.end, second.start)
        )

    def runs_on(self, span: Span) -> bool:
        """Whether ``span`` goes on after the end of a sentence, other than within a quotation."""
        return any(True for _ in self._stops(span.start, span.end))

    def _stops(self, start: int, end: int) -> Iterator[re.Match[str]]:
        """The ends of sentences in the range; those within a quotation end none around it."""
        # One letter more, by which a stop right before the end is known.
        for stop in _STOP.finditer(self._text, start, max(start, end) + 1):
            if stop.end() > end:
                continue
            number = self._number(stop.start())
            within = number is not None and number == self._number(stop.end())
            # “Why now?” Vex asked; but “Not now.” Vex left.
            asked = number is not None and stop[0][0] in "?!"
            if not (within or asked or self._abbreviates(stop)):
                yield stop

    def _announces(self, stop: re.Match[str], end: int) -> bool:
        """Whether nothing but quotations comes between the stop and ``end``: "She said: …"."""
        between = range(stop.end(), end)
        return all(self.holds(i) for i in between if self._text[i].isalnum())

    def _abbreviates(self, stop: re.Match[str]) -> bool:
        """Whether the stop belongs to a word: "Mr.", "U.S.", "J.", "Sept."."""
        found = _LAST_WORD.search(self._text, max(0, stop.start() - 20), stop.start())
        word = found[0] if found else ""
        return stop[0].startswith(".") and (
            word.casefold() in _ABBREVIATED or "." in word or (len(word) == 1 and word.isupper())
        )

    def kind(self, content: Span, claimed: StatementKind) -> StatementKind:
        """What ``content`` is by the marks in it and around it; where they are odd, as claimed."""
        letters = _letters(self._text, content.start, content.end)
        quoted = self._quoted_letters(content)
        around = self._text[max(0, content.start - 2) : content.end + 2]
        if not quoted:
            return claimed if _ANY_MARK.search(_without_apostrophes(around)) else "indirect"
        if quoted == letters:
            return "direct"
        return claimed if claimed == "direct" and quoted > FEW * letters else "mixed"

    def _quoted_letters(self, span: Span) -> int:
        """How many letters and digits of ``span`` stand in quotation marks."""
        first = max(0, bisect_right(self._starts, span.start) - 1)
        last = bisect_left(self._starts, span.end)
        return sum(
            _letters(self._text, max(start, span.start), min(end, span.end))
            for start, end in self._ranges[first:last]
        )


def _letters(text: str, start: int, end: int) -> int:
    """How many letters and digits stand in the range."""
    return sum(map(str.isalnum, text[start:end])) if start < end else 0


def _without_apostrophes(text: str) -> str:
    return re.sub(r"(?<=\w)['’](?=\w)|(?<=s)['’](?=\s)", "", text)


def _ranges(text: str) -> Iterator[tuple[int, int]]:
    """The half-open ranges of the quotations, marks included, in text order.

    One that its paragraph leaves open ends with it: it is continued in the next, or its mark was
    forgotten. Of straight marks, which do not tell open from closed, only a continued one counts.
    """
    ends = [0, *(end.end() for end in PARAGRAPH_END.finditer(text)), len(text)]
    for start, end in pairwise(ends):
        opened: re.Match[str] | None = None
        for mark in _MARK.finditer(text, start, end):
            if opened is None:
                opened = mark if _opens(text, mark) else None
            elif _closes(text, mark, opened):
                yield opened.start(), mark.end()
                opened = None
        if opened is not None and opened[0] != "‘":
            continued = text[end : end + 1] in ("“", '"', "„", "«")
            if opened[0] != '"' or continued:
                yield opened.start(), end


def _opens(text: str, mark: re.Match[str]) -> bool:
    before = text[mark.start() - 1 : mark.start()] if mark.start() else " "
    if mark[0] == "‘":
        return not before.isalnum()
    if mark[0] == "''":
        return not before.isalnum() and before not in ",.!?;:"
    return mark[0] == '"' or mark[0] in _OPENING


def _closes(text: str, mark: re.Match[str], opened: re.Match[str]) -> bool:
    if opened[0] == "‘":
        # Elsewhere the same sign is an apostrophe.
        return mark[0] == "’" and text[mark.start() - 1] in ",.!?;:"
    return mark[0] == '"' if opened[0] == '"' else mark[0] in _CLOSING
