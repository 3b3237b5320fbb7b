"""How far two spans share their letters and digits.

A span is taken as a range of the text's letters and digits alone, found by one running count over
the text, so that it does not matter on which side of a quotation mark a label ends.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

__all__ = [
    "LetterRange",
    "iou",
    "length",
    "letter_ranges",
    "overlapping",
    "reaches",
    "shared",
    "sharing",
]

LetterRange = tuple[int, int]
"""Half-open range in the sequence of a text's letters and digits; empty for pure punctuation."""

_ROUNDING = 1e-12


def reaches(overlap: float, threshold: float) -> bool:
    """``overlap >= threshold`` up to rounding."""
    return overlap >= threshold - _ROUNDING


def letter_ranges(text: str, spans: Sequence[tuple[int, int]]) -> list[LetterRange]:
    """Each half-open code-point span as a range of letters and digits."""
    import numpy as np

    flags = np.fromiter(map(str.isalnum, text), dtype=bool, count=len(text))
    before = np.concatenate(([0], np.cumsum(flags)))
    ends = np.minimum(np.array(spans, dtype=int).reshape(-1, 2), len(text))
    return [(int(start), int(end)) for start, end in before[ends]]


def length(a: LetterRange) -> int:
    """Letters and digits in the range."""
    return a[1] - a[0]


def shared(a: LetterRange, b: LetterRange) -> int:
    """Letters and digits common to both; 0 for ranges that only touch."""
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def iou(a: LetterRange, b: LetterRange) -> float:
    """Intersection over union; 0 for ranges that share nothing."""
    common = shared(a, b)
    return common / (length(a) + length(b) - common) if common else 0.0


def sharing(
    gold: Sequence[LetterRange], predicted: Sequence[LetterRange]
) -> list[tuple[int, int, int]]:
    """All pairs that share letters, with how many, sorted.

    Predicted ranges are looked up by where they start, those of like length together: what reaches
    into a gold range then starts near it, and one long range makes no search long. Time follows the
    number of such pairs, not of all pairs.
    """
    return sorted(found for group in _by_length(predicted) for found in _near(gold, group))


def overlapping(
    gold: Sequence[LetterRange], predicted: Sequence[LetterRange], minimum: float
) -> list[tuple[int, int, float]]:
    """All pairs whose intersection over union is at least ``minimum`` (> 0), with that value."""
    near = ((i, j, iou(gold[i], predicted[j])) for i, j, _ in sharing(gold, predicted))
    return [found for found in near if reaches(found[2], minimum)]


_Group = list[tuple[LetterRange, int]]


def _by_length(ranges: Sequence[LetterRange]) -> list[_Group]:
    """The ranges that are not empty, each with its index; those of one power of two together."""
    groups: dict[int, _Group] = {}
    for index, found in enumerate(ranges):
        if found[0] < found[1]:
            groups.setdefault(length(found).bit_length(), []).append((found, index))
    return list(groups.values())


def _near(gold: Sequence[LetterRange], group: _Group) -> Iterator[tuple[int, int, int]]:
    import numpy as np

    group = sorted(group)
    starts = np.array([found[0] for found, _ in group])
    longest = max(length(found) for found, _ in group)
    places = np.array(gold, dtype=int).reshape(-1, 2)
    first = np.searchsorted(starts, places[:, 0] - longest, side="right").tolist()
    stop = np.searchsorted(starts, places[:, 1], side="left").tolist()
    for i, place in enumerate(gold):
        for found, j in group[first[i] : stop[i]]:
            if common := shared(place, found):
                yield i, j, common
