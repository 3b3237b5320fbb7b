"""Where in the text a claimed quote stands, or that it stands nowhere.

A quote is *exact* when it stands in the text letter by letter, *folded* when it does so after
folding (see ``text.folding``), else *unsupported*. It must begin and end where words do (see
``text.words``): "he" does not stand in "the", nor "5 million" in "3.5 million".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from communique.text.folding import Folded, fold, fold_string
from communique.text.words import inside_word
from communique.values import Span, utf8

__all__ = ["Grounding", "ground", "occurrences"]

MIN_CASE_FOLDED_LETTERS = 4
"""A quote with fewer letters must agree in case: "us" is not "US", "it" is not "IT"."""


@dataclass(frozen=True, slots=True)
class Grounding:
    """The place of a quote in a text.

    ``status`` is how it was found, ``spans`` where (empty when unsupported), ``diff`` what differs
    between the quote and the text there (empty when exact).
    """

    status: Literal["exact", "folded", "edited", "unsupported"]
    spans: tuple[Span, ...] = ()
    diff: str = ""


def ground(text: str, quote: str, near: int | None = None) -> Grounding:
    """Find ``quote`` in ``text``.

    Args:
        text: the raw text.
        quote: what is claimed to stand in it.
        near: where the quote should stand, as a code-point offset: of several places the nearest
            is taken (without it, the first).

    Raises:
        InputError: the text holds half a surrogate pair, which no span could.
    """
    utf8(text)
    wanted = quote.strip()
    if not wanted:
        return Grounding("unsupported")
    found = _nearest(occurrences(text, wanted), near)
    if found is not None:
        return Grounding("exact", (Span.of(text, *found),))
    for case in (False, True):
        if case and sum(char.isalpha() for char in wanted) < MIN_CASE_FOLDED_LETTERS:
            break
        folded = _folded(text, case)
        needle = fold_string(wanted, case=case)
        if not needle:
            break
        places = (
            folded.raw_range(start, end)
            for start, end in occurrences(folded.text, needle)
            if folded.is_whole(start, end)
        )
        found = _nearest(places, near)
        if found is not None:
            span = Span.of(text, *found)
            return Grounding("folded", (span,), _describe(wanted, span.text))
    return Grounding("unsupported")


def occurrences(text: str, quote: str) -> Iterator[tuple[int, int]]:
    """The half-open ranges at which ``quote`` stands in ``text`` as whole words, from the left."""
    position = text.find(quote)
    while position >= 0:
        end = position + len(quote)
        if not inside_word(text, position) and not inside_word(text, end):
            yield position, end
        position = text.find(quote, position + 1)


def _nearest(ranges: Iterator[tuple[int, int]], near: int | None) -> tuple[int, int] | None:
    if near is None:
        return next(ranges, None)
    return min(ranges, key=lambda found: (abs(found[0] - near), found[0]), default=None)


@lru_cache(maxsize=4)
def _folded(text: str, case: bool) -> Folded:
    """Items of one answer are grounded one after another in the same text: fold it once."""
    return fold(text, case=case)


def _describe(quote: str, found: str) -> str:
    """The quote and the text side by side, white space made visible only where it differs."""
    if re.sub(r"\s+", " ", quote) == re.sub(r"\s+", " ", found):
        return "white space"
    return f"{quote!r} -> {found!r}"
