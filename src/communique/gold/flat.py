"""The flat shape of published corpora: one document a line, spans as pairs of offsets.

``{"id", "text", "published"?, "participants"?, "meetings"?, "statements": [{"start", "end", "kind",
"speaker_text", "speaker_start", "speaker_end", "speaker_name"?, "cue_text", "cue_start", "cue_end",
"core"?}], "boilerplate" or "ignore": [[start, end], …]}``. Other keys are passed over. Where a
text stands beside a pair of offsets, the two must agree.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict

from communique.gold.records import (
    GoldDocument,
    GoldMeeting,
    GoldParticipant,
    GoldStatement,
)
from communique.records import ExtractorInfo, MeetingKind, Span, StatementKind, text_sha256

__all__ = ["gold_from_flat"]


class _Flat(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class _Participant(_Flat):
    name: str
    title: str | None = None
    country: str | None = None
    organization: str | None = None
    mentions: tuple[Span, ...] = ()
    aliases: tuple[str, ...] = ()
    optional: bool = False


class _Meeting(_Flat):
    kind: MeetingKind
    date: str | None = None
    place: str | None = None
    organizer: str | None = None
    participants: tuple[str, ...] | None = None


class _Statement(_Flat):
    start: int
    end: int
    text: str | None = None
    kind: StatementKind | None = None
    nested: bool = False
    speaker_name: str | None = None
    speaker_text: str | None = None
    speaker_start: int | None = None
    speaker_end: int | None = None
    cue_text: str | None = None
    cue_start: int | None = None
    cue_end: int | None = None
    core: bool = True


class _Document(_Flat):
    id: str
    text: str
    published: str | None = None
    annotator: str | None = None
    participants: tuple[_Participant, ...] = ()
    meetings: tuple[_Meeting, ...] = ()
    statements: tuple[_Statement, ...] = ()
    boilerplate: tuple[tuple[int, int], ...] = ()
    ignore: tuple[tuple[int, int], ...] = ()


def gold_from_flat(item: Mapping[str, Any]) -> GoldDocument:
    """The gold document of a flat line; the annotator, where given, is ``extractor.model``.

    Raises:
        pydantic.ValidationError: a key is missing or wrong, a span is not in the text.
    """
    flat = _Document.model_validate(item)
    regions = sorted({*flat.boilerplate, *flat.ignore})
    return GoldDocument(
        document_id=flat.id,
        text_sha256=text_sha256(flat.text),
        extractor=(
            None if flat.annotator is None else ExtractorInfo(model=flat.annotator, version="flat")
        ),
        meetings=tuple(
            GoldMeeting(**{**dict(meeting), "participants": meeting.participants or ()})
            for meeting in flat.meetings
        ),
        participants=tuple(GoldParticipant(**dict(p)) for p in flat.participants),
        statements=tuple(_statement(flat.text, s) for s in flat.statements),
        boilerplate=tuple(_span(flat.text, start, end, None) for start, end in regions),
        published=flat.published,
        text=flat.text,
    )


def _statement(text: str, flat: _Statement) -> GoldStatement:
    return GoldStatement(
        content=_span(text, flat.start, flat.end, flat.text),
        kind=flat.kind,
        nested=flat.nested,
        speaker=flat.speaker_text if flat.speaker_name is None else flat.speaker_name,
        speaker_mention=_optional_span(
            text, flat.speaker_start, flat.speaker_end, flat.speaker_text
        ),
        cue=_optional_span(text, flat.cue_start, flat.cue_end, flat.cue_text),
        core=flat.core,
    )


def _optional_span(
    text: str, start: int | None, end: int | None, claimed: str | None
) -> Span | None:
    return None if start is None or end is None else _span(text, start, end, claimed)


def _span(text: str, start: int, end: int, claimed: str | None) -> Span:
    """The span at the offsets; what is claimed to stand there is checked by the document."""
    found = text[start:end] if 0 <= start < end <= len(text) else ""
    return Span(start=start, end=end, text=claimed or found)
