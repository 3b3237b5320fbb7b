"""Articles that come again in one call: which these are, and that each is read once.

Remembered are the last ``REMEMBERED`` different articles, so that memory stays flat: what comes
again after more than these is read again, and its record says nothing of it. The records of the
last ``AT_HAND`` are kept as they are, earlier ones put away; where reading is cheap (the offline
extractor) a repeat of these is read again, which gives the same.

A failure is not remembered: after the first has failed, the next one is read. Those that were taken
in meanwhile are handed to the loop as well where it asks once for equal ones (it has a store) and
tries the next one where the first fails; else they share the failure.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from communique.record import Record
from communique.records import Document, ErrorInfo, Failure, Readout, text_sha256
from communique.runs.firsts import First
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


@dataclass(frozen=True, slots=True)
class _Taken:
    """What was handed to the loop: a document like ``first``, that one itself or a later one."""

    document: Document
    first: First
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
        self._firsts: OrderedDict[tuple[str, str | None], First] = OrderedDict()
        self._at_hand: deque[First] = deque()

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

    def _first_of(self, document: Document) -> First:
        key = text_sha256(document.text), document.published
        first = self._firsts.get(key)
        if first is None or first.failure is not None:
            self._firsts[key] = first = First(document.id)
        self._firsts.move_to_end(key)
        if len(self._firsts) > self._remembered:
            self._firsts.popitem(last=False)
        return first

    def _make_room(self, latest: First) -> None:
        self._at_hand.append(latest)
        if len(self._at_hand) > AT_HAND:
            oldest = self._at_hand.popleft()
            if oldest.waiting:  # a repeat of it is with the loop: it will be wanted
                self._at_hand.append(oldest)
            else:
                oldest.put_away(cheap=self._cheap)
