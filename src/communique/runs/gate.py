"""Where documents wait for their turn: in order, as the server and the budget allow."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import monotonic

import anyio

from communique.errors import CommuniqueError, ServerError
from communique.pressure import Heard
from communique.records import Usage
from communique.runs.limits import Limits
from communique.runs.outage import Outage
from communique.runs.pace import Pace

__all__ = ["Gate", "NotReached"]

WINDOW = 4
"""Documents read ahead for each one in work, so that a slow one does not idle the others."""

LEAST = 16
"""Of these at least where the number in work is found by trying: it may be small for a while, and
the first in order may have to wait just then."""

LONG = 10.0
"""Seconds of waiting that are worth telling."""

_log = logging.getLogger(__name__)


class NotReached(Exception):
    """The run ended before the document's turn."""


class Gate:
    """One run's: lets in, hears how it went, and closes for good when the run is to end."""

    def __init__(self, limits: Limits) -> None:
        self._pace = Pace(limits.concurrency, limits.first)
        self._least = LEAST if limits.concurrency is None else 1
        self._outage = Outage(limits.patience)
        self._spending = limits.spending()
        self._in_work = 0
        self._door = anyio.Lock()
        self._changed = anyio.Event()
        self._closed = anyio.Event()
        self._told = False
        self.ended: CommuniqueError | None = None
        """Why the run ended before its documents did."""

    @property
    def room(self) -> int:
        """Documents that may stand before the gate and behind it, now."""
        return WINDOW * max(self._least, self._pace.limit)

    @property
    def answers(self) -> int:
        """Answers so far."""
        return self._outage.answers

    @property
    def down(self) -> bool:
        """Whether no server answers any more."""
        return self._outage.down

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for one's turn, and take it.

        Raises:
            NotReached: the run has ended.
        """
        async with self._door:  # lets in by order of arrival
            await self._admission()
            self._in_work += 1
        try:
            yield
        finally:
            self._in_work -= 1
            self._changed.set()

    async def _admission(self) -> None:
        while True:
            self._check_budget()
            if self.ended is not None:
                raise NotReached
            now = monotonic()
            wait = max(self._pace.wait(now), self._outage.wait(now))
            if not wait and self._in_work < (1 if self._outage.down else self._pace.limit):
                return
            self._changed = anyio.Event()
            with anyio.move_on_after(wait or None):
                await self._changed.wait()

    def _check_budget(self) -> None:
        if self.ended is None and (spent := self._spending.over()) is not None:
            self.end(spent)

    async def pause(self, seconds: float) -> None:
        """Wait; not beyond the end of the run."""
        with anyio.move_on_after(seconds):
            await self._closed.wait()

    def end(self, error: CommuniqueError) -> None:
        """Let nobody in any more, because of ``error``."""
        if self.ended is None:
            self.ended = error
        self._closed.set()
        self._changed.set()

    def hear(self, heard: Heard) -> None:
        self._pace.hear(heard, monotonic())

    def answered(self, usage: Usage) -> None:
        """An answer came, and cost ``usage``."""
        self._spending.add(usage)
        if (uncounted := self._spending.cannot_count(usage)) is not None:
            self.end(uncounted)
        self._outage.answered()
        self._pace.answered(self._in_work)
        if self._told:
            self._told = False
            _log.warning("the server answers again: going on")

    def met(self, error: CommuniqueError, document_id: str, sent: float) -> None:
        """A document asked about since ``sent`` ended in ``error``."""
        now = monotonic()
        if isinstance(error.usage, Usage):
            self._spending.add(error.usage)
        self._outage.met(error, document_id, sent, now)
        if self._outage.over(error, now):
            self.end(error)
            return
        if isinstance(error, ServerError):
            pushed_back = error.retryable and not self._outage.down
            self.hear(Heard(sent, pushed_back, error.retry_after))
            self._tell(error, self._outage.down or (error.retry_after or 0.0) >= LONG)

    def _tell(self, error: CommuniqueError, long: bool) -> None:
        if long and not self._told:
            self._told = True
            _log.warning(
                "%s: waiting (%d answered so far); Ctrl-C stops", error.message, self.answers
            )
