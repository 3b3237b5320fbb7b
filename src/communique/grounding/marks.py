"""Whether a place of a text lies inside quotation marks."""

from __future__ import annotations

__all__ = ["inside_quotation"]

_OPENING, _CLOSING = "“«„", "”»"


def inside_quotation(text: str, at: int) -> bool:
    """Whether a quotation opened in the paragraph of ``text[at]`` is still open there.

    Double marks of any kind count, single ones where they are no apostrophes.
    """
    start = text.rfind("\n", 0, at) + 1
    double = single = False
    for i in range(start, at):
        char = text[i]
        if char in _OPENING:
            double = True
        elif char in _CLOSING:
            double = False
        elif char == '"':
            double = not double
        elif char in "'‘’":
            after = text[i + 1 : i + 2]
            if (char == "‘" or _blank(text[i - 1 : i])) and after.isalnum():
                single = True
            elif not after.isalnum():
                single = False
    return double or single


def _blank(before: str) -> bool:
    return not before or before.isspace() or before in "([—–-"
