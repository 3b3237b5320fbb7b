"""Meetings: which predicted one is which of the gold, and what is right about it.

Two can be one meeting when they agree in date, kind or organizer; the date weighs as much as the
other two together. Each of the three is then asked of every gold meeting that has it: a meeting
that was not found has none right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from communique.gold.records import GoldMeeting
from communique.records import Meeting, Span
from communique.scoring.counts import Counts, Ratio, Tally, figure
from communique.scoring.decisions import Decision
from communique.scoring.meeting_decisions import decide
from communique.scoring.page import Page

__all__ = ["MeetingCounts", "compare_meetings"]


_OF = "of all gold meetings that have one"


@dataclass(frozen=True, slots=True)
class MeetingCounts(Tally):
    meetings: Counts = field(default_factory=Counts)
    kind: Ratio = field(default_factory=Ratio, metadata=figure("meeting kind", _OF))
    date: Ratio = field(default_factory=Ratio, metadata=figure("date", _OF))
    organizer: Ratio = field(default_factory=Ratio, metadata=figure("organizer", _OF))


def compare_meetings(
    text: str,
    gold: Sequence[GoldMeeting],
    predicted: Sequence[Meeting],
    boilerplate: Sequence[Span] = (),
) -> tuple[MeetingCounts, tuple[Decision, ...]]:
    """Counts of one document, and the decision on each of its meetings."""
    decisions = decide(gold, predicted, Page(text, boilerplate))
    verdicts = [d.verdict for d in decisions]
    counts = MeetingCounts(
        meetings=Counts(
            verdicts.count("matched"), verdicts.count("false alarm"), verdicts.count("missed")
        ),
        date=_over_gold(decisions, "date"),
        kind=_over_gold(decisions, "kind"),
        organizer=_over_gold(decisions, "organizer"),
    )
    return counts, decisions


def _over_gold(decisions: Sequence[Decision], field: str) -> Ratio:
    checks = [c for d in decisions for c in d.checks if c.field == field and c.gold]
    return Ratio.of([c.right for c in checks])
