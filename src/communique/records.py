"""The value types that everything else passes around: frozen, validated, without I/O.

One flow of data runs through them: ``Document`` → extractor → ``Readout`` (or ``Failure``) →
comparison with gold. Offsets are Unicode code points into the untouched text, half-open, so that
``text[span.start:span.end] == span.text`` holds for every span of a ``Readout``; one for which it
does not hold cannot be constructed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import AfterValidator, Field, PrivateAttr, field_validator, model_validator

from communique.countries import codes
from communique.evidence import check_names, check_parts, check_spans, spans_of
from communique.notebooks import InNotebooks
from communique.values import (
    Day,
    FrozenMapping,
    MeetingDate,
    Span,
    Value,
    text_sha256,
    utf8,
    with_text_sha256,
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
    "Result",
    "Span",
    "Statement",
    "StatementKind",
    "Usage",
    "Value",
    "text_sha256",
]

MeetingKind = Literal[
    "call", "video call", "bilateral meeting", "multilateral meeting", "summit", "other"
]
StatementKind = Literal["direct", "mixed", "indirect"]


class Document(Value):
    """An article: its id, its text exactly as read, and when it was published, if known."""

    id: str = Field(min_length=1)
    text: str
    """Every offset of its record counts this text's code points."""
    published: Day | None = None
    """ISO 8601 date that anchors relative dates ("on Monday")."""

    @field_validator("text")
    @classmethod
    def _is_made_of_characters(cls, text: str) -> str:
        utf8(text)
        return text


class Issue(Value):
    """Something left out of a record, or known to be doubtful in it, and why."""

    code: str
    """Stable, for programs: ``unsupported``, ``date_conflict``, ``split`` …"""
    message: str
    """The reason, for people."""
    path: str | None = None
    """Where in the record the value would have been; None for the document as a whole."""
    value: Any = None
    """What was left out, as the extractor gave it: the one thing in a record that is not frozen."""

    def __hash__(self) -> int:
        return hash((self.code, self.message, self.path))


class Participant(Value):
    """Someone who takes part in a reported meeting: a person, or who stands for an unnamed one."""

    name: str = Field(min_length=1)
    """The longest form of the name that the text has, title left off, white space made single."""
    title: str | None = None
    """As the text words it, the adjective of a country included."""
    country: str | None = None
    """ISO 3166-1 alpha-2 of the country represented (XK: Kosovo)."""
    organization: str | None = None
    """The organisation acted for."""
    mentions: tuple[Span, ...] = Field(min_length=1)
    """Where the text names this participant, in its order."""
    evidence: Annotated[
        Mapping[Literal["title", "country", "organization"], tuple[Span, ...]],
        AfterValidator(FrozenMapping),
    ] = Field(default_factory=FrozenMapping)
    """For each derived field that is not null, the spans that prove it."""

    @model_validator(mode="after")
    def _derived_fields_are_proven(self) -> Self:
        if self.country is not None and self.country not in codes():
            raise ValueError(f"{self.name}: {self.country!r} is no ISO 3166-1 alpha-2 code")
        for field in ("title", "country", "organization"):
            if getattr(self, field) is not None and not self.evidence.get(field):
                raise ValueError(f"{self.name}: {field} has no evidence")
        return self


class Meeting(Value):
    """An occasion, held or going on, that brought its sides together or on one line."""

    kind: MeetingKind
    date: MeetingDate | None = None
    """ISO 8601, as much of it as is known; ``XXXX-01-24`` where nothing tells the year."""
    place: str | None = None
    organizer: str | None = None
    """Whom the text calls host, convener or organizer; a name that stands in it."""
    participants: tuple[str, ...] = ()
    """Names of participants of the same record."""
    evidence: tuple[Span, ...] = Field(min_length=1)
    """Every span the meeting rests on, in text order."""
    field_evidence: Annotated[
        Mapping[Literal["kind", "date", "place", "organizer"], tuple[Span, ...]],
        AfterValidator(FrozenMapping),
    ] = Field(default_factory=FrozenMapping)
    """The part of ``evidence`` that proves each derived field."""

    @model_validator(mode="after")
    def _derived_fields_are_proven(self) -> Self:
        for field in ("date", "place", "organizer"):
            if getattr(self, field) is not None and not self.field_evidence.get(field):
                raise ValueError(f"meeting: {field} has no evidence")
        check_parts(self.evidence, self.field_evidence)
        return self


class Statement(Value):
    """A contiguous span of the text that a reporting cue attributes to a speaker."""

    content: Span
    """What was said, quotation marks included."""
    kind: StatementKind
    """By its quotation marks: around all of it, around some words, none."""
    nested: bool = False
    """True for an inner attribution, inside the content of another statement."""
    speaker: str | None = None
    """The resolved name; None when the text names none."""
    speaker_mention: Span | None = None
    """The words that name the speaker here, be it a pronoun."""
    cue: Span | None = None
    """The reporting word: "said", "according to"."""

    @model_validator(mode="after")
    def _speaker_is_mentioned(self) -> Self:
        if (self.speaker is None) != (self.speaker_mention is None):
            raise ValueError("a statement has both speaker and speaker_mention, or neither")
        return self


