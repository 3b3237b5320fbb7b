"""Articles that come again in one call: read once, and given again under their own ids.

The same text with the same date of publication makes the same record. A later document of these
is not read: it gets the record of the first under its own id, with an issue ``repeated`` whose
value is the first one's id. Remembered are the last ``REMEMBERED`` different articles, so that
memory stays flat: what comes again after more than these is read again, and its record has no such
issue, for it rests on a reading of its own. The records of the last ``AT_HAND`` are kept as they
are, earlier ones compressed; where reading is cheap (the offline extractor) they are let go of, and
a repeat of these is read again, which gives the same. Which documents are repeats follows from the
order of the input, so a call that is gone on with says the same.

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

from pydantic_core import PydanticSerializationError

from communique.record import Record
from communique.records import Document, ErrorInfo, Failure, Issue, Readout, Usage, text_sha256
from communique.runs.loop import Outcome

__all__ = ["REMEMBERED", "reading_repeats_once"]

REMEMBERED = 10_000
"""Different articles that are remembered, their records at some 3 kB each."""

AT_HAND = 200
"""Different articles whose records are at hand as they are, at some 100 kB each."""

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
    cheap: bool = False,
    remembered: int = REMEMBERED,
) -> Iterator[Outcome]:
    """What ``run`` makes of ``documents``, in their order, each different article read once.

    Args:
        documents: read as ``run`` asks for them; outcomes among them are passed on.
        run: the loop.
        asks_once: it asks once for equal documents that are in work at the same time.
        cheap: reading costs nothing but a moment.
        remembered: how many different articles are remembered.
    """
    repeats = _Repeats(asks_once=asks_once, cheap=cheap, remembered=remembered)
    for outcome in run(repeats.handed_in(documents)):
        yield repeats.handed_on(outcome)


class _Repeats:
    """The different articles of a call, and what of them is with the loop."""

    def __init__(self, *, asks_once: bool, cheap: bool, remembered: int) -> None:
        self._asks_once, self._cheap, self._remembered = asks_once, cheap, remembered
        self._taken: deque[_Taken | None] = deque()
        self._firsts: OrderedDict[tuple[str, str | None], _First] = OrderedDict()
        self._at_hand: deque[_First] = deque()

    def handed_in(self, documents: Iterable[Document | Outcome]) -> Iterator[Document | Outcome]:
        """``documents``, with a place in the order for each that need not be read."""
        for document in documents:
            if not isinstance(document, Document):
                self._taken.append(None)
                yield document
                continue
            first = self._first_of(document)
            known = first.record is not None or not self._asks_once
            held = first.asked and known and not first.let_go
            first.asked = True
            first.waiting += held
            self._taken.append(_Taken(document, first, held))
            yield _PLACE if held else document

    def handed_on(self, outcome: Outcome) -> Outcome:
        """What is made of ``outcome``, the loop's next one."""
        place = self._taken.popleft()
        if place is None:
            return outcome
        first = place.first
        first.waiting -= place.held
        if first.let_go:
            if isinstance(outcome, Failure):
                return outcome
            return first.told(place.document, outcome)
        if place.held or first.record is not None:
            return first.again(place.document)
        first.settle(place.document.id, outcome)
        self._make_room(first)
        return outcome

    def _first_of(self, document: Document) -> _First:
        key = text_sha256(document.text), document.published
        first = self._firsts.get(key)
        if first is None or first.failure is not None:
            self._firsts[key] = first = _First(document.id)
        self._firsts.move_to_end(key)
        if len(self._firsts) > self._remembered:
            self._firsts.popitem(last=False)
        return first

    def _make_room(self, latest: _First) -> None:
        self._at_hand.append(latest)
        if len(self._at_hand) > AT_HAND:
            oldest = self._at_hand.popleft()
            if oldest.waiting:  # a repeat of it is with the loop: it will be wanted
                self._at_hand.append(oldest)
            else:
                oldest.put_away(cheap=self._cheap)
