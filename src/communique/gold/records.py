"""Gold labels of one document: the record shape plus the text and what only labels have.

A gold line is a ``Readout`` line with ``text`` added, and with ``aliases``, ``optional``, ``core``
and ``boilerplate``, which say what a scorer neither rewards nor punishes. Attribute evidence may
be missing (imported corpora carry none); spans, where given, are checked as in a ``Readout``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import (
    AfterValidator,
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
    "GoldItem",
    "GoldMeeting",
    "GoldParticipant",
    "GoldStatement",
    "GoldStatus",
    "gold_line",
]

GoldItem = Literal["participants", "meetings", "statements"]

GoldStatus = Literal["draft", "labeled", "adjudicated"]
"""``draft``: made by a program, unseen by a person. ``labeled``: one annotator read the text.
``adjudicated``: two annotators worked apart and their differences were decided."""


class GoldParticipant(Value):
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


class GoldMeeting(Value):
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


class GoldStatement(Value):
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
    text: str = Field(repr=False)

    def spans(self) -> Iterator[tuple[str, Span]]:
        """Every span with its path."""
        yield from spans_of(self.participants, self.meetings, self.statements)
        for i, span in enumerate(self.boilerplate):
            yield f"boilerplate[{i}]", span

    def is_scored(self, item: GoldItem) -> bool:
        """False when nobody looked for such items: that none is given then says nothing."""
        return self.scores is None or item in self.scores

    @model_serializer(mode="wrap")
    def _leave_out_what_only_passages_have(
        self, serialize: SerializerFunctionWrapHandler
    ) -> dict[str, Any]:
        line: dict[str, Any] = serialize(self)
        passage_only = ("phenomenon", "scores")
        return {k: v for k, v in line.items() if k not in passage_only or v is not None}

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
