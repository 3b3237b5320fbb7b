"""Articles that come again in one call: read once, and given again under their own ids.

The same text with the same date of publication makes the same record. A later document of these
is not read: it gets the record of the first under its own id, with an issue ``repeated`` whose
value is the first one's id. Remembered are the last ``REMEMBERED`` different articles, as
compressed records, so that memory stays flat: what comes again after more than these is read again,
and its record has no such issue, for it rests on a reading of its own. Which documents are repeats
follows from the order of the input, so a call that is gone on with says the same.

A failure is not remembered: after the first has failed, the next one is read. Those that were taken
in while the first was being read are handed to the loop as well where it asks once for equal ones
(it has a store) and tries the next one where the first fails; else they share the failure.
"""

from __future__ import annotations

import json
import zlib
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from communique.record import Record
from communique.records import Document, ErrorInfo, Failure, Issue, Readout, text_sha256
from communique.runs.loop import Outcome

__all__ = ["REMEMBERED", "reading_repeats_once"]

REMEMBERED = 10_000
"""Different articles whose records are remembered, at some 3 kB each."""

_PLACE = Failure(
    document_id="repeated",
    error=ErrorInfo(code="repeated", message="a place in the order", stage="read"),
)
"""Goes through the loop in the place of a repeat."""

Run = Callable[[Iterable[Document | Readout | Record[Any] | Failure]], Iterator[Outcome]]
"""Documents to outcomes, one for each, in order; what is an outcome already is passed on."""


@dataclass(slots=True)
class _First:
    """The first document of a text and date, and what became of it."""

    document_id: str
    asked: bool = False
    record: bytes | None = None
    """Its record, compressed; None while there is none."""
    kind: type[Readout | Record[Any]] = Readout
    failure: Failure | None = None

    def settle(self, document_id: str, outcome: Outcome) -> None:
        """Take in what became of the first, or of the next one after a failure."""
        self.document_id = document_id
        if isinstance(outcome, Failure):
            self.failure = outcome
            return
        self.kind, self.failure = type(outcome), None
        # Half a surrogate pair in an issue is escaped: zlib takes bytes alone.
        self.record = zlib.compress(json.dumps(outcome.model_dump(mode="json")).encode(), 1)

    def again(self, document: Document) -> Outcome:
        """The same for ``document``, which has the same text and date."""
        if self.record is None:
            assert self.failure is not None  # noqa: S101 - outcomes come in order
            error = self.failure.error
            message = f"as {self.document_id!r}, which has the same text: {error.message}"
            info = error.model_copy(update={"message": message})
            return Failure(document_id=document.id, error=info)
        record = json.loads(zlib.decompress(self.record))
        outcome = self.kind.model_validate(
            {**record, "document_id": document.id, "text": document.text}
        )
        if document.id == self.document_id:
            return outcome
        issue = Issue(
            code="repeated",
            message=f"the same text and date as {self.document_id!r}, read once for both",
            value=self.document_id,
        )
        return outcome.model_copy(update={"issues": (*outcome.issues, issue)})


@dataclass(frozen=True, slots=True)
class _Taken:
    """What was handed to the loop: a document like ``first``, that one itself or a later one."""

    document: Document
    first: _First
    held: bool = False
    """Its place alone was handed in."""


def reading_repeats_once(
    documents: Iterable[Document | Outcome],
    run: Run,
    *,
    asks_once: bool = False,
    remembered: int = REMEMBERED,
) -> Iterator[Outcome]:
    """What ``run`` makes of ``documents``, in their order, each different article read once.

    Args:
        documents: read as ``run`` asks for them; outcomes among them are passed on.
        run: the loop.
        asks_once: it asks once for equal documents that are in work at the same time.
        remembered: how many different articles are remembered.
    """
    taken: deque[_Taken | None] = deque()
    firsts: OrderedDict[tuple[str, str | None], _First] = OrderedDict()

    def first_of(document: Document) -> _First:
        key = text_sha256(document.text), document.published
        first = firsts.get(key)
        if first is None or first.failure is not None:
            firsts[key] = first = _First(document.id)
        firsts.move_to_end(key)
        if len(firsts) > remembered:
            firsts.popitem(last=False)
        return first

    def handed_in() -> Iterator[Document | Outcome]:
        for document in documents:
            if not isinstance(document, Document):
                taken.append(None)
                yield document
                continue
            first = first_of(document)
            held = first.asked and (first.record is not None or not asks_once)
            first.asked = True
            taken.append(_Taken(document, first, held))
            yield _PLACE if held else document

    for outcome in run(handed_in()):
        place = taken.popleft()
        if place is not None:
            first = place.first
            if place.held or first.record is not None:
                outcome = first.again(place.document)
            else:
                first.settle(place.document.id, outcome)
        yield outcome
