"""Gold labels of one document: the record shape plus the text and what only labels have.

A gold line is a ``Readout`` line with ``text`` added, and with ``aliases``, ``optional``, ``core``
and ``boilerplate``, which say what a scorer neither rewards nor punishes. Attribute evidence may
be missing (imported corpora carry none); spans, where given, are checked as in a ``Readout``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from communique.records import (
    ExtractorInfo,
    Issue,
    MeetingKind,
    Span,
    StatementKind,
    Value,
    text_sha256,
)

__all__ = ["GoldDocument", "GoldMeeting", "GoldParticipant", "GoldStatement", "GoldStatus"]

GoldStatus = Literal["draft", "labeled", "adjudicated"]
"""``draft``: made by a program, unseen by a person. ``labeled``: one annotator read the text.
``adjudicated``: two annotators worked apart and their differences were decided."""


class GoldParticipant(Value):
    name: str
    title: str | None = None
    country: str | None = None
    organization: str | None = None
    mentions: tuple[Span, ...] = ()
    evidence: Mapping[str, tuple[Span, ...]] = Field(default_factory=dict)
    aliases: tuple[str, ...] = ()
    """Other names under which a prediction counts as this participant."""
    optional: bool = False
    """True where careful annotators differ (groups, planned meetings): never scored."""


class GoldMeeting(Value):
    kind: MeetingKind
    date: str | None = None
    place: str | None = None
    organizer: str | None = None
    participants: tuple[str, ...] = ()
    evidence: tuple[Span, ...] = ()
    field_evidence: Mapping[str, tuple[Span, ...]] = Field(default_factory=dict)


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
    published: str | None = None
    status: GoldStatus = "labeled"
    text: str = Field(repr=False)

    def spans(self) -> Iterator[tuple[str, Span]]:
        """Every span with its path."""
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
            for field, found in (
                ("content", s.content),
                ("speaker_mention", s.speaker_mention),
                ("cue", s.cue),
            ):
                if found is not None:
                    yield f"statements[{i}].{field}", found
        for i, span in enumerate(self.boilerplate):
            yield f"boilerplate[{i}]", span

    @model_validator(mode="before")
    @classmethod
    def _hash_the_text(cls, data: Any) -> Any:
        if isinstance(data, dict) and isinstance(data.get("text"), str):
            data = {"text_sha256": text_sha256(data["text"]), **data}
        return data

    @model_validator(mode="after")
    def _spans_stand_in_the_text(self) -> Self:
        if self.text_sha256 != text_sha256(self.text):
            raise ValueError(f"{self.document_id}: text_sha256 is not that of the text")
        for path, span in self.spans():
            if self.text[span.start : span.end] != span.text:
                raise ValueError(
                    f"{self.document_id}: {path} claims {span.text[:40]!r} at [{span.start}, "
                    f"{span.end}), where the text has {self.text[span.start : span.end][:40]!r}"
                )
        return self
