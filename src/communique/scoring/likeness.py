"""Which predicted participants may be which of the gold, and what agrees in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from communique.gold.records import GoldParticipant
from communique.records import Participant
from communique.scoring.decisions import Check
from communique.scoring.names import (
    may_stand_for,
    offered_buckets,
    person_key,
    surname_counts,
    wanted_buckets,
    words_key,
)
from communique.scoring.pairing import Candidate

__all__ = ["attribute_checks", "candidates", "is_same_name"]


def candidates(
    gold: Sequence[GoldParticipant], predicted: Sequence[Participant | GoldParticipant]
) -> list[Candidate]:
    """Who may be whom, with the weight."""
    surnames = surname_counts(g.name for g in gold)
    offered: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for j, p in enumerate(predicted):
        for bucket in offered_buckets(p.name):
            offered[bucket].append(j)
    found: list[Candidate] = []
    for i, g in enumerate(gold):
        names = (g.name, *g.aliases)
        buckets = {bucket for name in names for bucket in wanted_buckets(name, surnames)}
        for j in sorted({j for bucket in buckets for j in offered[bucket]}):
            p = predicted[j]
            if any(may_stand_for(name, p.name, surnames) for name in names):
                weight = _weight(g, p)
                found.append((i, j, weight))
    return found


def _weight(gold: GoldParticipant, predicted: Participant | GoldParticipant) -> float:
    """Equal keys before mere agreement; then gold that counts, then agreeing attributes."""
    tier = 2.001 if is_same_name(gold, predicted) else 1.001
    agreeing = sum(check.right for check in attribute_checks(gold, predicted))
    return tier + 1e-6 * (not gold.optional) + 1e-8 * agreeing


def is_same_name(gold: GoldParticipant, predicted: Participant | GoldParticipant) -> bool:
    return person_key(gold.name) == person_key(predicted.name)


def attribute_checks(
    gold: GoldParticipant, predicted: Participant | GoldParticipant
) -> tuple[Check, Check, Check]:
    """Country, title and organization, each right as well where both have none."""
    country = (gold.country or "").upper() == (predicted.country or "").upper()
    return (
        Check("country", gold.country, predicted.country, country),
        Check("title", gold.title, predicted.title, _covers(predicted.title, gold.title)),
        Check(
            "organization",
            gold.organization,
            predicted.organization,
            _covers(predicted.organization, gold.organization),
        ),
    )


def _covers(predicted: str | None, gold: str | None) -> bool:
    """True when at least half of the gold words are predicted, or both have none."""
    if not gold or not predicted:
        return not gold and not predicted
    wanted = set(words_key(gold))
    return 2 * len(wanted & set(words_key(predicted))) >= len(wanted)
