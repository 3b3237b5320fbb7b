"""Statements: whether the content was found, and whether the right speaker was given for it.

Content overlap is intersection over union of letters and digits, at three thresholds, each with
its own assignment. Gold that is not ``core`` is matched but neither rewarded nor punished; a
predicted inner statement (``nested``) that matches nothing is left out too. The speaker never
makes a match: it only decides between predictions that overlap a gold statement equally.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from communique.gold.records import GoldStatement
from communique.records import Statement
from communique.scoring.counts import Counts, Ratio, Tally
from communique.scoring.decisions import Check, Decision, Side, Verdict
from communique.scoring.overlap import letter_ranges, overlapping, reaches
from communique.scoring.pairing import Candidate, SortKey, best_pairs, sort_key
from communique.scoring.speakers import same_speaker, speaker_names_agree

__all__ = ["THRESHOLDS", "StatementCounts", "Threshold", "compare_statements", "pair_statements"]

Threshold = Literal["iou50", "iou80", "exact"]
THRESHOLDS: Mapping[Threshold, float] = {"iou50": 0.5, "iou80": 0.8, "exact": 1.0}
"""Least overlap at which a prediction counts as found, by name."""

Pairs = dict[int, tuple[int, float]]
"""Gold index -> predicted index and their overlap."""


@dataclass(frozen=True, slots=True)
class StatementCounts(Tally):
    """Counts at one threshold."""

    content: Counts = field(default_factory=Counts)
    attributed: Counts = field(default_factory=Counts)
    """Right when the content is found and the speaker is right (or the gold names none)."""
    speaker: Ratio = field(default_factory=Ratio)
    """Of the matched whose gold has a speaker; a missing speaker is wrong."""
    speaker_resolved: Ratio = field(default_factory=Ratio)
    """The same by the resolved names alone: "He" at the right place does not help."""
    kind: Ratio = field(default_factory=Ratio)
    """Of the matched whose gold has a kind."""


def compare_statements(
    text: str, gold: Sequence[GoldStatement], predicted: Sequence[Statement]
) -> tuple[dict[Threshold, StatementCounts], tuple[Decision, ...]]:
    """Counts of one document at each threshold, and the decisions at the lowest."""
    pairs = pair_statements(text, gold, predicted)
    counts = {name: _count(gold, predicted, pairs[name]) for name in THRESHOLDS}
    return counts, _decide(gold, predicted, pairs["iou50"])


def pair_statements(
    text: str, gold: Sequence[GoldStatement], predicted: Sequence[Statement | GoldStatement]
) -> dict[Threshold, Pairs]:
    """At each threshold the one-to-one pairs with the greatest summed overlap, none below it."""
    gold_order = sorted(range(len(gold)), key=lambda i: (*_key(gold[i]), gold[i].core))
    predicted_order = sorted(range(len(predicted)), key=lambda j: _key(predicted[j]))
    ranges = letter_ranges(
        text,
        [_range(gold[i]) for i in gold_order] + [_range(predicted[j]) for j in predicted_order],
    )
    near = overlapping(ranges[: len(gold)], ranges[len(gold) :], min(THRESHOLDS.values()))
    candidates: list[Candidate] = []
    overlaps: dict[tuple[int, int], float] = {}
    for row, column, overlap in near:
        overlaps[row, column] = overlap
        tie_break = _tie_break(gold[gold_order[row]], predicted[predicted_order[column]])
        candidates.append((row, column, overlap + tie_break))
    return {
        name: {
            gold_order[row]: (predicted_order[column], overlaps[row, column])
            for row, column in best_pairs(
                [c for c in candidates if reaches(overlaps[c[0], c[1]], threshold)]
            )
        }
        for name, threshold in THRESHOLDS.items()
    }


def _range(s: Statement | GoldStatement) -> tuple[int, int]:
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
    return 1e-6 + 1e-9 * _speaker_right(gold, predicted) + 1e-11 * same_kind


def _has_speaker(s: GoldStatement) -> bool:
    return s.speaker is not None or s.speaker_mention is not None


def _speaker_right(gold: GoldStatement, predicted: Statement | GoldStatement) -> bool:
    """True as well where the gold names no speaker: nothing was asked."""
    return not _has_speaker(gold) or same_speaker(
        (gold.speaker, gold.speaker_mention), (predicted.speaker, predicted.speaker_mention)
    )


def _count(
    gold: Sequence[GoldStatement], predicted: Sequence[Statement], pairs: Pairs
) -> StatementCounts:
    right = [(gold[i], predicted[j]) for i, (j, _) in pairs.items() if gold[i].core]
    taken = {j for j, _ in pairs.values()}
    false_alarms = sum(j not in taken and not p.nested for j, p in enumerate(predicted))
    content = Counts(len(right), false_alarms, sum(g.core for g in gold) - len(right))
    spoken = [(g, p) for g, p in right if _has_speaker(g)]
    return StatementCounts(
        content=content,
        attributed=content.restricted(sum(_speaker_right(g, p) for g, p in right)),
        speaker=Ratio.of([_speaker_right(g, p) for g, p in spoken]),
        speaker_resolved=Ratio.of(
            [
                p.speaker is not None and speaker_names_agree(g.speaker, p.speaker)
                for g, p in spoken
                if g.speaker is not None
            ]
        ),
        kind=Ratio.of([g.kind == p.kind for g, p in right if g.kind is not None]),
    )


def _decide(
    gold: Sequence[GoldStatement], predicted: Sequence[Statement], pairs: Pairs
) -> tuple[Decision, ...]:
    decisions = []
    for i, g in enumerate(gold):
        side = Side(i, g.content.text, g.content)
        if i not in pairs:
            missed: Verdict = "missed" if g.core else "excused"
            decisions.append(Decision("statement", missed, gold=side))
            continue
        j, overlap = pairs[i]
        p = predicted[j]
        found = Side(j, p.content.text, p.content)
        verdict: Verdict = "matched" if g.core else "excused"
        decisions.append(Decision("statement", verdict, side, found, overlap, _checks(g, p)))
    taken = {j for j, _ in pairs.values()}
    for j, p in enumerate(predicted):
        if j not in taken:
            verdict = "excused" if p.nested else "false alarm"
            found = Side(j, p.content.text, p.content)
            decisions.append(Decision("statement", verdict, predicted=found))
    return tuple(decisions)


def _checks(gold: GoldStatement, predicted: Statement) -> tuple[Check, Check]:
    wanted = gold.speaker
    if wanted is None and gold.speaker_mention is not None:
        wanted = gold.speaker_mention.text
    return (
        Check("speaker", wanted, predicted.speaker, _speaker_right(gold, predicted)),
        Check("kind", gold.kind, predicted.kind, gold.kind is None or gold.kind == predicted.kind),
    )
