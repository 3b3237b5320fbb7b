"""``apply(state, action)``: the state that comes of an action, or a reason why none does."""

from __future__ import annotations

from communique.errors import ReviewError
from communique.gold.records import GoldMeeting, GoldParticipant, GoldStatement
from communique.records import Span
from communique.review.actions import (
    Action,
    Confirm,
    Finish,
    Move,
    New,
    Point,
    Range,
    Refuse,
    Remove,
    Take,
    Unpoint,
    Write,
)
from communique.review.occasions import meeting_written, new_meeting
from communique.review.people import joined, new_participant, participant_written
from communique.review.placing import moved, pointed, unpointed
from communique.review.sayings import new_statement, statement_written
from communique.review.state import Entry, State
from communique.review.taking import confirmed, finished, refused, removed_for_good, taken
from communique.review.words import Words

__all__ = ["apply"]


def apply(state: State, action: Action) -> State:
    """The state after ``action``.

    Raises:
        ReviewError: it cannot be done; the message says why, to the person at the page.
    """
    match action:
        case New():
            return _new(state, action)
        case Take(offer=offer):
            return taken(state, offer)
        case Refuse(group=group):
            return refused(state, group)
        case Finish():
            return finished(state, action.status, action.event)
        case _:
            return _changed(state, action)


def _changed(state: State, action: Remove | Confirm | Write | Point | Move | Unpoint) -> State:
    """The state after an action that is about one label."""
    entry = state.entry(action.item)
    if entry is None:
        raise ReviewError("this label is gone: it was removed or undone")
    match action:
        case Remove():
            return _removed(state, entry)
        case Confirm():
            return confirmed(state, entry)
        case Write():
            return _touched(_written(state, entry, action.field, action.value), entry.id)
        case Point():
            span = _span(state, action.at)
            label = pointed(state, entry.value, action.role, span, action.value)
        case Move():
            place = (action.role, action.number)
            label = moved(state, entry.value, place, _span(state, action.at))
        case Unpoint():
            label = unpointed(entry.value, action.role, action.number)
    return _touched(state.putting(Entry(entry.id, label)), entry.id)


def _span(state: State, at: Range) -> Span:
    return Words.of(state.text).span(at.start, at.end)


def _new(state: State, action: New) -> State:
    span = _span(state, action.at)
    if action.kind == "participant":
        person = new_participant(state, span)
        return joined(state, state.adding(person), person.name)
    if action.kind == "meeting":
        return state.adding(new_meeting(state, span))
    if action.kind == "boilerplate":
        return state.adding(span)
    if any(s.content == span for _, s in state.statements()):
        raise ReviewError("these words are a statement already")
    return state.adding(new_statement(state, span))


def _removed(state: State, entry: Entry) -> State:
    left = removed_for_good(state.without(entry.id), entry.value)
    if entry.id in state.answers:
        left = left.answering(entry.id, None)
    if not isinstance(entry.value, GoldParticipant):
        return left
    # Of an undecided participant another version may still have the name.
    if entry.value.name in {p.name for _, p in left.participants()}:
        return left
    for meeting_id, meeting in left.meetings():
        names = tuple(name for name in meeting.participants if name != entry.value.name)
        changed = meeting.model_copy(update={"participants": names})
        left = left.putting(Entry(meeting_id, changed))
    return left


def _touched(state: State, entry_id: str) -> State:
    """What a person changed is theirs: no program's any more, and decided."""
    entry = state.entry(entry_id)
    if entry is None or isinstance(entry.value, Span) or not entry.value.found_by:
        return state
    return confirmed(state, entry)


def _written(state: State, entry: Entry, field: str, value: object) -> State:
    label = entry.value
    if isinstance(label, GoldParticipant):
        return participant_written(state, entry, field, value)
    if isinstance(label, GoldMeeting):
        return state.putting(Entry(entry.id, meeting_written(state, label, field, value)))
    if isinstance(label, GoldStatement):
        return state.putting(Entry(entry.id, statement_written(state, label, field, value)))
    raise ReviewError("boilerplate has no values")
