"""The attempts of one run on an event loop: asked in turn, asked again, found, kept."""

from __future__ import annotations

from collections import deque
from random import uniform
from time import monotonic

from anyio import CancelScope, CapacityLimiter, Event, to_thread

from communique.computing import computing
from communique.errors import (
    CommuniqueError,
    ServerError,
    ServerTimeout,
    ServerUnreachable,
    UsageError,
)
from communique.pressure import listening
from communique.records import Document, Usage
from communique.runs.gate import Gate, NotReached
from communique.runs.helpers import Helpers
from communique.runs.limits import Limits
from communique.runs.outcomes import Outcome, Run, failure_of, now
from communique.runs.store import Attempt
from communique.transcript import keeping_replies

__all__ = ["Attempts"]

MOST_TRIES = 32
"""Attempts at a document that the server pushes back, while it answers others."""

MOST_LOST = 3
"""Attempts at a document whose connection breaks."""

FIRST_PAUSE = 0.25
LONGEST_PAUSE = 4.0
"""Seconds until a document asks for its turn again."""


class Attempts:
    """Takes documents to outcomes, as many at a time as ``limits`` and the server allow."""

    def __init__(self, run: Run, limits: Limits) -> None:
        self._run = run
        self._deadline = limits.deadline
        self._at_the_store = CapacityLimiter(1)
        self._asking: dict[str, Event] = {}
        self._unkept: deque[Attempt] = deque()
        self._helpers = Helpers(limits.processes) if limits.processes > 1 else None
        self._elsewhere = self._helpers.compute if self._helpers is not None else None
        self.gate = Gate(limits)

    def close(self) -> None:
        """End what was started for the run."""
        if self._helpers is not None:
            self._helpers.close()

    async def make(self, document: Document) -> Outcome | None:
        """The outcome of ``document``; None where the run ended before it was reached."""
        try:
            if self._run.store is None:
                return await self._ask(document)
            # Of equal documents one is asked about; the others find its answer.
            key = self._run.key(document)
            while (asking := self._asking.get(key)) is not None:
                await asking.wait()
            self._asking[key] = Event()
            try:
                return await self._find_or_ask(document)
            finally:
                self._asking.pop(key).set()
        except NotReached:
            return None

    async def _find_or_ask(self, document: Document) -> Outcome:
        started = now()
        found = await to_thread.run_sync(self._run.found, document, limiter=self._at_the_store)
        if found is not None:
            return found
        replies: list[str] = []
        with keeping_replies(replies):
            outcome = await self._ask(document)
        self._unkept.append(self._run.attempt(document, outcome, started, replies))
        # What was paid for is kept even when the run is being stopped.
        with CancelScope(shield=True):
            await to_thread.run_sync(self._keep, limiter=self._at_the_store)
        return outcome

    def _keep(self) -> None:
        """Keep all that wait for it in one write: the disk is waited for once."""
        waiting = list(self._unkept)
        if waiting and self._run.store is not None:
            self._run.store.add(*waiting)
            for _ in waiting:
                self._unkept.popleft()

    async def _ask(self, document: Document) -> Outcome:
        """Ask, and again while the run may wait for the server.

        Raises:
            NotReached: the run ended.
        """
        first, tries, spent = monotonic(), 0, Usage()
        while True:
            answers = self.gate.answers
            met = await self._try(document)
            if not isinstance(met, CommuniqueError):
                return met.with_usage(spent + met.usage)
            # Where nobody else was answered either, it was no try at this document.
            tries += isinstance(met, ServerUnreachable) or self.gate.answers > answers
            late = self._deadline is not None and monotonic() - first >= self._deadline
            if not self.gate.down and (late or _is_final(met, tries)):
                failure = failure_of(document, met)
                return failure.with_usage(spent + failure.usage)
            if isinstance(met.usage, Usage):  # no answer: no tokens
                spent += Usage(requests=met.usage.requests, seconds=met.usage.seconds)
            if not (isinstance(met, ServerError) and met.retry_after is not None):
                await self.gate.pause(_pause(tries))  # else the gate knows how long

    async def _try(self, document: Document) -> Outcome | CommuniqueError:
        """One attempt, when its turn comes; an error that nobody foresaw is a Failure."""
        async with self.gate.turn():
            sent = monotonic()
            try:
                with listening(self.gate.hear), computing(self._elsewhere):
                    record = await self._run.extractor.extract(document)
            except UsageError:
                raise
            except CommuniqueError as error:
                self.gate.met(error, document.id, sent)
                return error
            except Exception as error:
                return failure_of(document, error)
            self.gate.answered(record.usage)
            return record


def _pause(tries: int) -> float:
    longest: float = min(LONGEST_PAUSE, FIRST_PAUSE * 2**tries)
    return uniform(0.5, 1) * longest  # noqa: S311 - no secret


def _is_final(error: CommuniqueError, tries: int) -> bool:
    """Whether a document ends in ``error`` after so many tries, while the server is there."""
    if not (isinstance(error, ServerError) and error.retryable):
        return True
    if isinstance(error, ServerTimeout):
        return True  # it had all its time, and the client's own retries
    return tries >= (MOST_LOST if isinstance(error, ServerUnreachable) else MOST_TRIES)
