"""Quotes that leave something out: "A … B" as parts, and where they stand in a text."""

from __future__ import annotations

import re

from communique.grounding.omissions import may_be_left_out
from communique.grounding.places import Range, searches

__all__ = ["chained", "parts_of"]

FARTHEST = 1000
"""Characters that may be left out between two parts."""

SHORTEST_PART = 2
"""Words of each part of a quote that leaves something out."""

MOST_PARTS = 20
"""Parts of which a quote may be made; of more no reader can tell what was left out."""

PLACES = 200
"""Places of the first part that are tried."""

_ELLIPSIS = re.compile(r"[\[(]?(?:…|\.\s?\.\s?\.(?:\s?\.)?)\s?[\])]?")
_WORD = re.compile(r"[^\W_]")


def parts_of(quote: str) -> list[str]:
    """The parts of ``quote`` between its ellipses, those without a word left out."""
    return [part.strip() for part in _ELLIPSIS.split(quote) if _WORD.search(part)]


def chained(text: str, parts: list[str], near: int | None) -> tuple[Range, ...] | None:
    """The places of ``parts`` in their order, with nothing left out between them that turns what
    they say; of several chains the first, or that which begins nearest to ``near``."""
    if len(parts) > MOST_PARTS or any(len(part.split()) < SHORTEST_PART for part in parts):
        return None
    chains = []
    for search in searches(text, parts[0]):
        for place, _ in zip(search.ranges(), range(PLACES), strict=False):
            chain = _followed(text, parts[1:], place)
            if chain is not None:
                chains.append(chain)
                if near is None:
                    break
    return min(
        chains, key=lambda one: (0 if near is None else abs(one[0][0] - near), one), default=None
    )


def _followed(text: str, parts: list[str], first: Range) -> tuple[Range, ...] | None:
    """``first`` with the nearest places of ``parts`` after it."""
    chain = [first]
    for part in parts:
        end = chain[-1][1]
        found = min(
            (
                next(search.ranges(end), (len(text) + FARTHEST, 0))
                for search in searches(text, part)
            ),
        )
        if found[0] > end + FARTHEST or not may_be_left_out(text, chain[-1], found):
            return None
        chain.append(found)
    return tuple(chain)
