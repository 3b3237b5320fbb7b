"""What comes of a document in a run, and what all documents of one run have in common."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from communique.errors import CommuniqueError
from communique.extractor import Extractor
from communique.record import Record
from communique.records import Document, ErrorInfo, Failure, Readout, Usage
from communique.runs.store import Attempt, AttemptStore, attempt_key

__all__ = ["Outcome", "Run", "failure_of", "now"]

Outcome: TypeAlias = "Readout | Record[Any] | Failure"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Run:
    """One extractor, asked about many documents, and where its answers are kept."""

    extractor: Extractor
    store: AttemptStore | None
    repeat: int
    fingerprint: str

    def found(self, document: Document) -> Readout | Record[Any] | None:
        """The record of an earlier attempt, where there is a store and one in it."""
        if self.store is None:
            return None
        return self.store.find(document, self.fingerprint, self.repeat, self.extractor.makes)

    def key(self, document: Document) -> str:
        return attempt_key(document, self.fingerprint, self.repeat)

    def attempt(
        self, document: Document, outcome: Outcome, started: str, replies: Sequence[str] = ()
    ) -> Attempt:
        """An attempt that ends now."""
        return Attempt(
            document=document,
            fingerprint=self.fingerprint,
            repeat=self.repeat,
            model=self.extractor.info.model,
            outcome=outcome,
            started=started,
            finished=now(),
            replies=tuple(replies),
        )


def failure_of(document: Document, error: Exception) -> Failure:
    """The Failure that ``error`` makes of a document; what nobody foresaw is logged in full."""
    if isinstance(error, CommuniqueError):
        info = ErrorInfo(code=error.code, message=error.message, stage=error.stage)
        failure = Failure(document_id=document.id, error=info)
        return failure.with_usage(error.usage) if isinstance(error.usage, Usage) else failure
    _log.error("document %s: unexpected error", document.id, exc_info=error)
    message = f"unexpected {type(error).__name__}: {error}"
    info = ErrorInfo(code="internal", message=message, stage="extract")
    return Failure(document_id=document.id, error=info)


def now() -> str:
    """ISO 8601 in UTC."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")
