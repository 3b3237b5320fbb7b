"""Whether a place of a text lies inside quotation marks."""

from __future__ import annotations

import re

__all__ = ["inside_quotation"]

_MARK = re.compile("[\"“”„«»'‘’]")
_OPENING, _CLOSING = "“«„", "”»"

LONGEST_QUOTATION = 4000
"""Characters before a place in which the beginning of a quotation is looked for."""


def inside_quotation(text: str, at: int) -> bool:
    """Whether a quotation opened in the paragraph of ``text[at]`` is still open there.

    Double marks of any kind count, single ones where they are no apostrophes.
    """
    start = max(text.rfind("\n", 0, at) + 1, at - LONGEST_QUOTATION)
    double = single = False
    for mark in _MARK.finditer(text, start, at):
        char, i = mark[0], mark.start()
        if char in _OPENING:
            double = True
        elif char in _CLOSING:
            double = False
        elif char == '"':
            double = not double
        else:
            after = text[i + 1 : i + 2]
            if (char == "‘" or _blank(text[max(0, i - 1) : i])) and after.isalnum():
                single = True
            elif not after.isalnum():
                single = False
    return double or single


def _blank(before: str) -> bool:
    return not before or before.isspace() or before in "([—–-"
