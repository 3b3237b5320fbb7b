"""What programs offer an annotator: the offline extractor's record, then its candidates.

The record's items are few and complete; candidates are many, found with high recall, and nothing
in them is judged.
"""

from __future__ import annotations

from collections.abc import Iterator

from communique.candidates import Candidates, candidates_in
from communique.gold.proposed import meeting_label, participant_label, statement_label
from communique.gold.records import GoldDocument, GoldMeeting, GoldParticipant, GoldStatement
from communique.records import Document, Readout
from communique.review.sayings import kind_by_marks
from communique.review.state import Label, Offer
from communique.rules import read
from communique.text.spacing import squeezed

__all__ = ["days_in", "proposals"]


def proposals(document: GoldDocument) -> tuple[Offer, ...]:
    """Offers about the text of ``document``, whatever its labels."""
    source = Document(id=document.document_id, text=document.text, published=document.published)
    record, candidates = read(source), candidates_in(source)
    whole = [Offer(f"r{n}", f"r{n}", "offline", v) for n, v in enumerate(_labels(record), 1)]
    further = _further(record, candidates)
    return (*whole, *(Offer(f"x{n}", f"x{n}", "candidate", v) for n, v in further))


def days_in(document: GoldDocument) -> tuple[tuple[int, int, str], ...]:
    """The dates of the text that tell a day: half-open range and ISO 8601 or EDTF."""
    source = Document(id=document.document_id, text=document.text, published=document.published)
    found = candidates_in(source).of("d")
    return tuple((one.span.start, one.span.end, one.day) for one in found if one.day)


def _labels(record: Readout) -> Iterator[Label]:
    """The items of a record as labels."""
    yield from map(participant_label, record.participants)
    yield from map(meeting_label, record.meetings)
    yield from map(statement_label, record.statements)


def _further(record: Readout, candidates: Candidates) -> Iterator[tuple[str, Label]]:
    """Candidates for labels that the record does not have, with their ids."""
    for one in candidates.untouched([span for _, span in record.spans()]):
        if one.kind == "m" and one.sort != "phrase":
            yield one.id, GoldParticipant(name=squeezed(one.span.text), mentions=(one.span,))
        elif one.kind == "c":
            kind = kind_by_marks(one.span.text)
            yield one.id, GoldStatement(content=one.span, kind=kind)
        elif one.kind == "t" and one.sentence is not None:
            kind_named = one.meeting or "other"
            yield one.id, GoldMeeting(kind=kind_named, evidence=(one.sentence,))
