"""Quotes that leave something out: "A … B" as parts, and what may be left out between them."""

from __future__ import annotations

import re

from communique.grounding.lexicon import protection

__all__ = ["FARTHEST", "may_be_left_out", "parts_of"]

FARTHEST = 1000
"""Characters that may be left out between two parts."""

# No runs of blanks in it: a quote of blanks would take cubic time.
_ELLIPSIS = re.compile(r"[\[(]?\s?(?:…|\.\s?\.\s?\.(?:\s?\.)?)\s?[\])]?")
_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]*\s+(?=[\"'“‘(\[]*[A-Z0-9]|$)")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_TURNING = frozenset({"negation", "modal", "condition", "polarity"})


def parts_of(quote: str) -> list[str]:
    """The parts of ``quote`` between its ellipses, those without a word left out."""
    return [part.strip() for part in _ELLIPSIS.split(quote) if _WORD.search(part)]


def may_be_left_out(between: str) -> bool:
    """Whether the parts around ``between``, a piece of the text, mean the same without it.

    Whole sentences may go. From the sentences that the parts stand in, no word may go that denies,
    limits or turns what they say: "We will … sign" is not to be had from "We will never sign".
    """
    ends = list(_SENTENCE_END.finditer(between))
    pieces = [between[: ends[0].start()], between[ends[-1].end() :]] if ends else [between]
    return not any(
        protection(word.group().casefold().replace("’", "'")) & _TURNING
        for piece in pieces
        for word in _WORD.finditer(piece)
    )
