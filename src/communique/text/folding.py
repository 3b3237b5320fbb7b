"""Folded text with a map back to the raw offsets.

Folding makes two ways of writing the same words equal: Unicode compatibility forms and combining
marks (NFKC), curly and straight quotation marks, kinds of dash with the blanks around them, runs of
white space, soft hyphens, zero-width and direction marks, HTML's character references ("&amp;").
Letter case is folded only where asked for. Fractions, raised, lowered and circled characters stay:
"10²" is not "102"; so does a minus: "to -5" is not "to-5". What is folded already does not change
again.
"""

from __future__ import annotations

import html
import re
import unicodedata
from array import array
from dataclasses import dataclass

__all__ = ["INVISIBLE", "Folded", "fold", "fold_string"]

_DOUBLE_QUOTES = "\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033\u301d\u301e\uff02\u275d\u275e"
_SINGLE_QUOTES = (
    "\u2018\u2019\u201a\u201b\u2039\u203a\u2032\u02bc\uff07\u0060\u00b4\u02bb\u275b\u275c"
)
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d\u2e3a\u2e3b"
# Soft hyphen, zero-width characters, variation selectors, and marks of direction (not the two
# overrides, which show the letters after them in another order).
INVISIBLE = frozenset(
    "\u00ad\u034f\u180e\u200b\u200c\u200d\u2060\ufeff"
    "\u061c\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069"
) | frozenset(map(chr, range(0xFE00, 0xFE10)))
_MARKS = {
    **dict.fromkeys(_DOUBLE_QUOTES, '"'),
    **dict.fromkeys(_SINGLE_QUOTES, "'"),
    **dict.fromkeys(_DASHES, "-"),
    **dict.fromkeys(INVISIBLE, ""),
}

_KEPT = ("<fraction>", "<super>", "<sub>", "<circle>")
"""Compatibility forms that mean something else than the plain characters."""

LONGEST_CLUSTER = 32
"""A character with more marks on it (Unicode's stream-safe format allows 30) is left as it is:
putting its marks in order takes time by the square of their number."""

# What is not copied as it stands: a run of white space (anything but one plain blank), the
# typewriter's doubled quotes, a character reference, and a non-ASCII character with the combining
# marks after it. Printable ASCII is left to the fast path, and so is the search, by what it looks
# ahead for.
_SPECIAL = re.compile(
    r"""
    (?= [^!-%(-_a-~] )
    (?: (?P<space> \s{2,} | [^\S\ ] )
      | (?P<typewriter> `` | '' )
      | (?P<reference> & (?: \# [0-9]{1,7} | \# [xX] [0-9a-fA-F]{1,6} | [A-Za-z]{2,8} ) ; )
      | (?P<cluster> [\x60] | [^\x00-\x7f] | [\x00-\x08\x0e-\x1b\x7f] )
    )
    """,
    re.VERBOSE,
)

