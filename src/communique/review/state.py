"""What is known of a document under review: its labels, what is offered, how that was answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from communique.gold.records import (
    GoldDocument,
    GoldMeeting,
    GoldParticipant,
    GoldStatement,
)
from communique.records import Span
from communique.values import place

__all__ = [
    "Entry",
    "Kind",
    "Label",
    "Offer",
    "State",
    "kind_of",
    "labels_of",
    "primary",
    "without_labels",
]

Label: TypeAlias = GoldParticipant | GoldMeeting | GoldStatement | Span
"""A span is boilerplate."""

Kind = Literal["participant", "meeting", "statement", "boilerplate"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A label with the id that it keeps however it is changed."""

    id: str
    value: Label


@dataclass(frozen=True, slots=True)
class Offer:
    """A label that could be taken: one of a program, or one side of a difference.

    Those of one ``group`` exclude each other; the one that is taken becomes the entry with the
    group's id.
    """

    id: str
    group: str
    by: str
    """Who offers it: ``offline``, ``candidate``, or an annotator."""
    value: Label


@dataclass(frozen=True, slots=True)
class State:
    """``head`` has everything of the document but its labels."""

    head: GoldDocument
    entries: tuple[Entry, ...] = ()
    offers: tuple[Offer, ...] = ()
    answers: Mapping[str, str | None] = field(default_factory=dict)
    """Group -> the offer that was taken, None for none of them."""
    made: int = 0
    """Entries made so far, for the ids of new ones."""

    @classmethod
    def of(cls, document: GoldDocument, offers: tuple[Offer, ...] = ()) -> State:
        """The labels of ``document`` as entries p1, m1, s1, b1 …"""
        counts: Counter[str] = Counter()
        entries = []
        for value in labels_of(document):
            letter = kind_of(value)[0]
            counts[letter] += 1
            entries.append(Entry(f"{letter}{counts[letter]}", value))
        return cls(without_labels(document), tuple(entries), offers)

    @property
    def text(self) -> str:
        return self.head.text

    def entry(self, entry_id: str) -> Entry | None:
        return next((one for one in self.entries if one.id == entry_id), None)

    def participants(self) -> Iterator[tuple[str, GoldParticipant]]:
        return ((e.id, e.value) for e in self.entries if isinstance(e.value, GoldParticipant))

    def meetings(self) -> Iterator[tuple[str, GoldMeeting]]:
        return ((e.id, e.value) for e in self.entries if isinstance(e.value, GoldMeeting))

    def statements(self) -> Iterator[tuple[str, GoldStatement]]:
        return ((e.id, e.value) for e in self.entries if isinstance(e.value, GoldStatement))

    def putting(self, entry: Entry) -> State:
        """``entry`` in the place of the one with its id, else as the last."""
        if self.entry(entry.id) is None:
            return replace(self, entries=(*self.entries, entry))
        changed = tuple(entry if one.id == entry.id else one for one in self.entries)
        return replace(self, entries=changed)

    def adding(self, value: Label) -> State:
        """``value`` as a new entry."""
        made = self.made + 1
        return replace(self.putting(Entry(f"n{made}", value)), made=made)

    def without(self, entry_id: str) -> State:
        return replace(self, entries=tuple(e for e in self.entries if e.id != entry_id))

    def answering(self, group: str, offer: str | None) -> State:
        return replace(self, answers={**self.answers, group: offer})

    def document(self) -> GoldDocument:
        """The labels as gold: statements and boilerplate in text order, as a source resolves."""
        spans = [e.value for e in self.entries if isinstance(e.value, Span)]
        return self.head.model_copy(
            update={
                "participants": tuple(p for _, p in self.participants()),
                "meetings": tuple(m for _, m in self.meetings()),
                "statements": tuple(
                    sorted((s for _, s in self.statements()), key=lambda s: place(s.content))
                ),
                "boilerplate": tuple(sorted(spans, key=place)),
            }
        )


def labels_of(document: GoldDocument) -> tuple[Label, ...]:
    """Its participants, meetings, statements, boilerplate, in their order."""
    return (
        *document.participants,
        *document.meetings,
        *document.statements,
        *document.boilerplate,
    )


def without_labels(document: GoldDocument) -> GoldDocument:
    """Its head: the text, and what is told of the document as a whole."""
    parts = ("participants", "meetings", "statements", "boilerplate", "issues")
    return document.model_copy(update=dict.fromkeys(parts, ()))


def kind_of(value: Label) -> Kind:
    if isinstance(value, GoldParticipant):
        return "participant"
    if isinstance(value, GoldMeeting):
        return "meeting"
    return "statement" if isinstance(value, GoldStatement) else "boilerplate"


def primary(value: Label) -> tuple[Span, ...]:
    """Where a label itself stands, in text order."""
    if isinstance(value, GoldParticipant):
        return value.mentions
    if isinstance(value, GoldMeeting):
        return value.evidence
    return (value.content,) if isinstance(value, GoldStatement) else (value,)
