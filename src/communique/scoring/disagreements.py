"""On what annotators of one document differ, unit by unit, for people to decide."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from communique.gold.records import GoldDocument, GoldMeeting, GoldParticipant, GoldStatement
from communique.records import Span
from communique.scoring.names import Key, person_key
from communique.scoring.units import Unit

__all__ = ["CLASSES", "Difference", "Units", "differences_of"]

CLASSES = (
    "missing participant",
    "title",
    "country",
    "organization",
    "missing meeting",
    "meeting kind",
    "meeting date",
    "meeting place",
    "organizer",
    "missing statement",
    "boundary",
    "kind",
    "speaker",
)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that annotators have differently.

    ``values`` are what each has who labeled the document, None where one has nothing; ``at`` is
    where the thing stands, None where nobody says.
    """

    document_id: str
    what: str
    """One of ``CLASSES``."""
    values: Mapping[str, str | None]
    at: Span | None


@dataclass(frozen=True, slots=True)
class Units:
    """What the annotators of one document labeled, annotators and items by their numbers."""

    participants: Sequence[Unit]
    meetings: Sequence[Unit]
    statements: Sequence[Unit]


@dataclass(frozen=True, slots=True)
class _Facet(Generic[T]):
    """What of an item may differ: how it is shown, and what is compared where that is not it."""

    what: str
    shown: Callable[[T], str | None]
    key: Callable[[T], Hashable] | None = None

    def of(self, item: T) -> Hashable:
        if self.key is not None:
            return self.key(item)
        shown = self.shown(item)
        return None if shown is None else " ".join(shown.casefold().split())


@dataclass(frozen=True, slots=True)
class _Kind(Generic[T]):
    """A kind of item: what one is called, where it stands, whether it is scored, its facets."""

    missing: str
    name: Callable[[T], str]
    spans: Callable[[T], Sequence[Span]]
    scored: Callable[[T], bool]
    facets: Sequence[_Facet[T]]

    def differences(self, document_id: str, items: Mapping[str, T | None]) -> Iterator[Difference]:
        """``items`` are those of one unit, by annotator."""
        given = [item for item in items.values() if item is not None]
        at = next((span for item in given for span in self.spans(item)), None)

        def difference(what: str, shown: Callable[[T], str | None]) -> Difference:
            values = {name: None if x is None else shown(x) for name, x in items.items()}
            return Difference(document_id, what, values, at)

        if len(given) < len(items):
            yield difference(self.missing, self.name)
        scored = [item for item in given if self.scored(item)]
        for facet in self.facets:
            if len({facet.of(item) for item in scored}) > 1:
                yield difference(facet.what, facet.shown)


_PARTICIPANT: _Kind[GoldParticipant] = _Kind(
    "missing participant",
    lambda p: p.name,
    lambda p: p.mentions,
    lambda p: not p.optional,
    (
        _Facet("title", lambda p: p.title),
        _Facet("country", lambda p: p.country),
        _Facet("organization", lambda p: p.organization),
    ),
)
_MEETING: _Kind[GoldMeeting] = _Kind(
    "missing meeting",
    lambda m: f"{m.kind}, {m.date or 'no date'}",
    lambda m: m.evidence,
    lambda m: True,
    (
        _Facet("meeting kind", lambda m: m.kind),
        _Facet("meeting date", lambda m: m.date),
        _Facet("meeting place", lambda m: m.place),
        _Facet(
            "organizer", lambda m: m.organizer, lambda m: m.organizer and person_key(m.organizer)
        ),
    ),
)


def _statement(speakers: Mapping[str | None, Key | None]) -> _Kind[GoldStatement]:
    return _Kind(
        "missing statement",
        lambda s: s.content.text,
        lambda s: (s.content,),
        lambda s: s.core,
        (
            _Facet("boundary", lambda s: s.content.text, lambda s: s.content),
            _Facet("kind", lambda s: s.kind),
            _Facet("speaker", lambda s: s.speaker, lambda s: speakers[s.speaker]),
        ),
    )


def differences_of(
    by_name: Mapping[str, GoldDocument], units: Units, speakers: Mapping[str | None, Key | None]
) -> Iterator[Difference]:
    """The differences of one document, in the order of its units.

    Args:
        by_name: the document as each annotator labeled it.
        units: its items, annotators numbered in the order of ``by_name``.
        speakers: a label for each speaker, the same for names that may stand for each other.
    """
    document_id = next(iter(by_name.values())).document_id
    people = {name: d.participants for name, d in by_name.items()}
    meetings = {name: d.meetings for name, d in by_name.items()}
    statements = {name: d.statements for name, d in by_name.items()}
    for unit in units.participants:
        yield from _PARTICIPANT.differences(document_id, _members(people, unit))
    for unit in units.meetings:
        yield from _MEETING.differences(document_id, _members(meetings, unit))
    for unit in units.statements:
        yield from _statement(speakers).differences(document_id, _members(statements, unit))


def _members(lists: Mapping[str, Sequence[T]], unit: Unit) -> dict[str, T | None]:
    return {
        name: items[unit[number]] if number in unit else None
        for number, (name, items) in enumerate(lists.items())
    }
