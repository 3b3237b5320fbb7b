"""Gold labels of one document: the record shape plus the text and what only labels have.

A gold line is a ``Readout`` line with ``text`` added, and with ``aliases``, ``optional``, ``core``
and ``boilerplate``, which say what a scorer neither rewards nor punishes. Attribute evidence may
be missing (imported corpora carry none); spans, where given, are checked as in a ``Readout``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import (
    AfterValidator,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    model_serializer,
    model_validator,
)

from communique.evidence import check_parts, check_spans, spans_of
from communique.records import ExtractorInfo, Issue, MeetingKind, StatementKind
from communique.values import Day, FrozenMapping, MeetingDate, Span, Value, with_text_sha256

__all__ = [
    "GoldDocument",
    "GoldEvent",
    "GoldItem",
    "GoldMeeting",
    "GoldParticipant",
    "GoldRole",
    "GoldStatement",
    "GoldStatus",
    "gold_line",
    "is_moment",
]

GoldItem = Literal["participants", "meetings", "statements"]

GoldStatus = Literal["draft", "labeled", "adjudicated"]
"""``draft``: made by a program, unseen by a person. ``labeled``: one annotator read the text.
``adjudicated``: two annotators worked apart and their differences were decided."""


GoldRole = Literal["annotator", "reviewer", "program"]
"""Who did something to labels: labeled alone, went through what was there, drafted."""


def is_moment(value: str) -> bool:
    """True for a moment in UTC to the second, ``2031-05-06T09:30:00Z``."""
    try:
        return datetime.strptime(value, _MOMENT).strftime(_MOMENT) == value
    except ValueError:
        return False


_MOMENT = "%Y-%m-%dT%H:%M:%SZ"


def _moment(value: str) -> str:
    if not is_moment(value):
        raise ValueError(f"{value!r} is not a moment such as 2031-05-06T09:30:00Z")
    return value


class GoldEvent(Value):
    """Something that was done to the labels of a document."""

    model_config = ConfigDict(validate_by_name=True, serialize_by_alias=True)

    role: GoldRole
    by: str = Field(min_length=1)
    """Which annotator, reviewer or program; no more of a person than they want to be called."""
    when: Annotated[str, AfterValidator(_moment)]
    made_from: tuple[str, ...] = Field(default=(), alias="from")
    """What it rests on: of a draft the extractors with their versions, of an adjudication the
    annotators."""


class _Item(Value):
    """A label; in a draft it also says who found it, and whether they differ about it."""

    found_by: tuple[str, ...] = ()
    """The models of a draft that found it; of hand-made labels nobody. Empty, not in the line."""
    undecided: bool = False
    """True in a draft where its models differ: each one's version is there, and none is proposed.
    False, not in the line."""

    @model_serializer(mode="wrap")
    def _leave_out_what_only_drafts_have(
        self, serialize: SerializerFunctionWrapHandler
    ) -> dict[str, Any]:
        return _without_empty(serialize(self), ("found_by", "undecided"))


def _without_empty(line: dict[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
    return {key: value for key, value in line.items() if value or key not in keys}


class GoldParticipant(_Item):
    name: str
    title: str | None = None
    country: str | None = None
    organization: str | None = None
    mentions: tuple[Span, ...] = ()
    evidence: Annotated[Mapping[str, tuple[Span, ...]], AfterValidator(FrozenMapping)] = Field(
        default_factory=FrozenMapping
    )
    aliases: tuple[str, ...] = ()
    """Other names under which a prediction counts as this participant."""
    optional: bool = False
    """True where careful annotators differ (groups, planned meetings): never scored."""


class GoldMeeting(_Item):
    kind: MeetingKind
    date: MeetingDate | None = None
    place: str | None = None
    organizer: str | None = None
    participants: tuple[str, ...] = ()
    evidence: tuple[Span, ...] = ()
    field_evidence: Annotated[Mapping[str, tuple[Span, ...]], AfterValidator(FrozenMapping)] = (
        Field(default_factory=FrozenMapping)
    )

    @model_validator(mode="after")
    def _parts_are_evidence(self) -> Self:
        check_parts(self.evidence, self.field_evidence)
        return self


class GoldStatement(_Item):
    content: Span
    kind: StatementKind | None = None
    nested: bool = False
    speaker: str | None = None
    speaker_mention: Span | None = None
    cue: Span | None = None
    core: bool = True
    """False for nested and arguable statements: matched, but neither rewarded nor punished."""


class GoldDocument(Value):
    """The labels of one document.

    Raises:
        pydantic.ValidationError: a span whose text is not the document's text there.
    """

    document_id: str
    text_sha256: str
    extractor: ExtractorInfo | None = None
    meetings: tuple[GoldMeeting, ...] = ()
    participants: tuple[GoldParticipant, ...] = ()
    statements: tuple[GoldStatement, ...] = ()
    issues: tuple[Issue, ...] = ()
    boilerplate: tuple[Span, ...] = ()
    """Captions, credits, related links: nothing in them is labeled, predicting from them errs."""
    published: Day | None = None
    status: GoldStatus = "labeled"
    phenomenon: str | None = None
    """What a passage of the challenge set is about; None elsewhere, and then not in the line."""
    scores: tuple[GoldItem, ...] | None = None
    """Which items are labeled, and so can be scored; None for all, and then not in the line."""
    history: tuple[GoldEvent, ...] = ()
    """What was done to the labels, the first first; not in the line where nothing is told."""
    text: str = Field(repr=False)

    def items(self) -> Iterator[GoldParticipant | GoldMeeting | GoldStatement]:
        """Every label but the boilerplate."""
        yield from self.participants
        yield from self.meetings
        yield from self.statements

    def spans(self) -> Iterator[tuple[str, Span]]:
        """Every span with its path."""
        yield from spans_of(self.participants, self.meetings, self.statements)
        for i, span in enumerate(self.boilerplate):
            yield f"boilerplate[{i}]", span

    @property
    def is_draft(self) -> bool:
        """Whether nobody went through its labels yet: nothing may be measured on them."""
        return self.status == "draft"

    def is_scored(self, item: GoldItem) -> bool:
        """False when nobody looked for such items: that none is given then says nothing."""
        return self.scores is None or item in self.scores

    @model_serializer(mode="wrap")
    def _leave_out_what_only_some_have(
        self, serialize: SerializerFunctionWrapHandler
    ) -> dict[str, Any]:
        return _without_empty(serialize(self), ("phenomenon", "scores", "history"))

    _hash_the_text = model_validator(mode="before")(with_text_sha256)

    @model_validator(mode="after")
    def _spans_stand_in_the_text(self) -> Self:
        check_spans(self.text, self.spans())
        return self

    @model_validator(mode="after")
    def _labels_are_scored(self) -> Self:
        for item in get_args(GoldItem):
            if getattr(self, item) and not self.is_scored(item):
                raise ValueError(f"{self.document_id}: has {item}, which are not in its scores")
        return self


def gold_line(document: GoldDocument) -> str:
    """A document's labels as one line of JSON, the text last."""
    return json.dumps(document.model_dump(mode="json"), ensure_ascii=False)
