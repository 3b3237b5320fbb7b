"""Participants: who was found, and what is right about those who were.

Recall counts every gold participant that is not optional. To predict an optional one changes no
count; nor does a group ("officials of both coastal countries") that matches nothing, up to three
groups a document. The groups beyond these, and a second prediction of the same person, are false
alarms.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from communique.gold.records import GoldParticipant
from communique.records import Participant, Span
from communique.scoring.counts import Counts, Ratio, Tally
from communique.scoring.decisions import Check, Decision, Side, Verdict
from communique.scoring.names import (
    is_group,
    may_stand_for,
    person_key,
    surname_counts,
    words_key,
)
from communique.scoring.pairing import Candidate, best_pairs, sort_key

__all__ = ["ParticipantCounts", "compare_participants", "pair_participants"]

FREE_GROUPS = 3
"""Predicted groups a document, matched ones included, that cannot be false alarms."""


@dataclass(frozen=True, slots=True)
class ParticipantCounts(Tally):
    lenient: Counts = field(default_factory=Counts)
    """The person is found."""
    strict: Counts = field(default_factory=Counts)
    """The person is found, and country, organization and title agree (also in being absent)."""
    country: Ratio = field(default_factory=Ratio)
    """Of the matched whose gold has a country; so for the next two."""
    title: Ratio = field(default_factory=Ratio)
    organization: Ratio = field(default_factory=Ratio)
    grounded: Ratio = field(default_factory=Ratio)
    """Of all predicted: the document has the words of some mention where the mention says."""


def compare_participants(
    text: str, gold: Sequence[GoldParticipant], predicted: Sequence[Participant]
) -> tuple[ParticipantCounts, tuple[Decision, ...]]:
    """Counts of one document, and the decision on each of its participants."""
    pairs = dict(pair_participants(gold, predicted))
    unmatched = sorted(set(range(len(predicted))) - set(pairs.values()))
    groups = {j for j, p in enumerate(predicted) if is_group(p.name)}
    quota = max(0, FREE_GROUPS - len(groups - set(unmatched)))
    free = [j for j in unmatched if j in groups][:quota]
    decisions = [
        *(_decide(gold, predicted, i, pairs.get(i)) for i in range(len(gold))),
        *(
            Decision(
                "participant",
                "excused" if j in free else "false alarm",
                predicted=_side(j, predicted[j]),
            )
            for j in unmatched
        ),
    ]
    verdicts = [d.verdict for d in decisions]
    matched = [d for d in decisions if d.verdict == "matched"]
    lenient = Counts(len(matched), verdicts.count("false alarm"), verdicts.count("missed"))
    counts = ParticipantCounts(
        lenient=lenient,
        strict=lenient.restricted(sum(all(c.right for c in d.checks) for d in matched)),
        country=_given_a_match(matched, "country"),
        title=_given_a_match(matched, "title"),
        organization=_given_a_match(matched, "organization"),
        grounded=Ratio.of([_is_grounded(text, p.mentions) for p in predicted]),
    )
    return counts, tuple(decisions)


def pair_participants(
    gold: Sequence[GoldParticipant], predicted: Sequence[Participant | GoldParticipant]
) -> list[tuple[int, int]]:
    """One-to-one (gold, predicted) indices: most people matched, by equal keys where possible."""
    gold_order = sorted(range(len(gold)), key=lambda i: _gold_key(gold[i]))
    predicted_order = sorted(range(len(predicted)), key=lambda j: _key(predicted[j]))
    surnames = surname_counts(g.name for g in gold)
    by_sound = _index(predicted[j].name for j in predicted_order)
    candidates: list[Candidate] = []
    for row, i in enumerate(gold_order):
        names = (gold[i].name, *gold[i].aliases)
        near = {column for name in names for key in _buckets(name) for column in by_sound[key]}
        for column in sorted(near):
            other = predicted[predicted_order[column]]
            if any(may_stand_for(name, other.name, surnames) for name in names):
                candidates.append((row, column, _weight(gold[i], other)))
    return [(gold_order[row], predicted_order[column]) for row, column in best_pairs(candidates)]


def _weight(gold: GoldParticipant, predicted: Participant | GoldParticipant) -> float:
    """Equal keys before mere agreement; then gold that counts, then agreeing attributes."""
    tier = 2.001 if person_key(gold.name) == person_key(predicted.name) else 1.001
    agreeing = sum(check.right for check in _checks(gold, predicted))
    return tier + 1e-6 * (not gold.optional) + 1e-8 * agreeing


def _buckets(name: str) -> set[str]:
    """Names that may stand for each other share the last word, or all letters."""
    key = person_key(name)
    return {key[-1], "".join(key)} if key else set()


def _index(names: Iterable[str]) -> defaultdict[str, list[int]]:
    index: defaultdict[str, list[int]] = defaultdict(list)
    for position, name in enumerate(names):
        for bucket in _buckets(name):
            index[bucket].append(position)
    return index


def _key(p: Participant | GoldParticipant) -> tuple[object, ...]:
    return sort_key(p.name, p.country, p.organization, p.title)


def _gold_key(g: GoldParticipant) -> tuple[object, ...]:
    return (*_key(g), *sort_key(g.optional, tuple(sorted(g.aliases))))


def _decide(
    gold: Sequence[GoldParticipant], predicted: Sequence[Participant], i: int, j: int | None
) -> Decision:
    if j is None:
        verdict: Verdict = "excused" if gold[i].optional else "missed"
        return Decision("participant", verdict, gold=_side(i, gold[i]))
    return Decision(
        "participant",
        "excused" if gold[i].optional else "matched",
        gold=_side(i, gold[i]),
        predicted=_side(j, predicted[j]),
        checks=_checks(gold[i], predicted[j]),
    )


def _side(index: int, p: Participant | GoldParticipant) -> Side:
    return Side(index, p.name, min(p.mentions, key=lambda span: span.start, default=None))


def _checks(
    gold: GoldParticipant, predicted: Participant | GoldParticipant
) -> tuple[Check, Check, Check]:
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


def _given_a_match(matched: list[Decision], field: str) -> Ratio:
    checks = [c for d in matched for c in d.checks if c.field == field and c.gold]
    return Ratio.of([c.right for c in checks])


def _is_grounded(text: str, mentions: Iterable[Span]) -> bool:
    return any(text[span.start : span.end] == span.text for span in mentions)
