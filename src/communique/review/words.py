"""Where the words of a text begin and end: sources quote whole words, so no less is selected."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache

from communique.errors import ReviewError
from communique.grounding.places import is_whole
from communique.records import Span

__all__ = ["Words"]

_RUN = re.compile(r"\S+")
_JOINER = "\u200d"
_SKIN_TONES = frozenset(map(chr, range(0x1F3FB, 0x1F400)))
_FLAGS = re.compile("[\U0001f1e6-\U0001f1ff]+")
"""Two letters make a flag."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words and marks of ``text``, in order, as half-open ranges of code points."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    @classmethod
    @lru_cache(maxsize=4)  # actions are about the same text one after another
    def of(cls, text: str) -> Words:
        flags = {at for run in _FLAGS.finditer(text) for at in range(run.start() + 1, run.end(), 2)}
        starts: list[int] = []
        ends: list[int] = []
        for run in _RUN.finditer(text):
            inner = (
                at
                for at in range(run.start() + 1, run.end())
                if at not in flags and is_whole(text, at) and not _inside_emoji(text, at)
            )
            bounds = [run.start(), *inner, run.end()]
            starts += bounds[:-1]
            ends += bounds[1:]
        return cls(text, tuple(starts), tuple(ends))

    def span(self, start: int, end: int) -> Span:
        """The range widened to whole words, white space left off.

        Raises:
            ReviewError: no word stands there.
        """
        first = bisect_right(self.ends, start)
        last = bisect_left(self.starts, end) - 1
        if not 0 <= start < end <= len(self.text) or last < first:
            raise ReviewError("no words are selected")
        return Span.of(self.text, self.starts[first], self.ends[last])


def _inside_emoji(text: str, at: int) -> bool:
    """Whether what is seen as one picture, such as a family, has its characters on both sides."""
    before, after = text[at - 1], text[at]
    return _JOINER in (before, after) or after in _SKIN_TONES
