"""The one loop that takes documents to outcomes: in input order, in constant memory.

Every document ends as a ``Readout`` (or a ``Record``), or as a ``Failure`` with a named error, and
each is in the store, where there is one, before it is handed on.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections import deque
from collections.abc import AsyncIterator, Iterable, Iterator
from concurrent.futures import Future
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from communique.errors import CommuniqueError, UsageError
from communique.extractor import Extractor, Immediate
from communique.record import Record
from communique.records import Document, ErrorInfo, Failure, Readout, Result, Usage
from communique.runs.store import Attempt, AttemptStore, attempt_key

if TYPE_CHECKING:
    import anyio

__all__ = ["Outcome", "failure_of", "run_documents"]

Outcome: TypeAlias = "Readout | Record[Any] | Failure"

WINDOW = 4
"""Documents read ahead for each one in work, so that a slow one does not idle the others."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Run:
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

    def keep(self, document: Document, outcome: Outcome, started: str) -> None:
        if self.store is not None:
            model = self.extractor.info.model
            self.store.add(
                Attempt(document, self.fingerprint, self.repeat, model, outcome, started, _now())
            )


def run_documents(
    documents: Iterable[Document | Outcome],
    extractor: Extractor,
    *,
    store: AttemptStore | None = None,
    concurrency: int = 8,
    repeat: int = 0,
) -> Iterator[Outcome]:
    """The outcome of each document, in input order.

    Args:
        documents: read as they are needed; what is an outcome already (an unreadable file, an
            earlier record) is passed on.
        extractor: its connections are closed at the end, and it may be used again.
        store: successes found there are not asked for again; failures are.
        concurrency: how many documents are in work at a time.
        repeat: which of several equal runs this is; the store keeps them apart.

    Raises:
        UsageError: the call is wrong, or the extractor finds that it was made wrongly.
    """
    if concurrency < 1:
        raise UsageError(f"concurrency is {concurrency}: at least one document must be in work")
    fingerprint = extractor.fingerprint() if store is not None else ""
    run = _Run(extractor, store, repeat, fingerprint)
    if isinstance(extractor, Immediate):
        return _run_here(run, documents, extractor)
    return _run_waiting(run, documents, concurrency)


def _run_here(
    run: _Run, documents: Iterable[Document | Outcome], extractor: Immediate
) -> Iterator[Outcome]:
    for document in documents:
        if isinstance(document, Result):
            yield document
            continue
        started = _now() if run.store is not None else ""
        outcome: Outcome | None = run.found(document)
        if outcome is None:
            try:
                outcome = extractor.read(document)
            except UsageError:
                raise
            except Exception as error:
                outcome = failure_of(document, error)
            run.keep(document, outcome, started)
        yield outcome


def _run_waiting(
    run: _Run, documents: Iterable[Document | Outcome], concurrency: int
) -> Iterator[Outcome]:
    """Attempts on an event loop in a thread of its own; this thread reads and hands on."""
    from anyio.from_thread import start_blocking_portal

    pending: deque[Future[Outcome] | Outcome] = deque()
    with (
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(_attempts(run, concurrency)) as attempts,
    ):
        try:
            for document in documents:
                pending.append(
                    document
                    if isinstance(document, Result)
                    else portal.start_task_soon(attempts.make, document)
                )
                while pending and (_done(pending[0]) or len(pending) >= concurrency * WINDOW):
                    yield _result(pending.popleft())
            while pending:
                yield _result(pending.popleft())
        finally:
            for waiting in pending:
                if isinstance(waiting, Future):
                    waiting.cancel()


def _done(waiting: Future[Outcome] | Outcome) -> bool:
    return not isinstance(waiting, Future) or waiting.done()


def _result(waiting: Future[Outcome] | Outcome) -> Outcome:
    return waiting.result() if isinstance(waiting, Future) else waiting


class _Attempts:
    """The attempts of one run, no more than ``concurrency`` at a time."""

    def __init__(self, run: _Run, concurrency: int) -> None:
        from anyio import CapacityLimiter, Semaphore

        self._run = run
        self._free = Semaphore(concurrency)
        self._at_the_store = CapacityLimiter(1)
        self._asking: dict[str, anyio.Event] = {}

    async def make(self, document: Document) -> Outcome:
        from anyio import Event

        async with self._free:
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

    async def _find_or_ask(self, document: Document) -> Outcome:
        from anyio import CancelScope, to_thread

        started = _now()
        found = await to_thread.run_sync(self._run.found, document, limiter=self._at_the_store)
        if found is not None:
            return found
        outcome = await self._ask(document)
        # What was paid for is kept even when the run is being stopped.
        with CancelScope(shield=True):
            await to_thread.run_sync(
                self._run.keep, document, outcome, started, limiter=self._at_the_store
            )
        return outcome

    async def _ask(self, document: Document) -> Outcome:
        try:
            return await self._run.extractor.extract(document)
        except UsageError:
            raise
        except Exception as error:
            return failure_of(document, error)


@asynccontextmanager
async def _attempts(run: _Run, concurrency: int) -> AsyncIterator[_Attempts]:
    try:
        yield _Attempts(run, concurrency)
    finally:
        await run.extractor.aclose()


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


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")
