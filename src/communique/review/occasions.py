"""Changing a meeting: kind, evidence, date, place, organizer, who took part."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, get_args

from communique.errors import ReviewError
from communique.gold.records import GoldMeeting
from communique.records import MeetingKind, Span
from communique.review.state import State
from communique.text.spacing import squeezed
from communique.values import FrozenMapping, is_meeting_date, place

__all__ = ["field_shown", "meeting_written", "new_meeting", "own_evidence", "with_evidence"]

FIELDS = ("date", "place", "organizer")


def new_meeting(state: State, span: Span) -> GoldMeeting:
    """A meeting reported by the words: of all participants, since most articles tell of one."""
    names = tuple(p.name for _, p in state.participants())
    kind = "bilateral meeting" if len(names) <= 2 else "multilateral meeting"
    return GoldMeeting(kind=kind, participants=names, evidence=(span,))


def with_evidence(
    meeting: GoldMeeting, own: Sequence[Span], fields: dict[str, tuple[Span, ...]]
) -> GoldMeeting:
    """The same resting on ``own`` and on what proves its ``fields``."""
    if not own:
        raise ReviewError("a meeting needs words that report it: remove the meeting instead")
    proofs = {span for spans in fields.values() for span in spans}
    return meeting.model_copy(
        update={
            "evidence": tuple(sorted({*own, *proofs}, key=place)),
            "field_evidence": FrozenMapping(fields),
        }
    )


def own_evidence(meeting: GoldMeeting) -> tuple[Span, ...]:
    """The words that report the meeting, without those that only prove a field; never none."""
    proofs = {span for spans in meeting.field_evidence.values() for span in spans}
    return tuple(span for span in meeting.evidence if span not in proofs) or meeting.evidence


def field_shown(meeting: GoldMeeting, field: str, span: Span, said: str | None) -> GoldMeeting:
    """``field`` is proven by ``span``; a second place proves the same value as the first.

    Raises:
        ReviewError: a date whose day nobody said.
    """
    told = squeezed(said) if said and said.strip() else None
    before = meeting.field_evidence.get(field, ())
    value = getattr(meeting, field)
    if field == "date":
        if told is None and value is None:
            raise ReviewError(f"which day is “{squeezed(span.text)}”?", needs="value")
        _check_date(told or value)
        spans = tuple(sorted({*before, span}, key=place))
        told = told or value
    else:
        spans, told = (span,), told or squeezed(span.text)
    fields = {**meeting.field_evidence, field: spans}
    changed = with_evidence(meeting, own_evidence(meeting), fields)
    return changed.model_copy(update={field: told})


def meeting_written(state: State, meeting: GoldMeeting, field: str, value: Any) -> GoldMeeting:
    """A value of the meeting changed."""
    if field == "kind" and value in get_args(MeetingKind):
        return meeting.model_copy(update={"kind": value})
    if field == "participants" and isinstance(value, tuple):
        known = [p.name for _, p in state.participants()]
        strangers = [name for name in value if name not in known]
        if strangers:
            raise ReviewError(f"{strangers[0]} is no participant")
        chosen = tuple(name for name in known if name in value)
        return meeting.model_copy(update={"participants": chosen})
    if field in FIELDS and value is None:
        return _without_field(meeting, field)
    if field in FIELDS and isinstance(value, str) and value.strip():
        if not meeting.field_evidence.get(field):
            raise ReviewError(f"select the words that prove the {field} first")
        if field == "date":
            _check_date(squeezed(value))
        return meeting.model_copy(update={field: squeezed(value)})
    raise ReviewError(f"{field} of a meeting cannot be that")


def _without_field(meeting: GoldMeeting, field: str) -> GoldMeeting:
    fields = {name: spans for name, spans in meeting.field_evidence.items() if name != field}
    changed = with_evidence(meeting, own_evidence(meeting), fields)
    return changed.model_copy(update={field: None})


def _check_date(value: str) -> None:
    if not is_meeting_date(value):
        raise ReviewError(
            f"{value} is not a date: write 2031-05-06, 2031-05, 2031 or XXXX-05-06", needs="value"
        )
