"""Two annotators' labels of one document: what they share, and the differences to be decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from communique.gold.records import GoldDocument, GoldMeeting, GoldParticipant, GoldStatement
from communique.records import Span
from communique.review.state import (
    Entry,
    Label,
    Offer,
    State,
    kind_of,
    labels_of,
    primary,
    without_labels,
)
from communique.review.taking import BOTH, in_words_of, taken
from communique.scoring.likeness import candidates as likely_people
from communique.scoring.pairing import best_pairs
from communique.scoring.statements import pair_statements
from communique.values import place

__all__ = ["adjudication", "going_on"]

Pair = tuple[Label | None, Label | None]


def adjudication(
    head: GoldDocument, a: tuple[str, GoldDocument], b: tuple[str, GoldDocument]
) -> State:
    """The state that an adjudicator begins with: what both have as labels, the rest as offers.

    Args:
        head: the document of the result; its labels, where it has some, are decided already.
        a: an annotator's name and labels of the same text.
        b: the other's.
    """
    offers: list[Offer] = []
    pairs = list(_pairs(a[1], b[1]))
    shared = [one for _, one, other in pairs if one is not None and one == other]
    for number, (kind, one, other) in enumerate(pairs, start=1):
        group = f"{kind}{number}"
        if one is not None and one == other and _stands_among(one, shared):
            offers.append(Offer(group, group, BOTH, one))
        else:
            sides = ((a[0], "a", one), (b[0], "b", other))
            offers += [Offer(f"{group}{s}", group, by, v) for by, s, v in sides if v is not None]
    state = State(without_labels(head), (), tuple(offers))
    for offer in offers:
        if offer.by == BOTH:
            state = taken(state, offer.id)
    return state


def _stands_among(label: Label, others: Sequence[Label]) -> bool:
    """False for a nested statement whose outer one is a difference: it waits for that."""
    if not isinstance(label, GoldStatement) or not label.nested:
        return True
    inner = label.content
    return any(
        isinstance(one, GoldStatement)
        and one.content != inner
        and one.content.start <= inner.start
        and inner.end <= one.content.end
        for one in others
    )


def _pairs(a: GoldDocument, b: GoldDocument) -> Iterator[tuple[str, Label | None, Label | None]]:
    """The labels of both sides, those that are about the same thing together, in text order."""
    people = _same_people(a.participants, b.participants)
    names = {b.participants[j].name: a.participants[i].name for i, j in people}
    meetings = [_named_as(m, names) for m in b.meetings]
    statements = [_spoken_as(s, names) for s in b.statements]
    contents = pair_statements(a.text, a.statements, statements)["iou50"]
    spoken = [(i, j) for i, (j, _) in contents.items()]
    occasions = _overlapping(a.meetings, meetings)
    regions = _overlapping(a.boilerplate, b.boilerplate)
    for kind, pairs in (
        ("p", _sides(a.participants, b.participants, people)),
        ("m", _sides(a.meetings, meetings, occasions)),
        ("s", _sides(a.statements, statements, spoken)),
        ("b", _sides(a.boilerplate, b.boilerplate, regions)),
    ):
        for one, other in sorted(pairs, key=_where):
            yield kind, one, other


def _same_people(
    a: Sequence[GoldParticipant], b: Sequence[GoldParticipant]
) -> list[tuple[int, int]]:
    """Who is whom, where either side's names may stand for the other's."""
    weights = {(i, j): weight for j, i, weight in likely_people(b, a)}
    weights |= {(i, j): weight for i, j, weight in likely_people(a, b)}
    return best_pairs([(i, j, weight) for (i, j), weight in weights.items()])


def _sides(a: Sequence[Label], b: Sequence[Label], pairs: Sequence[tuple[int, int]]) -> list[Pair]:
    paired_a, paired_b = {i for i, _ in pairs}, {j for _, j in pairs}
    return [
        *((a[i], b[j]) for i, j in pairs),
        *((one, None) for i, one in enumerate(a) if i not in paired_a),
        *((None, other) for j, other in enumerate(b) if j not in paired_b),
    ]


def _where(pair: Pair) -> tuple[int, int]:
    return min(place(span) for side in pair if side is not None for span in primary(side)[:1])


def _overlapping(a: Sequence[Label], b: Sequence[Label]) -> list[tuple[int, int]]:
    """Who is whose counterpart by the characters that they share."""
    found = [
        (i, j, 1.0 + shared)
        for i, one in enumerate(a)
        for j, other in enumerate(b)
        if (shared := _shared(primary(one), primary(other)))
    ]
    return list(best_pairs(found))


def _shared(one: Sequence[Span], other: Sequence[Span]) -> int:
    return sum(max(0, min(x.end, y.end) - max(x.start, y.start)) for x in one for y in other)


def _named_as(meeting: GoldMeeting, names: Mapping[str, str]) -> GoldMeeting:
    participants = tuple(names.get(name, name) for name in meeting.participants)
    return meeting.model_copy(update={"participants": participants})


def _spoken_as(statement: GoldStatement, names: Mapping[str, str]) -> GoldStatement:
    if statement.speaker is None:
        return statement
    parts = [names.get(part, part) for part in statement.speaker.split("; ")]
    return statement.model_copy(update={"speaker": "; ".join(parts)})


def going_on(state: State, earlier: GoldDocument) -> State:
    """``state`` with the labels that an earlier adjudication left, and what they tell of answers.

    That neither side was right leaves no label: of a document that is not done yet, such
    differences are open again.
    """
    offers = state.offers
    state = replace(state, head=without_labels(earlier), entries=(), answers={})
    for value in labels_of(earlier):  # participants first: the others name them
        same = (
            offer
            for offer in offers
            if offer.group not in state.answers and in_words_of(state, offer.value) == value
        )
        found = next(same, None)
        if found is None:
            state = state.adding(value)
        else:
            state = state.putting(Entry(found.group, value)).answering(found.group, found.id)
    own = [entry.value for entry in state.entries if state.answers.get(entry.id) is None]
    for offer in offers:
        changed = any(
            kind_of(value) == kind_of(offer.value) and _shared(primary(offer.value), primary(value))
            for value in own
        )
        over = changed or offer.by == BOTH or earlier.status == "adjudicated"
        if offer.group not in state.answers and over:
            state = state.answering(offer.group, None)
    return state
