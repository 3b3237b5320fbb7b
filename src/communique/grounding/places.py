"""Where a quote stands in a text letter by letter, or does so after folding."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from communique.grounding.capitals import same_case
from communique.grounding.cuts import cuts_sense
from communique.grounding.tokens import tokens_of
from communique.text.folding import Folded, fold, fold_string
from communique.text.words import inside_word

__all__ = ["Range", "Search", "folded_text", "is_whole", "occurrences", "searches"]

Range = tuple[int, int]

MIN_CASE_FOLDED_LETTERS = 4
"""A quote with fewer letters must agree in case: "us" is not "US", "it" is not "IT"."""


@dataclass(frozen=True, slots=True)
class Search:
    """Looking for ``needle`` in ``text``, the raw text or what it was folded to.

    ``accepted`` gives the raw range of a place, None where the quote may not stand; ``offset`` the
    place in ``text`` of a raw offset.
    """

    status: Literal["exact", "folded"]
    text: str
    needle: str
    accepted: Callable[[int, int], Range | None]
    offset: Callable[[int], int]

    def ranges(self, start: int = 0) -> Iterator[Range]:
        """The places that begin at the raw offset ``start`` or later, from the left."""
        position = self.text.find(self.needle, self.offset(start))
        while position >= 0:
            found = self._accepted(position)
            if found is not None:
                yield found
            position = self.text.find(self.needle, position + 1)

    def nearest(self, near: int) -> Range | None:
        """The place that begins nearest to the raw offset ``near``, of two the first."""
        origin = self.offset(near)
        before = next(self._leftwards(origin), None)
        # Nothing beyond the distance of the one before can be nearer.
        for after in self.ranges(near):
            if before is None or after[0] - near < near - before[0]:
                return after
            break
        return before

    def _leftwards(self, origin: int) -> Iterator[Range]:
        position = origin
        while position > 0:
            position = self.text.rfind(self.needle, 0, position + len(self.needle) - 1)
            if position < 0:
                return
            found = self._accepted(position)
            if found is not None:
                yield found

    def _accepted(self, start: int) -> Range | None:
        end = start + len(self.needle)
        if not (is_whole(self.text, start) and is_whole(self.text, end)):
            return None
        return self.accepted(start, end)


def is_whole(text: str, at: int) -> bool:
    """Whether a quote may begin or end before ``text[at]``."""
    if 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum():
        return False
    return not inside_word(text, at)


def searches(text: str, wanted: str) -> Iterator[Search]:
    """``wanted`` letter by letter, then folded, then with its letter case folded too."""
    yield Search("exact", text, wanted, lambda *found: _uncut(text, found), lambda at: at)
    for case in (False, True):
        if case and sum(char.isalpha() for char in wanted) < MIN_CASE_FOLDED_LETTERS:
            return
        needle = fold_string(wanted, case=case)
        if not needle:
            return
        yield _folded_search(text, wanted, needle, case)


def _folded_search(text: str, wanted: str, needle: str, case: bool) -> Search:
    folded = folded_text(text, case=case)
    asked = tokens_of(wanted, fold(wanted, case=True)) if case else []

    def accepted(start: int, end: int) -> Range | None:
        if not folded.is_whole(start, end):
            return None
        if case:
            passage = tokens_of(text, folded, start, end)
            pairs = ((i, i) for i in range(min(len(asked), len(passage))))
            if not same_case(asked, passage, pairs):
                return None
        return _uncut(text, folded.raw_range(start, end))

    return Search(
        "folded", folded.text, needle, accepted, lambda at: bisect_left(folded.starts, at)
    )


def _uncut(text: str, found: Range) -> Range | None:
    return None if cuts_sense(text, found[0]) or cuts_sense(text, found[1]) else found


def occurrences(text: str, quote: str) -> Iterator[Range]:
    """The half-open ranges at which ``quote`` stands in ``text`` as whole words, from the left.

    They are those of the first of the ``searches``, which is made for quotes found once; here all
    the words of an answer are looked up.
    """
    start = text.find(quote)
    while start >= 0:
        end = start + len(quote)
        if is_whole(text, start) and is_whole(text, end):
            found = _uncut(text, (start, end))
            if found is not None:
                yield found
        start = text.find(quote, start + 1)


@lru_cache(maxsize=4)
def folded_text(text: str, *, case: bool) -> Folded:
    """Items of one answer are grounded one after another in the same text: fold it once."""
    return fold(text, case=case)
