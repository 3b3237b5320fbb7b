"""Taking and refusing: what a program offers, what a draft proposes, what annotators differ in."""

from __future__ import annotations

from dataclasses import replace

from communique.errors import ReviewError
from communique.gold.records import (
    GoldEvent,
    GoldMeeting,
    GoldParticipant,
    GoldStatement,
    GoldStatus,
)
from communique.records import Span
from communique.review.people import joined
from communique.review.state import Entry, Label, Offer, State, kind_of, primary

__all__ = [
    "BOTH",
    "confirmed",
    "finished",
    "in_words_of",
    "is_open",
    "own",
    "refused",
    "removed_for_good",
    "taken",
    "unconfirmed",
]


BOTH = "both"
"""Who offers what two annotators agree on: it is taken from the beginning."""

_PROGRAMS = frozenset({"offline", "candidate"})


def taken(state: State, offer_id: str) -> State:
    """The offer as the entry of its group."""
    offer = next((one for one in state.offers if one.id == offer_id), None)
    if offer is None:
        raise ReviewError("this offer is gone")
    value = in_words_of(state, offer.value)
    if isinstance(value, GoldStatement):
        same = [e for e, s in state.statements() if s.content == value.content]
        if any(entry != offer.group for entry in same):
            raise ReviewError("these words are a statement already")
    after = state.putting(Entry(offer.group, value)).answering(offer.group, offer.id)
    before = state.entry(offer.group)
    if not isinstance(value, GoldParticipant):
        return after
    if isinstance(before, Entry) and isinstance(before.value, GoldParticipant):
        return _renamed(after, before.value.name, value.name)
    return _joined_where_offered(state, after, offer, value.name)


def refused(state: State, group: str) -> State:
    """None of the group's offers is a label."""
    if not any(one.group == group for one in state.offers):
        raise ReviewError("this offer is gone")
    return state.without(group).answering(group, None)


def removed_for_good(state: State, value: Label) -> State:
    """What a person took out is not offered again by a program."""
    for offer in state.offers:
        alike = offer.by in _PROGRAMS and kind_of(offer.value) == kind_of(value)
        if alike and offer.group not in state.answers and _meet(offer.value, value):
            state = state.answering(offer.group, None)
    return state


def confirmed(state: State, entry: Entry) -> State:
    """The draft's label as a person's; undecided ones of its kind at the same words go."""
    value = entry.value
    if isinstance(value, Span):
        return state
    rivals = (
        [
            other.id
            for other in state.entries
            if other.id != entry.id
            and not isinstance(other.value, Span)
            and other.value.undecided
            and kind_of(other.value) == kind_of(value)
            and _meet(other.value, value)
        ]
        if value.undecided
        else []
    )
    for rival in rivals:
        state = state.without(rival)
    return state.putting(Entry(entry.id, own(value)))


def finished(state: State, status: GoldStatus, event: GoldEvent) -> State:
    """The document is done; what a draft proposed and nobody rejected stands."""
    undecided = [e for e in state.entries if not isinstance(e.value, Span) and e.value.undecided]
    if undecided:
        raise ReviewError(f"{len(undecided)} labels are undecided: keep one version of each")
    open_groups = {o.group for o in state.offers if is_open(state, o)}
    if status == "adjudicated" and open_groups:
        raise ReviewError(f"{len(open_groups)} differences are not decided yet")
    entries = tuple(Entry(e.id, own(e.value)) for e in state.entries)
    history = (*state.head.history, event)
    head = state.head.model_copy(update={"status": status, "history": history})
    return replace(state, head=head, entries=entries)


def is_open(state: State, offer: Offer) -> bool:
    """Whether nobody answered the offer yet, nor labeled its words otherwise."""
    if offer.group in state.answers:
        return False
    if offer.by not in _PROGRAMS:
        return True
    own = [e.value for e in state.entries if kind_of(e.value) == kind_of(offer.value)]
    return not any(_meet(value, offer.value) for value in own)


def unconfirmed(value: Label) -> bool:
    """Whether a draft has it and nobody said yet that it is right."""
    return not isinstance(value, Span) and bool(value.found_by or value.undecided)


def own(value: Label) -> Label:
    """The label as one that no program has a part in."""
    if isinstance(value, Span):
        return value
    return value.model_copy(update={"found_by": (), "undecided": False})


def _meet(one: Label, other: Label) -> bool:
    """Whether the two stand, by half at least of the shorter place, at the same words."""
    people = isinstance(one, GoldParticipant) and isinstance(other, GoldParticipant)
    if people and getattr(one, "name", None) == getattr(other, "name", None):
        return True
    return any(
        2 * (min(a.end, b.end) - max(a.start, b.start)) >= min(a.end - a.start, b.end - b.start)
        for a in primary(one)
        for b in primary(other)
    )


def in_words_of(state: State, value: Label) -> Label:
    """An offer with the names that the labels have for who is meant; who is no participant of
    them takes part in no meeting yet."""
    if isinstance(value, GoldMeeting):
        names = (_name_now(state, name) for name in value.participants)
        present = tuple(dict.fromkeys(name for name in names if name is not None))
        return value.model_copy(update={"participants": present})
    if isinstance(value, GoldStatement) and value.speaker is not None:
        parts = [_name_now(state, part) or part for part in value.speaker.split("; ")]
        return value.model_copy(update={"speaker": "; ".join(parts)})
    return value


def _name_now(state: State, name: str) -> str | None:
    """What the participant whom an offer calls ``name`` is called in the labels; None: nobody."""
    for offer in state.offers:
        person = offer.value
        if isinstance(person, GoldParticipant) and name in (person.name, *person.aliases):
            entry = state.entry(offer.group)
            if entry is not None and isinstance(entry.value, GoldParticipant):
                return entry.value.name
    known = [p.name for _, p in state.participants() if name in (p.name, *p.aliases)]
    return known[0] if known else None


def _renamed(state: State, old: str, new: str) -> State:
    """Where a participant is exchanged for another version, the labels follow."""
    for entry in state.entries:
        value = entry.value
        if isinstance(value, GoldMeeting):
            names = tuple(new if name == old else name for name in value.participants)
            value = value.model_copy(update={"participants": names})
        elif isinstance(value, GoldStatement) and value.speaker is not None:
            parts = [new if part == old else part for part in value.speaker.split("; ")]
            value = value.model_copy(update={"speaker": "; ".join(parts)})
        state = state.putting(Entry(entry.id, value))
    return state


def _joined_where_offered(before: State, after: State, offer: Offer, name: str) -> State:
    """A meeting that was taken from an offer takes in whom that offer names, and no one else."""
    called = {
        other.value.name
        for other in before.offers
        if other.group == offer.group and isinstance(other.value, GoldParticipant)
    }
    by_offer: set[str] = set()
    for meeting_id, meeting in after.meetings():
        answer = after.answers.get(meeting_id)
        source = next((o.value for o in after.offers if o.id == answer), None)
        if not isinstance(source, GoldMeeting):
            continue
        by_offer.add(meeting_id)
        if called & set(source.participants) and name not in meeting.participants:
            names = (*meeting.participants, name)
            changed = meeting.model_copy(update={"participants": names})
            after = after.putting(Entry(meeting_id, changed))
    if offer.by in _PROGRAMS:
        return joined(before, after, name, but=by_offer)
    return after
