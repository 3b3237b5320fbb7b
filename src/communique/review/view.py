"""What a page shows of a state, as JSON: places are code points, the article is inert HTML."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from communique.gold.records import GoldMeeting, GoldParticipant, GoldStatement
from communique.pages.article import Mark, article_html
from communique.records import Span
from communique.review.occasions import own_evidence
from communique.review.session import Session
from communique.review.state import Label, Offer, State, kind_of, primary
from communique.review.taking import BOTH, is_open, unconfirmed
from communique.review.words import Words

__all__ = ["focus_after", "opened_view", "view"]

Place = dict[str, Any]


def opened_view(session: Session, days: tuple[tuple[int, int, str], ...]) -> dict[str, Any]:
    """What does not change while a document is open, and ``view``."""
    words = Words.of(session.state.text)
    return {
        "text": session.state.text,
        "words": [words.starts, words.ends],
        "days": days,
        "rewrites": session.file.copy_path.name if session.file.copy_first else None,
        **view(session),
    }


def view(session: Session, focus: str | None = None) -> dict[str, Any]:
    """What changes with each action; ``focus`` is the item that it was about."""
    state = session.state
    offers = [offer for offer in state.offers if is_open(state, offer) or _is_side(offer)]
    head = state.head
    return {
        "version": session.version,
        "undo": len(session.actions),
        "redo": len(session.undone),
        "focus": focus,
        "id": head.document_id,
        "status": head.status,
        "published": head.published,
        "history": [event.model_dump(mode="json") for event in head.history],
        "article": str(article_html(state.text, _marks(state, offers))),
        "items": [
            {"id": e.id, "unconfirmed": unconfirmed(e.value), **_item(e.value)}
            for e in state.entries
        ],
        "offers": [
            {
                "id": offer.id,
                "group": offer.group,
                "by": offer.by,
                "answered": offer.group in state.answers,
                "taken": state.answers.get(offer.group) == offer.id,
                **_item(offer.value),
            }
            for offer in offers
        ],
    }


def focus_after(before: State, after: State, about: str | None) -> str | None:
    """The item to show after an action ``about`` one, or after its undoing.

    What came of it; else what it was about; else what is offered again; None: nothing of these.
    """
    old = {entry.id: entry.value for entry in before.entries}
    new = {entry.id: entry.value for entry in after.entries}
    came = [name for name in new if name not in old]
    if came:
        return came[0]
    if about in new:
        return about
    gone = [name for name in old if name not in new]
    if gone:
        offered = {offer.group for offer in after.offers if is_open(after, offer)}
        return gone[0] if gone[0] in offered else None
    return next((name for name in new if new[name] != old[name]), None)


def _is_side(offer: Offer) -> bool:
    """Whether it is one side of a difference: these stay in sight when they are decided."""
    return offer.by not in {"offline", "candidate", BOTH}


def _item(value: Label) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if not isinstance(value, Span):
        spans = {"mentions", "evidence", "field_evidence", "content", "speaker_mention", "cue"}
        values = value.model_dump(mode="json", exclude=spans)
    return {"kind": kind_of(value), "values": values, "places": list(_places(value))}


def _places(value: Label) -> Iterator[Place]:
    """The places of a label with their roles, as actions name them."""
    if isinstance(value, GoldParticipant):
        yield from _role("mention", value.mentions)
        for field, spans in value.evidence.items():
            yield from _role(field, spans)
    elif isinstance(value, GoldMeeting):
        yield from _role("evidence", own_evidence(value))
        for field, spans in value.field_evidence.items():
            yield from _role(field, spans)
    elif isinstance(value, GoldStatement):
        named = (
            ("content", value.content),
            ("speaker_mention", value.speaker_mention),
            ("cue", value.cue),
        )
        for role, span in named:
            yield from _role(role, () if span is None else (span,))
    else:
        yield from _role("boilerplate", (value,))


def _role(role: str, spans: tuple[Span, ...]) -> Iterator[Place]:
    for number, span in enumerate(spans):
        yield {"role": role, "number": number, "start": span.start, "end": span.end}


_LAYERS = {
    "mention": "participant",
    "title": "evidence",
    "country": "evidence",
    "organization": "evidence",
    "evidence": "meeting",
    "date": "told",
    "place": "told",
    "organizer": "told",
    "speaker_mention": "speaker",
    "boilerplate": "clutter",
}


def _marks(state: State, offers: list[Offer]) -> Iterator[Mark]:
    length = len(state.text)
    for entry in state.entries:
        said = entry.value.kind or "" if isinstance(entry.value, GoldStatement) else ""
        pale = "unconfirmed" if unconfirmed(entry.value) else ""
        for place in _places(entry.value):
            layer: str = _LAYERS.get(place["role"]) or place["role"]
            variant = said if layer == "content" else pale
            yield Mark(place["start"], place["end"], layer, (entry.id,), variant)
    for offer in offers:
        kind = "side" if _is_side(offer) else f"{offer.by}-{kind_of(offer.value)}"
        if _is_side(offer) and offer.group in state.answers:
            continue
        for span in primary(offer.value):
            if span.end <= length:
                yield Mark(span.start, span.end, kind, (offer.id,))
