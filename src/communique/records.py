"""The value types that everything else passes around: frozen, validated, without I/O.

One flow of data runs through them: ``Document`` → extractor → ``Readout`` (or ``Failure``) →
comparison with gold. Offsets are Unicode code points into the untouched text, half-open, so that
``text[span.start:span.end] == span.text`` holds for every span of a ``Readout``; one for which it
does not hold cannot be constructed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PrivateAttr,
    StringConstraints,
    model_validator,
)

__all__ = [
    "Document",
    "ErrorInfo",
    "ExtractorInfo",
    "Failure",
    "Issue",
    "Meeting",
    "MeetingKind",
    "Participant",
    "Readout",
    "Span",
    "Statement",
    "StatementKind",
    "Usage",
    "text_sha256",
]

MeetingKind = Literal[
    "call", "video call", "bilateral meeting", "multilateral meeting", "summit", "other"
]
StatementKind = Literal["direct", "mixed", "indirect"]

MEETING_DATE = r"^(\d{4}(-\d{2}(-\d{2})?)?|XXXX-\d{2}-\d{2})$"
"""ISO 8601 year, month or day; or an EDTF day whose year the text does not tell."""


def text_sha256(text: str) -> str:
    """SHA-256 (hex) of the text's UTF-8 bytes; lone surrogates are hashed as they stand."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


