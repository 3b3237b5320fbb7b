"""How much of what stood around a quote stands around a place: W3C's prefix and suffix.

(https://www.w3.org/TR/annotation-model/#text-quote-selector)
"""

from __future__ import annotations

__all__ = ["common_length", "shared_context"]


def shared_context(before: str, after: str, prefix: str, suffix: str) -> int:
    """How many characters around a place are those around a quote, counted from it outwards.

    Args:
        before: what stands before the place, after it: as much as is given is looked at.
        after: as ``before``.
        prefix: what stood before the quote, written alike (white space, marks).
        suffix: what stood after it.
    """
    return _run(before[::-1], prefix[::-1]) + _run(after, suffix)


def _run(there: str, wanted: str) -> int:
    """How far the two begin alike, in whole words: "met" has nothing of "made"."""
    end = common_length(there, wanted)
    if end in {0, len(wanted)}:
        return end
    if wanted[end].isalnum() or (end < len(there) and there[end].isalnum()):
        while end and wanted[end - 1].isalnum():
            end -= 1
    return end


def common_length(a: str, b: str) -> int:
    """The length of the beginning that two strings share."""
    low, high = 0, min(len(a), len(b))
    while low < high:  # halving: slices are compared at once, characters one after another
        middle = (low + high + 1) // 2
        if a.startswith(b[low:middle], low):
            low = middle
        else:
            high = middle - 1
    return low
