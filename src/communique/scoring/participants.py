"""Participants: who was found, and what is right about those who were.

Recall counts every gold participant that is not optional. To predict an optional one changes no
count; nor does a group ("officials of both coastal countries") that matches nothing, up to three
groups a document. The groups beyond these, and a second prediction of the same person, are false
alarms.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from communique.gold.records import GoldParticipant
from communique.records import Participant, Span
from communique.scoring.counts import Counts, Ratio, Tally, figure
from communique.scoring.decisions import Decision
from communique.scoring.page import Page
from communique.scoring.participant_decisions import decide

__all__ = ["ParticipantCounts", "compare_participants"]


@dataclass(frozen=True, slots=True)
class ParticipantCounts(Tally):
    lenient: Counts = field(default_factory=Counts)
    """The person is found."""
    strict: Counts = field(default_factory=Counts)
    """The person is found, and country, organization and title agree (also in being absent)."""
    country: Ratio = field(
        default_factory=Ratio, metadata=figure("country", "of the matched items whose gold has one")
    )
    """Of the matched whose gold has a country; so for the next two."""
    title: Ratio = field(default_factory=Ratio)
    organization: Ratio = field(default_factory=Ratio)
    grounded: Ratio = field(default_factory=Ratio)
    """Of all predicted: the document has the words of some mention where the mention says."""


def compare_participants(
    text: str,
    gold: Sequence[GoldParticipant],
    predicted: Sequence[Participant],
    boilerplate: Sequence[Span] = (),
) -> tuple[ParticipantCounts, tuple[Decision, ...]]:
    """Counts of one document, and the decision on each of its participants."""
    page = Page(text, boilerplate)
    decisions = decide(gold, predicted, page)
    verdicts = [d.verdict for d in decisions]
    matched = [d for d in decisions if d.verdict == "matched"]
    lenient = Counts(len(matched), verdicts.count("false alarm"), verdicts.count("missed"))
    counts = ParticipantCounts(
        lenient=lenient,
        strict=lenient.restricted(sum(all(c.right for c in d.checks) for d in matched)),
        country=_given_a_match(matched, "country"),
        title=_given_a_match(matched, "title"),
        organization=_given_a_match(matched, "organization"),
        grounded=Ratio.of([any(map(page.holds, p.mentions)) for p in predicted]),
    )
    return counts, decisions


def _given_a_match(matched: list[Decision], field: str) -> Ratio:
    checks = [c for d in matched for c in d.checks if c.field == field and c.gold]
    return Ratio.of([c.right for c in checks])
