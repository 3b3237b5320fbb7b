"""Two annotators' labels of one document: what both found, by the scorer's own pairing.

An item that either annotator marks optional or not ``core`` is left out of the counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from communique.errors import UsageError
from communique.gold.records import GoldDocument, GoldParticipant
from communique.scoring.counts import Counts, Tally
from communique.scoring.names import Key, may_stand_for, person_key, person_labels, surname_counts
from communique.scoring.occasions import candidates as meeting_candidates
from communique.scoring.pairing import Candidate, best_pairs, sort_key
from communique.scoring.statements import pair_statements

__all__ = ["PairCounts", "Paired", "Pairs", "pair_up"]

Pairs = Mapping[tuple[int, int], float]
"""Items of the first and of the second annotator that are one, and how alike they are."""


@dataclass(frozen=True, slots=True)
class PairCounts(Tally):
    """In each ``Counts`` the first annotator is the gold; F1 does not depend on that."""

    participants: Counts = field(default_factory=Counts)
    meetings: Counts = field(default_factory=Counts)
    """Those that agree in date, kind or organizer may be one."""
    statements: Counts = field(default_factory=Counts)
    """Contents that overlap by half (intersection over union of letters and digits)."""
    statements_exact: Counts = field(default_factory=Counts)


@dataclass(frozen=True, slots=True)
class Paired:
    participants: Pairs
    meetings: Pairs
    statements: Pairs
    """Those that overlap by half."""
    counts: PairCounts
    kinds: tuple[tuple[str, str], ...]
    """Of the core statements that both found, where both say one."""
    speakers: tuple[tuple[Key | None, Key | None], ...]
    """Names that may stand for each other are one label; no speaker is a label too."""


def pair_up(a: GoldDocument, b: GoldDocument) -> Paired:
    """What two annotators of one document have in common.

    Raises:
        UsageError: the two labeled different texts.
    """
    if a.text_sha256 != b.text_sha256:
        raise UsageError(f"{a.document_id}: the two annotations are of different texts")
    people = _pair_people(a.participants, b.participants)
    meetings = dict.fromkeys(best_pairs(meeting_candidates(a.meetings, b.meetings)), 1.0)
    contents = pair_statements(a.text, a.statements, b.statements)
    half = {(i, j): overlap for i, (j, overlap) in contents["iou50"].items()}
    exact = {(i, j): overlap for i, (j, overlap) in contents["exact"].items()}
    core = [s.core for s in a.statements], [s.core for s in b.statements]
    known = [not p.optional for p in a.participants], [not p.optional for p in b.participants]
    matched = [(a.statements[i], b.statements[j]) for i, j in half if core[0][i] and core[1][j]]
    labels = person_labels(s.speaker for s in (*a.statements, *b.statements))
    return Paired(
        participants=people,
        meetings=meetings,
        statements=half,
        counts=PairCounts(
            participants=_counts(people, *known),
            meetings=_counts(meetings, [True] * len(a.meetings), [True] * len(b.meetings)),
            statements=_counts(half, *core),
            statements_exact=_counts(exact, *core),
        ),
        kinds=tuple((x.kind, y.kind) for x, y in matched if x.kind and y.kind),
        speakers=tuple((labels[x.speaker], labels[y.speaker]) for x, y in matched),
    )


def _pair_people(a: Sequence[GoldParticipant], b: Sequence[GoldParticipant]) -> Pairs:
    """As the scorer pairs them, but either side's names may stand for the other's."""
    order_a = sorted(range(len(a)), key=lambda i: sort_key(a[i].name, a[i].country, a[i].title))
    order_b = sorted(range(len(b)), key=lambda j: sort_key(b[j].name, b[j].country, b[j].title))
    surnames_a = surname_counts(p.name for p in a)
    surnames_b = surname_counts(p.name for p in b)
    candidates: list[Candidate] = []
    for row, i in enumerate(order_a):
        for column, j in enumerate(order_b):
            if any(
                may_stand_for(x, y, surnames_a) or may_stand_for(y, x, surnames_b)
                for x in (a[i].name, *a[i].aliases)
                for y in (b[j].name, *b[j].aliases)
            ):
                equal = person_key(a[i].name) == person_key(b[j].name)
                scored = not a[i].optional and not b[j].optional
                candidates.append((row, column, 1.001 + equal + 1e-6 * scored))
    weights = {(order_a[row], order_b[column]): weight for row, column, weight in candidates}
    pairs = [(order_a[row], order_b[column]) for row, column in best_pairs(candidates)]
    return {pair: weights[pair] for pair in pairs}


def _counts(pairs: Pairs, scored_a: list[bool], scored_b: list[bool]) -> Counts:
    """A pair counts when both sides are scored; a scored item without a partner is unshared."""
    alone_a = set(range(len(scored_a))) - {i for i, _ in pairs}
    alone_b = set(range(len(scored_b))) - {j for _, j in pairs}
    return Counts(
        tp=sum(scored_a[i] and scored_b[j] for i, j in pairs),
        fp=sum(scored_b[j] for j in alone_b),
        fn=sum(scored_a[i] for i in alone_a),
    )
