"""``apply(state, action)``: the state that comes of an action, or a reason why none does."""

from __future__ import annotations

from dataclasses import replace

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
    Reopen,
    Take,
    Unpoint,
    Write,
)
from communique.review.occasions import (
    FIELDS,
    field_shown,
    meeting_written,
    new_meeting,
    own_evidence,
    with_evidence,
)
from communique.review.people import (
    attribute_named,
    attribute_shown,
    joined,
    new_participant,
    participant_written,
    with_mentions,
)
from communique.review.sayings import new_statement, said_with, statement_written
from communique.review.state import Entry, Label, State, kind_of, primary
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
        case Reopen():
            return replace(state, head=state.head.model_copy(update={"status": "draft"}))
        case _:
            pass
    entry = state.entry(action.item)
    if entry is None:
        raise ReviewError("this label is gone: it was removed or undone")
    match action:
        case Remove():
            return _removed(state, entry)
        case Confirm():
            return confirmed(state, entry)
        case Write(field=field, value=value):
            return _touched(_written(state, entry, field, value), entry.id)
        case Point():
            span = _span(state, action.at)
            value = _pointed(state, entry.value, action.role, span, action.value)
        case Move():
            value = _moved(state, entry.value, action)
        case Unpoint():
            value = _unpointed(entry.value, action.role, action.number)
    return _touched(state.putting(Entry(entry.id, value)), entry.id)


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


def _pointed(state: State, label: Label, role: str, span: Span, said: str | None) -> Label:
    if isinstance(label, GoldParticipant):
        if role == "mention":
            return with_mentions(label, (*label.mentions, span))
        if role in {"title", "country", "organization"}:
            return attribute_shown(label, role, span, said)
    if isinstance(label, GoldMeeting):
        if role == "evidence":
            own = (*own_evidence(label), span)
            return with_evidence(label, own, dict(label.field_evidence))
        if role in FIELDS:
            return field_shown(label, role, span, said)
    if isinstance(label, GoldStatement) and role in {"content", "speaker_mention", "cue"}:
        return said_with(state, label, role, span, said)
    if isinstance(label, Span) and role == "boilerplate":
        return span
    raise ReviewError(f"a {kind_of(label)} has no {role}")


def _moved(state: State, label: Label, action: Move) -> Label:
    """The place with other boundaries; what it proves stays as it is."""
    span = _span(state, action.at)
    if isinstance(label, GoldStatement):
        if action.role == "content":
            return said_with(state, label, "content", span, None)
        if getattr(label, action.role, None) is not None:
            return label.model_copy(update={action.role: span})
    if isinstance(label, Span):
        return span
    places = list(_places(label, action.role))
    if action.number >= len(places):
        raise ReviewError("this place is gone: it was removed or undone")
    places[action.number] = span
    return _with_places(label, action.role, places)


def _unpointed(label: Label, role: str, number: int) -> Label:
    if isinstance(label, GoldStatement):
        if role == "cue":
            return label.model_copy(update={"cue": None})
        if role == "speaker_mention":
            return label.model_copy(update={"speaker": None, "speaker_mention": None})
    if isinstance(label, Span) or role == "content":
        raise ReviewError("that is all it has: remove the label instead")
    places = list(_places(label, role))
    if number >= len(places):
        raise ReviewError("this place is gone: it was removed or undone")
    del places[number]
    return _with_places(label, role, places)


def _places(label: Label, role: str) -> tuple[Span, ...]:
    if role in {"mention", "boilerplate", "content"}:
        return primary(label)
    if isinstance(label, GoldParticipant):
        return label.evidence.get(role, ())
    if isinstance(label, GoldMeeting):
        return own_evidence(label) if role == "evidence" else label.field_evidence.get(role, ())
    return ()


def _with_places(label: Label, role: str, places: list[Span]) -> Label:
    if isinstance(label, GoldParticipant):
        if role == "mention":
            return with_mentions(label, places)
        if not places:
            return attribute_named(label, role, None)
        value = getattr(label, role)
        shown = attribute_shown(label, role, places[0], value)
        evidence = {**shown.evidence, role: tuple(places)}
        return shown.model_copy(update={"evidence": type(shown.evidence)(evidence)})
    assert isinstance(label, GoldMeeting)  # noqa: S101 - statements and spans have no lists
    if role == "evidence":
        return with_evidence(label, places, dict(label.field_evidence))
    fields = {**label.field_evidence, role: tuple(places)}
    if not places:
        del fields[role]
        label = label.model_copy(update={role: None})
    return with_evidence(label, own_evidence(label), fields)