# A dash with the blanks around it, be it typed as two or three.
_DASH = re.compile(r"\x20?-(?:[\x20-]*-)?\x20?")


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text; character ``i`` of ``text`` came from ``raw[starts[i]:ends[i]]``."""

    text: str
    starts: array[int]
    ends: array[int]

    def raw_range(self, start: int, end: int) -> tuple[int, int]:
        """The raw half-open range behind the folded half-open range ``[start, end)``, non-empty."""
        return self.starts[start], self.ends[end - 1]

    def is_whole(self, start: int, end: int) -> bool:
        """False when ``[start, end)`` holds only a part of what one raw piece became.

        "…" became three points, of which one alone does not stand in the raw text.
        """
        return (start == 0 or self.ends[start - 1] <= self.starts[start]) and (
            end == len(self.text) or self.ends[end - 1] <= self.starts[end]
        )


def fold(raw: str, *, case: bool = False) -> Folded:
    """``raw`` folded, with its offset map; ``case`` folds letter case too.

    Time and memory are proportional to the length of ``raw``.
    """
    if case:
        plain = fold(raw)
        lowered = plain.text.casefold()
        # Case folding never makes a text shorter: one as long holds a character for each.
        if len(lowered) == len(plain.text) and not _SPECIAL.search(lowered):
            return Folded(lowered, plain.starts, plain.ends)
    return _close_dashes(_fold_until_stable(raw, case))


def _fold_until_stable(raw: str, case: bool) -> Folded:
    folded = _fold_once(raw, case)
    # Two acute accents become two apostrophes, and these a quotation mark.
    while _SPECIAL.search(folded.text):
        again = _fold_once(folded.text, case)
        if again.text == folded.text:
            break
        folded = Folded(
            again.text,
            array("q", [folded.starts[start] for start in again.starts]),
            array("q", [folded.ends[end - 1] for end in again.ends]),
        )
    return folded


def _close_dashes(folded: Folded) -> Folded:
    """Every dash as one hyphen, without blanks around it."""
    kept = array("q")
    position = 0
    for match in _DASH.finditer(folded.text):
        start, end = match.span()
        minus = match[0] == " -" and folded.text[end : end + 1].isdecimal()
        if end - start == 1 or minus:
            continue
        kept.extend(range(position, start))
        kept.append(folded.text.index("-", start))
        position = end
    if not position:
        return folded
    kept.extend(range(position, len(folded.text)))
    return Folded(
        "".join([folded.text[i] for i in kept]),
        array("q", [folded.starts[i] for i in kept]),
        array("q", [folded.ends[i] for i in kept]),
    )


def _fold_once(raw: str, case: bool) -> Folded:
    folder = _Folder(raw, case)
    position = 0
    while (match := _SPECIAL.search(raw, position)) is not None:
        start, end = match.span()
        if match["cluster"]:
            # A combining mark belongs to the character before it, be that one plain.
            if start > position and unicodedata.combining(match[0]):
                start -= 1
            while end < len(raw) and unicodedata.combining(raw[end]):
                end += 1
            folded = _fold_cluster(raw[start:end])
        elif match["reference"]:
            folded = html.unescape(match[0])
        else:
            folded = " " if match["space"] else '"'
        folder.copy(position, start)
        folder.put(folded, start, end)
        position = end
    folder.copy(position, len(raw))
    return Folded("".join(folder.out), folder.starts, folder.ends)


class _Folder:
    """A folded text in the making: pieces, and where each of their characters came from."""

    def __init__(self, raw: str, case: bool) -> None:
        self._raw = raw
        self._case = case
        self._offsets = array("q", range(len(raw) + 1))
        self.out: list[str] = []
        self.starts, self.ends = array("q"), array("q")

    def copy(self, start: int, end: int) -> None:
        """Printable ASCII as it stands (small letters keep their number)."""
        if start < end and self._raw[start] == " " and self._ends_blank():
            self.ends[-1] = start + 1
            start += 1
        if start >= end:
            return
        piece = self._raw[start:end]
        self.out.append(piece.lower() if self._case else piece)
        self.starts += self._offsets[start:end]
        self.ends += self._offsets[start + 1 : end + 1]

    def put(self, folded: str, start: int, end: int) -> None:
        """``folded`` in the place of ``raw[start:end]``; blanks after a blank are dropped."""
        for char in folded.casefold() if self._case else folded:
            if char.isspace() and self._ends_blank():
                self.ends[-1] = end
                continue
            self.out.append(" " if char.isspace() else char)
            self.starts.append(start)
            self.ends.append(end)

    def _ends_blank(self) -> bool:
        return bool(self.out) and self.out[-1].endswith(" ")


def _fold_cluster(cluster: str) -> str:
    mark = _MARKS.get(cluster)
    if mark is not None:
        return mark
    if len(cluster) > LONGEST_CLUSTER:
        return cluster
    keeps = any(unicodedata.decomposition(char).startswith(_KEPT) for char in cluster)
    folded = unicodedata.normalize("NFC" if keeps else "NFKC", cluster)
    return "".join(_MARKS.get(char, char) for char in folded)


def fold_string(text: str, *, case: bool = False) -> str:
    """The folded text alone, white space at the ends removed."""
    return fold(text, case=case).text.strip()
