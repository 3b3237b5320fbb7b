"""Statements: whether the content was found, and whether the right speaker was given for it.

Content overlap is intersection over union of letters and digits, at four thresholds, each with
its own assignment. Gold that is not ``core`` is matched but neither rewarded nor punished; a
predicted inner statement (``nested``) that matches nothing is left out too. The speaker never
makes a match: it only decides between predictions that overlap a gold statement equally.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from communique.gold.records import GoldStatement
from communique.records import Span, Statement
from communique.scoring.contents import (
    THRESHOLDS,
    Alignment,
    Pairs,
    Threshold,
    align,
    has_speaker,
    speaker_right,
)
from communique.scoring.counts import Counts, Ratio, Tally, figure
from communique.scoring.decisions import Decision
from communique.scoring.page import Page
from communique.scoring.speakers import speaker_names_agree
from communique.scoring.statement_decisions import decide

__all__ = ["THRESHOLDS", "StatementCounts", "Threshold", "compare_statements", "pair_statements"]


_OF = "of the matched items whose gold has one"


@dataclass(frozen=True, slots=True)
class StatementCounts(Tally):
    """Counts at one threshold."""

    content: Counts = field(default_factory=Counts)
    attributed: Counts = field(default_factory=Counts)
    """Right when the content is found and the speaker is right (or the gold names none)."""
    speaker: Ratio = field(default_factory=Ratio, metadata=figure("speaker", _OF))
    """Of the matched whose gold has a speaker; a missing speaker is wrong."""
    speaker_resolved: Ratio = field(default_factory=Ratio)
    """The same by the resolved names alone: "He" at the right place does not help."""
    kind: Ratio = field(default_factory=Ratio, metadata=figure("statement kind", _OF))
    """Of the matched whose gold has a kind."""


def compare_statements(
    text: str,
    gold: Sequence[GoldStatement],
    predicted: Sequence[Statement],
    boilerplate: Sequence[Span] = (),
) -> tuple[dict[Threshold, StatementCounts], tuple[Decision, ...]]:
    """Counts of one document at each threshold, and the decisions at ``iou50``."""
    alignment = align(text, gold, predicted)
    counts = {name: _count(alignment, pairs) for name, pairs in alignment.pairs.items()}
    return counts, decide(alignment, Page(text, boilerplate))


def pair_statements(
    text: str, gold: Sequence[GoldStatement], predicted: Sequence[Statement | GoldStatement]
) -> dict[Threshold, Pairs]:
    """At each threshold the one-to-one pairs with the greatest summed overlap, none below it.

    Gold index to predicted index and their overlap.
    """
    found = align(text, gold, predicted)
    return {
        name: {
            found.gold_order[i]: (found.predicted_order[j], overlap)
            for i, (j, overlap) in pairs.items()
        }
        for name, pairs in found.pairs.items()
    }


def _count(alignment: Alignment[Statement], pairs: Pairs) -> StatementCounts:
    gold, predicted = alignment.gold, alignment.predicted
    right = [(gold[i], predicted[j]) for i, (j, _) in pairs.items() if gold[i].core]
    taken = {j for j, _ in pairs.values()}
    false_alarms = sum(j not in taken and not p.nested for j, p in enumerate(predicted))
    content = Counts(len(right), false_alarms, sum(g.core for g in gold) - len(right))
    spoken = [(g, p) for g, p in right if has_speaker(g)]
    return StatementCounts(
        content=content,
        attributed=content.restricted(sum(speaker_right(g, p) for g, p in right)),
        speaker=Ratio.of([speaker_right(g, p) for g, p in spoken]),
        speaker_resolved=Ratio.of(list(_resolved(spoken))),
        kind=Ratio.of([g.kind == p.kind for g, p in right if g.kind is not None]),
    )


def _resolved(spoken: Iterable[tuple[GoldStatement, Statement]]) -> Iterable[bool]:
    for g, p in spoken:
        if g.speaker is not None:
            yield p.speaker is not None and speaker_names_agree(g.speaker, p.speaker)
