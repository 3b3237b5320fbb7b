"""The ways in which tools count offsets, and which of them a document's offsets are counted by."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate

from communique.exchange.items import Claim

__all__ = ["Range", "by_offsets"]

Range = tuple[int, int]
_Way = Callable[[int], int | None]

_SPACES = re.compile(r"\s+")


def by_offsets(text: str, claims: Sequence[Claim]) -> tuple[list[Range | None], bool]:
    """The code points at which each claim's offsets lead to its quote, None where they do not.

    All claims of a document are counted alike: by code points, UTF-16 units (JavaScript, Java),
    UTF-8 bytes, or code points or units of a text whose CRLF became LF. Of these it is the one by
    which most quotes are met, of several the first; the second value is whether all are.
    """
    best: list[Range | None] = [None] * len(claims)
    most = -1
    for way in _ways(text):
        places = [_met(text, claim, way) for claim in claims]
        met = sum(place is not None for place in places)
        if met > most:
            best, most = places, met
        if met == len(claims):
            break
    return best, most == len(claims)


def _met(text: str, claim: Claim, way: _Way) -> Range | None:
    if claim.start is None or claim.end is None or not 0 <= claim.start < claim.end:
        return None
    start, end = way(claim.start), way(claim.end)
    if start is None or end is None or not start < end:
        return None
    there = text[start:end]
    # Tools write line ends and tabs of a quote as blanks.
    met = there == claim.exact or _SPACES.sub(" ", there) == _SPACES.sub(" ", claim.exact)
    return (start, end) if met else None


def _ways(text: str) -> Iterator[_Way]:
    yield lambda at: at if at <= len(text) else None
    if not text.isascii():
        yield _counted(text, lambda char: 1 + (ord(char) > 0xFFFF))
        yield _counted(text, lambda char: len(char.encode()))
    if "\r\n" in text:
        yield _counted(text, lambda _: 1, crlf=True)
        if not text.isascii():
            yield _counted(text, lambda char: 1 + (ord(char) > 0xFFFF), crlf=True)


def _counted(text: str, width: Callable[[str], int], *, crlf: bool = False) -> _Way:
    """From an offset in a text whose characters have these widths, CR of CRLF none, to code points.

    An offset inside a character leads nowhere.
    """
    widths = (
        0 if crlf and char == "\r" and text.startswith("\n", i + 1) else width(char)
        for i, char in enumerate(text)
    )
    ends = list(accumulate(widths, initial=0))

    def way(at: int) -> int | None:
        # Of a CRLF the place before CR; `_met` then sees whether the quote is there.
        last = bisect_right(ends, at) - 1
        while last > 0 and ends[last - 1] == at:
            last -= 1
        return last if 0 <= last < len(ends) and ends[last] == at else None

    return way
