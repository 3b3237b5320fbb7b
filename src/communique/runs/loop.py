"""The one loop that takes documents to outcomes: in input order, in constant memory.

Every document ends as a ``Readout`` (or a ``Record``), or as a ``Failure`` with a named error, and
each is in the store, where there is one, before it is handed on. A run that must end before its
documents do (no server, no access, nothing left of the budget) hands on what is done, and raises.
"""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import AsyncIterator, Iterable, Iterator
from concurrent.futures import Future
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING

from communique.errors import BudgetSpent, UsageError
from communique.extractor import Extractor, Immediate
from communique.records import Document, Result
from communique.runs.limits import Limits
from communique.runs.outcomes import Outcome, Run, failure_of, now
from communique.runs.store import AttemptStore

if TYPE_CHECKING:
    from communique.runs.attempts import Attempts

__all__ = ["Outcome", "attempts_of", "failure_of", "run_documents"]

_DEFAULT = Limits()


def run_documents(
    documents: Iterable[Document | Outcome],
    extractor: Extractor,
    *,
    store: AttemptStore | None = None,
    limits: Limits = _DEFAULT,
    repeat: int = 0,
) -> Iterator[Outcome]:
    """The outcome of each document, in input order.

    Args:
        documents: read as they are needed; what is an outcome already (an unreadable file, an
            earlier record) is passed on.
        extractor: its connections are closed at the end, and it may be used again.
        store: successes found there are not asked for again; failures are.
        limits: how many at a time, how much in all, how long.
        repeat: which of several equal runs this is; the store keeps them apart.

    Raises:
        UsageError: the call is wrong, or the extractor finds that it was made wrongly.
        ServerError: no server answers, or it refuses the key or the model, for one document after
            another; raised when what is done has been handed on.
        BudgetSpent: likewise, when nothing is left of the budget.
    """
    fingerprint = extractor.fingerprint() if store is not None else ""
    run = Run(extractor, store, repeat, fingerprint)
    if not isinstance(extractor, Immediate):
        return _run_waiting(run, documents, limits)
    if limits.processes > 1:
        return _run_in_processes(run, documents, limits, extractor)
    return _run_here(run, documents, limits, extractor)


def _run_here(
    run: Run, documents: Iterable[Document | Outcome], limits: Limits, extractor: Immediate
) -> Iterator[Outcome]:
    spending = limits.spending()
    for document in documents:
        if isinstance(document, Result):
            yield document
            continue
        started = now() if run.store is not None else ""
        outcome: Outcome | None = run.found(document)
        if outcome is None:
            if (spent := spending.over()) is not None:
                raise spent
            try:
                outcome = extractor.read(document)
            except UsageError:
                raise
            except Exception as error:
                outcome = failure_of(document, error)
            if run.store is not None:
                run.store.add(run.attempt(document, outcome, started))
        yield outcome


def _run_in_processes(
    run: Run, documents: Iterable[Document | Outcome], limits: Limits, extractor: Immediate
) -> Iterator[Outcome]:
    from communique.runs.workers import read_in_processes

    spending = limits.spending()
    ended: list[BudgetSpent] = []

    def sought() -> Iterator[Document | Outcome]:
        for document in documents:
            if (spent := spending.over()) is not None:
                ended.append(spent)
                return
            yield (run.found(document) or document) if isinstance(document, Document) else document

    for document, outcome in read_in_processes(extractor, sought(), limits.processes):
        if run.store is not None and isinstance(document, Document):
            run.store.add(run.attempt(document, outcome, now()))
        yield outcome
    for spent in ended:
        raise spent


def _run_waiting(
    run: Run, documents: Iterable[Document | Outcome], limits: Limits
) -> Iterator[Outcome]:
    """Attempts on an event loop in a thread of its own; this thread reads and hands on."""
    from anyio.from_thread import start_blocking_portal

    pending: deque[Future[Outcome | None] | Outcome] = deque()
    with (
        _heap_set_aside(),
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(attempts_of(run, limits)) as attempts,
    ):
        try:
            for document in documents:
                pending.append(
                    document
                    if isinstance(document, Result)
                    else portal.start_task_soon(attempts.make, document)
                )
                while pending and (_done(pending[0]) or len(pending) >= attempts.gate.room):
                    yield from _reached(pending.popleft())
                if attempts.gate.ended is not None:
                    break
            while pending:
                yield from _reached(pending.popleft())
            ended = attempts.gate.ended
        finally:
            for waiting in pending:
                if isinstance(waiting, Future):
                    waiting.cancel()
    if ended is not None:
        raise ended


_PYTHONS_OWN = 1_000
"""Python 3.12 begins with a few hundred objects set aside; a caller's are all that is imported."""


@contextmanager
def _heap_set_aside() -> Iterator[None]:
    """What is there when a run begins (modules, above all) is no garbage while it goes on: Python
    would look through it again and again for the little that the run leaves behind.

    Nothing is done where a caller has set objects aside: they stay so.
    """
    if gc.get_freeze_count() > _PYTHONS_OWN:
        yield
        return
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def _done(waiting: Future[Outcome | None] | Outcome) -> bool:
    return not isinstance(waiting, Future) or waiting.done()


def _reached(waiting: Future[Outcome | None] | Outcome) -> Iterator[Outcome]:
    """The outcome, unless the run ended before the document was reached."""
    outcome = waiting.result() if isinstance(waiting, Future) else waiting
    if outcome is not None:
        yield outcome


@asynccontextmanager
async def attempts_of(run: Run, limits: Limits) -> AsyncIterator[Attempts]:
    """The attempts of ``run``, on the caller's event loop; its extractor is closed at the end."""
    from communique.runs.attempts import Attempts

    attempts = Attempts(run, limits)
    try:
        yield attempts
    finally:
        attempts.close()
        await run.extractor.aclose()
