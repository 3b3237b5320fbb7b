"""How much of what stood around a quote stands around a place: W3C's prefix and suffix.

(https://www.w3.org/TR/annotation-model/#text-quote-selector)
"""

from __future__ import annotations

__all__ = ["common_length", "shared_after", "shared_before", "shared_context"]


def shared_context(before: str, after: str, prefix: str, suffix: str) -> int:
    """How many characters around a place are those around a quote, counted from it outwards.

    Args:
        before: what stands before the place, after it: as much as is given is looked at.
        after: as ``before``.
        prefix: what stood before the quote, written alike (white space, marks).
        suffix: what stood after it.
    """
    return shared_before(before, prefix) + shared_after(after, suffix)


def shared_before(before: str, prefix: str) -> int:
    """How far the two end alike, in whole words."""
    return shared_after(before[::-1], prefix[::-1])


def shared_after(after: str, suffix: str) -> int:
    """How far the two begin alike, in whole words: "met" has nothing of "made"."""
    end = common_length(after, suffix)
    if end in {0, len(suffix)}:
        return end
    if suffix[end].isalnum() or (end < len(after) and after[end].isalnum()):
        while end and suffix[end - 1].isalnum():
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
