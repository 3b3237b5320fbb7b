"""Offsets of code points as offsets of UTF-16 units, by which browsers count."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence

__all__ = ["Units", "beyond"]

_BEYOND = re.compile("[\U00010000-\U0010ffff]")


def beyond(text: str) -> list[int]:
    """Where the code points of ``text`` stand that take two units."""
    return [match.start() for match in _BEYOND.finditer(text)]


class Units:
    """The offsets in articles, counted in units.

    Args:
        pairs: of each article that has any, ``beyond`` of its text.
    """

    def __init__(self, pairs: Mapping[int, Sequence[int]]) -> None:
        self._pairs = pairs

    def of(self, article: int, offset: int) -> int:
        """The offset in units of a code point's ``offset``."""
        pairs = self._pairs.get(article)
        return offset if pairs is None else offset + bisect_left(pairs, offset)