class ExtractorInfo(Value):
    """Who made a record: model, version of communique, sha256 of the prompt file (None: none).

    Of a chain the models have commas between them, of a cascade ``>``.
    """

    model: str
    version: str
    prompt_sha256: str | None = None

    def covers(self, other: ExtractorInfo) -> bool:
        """Whether ``other`` is the same, or one of the chain or cascade that this is."""
        if other.version != self.version or not {other.model} & {self.model, *self.models()}:
            return False
        return other.prompt_sha256 in (self.prompt_sha256, None)

    def models(self) -> tuple[str, ...]:
        """The names of a chain or cascade; of a single extractor its own."""
        return tuple(self.model.replace(">", ",").split(","))


class Usage(Value):
    """What a result cost: requests sent, tokens in and out as the server reported them, money.

    Of tokens and cost None means unknown, and a sum with an unknown part is unknown.
    """

    requests: int = 0
    input_tokens: int | None = 0
    output_tokens: int | None = 0
    seconds: float = 0.0
    """Wall-clock time over all requests, in seconds."""
    cost: Decimal | None = Decimal(0)
    """US dollars at the list price of the day of the request."""

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            requests=self.requests + other.requests,
            input_tokens=_sum_known(self.input_tokens, other.input_tokens),
            output_tokens=_sum_known(self.output_tokens, other.output_tokens),
            seconds=self.seconds + other.seconds,
            cost=_sum_known(self.cost, other.cost),
        )


Number = TypeVar("Number", int, Decimal)


def _sum_known(a: Number | None, b: Number | None) -> Number | None:
    return None if a is None or b is None else a + b


class Result(Value):
    """What came of a document, and beside it, not part of it, what that cost."""

    _usage: Usage = PrivateAttr(default_factory=Usage)

    @property
    def usage(self) -> Usage:
        """What making it cost; equal answers stay equal and dump alike, whatever they cost."""
        return self._usage

    def with_usage(self, usage: Usage) -> Self:
        """The same, carrying ``usage``."""
        copy = self.model_copy()
        copy._usage = usage
        return copy

    def __eq__(self, other: object) -> bool:
        # pydantic's own compares private attributes too.
        return self.__dict__ == other.__dict__ if type(other) is type(self) else NotImplemented


class Readout(Result, InNotebooks):
    """The grounded record of one document.

    ``model_dump(mode="json")`` is one line of ``communique extract``; the text is needed to
    construct a Readout (every span is checked against it) but is not part of the dump. To read a
    record back: ``Readout.model_validate({**record, "text": text})``.

    Names of participants, organizers and speakers (several of these are joined by ``"; "``) must
    stand in the text, whatever the white space between their words.

    Raises:
        pydantic.ValidationError: a span whose text is not the document's text there, a name that
            the text does not hold, a participant of a meeting who is none of the record.
        InputError: the text holds half a surrogate pair.
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

    _hash_the_text = model_validator(mode="before")(with_text_sha256)

    def spans(self) -> Iterator[tuple[str, Span]]:
        """Every span of the record with its path, such as ``statements[0].cue``."""
        return spans_of(self.participants, self.meetings, self.statements)

    def _names(self) -> Iterator[tuple[str, str, int]]:
        """Every name that the text must hold, with its path, and where it may be expected."""
        for i, p in enumerate(self.participants):
            yield f"participants[{i}].name", p.name, p.mentions[0].start
        for i, m in enumerate(self.meetings):
            if m.organizer is not None:
                yield f"meetings[{i}].organizer", m.organizer, m.evidence[0].start
        for i, s in enumerate(self.statements):
            for name in () if s.speaker is None else s.speaker.split("; "):
                yield f"statements[{i}].speaker", name, s.content.start

    @model_validator(mode="after")
    def _every_value_is_proven(self) -> Self:
        check_spans(self.text, self.spans())
        check_names(self.text, self._names())
        known = {p.name for p in self.participants}
        for i, m in enumerate(self.meetings):
            strangers = [name for name in m.participants if name not in known]
            if strangers:
                raise ValueError(
                    f"meetings[{i}] names {strangers[0]!r}, who is not a participant of the record"
                )
        return self


class ErrorInfo(Value):
    """What went wrong with one document: a stable code, a sentence, the stage it befell."""

    code: str
    message: str
    stage: str


class Failure(Result):
    """A document that ended in a named error; it keeps its place in every denominator."""

    document_id: str
    error: ErrorInfo