class Value(BaseModel):
    """A frozen value that refuses keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Span(Value):
    """A half-open range ``[start, end)`` of code points and the text that stands there."""

    start: int = Field(ge=0)
    end: int = Field(gt=0)
    text: str = Field(min_length=1)

    @model_validator(mode="after")
    def _length_fits(self) -> Self:
        if self.end - self.start != len(self.text):
            raise ValueError(
                f"span [{self.start}, {self.end}) is {self.end - self.start} long, "
                f"its text {self.text[:40]!r} {len(self.text)}"
            )
        return self

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Span:
        """The span of ``text`` from ``start`` to ``end``."""
        return cls(start=start, end=end, text=text[start:end])


class Document(Value):
    """An article: its id, its text exactly as read, and when it was published, if known."""

    id: str = Field(min_length=1)
    text: str
    published: str | None = Field(default=None, pattern=r"^\d{4}-\d{2}-\d{2}$")
    """ISO 8601 date that anchors relative dates ("on Monday")."""


class Issue(Value):
    """Something left out of a record, or known to be doubtful in it, and why."""

    code: str
    message: str
    path: str | None = None
    """Where in the record the value would have been; None for the document as a whole."""
    value: Any = None
    """What was left out, as the extractor gave it."""


class Participant(Value):
    """Someone who takes part in a reported meeting: a person, else a delegation or country."""

    name: str = Field(min_length=1)
    """The fullest name the text gives, without the title, white space made single."""
    title: str | None = None
    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] | None = None
    """ISO 3166-1 alpha-2 of the country represented (XK: Kosovo)."""
    organization: str | None = None
    mentions: tuple[Span, ...] = Field(min_length=1)
    evidence: Mapping[Literal["title", "country", "organization"], tuple[Span, ...]] = Field(
        default_factory=dict
    )
    """For each derived field that is not null, the spans that prove it."""

    @model_validator(mode="after")
    def _derived_fields_have_evidence(self) -> Self:
        for field in ("title", "country", "organization"):
            if getattr(self, field) is not None and not self.evidence.get(field):
                raise ValueError(f"{self.name}: {field} has no evidence")
        return self


class Meeting(Value):
    """An occasion the text reports as having happened, at which named sides met or spoke."""

    kind: MeetingKind
    date: Annotated[str, StringConstraints(pattern=MEETING_DATE)] | None = None
    place: str | None = None
    organizer: str | None = None
    participants: tuple[str, ...] = ()
    """Names of participants of the same record."""
    evidence: tuple[Span, ...] = Field(min_length=1)
    """Every span the meeting rests on, in text order."""
    field_evidence: Mapping[Literal["kind", "date", "place", "organizer"], tuple[Span, ...]] = (
        Field(default_factory=dict)
    )
    """The part of ``evidence`` that proves each derived field."""

    @model_validator(mode="after")
    def _derived_fields_have_evidence(self) -> Self:
        for field in ("date", "place", "organizer"):
            spans = self.field_evidence.get(field, ())
            if getattr(self, field) is not None and not spans:
                raise ValueError(f"meeting: {field} has no evidence")
            if not set(spans) <= set(self.evidence):
                raise ValueError(f"meeting: evidence of {field} is not in the meeting's evidence")
        return self


class Statement(Value):
    """A contiguous span of the text that a reporting cue attributes to a speaker."""

    content: Span
    kind: StatementKind
    nested: bool = False
    """True for an inner attribution, inside the content of another statement."""
    speaker: str | None = None
    """The resolved name; None when the text names none."""
    speaker_mention: Span | None = None
    cue: Span | None = None

    @model_validator(mode="after")
    def _speaker_is_mentioned(self) -> Self:
        if (self.speaker is None) != (self.speaker_mention is None):
            raise ValueError("a statement has both speaker and speaker_mention, or neither")
        return self


class ExtractorInfo(Value):
    """Who made a record: model, version of communique, sha256 of the prompt file (None: none)."""

    model: str
    version: str
    prompt_sha256: str | None = None


class Usage(Value):
    """What a result cost: requests sent, tokens in and out as the server reported them."""

    requests: int = 0
    input_tokens: int | None = 0
    output_tokens: int | None = 0
    seconds: float = 0.0
    """Wall-clock time over all requests, in seconds."""

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            requests=self.requests + other.requests,
            input_tokens=_sum_known(self.input_tokens, other.input_tokens),
            output_tokens=_sum_known(self.output_tokens, other.output_tokens),
            seconds=self.seconds + other.seconds,
        )


def _sum_known(a: int | None, b: int | None) -> int | None:
    """A sum with an unknown part is unknown, not smaller."""
    return None if a is None or b is None else a + b


class Readout(Value):
    """The grounded record of one document.

    ``model_dump(mode="json")`` is one line of ``communique extract``; the text is needed to
    construct a Readout (every span is checked against it) but is not part of the dump. To read a
    record back: ``Readout.model_validate({**record, "text": text})``.

    Raises:
        pydantic.ValidationError: a span whose text is not the document's text there, a meeting
            participant or speaker that the record or the text does not name.
    """

    text: str = Field(exclude=True, repr=False)
    document_id: str = Field(min_length=1)
    text_sha256: str = ""
    """Of the text; computed when left out, checked when given."""
    extractor: ExtractorInfo
    meetings: tuple[Meeting, ...] = ()
    participants: tuple[Participant, ...] = ()
    statements: tuple[Statement, ...] = ()
    issues: tuple[Issue, ...] = ()
    _usage: Usage = PrivateAttr(default_factory=Usage)

    @property
    def usage(self) -> Usage:
        """What making this record cost; not part of the record, so equal answers stay equal."""
        return self._usage

    def with_usage(self, usage: Usage) -> Readout:
        """The same record, carrying ``usage``."""
        copy = self.model_copy()
        copy._usage = usage
        return copy

    def spans(self) -> Iterator[tuple[str, Span]]:
        """Every span of the record with its path, such as ``statements[0].cue``."""
        for i, p in enumerate(self.participants):
            for j, span in enumerate(p.mentions):
                yield f"participants[{i}].mentions[{j}]", span
            for field, spans in p.evidence.items():
                for j, span in enumerate(spans):
                    yield f"participants[{i}].evidence.{field}[{j}]", span
        for i, m in enumerate(self.meetings):
            for j, span in enumerate(m.evidence):
                yield f"meetings[{i}].evidence[{j}]", span
        for i, s in enumerate(self.statements):
            yield f"statements[{i}].content", s.content
            if s.speaker_mention is not None:
                yield f"statements[{i}].speaker_mention", s.speaker_mention
            if s.cue is not None:
                yield f"statements[{i}].cue", s.cue

    @model_validator(mode="before")
    @classmethod
    def _hash_the_text(cls, data: Any) -> Any:
        if isinstance(data, dict) and isinstance(data.get("text"), str):
            data = {"text_sha256": text_sha256(data["text"]), **data}
        return data

    @model_validator(mode="after")
    def _every_value_is_proven(self) -> Self:
        if self.text_sha256 != text_sha256(self.text):
            raise ValueError(f"{self.document_id}: text_sha256 is not that of the text")
        for path, span in self.spans():
            if self.text[span.start : span.end] != span.text:
                raise ValueError(
                    f"{self.document_id}: {path} claims {span.text[:40]!r} at "
                    f"[{span.start}, {span.end}), where the text has "
                    f"{self.text[span.start : span.end][:40]!r}"
                )
        known = {p.name for p in self.participants}
        for i, m in enumerate(self.meetings):
            strangers = [name for name in m.participants if name not in known]
            if strangers:
                raise ValueError(
                    f"{self.document_id}: meetings[{i}] names {strangers[0]!r}, "
                    "who is not a participant of the record"
                )
        return self


class ErrorInfo(Value):
    """What went wrong with one document: a stable code, a sentence, the stage it befell."""

    code: str
    message: str
    stage: str


class Failure(Value):
    """A document that ended in a named error; it keeps its place in every denominator."""

    document_id: str
    error: ErrorInfo
    _usage: Usage = PrivateAttr(default_factory=Usage)

    @property
    def usage(self) -> Usage:
        """What the attempts cost all the same."""
        return self._usage

    def with_usage(self, usage: Usage) -> Failure:
        """The same failure, carrying ``usage``."""
        copy = self.model_copy()
        copy._usage = usage
        return copy
