"""Changing a participant: mentions, name, what is told of them; and what follows for the rest."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Any

from communique.countries import code_in, codes
from communique.errors import ReviewError
from communique.gold.records import GoldParticipant
from communique.records import Span
from communique.review.state import Entry, State
from communique.text.spacing import squeezed
from communique.values import FrozenMapping, place

__all__ = [
    "attribute_named",
    "attribute_shown",
    "joined",
    "new_participant",
    "participant_written",
    "who_is",
    "with_mentions",
]

_HONORIFIC = re.compile(r"^(?:Mr|Mrs|Ms|Dr)\.?\s+")


def new_participant(state: State, span: Span) -> GoldParticipant:
    """Somebody called as the words say."""
    name = squeezed(span.text)
    if name in {p.name for _, p in state.participants()}:
        raise ReviewError(f"{name} is a participant already: add the words as a mention")
    return GoldParticipant(name=name, mentions=(span,))


def with_mentions(person: GoldParticipant, mentions: Sequence[Span]) -> GoldParticipant:
    """The same with other mentions, in text order, each once."""
    if not mentions:
        raise ReviewError(f"{person.name} needs a mention: remove the participant instead")
    ordered = tuple(sorted(set(mentions), key=place))
    return person.model_copy(update={"mentions": ordered})


def who_is(state: State, span: Span) -> str:
    """Whom the words mean: the participant who is mentioned there or has this name or surname,
    else the words themselves."""
    words = _HONORIFIC.sub("", squeezed(span.text))
    named: list[str] = []
    for _, person in state.participants():
        if any(m.start < span.end and span.start < m.end for m in person.mentions):
            return person.name
        known = (person.name, *person.aliases)
        if words in known:
            return person.name
        if words == person.name.split()[-1]:
            named.append(person.name)
    return named[0] if len(named) == 1 else squeezed(span.text)


def attribute_shown(
    value: GoldParticipant, field: str, span: Span, said: str | None
) -> GoldParticipant:
    """``field`` is proven by ``span``: it is what is ``said``, else what the words say."""
    told = squeezed(said) if said and said.strip() else None
    if field == "country":
        told = told or code_in(squeezed(span.text))
        if told is None:
            raise ReviewError(
                f"“{squeezed(span.text)}” names no country: say which it stands for (NO, GB, …)",
                needs="value",
            )
        _check_code(told)
    evidence = FrozenMapping({**value.evidence, field: (span,)})
    return value.model_copy(update={field: told or squeezed(span.text), "evidence": evidence})


def attribute_named(value: GoldParticipant, field: str, told: str | None) -> GoldParticipant:
    """``field`` has another value, proven as before; None takes it and its proof away."""
    if told is None:
        left = {name: spans for name, spans in value.evidence.items() if name != field}
        return value.model_copy(update={field: None, "evidence": FrozenMapping(left)})
    if not value.evidence.get(field):
        raise ReviewError(f"select the words that prove the {field} first")
    if field == "country":
        _check_code(told)
    return value.model_copy(update={field: told})


def _check_code(code: str) -> None:
    if code not in codes():
        meant = code_in(code)
        hint = f": {meant} is" if meant else ""
        raise ReviewError(f"{code} is no country's code{hint}; write two letters such as NO")


def participant_written(state: State, entry: Entry, field: str, value: Any) -> State:
    """A participant's value changed; a new name is changed wherever the old one stands."""
    person = entry.value
    assert isinstance(person, GoldParticipant)  # noqa: S101 - for the type checker
    if field == "optional" and isinstance(value, bool):
        return state.putting(Entry(entry.id, person.model_copy(update={"optional": value})))
    if field == "aliases" and isinstance(value, tuple):
        aliases = tuple(dict.fromkeys(squeezed(alias) for alias in value if alias.strip()))
        return state.putting(Entry(entry.id, person.model_copy(update={"aliases": aliases})))
    told = squeezed(value) if isinstance(value, str) and value.strip() else None
    if field in {"title", "country", "organization"} and (value is None or told):
        return state.putting(Entry(entry.id, attribute_named(person, field, told)))
    if field == "name" and told:
        return _renamed(state, entry.id, person, told)
    raise ReviewError(f"{field} of a participant cannot be that")


def _renamed(state: State, entry_id: str, person: GoldParticipant, name: str) -> State:
    others = {p.name for other, p in state.participants() if other != entry_id}
    if name in others:
        raise ReviewError(f"another participant is called {name} already")
    changed = state.putting(Entry(entry_id, person.model_copy(update={"name": name})))
    for meeting_id, meeting in state.meetings():
        names = tuple(name if n == person.name else n for n in meeting.participants)
        meeting = meeting.model_copy(update={"participants": names})
        changed = changed.putting(Entry(meeting_id, meeting))
    for statement_id, statement in state.statements():
        if statement.speaker is not None and person.name not in others:
            parts = [name if p == person.name else p for p in statement.speaker.split("; ")]
            statement = statement.model_copy(update={"speaker": "; ".join(parts)})
            changed = changed.putting(Entry(statement_id, statement))
    return changed


def joined(before: State, after: State, name: str, but: Collection[str] = ()) -> State:
    """``after``, where ``name`` came in: a meeting that all took part in takes them in too, ``but``
    for some."""
    everyone = tuple(p.name for _, p in before.participants())
    for meeting_id, meeting in before.meetings():
        if meeting_id in but or name in meeting.participants:
            continue
        if set(meeting.participants) >= set(everyone):
            changed = meeting.model_copy(update={"participants": (*meeting.participants, name)})
            after = after.putting(Entry(meeting_id, changed))
    return after
