"""A record or gold document as items and their places: what all formats are made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from communique.gold.records import GoldDocument
from communique.records import Readout
from communique.values import Span

__all__ = [
    "FIELDS",
    "KINDS",
    "PRIMARY",
    "Claim",
    "Found",
    "Item",
    "Kind",
    "Labeled",
    "Place",
    "head_of",
    "items_of",
    "lost_of",
]

Labeled: TypeAlias = Readout | GoldDocument

Kind = Literal["participant", "meeting", "statement", "boilerplate"]

KINDS: Mapping[Kind, str] = {
    "participant": "participants",
    "meeting": "meetings",
    "statement": "statements",
    "boilerplate": "boilerplate",
}
"""Each kind of item, and the key of a line that lists them."""

PRIMARY: Mapping[Kind, str] = {
    "participant": "mention",
    "meeting": "evidence",
    "statement": "content",
    "boilerplate": "boilerplate",
}
"""The role of the places where an item itself stands."""

FIELDS: Mapping[Kind, tuple[str, ...]] = {
    "participant": ("title", "country", "organization"),
    "meeting": ("kind", "date", "place", "organizer"),
    "statement": ("speaker_mention", "cue"),
    "boilerplate": (),
}
"""The other roles. Gold may have evidence for fields of other names, which not all formats have."""


_OF_DRAFTS = {"found_by", "undecided"}
"""Told by ``lost_of``: other tools have no place for them."""


@dataclass(frozen=True, slots=True)
class Claim:
    """Where a tool says that a quote stands: offsets as the tool counts them, words around it."""

    start: int | None
    end: int | None
    exact: str
    prefix: str = ""
    suffix: str = ""

    @classmethod
    def of(cls, start: object, end: object, exact: object, *context: object) -> Claim:
        """From values of any type, as other tools' files may have them."""
        first, last = (at if type(at) is int else None for at in (start, end))
        texts = (text if isinstance(text, str) else "" for text in (exact, *context))
        return cls(first, last, *texts)


@dataclass(frozen=True, slots=True)
class Place:
    """A place of an item and what it is to the item; ``where`` it stands in the tool's file."""

    role: str
    claim: Claim
    where: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One participant, meeting, statement or stretch of boilerplate.

    ``values`` are the keys of its line that are no spans; a meeting's ``participants`` are names.
    """

    kind: Kind
    values: Mapping[str, Any]
    places: tuple[Place, ...]
    where: str = ""

    def having(self, role: str) -> tuple[Place, ...]:
        return tuple(place for place in self.places if place.role == role)

    def roles(self) -> tuple[str, ...]:
        """The roles of its places but the primary one, each once, in their order."""
        primary = PRIMARY[self.kind]
        return tuple(dict.fromkeys(p.role for p in self.places if p.role != primary))


@dataclass(frozen=True, slots=True)
class Found:
    """What a tool's file has of one document.

    ``head`` are the keys of its line that are no items. ``text`` is None where the file has none.
    """

    head: Mapping[str, Any]
    items: tuple[Item, ...]
    where: str
    text: str | None = None
    notes: tuple[str, ...] = field(default=())
    """What of the file was not understood, one sentence each."""


def head_of(document: Labeled) -> dict[str, Any]:
    """The keys of its line that are neither items nor the text, and ``gold``: which of the two."""
    line = document.model_dump(mode="json", exclude={*KINDS.values(), "text", "history"})
    return {"gold": isinstance(document, GoldDocument), **line}


def items_of(document: Labeled) -> Iterator[Item]:
    """Its participants, then meetings, statements and boilerplate, in the order of the line."""
    spans = {"mentions", "evidence", "field_evidence", "content", "speaker_mention", "cue"}
    spans |= _OF_DRAFTS
    for p in document.participants:
        proofs = [(role, span) for role, found in p.evidence.items() for span in found]
        yield Item(
            "participant",
            p.model_dump(mode="json", exclude=spans),
            _places([*(("mention", span) for span in p.mentions), *proofs]),
        )
    for m in document.meetings:
        proofs = [(role, span) for role, found in m.field_evidence.items() for span in found]
        yield Item(
            "meeting",
            m.model_dump(mode="json", exclude=spans),
            _places([*(("evidence", span) for span in m.evidence), *proofs]),
        )
    for s in document.statements:
        named = (("content", s.content), ("speaker_mention", s.speaker_mention), ("cue", s.cue))
        yield Item(
            "statement",
            s.model_dump(mode="json", exclude=spans),
            _places([(role, span) for role, span in named if span is not None]),
        )
    for span in document.boilerplate if isinstance(document, GoldDocument) else ():
        yield Item("boilerplate", {}, _places([("boilerplate", span)]))


def lost_of(document: Labeled) -> Iterator[str]:
    """What no format carries, though ``document`` has it."""
    if isinstance(document, GoldDocument):
        if document.history:
            yield "the history of labels"
        if any(item.undecided or item.found_by for item in document.items()):
            yield "who found an item of a draft, and whether it is undecided"


def _places(found: list[tuple[str, Span]]) -> tuple[Place, ...]:
    return tuple(Place(role, Claim(span.start, span.end, span.text)) for role, span in found)
