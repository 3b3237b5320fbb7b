"""Folded text with a map back to the raw offsets.

Folding makes two ways of writing the same words equal: Unicode compatibility forms and combining
marks (NFKC), curly and straight quotation marks, kinds of dash, runs of white space, soft hyphens
and zero-width characters. Letter case is folded only where asked for.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from dataclasses import dataclass

__all__ = ["Folded", "fold", "fold_string"]

_DOUBLE_QUOTES = "\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033\u301d\u301e\uff02"
_SINGLE_QUOTES = "\u2018\u2019\u201a\u201b\u2039\u203a\u2032\u02bc\uff07\u0060\u00b4"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_MARKS = {
    **dict.fromkeys(_DOUBLE_QUOTES, '"'),
    **dict.fromkeys(_SINGLE_QUOTES, "'"),
    **dict.fromkeys(_DASHES, "-"),
    **dict.fromkeys(_INVISIBLE, ""),
}

# What is not copied as it stands: a run of white space (anything but one plain blank), the
# typewriter's doubled quotes, and a non-ASCII character with the combining marks after it.
# Printable ASCII is left to the fast path.
_SPECIAL = re.compile(
    r"""
      (?P<space> \s{2,} | [^\S\ ] )
    | (?P<typewriter> `` | '' )
    | (?P<cluster> [\x60] | [^\x00-\x7f] | [\x00-\x08\x0e-\x1b\x7f] )
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text; character ``i`` of ``text`` came from ``raw[starts[i]:ends[i]]``."""

    text: str
    starts: array[int]
    ends: array[int]

    def raw_range(self, start: int, end: int) -> tuple[int, int]:
        """The raw half-open range behind the folded half-open range ``[start, end)``, non-empty."""
        return self.starts[start], self.ends[end - 1]

    def folded_offset(self, raw: int) -> int:
        """The first folded offset that came from raw offset ``raw`` or later."""
        from bisect import bisect_left

        return bisect_left(self.starts, raw)


def fold(raw: str, *, case: bool = False) -> Folded:
    """``raw`` folded, with its offset map; ``case`` folds letter case too.

    Time and memory are proportional to the length of ``raw``.
    """
    out: list[str] = []
    starts, ends = array("q"), array("q")

    def plain(start: int, end: int) -> None:
        piece = raw[start:end]
        out.append(piece.lower() if case else piece)  # ASCII: lower() keeps the length
        starts.extend(range(start, end))
        ends.extend(range(start + 1, end + 1))

    def emit(folded: str, start: int, end: int) -> None:
        if case:
            folded = folded.casefold()
        for char in folded:
            if char.isspace() and out and out[-1][-1:] == " ":
                ends[-1] = end
                continue
            out.append(" " if char.isspace() else char)
            starts.append(start)
            ends.append(end)

    position = 0
    while True:
        match = _SPECIAL.search(raw, position)
        # A combining mark belongs to the character before it, be that one plain.
        stop = match.start() if match else len(raw)
        if match and match["cluster"] and stop > position and unicodedata.combining(match[0]):
            stop -= 1
        if stop > position:
            if out and out[-1][-1:] == " " and raw[position] == " ":
                ends[-1] = position + 1
                position += 1
            if stop > position:
                plain(position, stop)
        if match is None:
            return Folded("".join(out), starts, ends)
        end = match.end()
        if match["space"]:
            emit(" ", stop, end)
        elif match["typewriter"]:
            emit('"', stop, end)
        else:
            while end < len(raw) and unicodedata.combining(raw[end]):
                end += 1
            emit(_fold_cluster(raw[stop:end]), stop, end)
        position = end


def _fold_cluster(cluster: str) -> str:
    mark = _MARKS.get(cluster)
    if mark is not None:
        return mark
    folded = unicodedata.normalize("NFKC", cluster)
    return "".join(_MARKS.get(char, char) for char in folded)


def fold_string(text: str, *, case: bool = False) -> str:
    """The folded text alone, white space at the ends removed."""
    return fold(text, case=case).text.strip()
