"""Items of a record as labels: what a program found, before a person has judged it."""

from __future__ import annotations

from communique.gold.records import GoldMeeting, GoldParticipant, GoldStatement
from communique.records import Meeting, Participant, Statement

__all__ = ["meeting_label", "participant_label", "statement_label"]


def participant_label(found: Participant) -> GoldParticipant:
    return GoldParticipant(
        name=found.name,
        title=found.title,
        country=found.country,
        organization=found.organization,
        mentions=found.mentions,
        evidence={str(field): spans for field, spans in found.evidence.items()},
    )


def meeting_label(found: Meeting) -> GoldMeeting:
    """Without proof of its kind, which a source does not give."""
    return GoldMeeting(
        kind=found.kind,
        date=found.date,
        place=found.place,
        organizer=found.organizer,
        participants=found.participants,
        evidence=found.evidence,
        field_evidence={
            str(field): spans for field, spans in found.field_evidence.items() if field != "kind"
        },
    )


def statement_label(found: Statement) -> GoldStatement:
    """A nested statement is never core."""
    return GoldStatement(
        content=found.content,
        kind=found.kind,
        nested=found.nested,
        speaker=found.speaker,
        speaker_mention=found.speaker_mention,
        cue=found.cue,
        core=not found.nested,
    )
