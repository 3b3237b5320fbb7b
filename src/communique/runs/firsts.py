"""The first of several articles with the same text and date: its record, kept in little room.

What comes again gets that record under its own id, with an issue ``repeated`` whose value is the
first one's id; or, where the first has failed and no other is read, the same failure.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from typing import Any

from pydantic_core import PydanticSerializationError

from communique.record import Record
from communique.records import Document, Failure, Issue, Readout, Usage
from communique.runs.loop import Outcome

__all__ = ["First"]


@dataclass(slots=True)
class First:
    """The first document of a text and date, and what became of it."""

    document_id: str
    asked: bool = False
    record: Readout | Record[Any] | bytes | None = None
    """Its record, or that compressed; None while there is none, and when it was let go of."""
    kind: type[Readout | Record[Any]] = Readout
    failure: Failure | None = None
    let_go: bool = False
    waiting: int = 0
    """How many places of repeats are with the loop."""

    def settle(self, document_id: str, outcome: Outcome) -> None:
        """Take in what became of the first, or of the next one after a failure."""
        self.document_id = document_id
        if isinstance(outcome, Failure):
            self.failure = outcome
            return
        self.kind, self.failure = type(outcome), None
        self.record = outcome

    def put_away(self, *, cheap: bool) -> None:
        """Keep the record in little room, or not at all where it is ``cheap`` to make again."""
        if cheap:
            self.record, self.let_go = None, True
        elif not isinstance(self.record, bytes | None):
            self.record = zlib.compress(_as_json(self.record), 1)

    def again(self, document: Document) -> Outcome:
        """The same for ``document``, which has the same text and date."""
        if self.record is None:
            assert self.failure is not None  # noqa: S101 - outcomes come in order
            error = self.failure.error
            message = f"as {self.document_id!r}, which has the same text: {error.message}"
            info = error.model_copy(update={"message": message})
            return Failure(document_id=document.id, error=info)
        if isinstance(self.record, bytes):
            record = json.loads(zlib.decompress(self.record))
            record = {**record, "document_id": document.id, "text": document.text}
            return self.told(document, self.kind.model_validate(record))
        same = self.record.model_copy(update={"document_id": document.id})
        return self.told(document, same.with_usage(Usage()))

    def told(self, document: Document, outcome: Readout | Record[Any]) -> Outcome:
        """``outcome``, made of ``document`` or of the first, saying that it is a repeat."""
        if document.id == self.document_id:
            return outcome
        issue = Issue(
            code="repeated",
            message=f"the same text and date as {self.document_id!r}, read once for both",
            value=self.document_id,
        )
        return outcome.model_copy(update={"issues": (*outcome.issues, issue)})


def _as_json(record: Readout | Record[Any]) -> bytes:
    try:
        return record.model_dump_json().encode()
    except PydanticSerializationError:  # half a surrogate pair in an issue, which is escaped here
        return json.dumps(record.model_dump(mode="json")).encode()
