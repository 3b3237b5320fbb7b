"""Changing a statement: content, kind, cue, who said it."""

from __future__ import annotations

import re
from typing import Any, get_args

from communique.errors import ReviewError
from communique.gold.records import GoldStatement
from communique.grounding.places import occurrences
from communique.records import Span, StatementKind
from communique.review.people import who_is
from communique.review.state import State
from communique.text.spacing import squeezed
from communique.values import gap, place

__all__ = ["kind_by_marks", "new_statement", "said_with", "statement_written"]

_MARK = re.compile("[\"“”„«»]|``|''")
_PRONOUNS = frozenset({"he", "she", "they", "it", "his", "her", "their", "its", "i", "we"})
_OPENS = re.compile('\\s*(?:["“„«‘]|``)')
_CLOSES = re.compile(r".*(?:[\"”“»’]|'')[.,;:!?]?\s*", re.DOTALL)


def kind_by_marks(words: str) -> StatementKind:
    """Direct within quotation marks, mixed with some inside, indirect without."""
    if _OPENS.match(words) and _CLOSES.fullmatch(words):
        return "direct"
    return "mixed" if _MARK.search(words) else "indirect"


def new_statement(state: State, span: Span) -> GoldStatement:
    """What the words say; speaker and cue as the offline extractor has them, where it was asked
    and found about the same."""
    fresh = GoldStatement(content=span, kind=kind_by_marks(span.text))
    best, most = None, 0.5
    for offer in state.offers:
        if isinstance(offer.value, GoldStatement) and offer.by == "offline":
            alike = _overlap(offer.value.content, span)
            if alike > most:
                best, most = offer.value, alike
    if best is None:
        return fresh
    parts = {
        name: part
        for name in ("speaker_mention", "cue")
        if (part := getattr(best, name)) is not None and _apart(part, span)
    }
    mention = parts.get("speaker_mention")
    speaker = None if mention is None else _speaker_of(state, best, mention)
    return fresh.model_copy(update={**parts, "speaker": speaker})


def _speaker_of(state: State, offered: GoldStatement, mention: Span) -> str:
    """The participant of the labels who is meant, else the name that the offer has."""
    found = who_is(state, mention)
    return found if found != squeezed(mention.text) else (offered.speaker or found)


def said_with(
    state: State, statement: GoldStatement, role: str, span: Span, said: str | None
) -> GoldStatement:
    """Other words are the content, the cue, or stand for the speaker."""
    if role == "content":
        _check_new(state, statement, span)
        return statement.model_copy(update={"content": span})
    if role == "cue":
        return statement.model_copy(update={"cue": span})
    if not any(character.isalpha() for character in span.text):
        raise ReviewError("no words that could stand for a speaker are selected")
    speaker = squeezed(said) if said and said.strip() else who_is(state, span)
    return statement.model_copy(update={"speaker_mention": span, "speaker": speaker})


def statement_written(
    state: State, statement: GoldStatement, field: str, value: Any
) -> GoldStatement:
    """A value of the statement changed."""
    if field == "kind" and value in get_args(StatementKind):
        return statement.model_copy(update={"kind": value})
    if field == "nested" and isinstance(value, bool):
        return statement.model_copy(update={"nested": value, "core": not value})
    if field == "core" and isinstance(value, bool):
        if value and statement.nested:
            raise ReviewError("a nested statement is never core")
        return statement.model_copy(update={"core": value})
    if field == "speaker" and value is None:
        return statement.model_copy(update={"speaker": None, "speaker_mention": None})
    if field == "speaker" and isinstance(value, str) and value.strip():
        name = squeezed(value)
        mention = _mention_for(state, statement, name)
        return statement.model_copy(update={"speaker": name, "speaker_mention": mention})
    raise ReviewError(f"{field} of a statement cannot be that")


def _mention_for(state: State, statement: GoldStatement, name: str) -> Span:
    """The words that stand for ``name`` at the statement: those that do so already, or could (a
    pronoun, say), else the nearest mention beside the content."""
    kept = statement.speaker_mention
    if kept is not None and _names_another(state, kept, name):
        kept = None
    if kept is not None and who_is(state, kept) in (name, squeezed(kept.text)):
        return kept
    mentions = [m for _, p in state.participants() if p.name == name for m in p.mentions]
    mentions = mentions or [
        Span.of(state.text, start, end) for start, end in occurrences(state.text, name)
    ]
    outside = [m for m in mentions if _apart(m, statement.content)]
    if kept is None and not outside:
        raise ReviewError(f"{name} does not stand beside the statement: select words for them")
    if not outside:
        return kept if kept is not None else mentions[0]
    content = place(statement.content)
    nearest = min(outside, key=lambda m: (gap(place(m), content), place(m)))
    if kept is not None and gap(place(kept), content) <= gap(place(nearest), content):
        return kept
    return nearest


def _names_another(state: State, words: Span, name: str) -> bool:
    """Whether the words name a participant who is not ``name``. "He" names nobody: whom it means
    is what is being corrected."""
    if words.text.lower() in _PRONOUNS:
        return False
    return who_is(state, words) in {p.name for _, p in state.participants() if p.name != name}


def _check_new(state: State, statement: GoldStatement, span: Span) -> None:
    if any(s.content == span for _, s in state.statements() if s is not statement):
        raise ReviewError("these words are a statement already")


def _apart(one: Span, other: Span) -> bool:
    return one.end <= other.start or other.end <= one.start


def _overlap(one: Span, other: Span) -> float:
    common = min(one.end, other.end) - max(one.start, other.start)
    return max(0, common) / (max(one.end, other.end) - min(one.start, other.start))
