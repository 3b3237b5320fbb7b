"""Meetings: which predicted one is which of the gold, and what is right about it.

Two can be one meeting when they agree in date, kind or organizer; the date weighs as much as the
other two together. Each of the three is then asked of every gold meeting that has it: a meeting
that was not found has none right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from communique.gold.records import GoldMeeting
from communique.records import Meeting
from communique.scoring.counts import Counts, Ratio, Tally
from communique.scoring.decisions import Check, Decision, Side
from communique.scoring.names import may_stand_for, surname_counts
from communique.scoring.pairing import Candidate, SortKey, best_pairs, sort_key

__all__ = ["MeetingCounts", "compare_meetings"]


@dataclass(frozen=True, slots=True)
class MeetingCounts(Tally):
    meetings: Counts = field(default_factory=Counts)
    date: Ratio = field(default_factory=Ratio)
    kind: Ratio = field(default_factory=Ratio)
    organizer: Ratio = field(default_factory=Ratio)


def compare_meetings(
    gold: Sequence[GoldMeeting], predicted: Sequence[Meeting]
) -> tuple[MeetingCounts, tuple[Decision, ...]]:
    """Counts of one document, and the decision on each of its meetings."""
    pairs = dict(_pair(gold, predicted))
    decisions = []
    for i, g in enumerate(gold):
        found = predicted[pairs[i]] if i in pairs else None
        decisions.append(
            Decision(
                "meeting",
                "missed" if found is None else "matched",
                gold=_side(i, g),
                predicted=None if found is None else _side(pairs[i], found),
                checks=_checks(g, found),
            )
        )
    spurious = sorted(set(range(len(predicted))) - set(pairs.values()))
    decisions += [
        Decision("meeting", "false alarm", predicted=_side(j, predicted[j])) for j in spurious
    ]
    counts = MeetingCounts(
        meetings=Counts(len(pairs), len(spurious), len(gold) - len(pairs)),
        date=_over_gold(decisions, "date"),
        kind=_over_gold(decisions, "kind"),
        organizer=_over_gold(decisions, "organizer"),
    )
    return counts, tuple(decisions)


def _pair(gold: Sequence[GoldMeeting], predicted: Sequence[Meeting]) -> list[tuple[int, int]]:
    gold_order = sorted(range(len(gold)), key=lambda i: _key(gold[i]))
    predicted_order = sorted(range(len(predicted)), key=lambda j: _key(predicted[j]))
    candidates: list[Candidate] = []
    for row, i in enumerate(gold_order):
        for column, j in enumerate(predicted_order):
            date, kind, organizer = (check.right for check in _checks(gold[i], predicted[j]))
            agreement = 2 * (date and bool(gold[i].date)) + kind
            agreement += organizer and bool(gold[i].organizer)
            if agreement:
                weight = agreement + 0.001 + _tie_break(gold[i], predicted[j])
                candidates.append((row, column, weight))
    return [(gold_order[row], predicted_order[column]) for row, column in best_pairs(candidates)]


def _tie_break(gold: GoldMeeting, predicted: Meeting) -> float:
    """Shared participants (Dice), then the place; far below one agreement, or one pair more."""
    ours, theirs = set(gold.participants), set(predicted.participants)
    shared = 2 * len(ours & theirs) / max(len(ours) + len(theirs), 1)
    return 1e-6 * shared + 1e-8 * (gold.place is not None and gold.place == predicted.place)


def _key(m: GoldMeeting | Meeting) -> SortKey:
    return sort_key(m.date, m.kind, m.organizer, m.place, tuple(sorted(m.participants)))


def _checks(gold: GoldMeeting, predicted: Meeting | None) -> tuple[Check, Check, Check]:
    if predicted is None:
        return (
            Check("date", gold.date, None, right=False),
            Check("kind", gold.kind, None, right=False),
            Check("organizer", gold.organizer, None, right=False),
        )
    organizer = _same_name(gold.organizer, predicted.organizer)
    return (
        Check("date", gold.date, predicted.date, gold.date == predicted.date),
        Check("kind", gold.kind, predicted.kind, gold.kind == predicted.kind),
        Check("organizer", gold.organizer, predicted.organizer, organizer),
    )


def _same_name(gold: str | None, predicted: str | None) -> bool:
    if gold is None or predicted is None:
        return gold is None and predicted is None
    return may_stand_for(gold, predicted, surname_counts([gold]))


def _over_gold(decisions: list[Decision], field: str) -> Ratio:
    checks = [c for d in decisions for c in d.checks if c.field == field and c.gold]
    return Ratio.of([c.right for c in checks])


def _side(index: int, m: GoldMeeting | Meeting) -> Side:
    known = [m.kind, m.date, m.place, m.organizer and f"organized by {m.organizer}"]
    span = min(m.evidence, key=lambda s: s.start, default=None)
    return Side(index, ", ".join(part for part in known if part), span)
