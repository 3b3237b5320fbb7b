"""Records of one document → the draft of its labels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from communique.drafting.fitting import Fitting, apart
from communique.drafting.versions import Version, meetings, participants, statements
from communique.gold.passage import Passage
from communique.gold.proposed import meeting_label, participant_label, statement_label
from communique.gold.quoting import Quoter
from communique.gold.records import (
    GoldDocument,
    GoldEvent,
    GoldMeeting,
    GoldParticipant,
    GoldStatement,
)
from communique.gold.resolve import FORMAT
from communique.records import Document, ExtractorInfo, Meeting, Participant, Readout, Statement
from communique.values import Span, place

__all__ = ["Draft", "propose"]


@dataclass(frozen=True, slots=True)
class Draft:
    labels: GoldDocument
    left_out: tuple[str, ...]
    """A sentence on each item that a source cannot say."""


def propose(document: Document, records: Sequence[Readout], by: str, when: str) -> Draft:
    """The labels that ``records`` propose for ``document``, to be gone through by a person.

    Where all records have an item alike, it is proposed; where they differ, or only some have it,
    each version stands there, ``undecided``, with the models that found it.

    Args:
        records: of the document, by different extractors; one at least.
        by: the program that makes the draft.
        when: a moment in UTC, ``2031-05-06T09:30:00Z``.
    """
    fitting = Fitting(Quoter(Passage.of(document.text), document.id))
    fitted = [fitting.record(record) for record in records]
    people = [_participant(version) for version in participants(fitted)]
    found = [_meeting(version) for version in meetings(fitted)]
    said = [_statement(version) for version in statements(fitted)]
    labels = GoldDocument(
        document_id=document.id,
        text_sha256=records[0].text_sha256,
        extractor=FORMAT,
        participants=tuple(sorted(_twice_named(people), key=lambda p: place(p.mentions[0]))),
        meetings=tuple(sorted(found, key=lambda m: place(m.evidence[0]))),
        statements=_nested(sorted(_twice_said(said), key=lambda s: place(s.content))),
        published=document.published,
        status="draft",
        history=(
            GoldEvent(
                role="program",
                by=by,
                when=when,
                made_from=tuple(_extractor(record.extractor) for record in records),
            ),
        ),
        text=document.text,
    )
    return Draft(labels, tuple(fitting.left_out))


def _extractor(info: ExtractorInfo) -> str:
    prompt = f", prompt {info.prompt_sha256[:12]}" if info.prompt_sha256 else ""
    return f"{info.model} {info.version}{prompt}"


def _participant(version: Version[Participant]) -> GoldParticipant:
    return participant_label(version.values[0]).model_copy(
        update={
            "mentions": apart(span for value in version.values for span in value.mentions),
            "found_by": version.found_by,
            "undecided": version.undecided,
        }
    )


def _meeting(version: Version[Meeting]) -> GoldMeeting:
    first = version.values[0]
    proofs = {span for found in first.field_evidence.values() for span in found}
    return meeting_label(first).model_copy(
        update={
            "evidence": tuple(sorted({*first.evidence, *proofs}, key=place)),
            "found_by": version.found_by,
            "undecided": version.undecided,
        }
    )


def _statement(version: Version[Statement]) -> GoldStatement:
    cue = next((value.cue for value in version.values if value.cue is not None), None)
    return statement_label(version.values[0]).model_copy(
        update={"cue": cue, "found_by": version.found_by, "undecided": version.undecided}
    )


def _twice_named(people: Sequence[GoldParticipant]) -> list[GoldParticipant]:
    """Two of one name are versions of one to choose from, whatever their extractor thought."""
    times = Counter(p.name for p in people)
    return [p.model_copy(update={"undecided": p.undecided or times[p.name] > 1}) for p in people]


def _twice_said(said: Sequence[GoldStatement]) -> list[GoldStatement]:
    times = Counter(s.content for s in said)
    return [s.model_copy(update={"undecided": s.undecided or times[s.content] > 1}) for s in said]


def _nested(said: Sequence[GoldStatement]) -> tuple[GoldStatement, ...]:
    """Nested is what stands in another statement that is there."""
    contents = [s.content for s in said]
    return tuple(
        s.model_copy(update={"nested": False, "core": True})
        if s.nested and not any(_holds(other, s.content) for other in contents)
        else s
        for s in said
    )


def _holds(outer: Span, inner: Span) -> bool:
    return outer != inner and outer.start <= inner.start and inner.end <= outer.end
