"""Documents, and an extractor simple enough to know its records beforehand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from communique.outputs.target import Result
from communique.records import (
    Document,
    ErrorInfo,
    ExtractorInfo,
    Failure,
    Participant,
    Readout,
    Span,
    Statement,
)

INFO = ExtractorInfo(model="first-word", version="1")


def documents(*names: str) -> list[Document]:
    return [Document(id=name, text=f"{name} said “yes”\r\nto all.") for name in names]


def read(document: Document) -> Readout:
    """The first word is the participant, what is quoted the statement."""
    text = document.text
    name = Span.of(text, 0, text.index(" "))
    quote = Span.of(text, text.index("“"), text.index("”") + 1)
    return Readout(
        text=text,
        document_id=document.id,
        extractor=INFO,
        participants=(Participant(name=name.text, mentions=(name,)),),
        statements=(
            Statement(content=quote, kind="direct", speaker=name.text, speaker_mention=name),
        ),
    )


@dataclass
class FirstWord:
    """Extracts documents in order, and remembers for which it was asked.

    ``fails`` names documents that fail; after ``stop_after`` documents it is interrupted.
    """

    fails: frozenset[str] = frozenset()
    stop_after: int | None = None
    asked: list[str] = field(default_factory=list)

    def __call__(self, given: Iterable[Document | Result]) -> Iterator[Result]:
        for document in given:
            if not isinstance(document, Document):
                yield document
                continue
            if self.stop_after == len(self.asked):
                raise KeyboardInterrupt
            self.asked.append(document.id)
            if document.id in self.fails:
                error = ErrorInfo(code="server", message="no answer", stage="request")
                yield Failure(document_id=document.id, error=error)
            else:
                yield read(document)
