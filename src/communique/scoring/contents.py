"""Which predicted content is which of the gold, at each threshold of overlap.

Both lists are sorted by content first, so that a score does not depend on the order in which they
came; indices of an ``Alignment`` are those of the sorted lists.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from communique.gold.records import GoldStatement
from communique.records import Statement
from communique.scoring.overlap import LetterRange, iou, letter_ranges, reaches, sharing
from communique.scoring.pairing import Candidate, SortKey, best_pairs, copies, sort_key
from communique.scoring.speakers import same_speaker

__all__ = [
    "GATE",
    "THRESHOLDS",
    "Alignment",
    "Pairs",
    "Threshold",
    "align",
    "has_speaker",
    "speaker_right",
]

Threshold = Literal["iou30", "iou50", "iou80", "exact"]
THRESHOLDS: Mapping[Threshold, float] = {"iou30": 0.3, "iou50": 0.5, "iou80": 0.8, "exact": 1.0}
"""Least overlap at which a prediction counts as found, by name: the points of the overlap curve."""

GATE: Threshold = "iou50"
"""At which decisions are made."""

Pairs = dict[int, tuple[int, float]]
"""Gold index -> predicted index and their overlap."""

S = TypeVar("S", Statement, GoldStatement, Statement | GoldStatement)


@dataclass(frozen=True)
class Alignment(Generic[S]):
    """The statements of both sides, sorted, and which were paired."""

    gold: list[GoldStatement]
    predicted: list[S]
    gold_order: list[int]
    """Where each stands in the list as it came."""
    predicted_order: list[int]
    gold_ranges: list[LetterRange]
    predicted_ranges: list[LetterRange]
    links: list[tuple[int, int, int]]
    """Pairs that share letters, and how many."""
    pairs: dict[Threshold, Pairs]

    def weight(self, i: int, j: int) -> float:
        """Of a pair in the assignment: its overlap, and what decides between equal ones."""
        overlap = iou(self.gold_ranges[i], self.predicted_ranges[j])
        return overlap + _tie_break(self.gold[i], self.predicted[j])


def align(text: str, gold: Sequence[GoldStatement], predicted: Sequence[S]) -> Alignment[S]:
    """The one-to-one pairs with the greatest summed overlap at each threshold, none below it."""
    gold_order = sorted(range(len(gold)), key=lambda i: (*_key(gold[i]), gold[i].core))
    predicted_order = sorted(range(len(predicted)), key=lambda j: _key(predicted[j]))
    places = [_place(gold[i]) for i in gold_order] + [_place(predicted[j]) for j in predicted_order]
    ranges = letter_ranges(text, places)
    ours, theirs = ranges[: len(gold)], ranges[len(gold) :]
    found = Alignment(
        gold=[gold[i] for i in gold_order],
        predicted=[predicted[j] for j in predicted_order],
        gold_order=gold_order,
        predicted_order=predicted_order,
        gold_ranges=ours,
        predicted_ranges=theirs,
        links=sharing(ours, theirs),
        pairs={},
    )
    overlaps = {(i, j): iou(ours[i], theirs[j]) for i, j, _ in found.links}
    again = copies(map(_key, found.gold), map(_key, found.predicted))
    lowest = min(THRESHOLDS.values())
    near: list[Candidate] = [
        (i, j, found.weight(i, j)) for (i, j), o in overlaps.items() if reaches(o, lowest)
    ]
    for name, threshold in THRESHOLDS.items():
        candidates = [c for c in near if reaches(overlaps[c[:2]], threshold)]
        found.pairs[name] = {i: (j, overlaps[i, j]) for i, j in best_pairs(candidates, again)}
    return found


def has_speaker(s: GoldStatement) -> bool:
    """The gold names a speaker: there is something to get right."""
    return s.speaker is not None or s.speaker_mention is not None


def speaker_right(gold: GoldStatement, predicted: Statement | GoldStatement) -> bool:
    """True as well where the gold names no speaker: nothing was asked."""
    return not has_speaker(gold) or same_speaker(
        (gold.speaker, gold.speaker_mention), (predicted.speaker, predicted.speaker_mention)
    )


def _place(s: Statement | GoldStatement) -> tuple[int, int]:
    return s.content.start, s.content.end


def _key(s: Statement | GoldStatement) -> SortKey:
    mention = s.speaker_mention
    place = () if mention is None else (mention.start, mention.end)
    return sort_key(s.content.start, s.content.end, s.kind, s.nested, s.speaker, place)


def _tie_break(gold: GoldStatement, predicted: Statement | GoldStatement) -> float:
    """Far below any difference of overlaps: gold that counts, then its speaker, then its kind."""
    if not gold.core:
        return 0.0
    same_kind = gold.kind == predicted.kind
    return 1e-6 + 1e-9 * speaker_right(gold, predicted) + 1e-11 * same_kind
