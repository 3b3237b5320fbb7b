"""What came of checking a draft: frozen values, each with its place in the draft and the source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Literal, Self

from pydantic import Field, model_validator

from communique.notebooks import InNotebooks
from communique.records import Document
from communique.values import Span, Value

__all__ = ["VERDICTS", "Finding", "SourcePlace", "Verdict", "Verification"]

Verdict = Literal["verbatim", "altered", "wrong_speaker", "not_in_sources"]
VERDICTS: tuple[Verdict, ...] = ("verbatim", "altered", "wrong_speaker", "not_in_sources")


class SourcePlace(Value):
    """A place in a source. A quote in parts ("A … B") has its first part here."""

    document_id: str
    span: Span


class Finding(Value):
    """One quotation or attribution of the draft, and what the sources say to it."""

    span: Span
    """Its words in the draft, quotation marks included."""
    verdict: Verdict
    speaker: str | None = None
    """To whom the draft gives the words; None where it names nobody."""
    source: SourcePlace | None = None
    """Where the words stand, or the closest passage; None for ``not_in_sources``."""
    diff: str | None = None
    """For altered words, ``[-the draft's-]{+the source's+}``; None where nothing differs."""
    said_by: str | None = None
    """Who speaks there according to the source; None where it does not tell."""
    message: str
    """The verdict in a sentence."""


class Verification(Value, InNotebooks):
    """The findings of one draft, in its order."""

    findings: tuple[Finding, ...] = ()
    draft: str = Field(exclude=True, repr=False)
    sources: tuple[Document, ...] = Field(exclude=True, repr=False)

    @property
    def clean(self) -> bool:
        """Whether every finding is verbatim; True for a draft that quotes nobody."""
        return all(finding.verdict == "verbatim" for finding in self.findings)

    def counts(self) -> Mapping[Verdict, int]:
        """How many findings have each verdict."""
        found = Counter(finding.verdict for finding in self.findings)
        return {verdict: found[verdict] for verdict in VERDICTS}

    @model_validator(mode="after")
    def _spans_are_the_texts_own(self) -> Self:
        texts = {source.id: source.text for source in self.sources}
        for i, finding in enumerate(self.findings):
            places = [(self.draft, finding.span, "the draft")]
            if finding.source is not None:
                at = finding.source
                places.append((texts[at.document_id], at.span, at.document_id))
            for text, span, where in places:
                if text[span.start : span.end] != span.text:
                    raise ValueError(f"findings[{i}]: {span.text[:40]!r} does not stand in {where}")
        return self
