"""Whether two meetings may be one: what they agree in, and whom they share."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from communique.gold.records import GoldMeeting
from communique.records import Meeting
from communique.scoring.decisions import Check
from communique.scoring.names import Key, may_stand_for, person_key, surname_counts
from communique.scoring.pairing import Candidate

__all__ = ["candidates", "meeting_checks", "people", "same_organizer"]


def candidates(
    gold: Sequence[GoldMeeting], predicted: Sequence[GoldMeeting | Meeting]
) -> list[Candidate]:
    """Pairs that agree in date (2), kind (1) or organizer (1); what they agree in is the weight.

    Shared participants and then the place decide between equal ones.
    """
    theirs = [people(p) for p in predicted]
    found: list[Candidate] = []
    for i, g in enumerate(gold):
        ours = people(g)
        for j, p in enumerate(predicted):
            agreement = 2 * (g.date is not None and g.date == p.date) + (g.kind == p.kind)
            agreement += g.organizer is not None and same_organizer(g.organizer, p.organizer)
            if agreement:
                same_place = g.place is not None and g.place == p.place
                weight = agreement + 0.001 + 1e-6 * _dice(ours, theirs[j]) + 1e-8 * same_place
                found.append((i, j, weight))
    return found


def people(m: GoldMeeting | Meeting) -> frozenset[Key]:
    """Who takes part."""
    return frozenset(map(person_key, m.participants))


def meeting_checks(gold: GoldMeeting, predicted: Meeting | None) -> tuple[Check, Check, Check]:
    """Date, kind and organizer; of a meeting that was not found none is right."""
    if predicted is None:
        return (
            Check("date", gold.date, None, right=False),
            Check("kind", gold.kind, None, right=False),
            Check("organizer", gold.organizer, None, right=False),
        )
    organizer = same_organizer(gold.organizer, predicted.organizer)
    return (
        Check("date", gold.date, predicted.date, gold.date == predicted.date),
        Check("kind", gold.kind, predicted.kind, gold.kind == predicted.kind),
        Check("organizer", gold.organizer, predicted.organizer, organizer),
    )


@lru_cache(maxsize=65536)
def same_organizer(gold: str | None, predicted: str | None) -> bool:
    """True as well when neither has one."""
    if gold is None or predicted is None:
        return gold is None and predicted is None
    return may_stand_for(gold, predicted, surname_counts([gold]))


def _dice(ours: frozenset[Key], theirs: frozenset[Key]) -> float:
    return 2 * len(ours & theirs) / max(len(ours) + len(theirs), 1)
