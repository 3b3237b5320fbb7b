"""The places of a label: another one, other boundaries, one less."""

from __future__ import annotations

from communique.errors import ReviewError
from communique.gold.records import GoldMeeting, GoldParticipant, GoldStatement
from communique.records import Span
from communique.review.occasions import FIELDS, field_shown, own_evidence, with_evidence
from communique.review.people import attribute_named, attribute_shown, with_mentions
from communique.review.sayings import said_with
from communique.review.state import Label, State, kind_of, primary
from communique.values import FrozenMapping

__all__ = ["moved", "pointed", "unpointed"]


_ATTRIBUTES = frozenset({"title", "country", "organization"})


def _check_role(label: Label, role: str) -> None:
    """See that a label of this kind has places of this role."""
    if isinstance(label, GoldParticipant):
        known = role == "mention" or role in _ATTRIBUTES
    elif isinstance(label, GoldMeeting):
        known = role == "evidence" or role in FIELDS
    elif isinstance(label, GoldStatement):
        known = role in {"content", "speaker_mention", "cue"}
    else:
        known = role == "boilerplate"
    if not known:
        raise ReviewError(f"a {kind_of(label)} has no {role}")


def pointed(state: State, label: Label, role: str, span: Span, said: str | None) -> Label:
    _check_role(label, role)
    if isinstance(label, GoldParticipant):
        if role == "mention":
            return with_mentions(label, (*label.mentions, span))
        return attribute_shown(label, role, span, said)
    if isinstance(label, GoldMeeting):
        if role == "evidence":
            own = (*own_evidence(label), span)
            return with_evidence(label, own, dict(label.field_evidence))
        return field_shown(label, role, span, said)
    if isinstance(label, GoldStatement):
        return said_with(state, label, role, span, said)
    return span


def moved(state: State, label: Label, at: tuple[str, int], span: Span) -> Label:
    """The place ``at`` a role and its number with other boundaries; what it proves stays."""
    role, number = at
    _check_role(label, role)
    if isinstance(label, GoldStatement):
        if role == "content":
            return said_with(state, label, "content", span, None)
        if getattr(label, role) is None:
            raise ReviewError("this place is gone: it was removed or undone")
        return label.model_copy(update={role: span})
    if isinstance(label, Span):
        return span
    places = list(_places(label, role))
    if number >= len(places):
        raise ReviewError("this place is gone: it was removed or undone")
    places[number] = span
    return _with_places(label, role, places)


def unpointed(label: Label, role: str, number: int) -> Label:
    _check_role(label, role)
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
        evidence = FrozenMapping({**shown.evidence, role: tuple(places)})
        return shown.model_copy(update={"evidence": evidence})
    assert isinstance(label, GoldMeeting)  # noqa: S101 - statements and spans have no lists
    if role == "evidence":
        return with_evidence(label, places, dict(label.field_evidence))
    fields = {**label.field_evidence, role: tuple(places)}
    if not places:
        del fields[role]
        label = label.model_copy(update={role: None})
    return with_evidence(label, own_evidence(label), fields)
