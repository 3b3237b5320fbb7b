"""The offline extractor in several processes: in input order, in constant memory.

Documents go to the workers in batches, because one is read in a few milliseconds. A worker that
dies takes the whole pool with it; the batch that is next in order is then read one document at a
time in a pool of one, so that the one it died of is known, and the later ones begin again.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from typing import Self

from communique.errors import UsageError, WorkerDied
from communique.extractor import Immediate
from communique.records import Document, Failure
from communique.runs.outcomes import Outcome, failure_of
from communique.runs.pool import Pool

__all__ = ["read_in_processes"]

BATCH = 16
"""Documents that go to a worker together."""

AHEAD = 3
"""Batches read ahead for each worker, so that none idles while an earlier one is waited for."""

_reader: Immediate | None = None
"""In a worker: the extractor."""


def read_in_processes(
    extractor: Immediate, documents: Iterable[Document | Outcome], processes: int
) -> Iterator[tuple[Document | Outcome, Outcome]]:
    """Each of ``documents`` with its outcome; what is an outcome already is its own.

    A document that a worker dies of is a Failure ``worker_died``.
    """
    source = iter(documents)
    pending: deque[_Task] = deque()
    with _Pool(extractor, processes) as pool:
        while True:
            while len(pending) < processes * AHEAD and (batch := list(islice(source, BATCH))):
                pending.append(_Task(batch, pool))
            if not pending:
                return
            task = pending.popleft()
            try:
                outcomes = iter(task.outcomes())
            except BrokenProcessPool:
                pool.renew()
                outcomes = iter(_one_at_a_time(extractor, task.documents))
                for later in pending:
                    later.renew(pool)
            for one in task.batch:
                yield one, (next(outcomes) if isinstance(one, Document) else one)


class _Task:
    """A batch at the workers."""

    def __init__(self, batch: Sequence[Document | Outcome], pool: _Pool) -> None:
        self.batch = batch
        self.documents = [one for one in batch if isinstance(one, Document)]
        self._future = pool.submit(self.documents)

    def outcomes(self) -> list[Outcome]:
        """Wait for them.

        Raises:
            BrokenProcessPool: a worker died, of this batch or of another.
        """
        return self._future.result()

    def renew(self, pool: _Pool) -> None:
        """Begin again where a worker's death has taken the outcomes."""
        if not self._future.done() or self._future.exception() is not None:
            self._future = pool.submit(self.documents)


class _Pool:
    """Worker processes that read, which can be replaced."""

    def __init__(self, extractor: Immediate, processes: int) -> None:
        self._extractor = extractor
        self._processes = processes
        self._workers = self._started()

    def submit(self, batch: Sequence[Document]) -> Future[list[Outcome]]:
        return self._workers.submit(_read, batch)

    def renew(self) -> None:
        """Replace workers of which one has died.

        Raises:
            UsageError: they cannot start at all.
        """
        self._workers.end()
        self._workers = self._started()
        self._workers.check_starts()

    def _started(self) -> Pool:
        return Pool(self._processes, [type(self._extractor).__module__], _begin, self._extractor)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *reason: object) -> None:
        self._workers.end()


def _one_at_a_time(extractor: Immediate, batch: Sequence[Document]) -> list[Outcome]:
    outcomes: list[Outcome] = []
    with _Pool(extractor, 1) as pool:
        for document in batch:
            try:
                outcomes += pool.submit([document]).result()
            except BrokenProcessPool:
                pool.renew()
                outcomes.append(_died(document))
    return outcomes


def _died(document: Document) -> Failure:
    died = WorkerDied("the process that read it died: the text may need more memory than there is")
    return failure_of(document, died)


def _begin(extractor: Immediate) -> None:
    """In a worker, before its first batch."""
    global _reader
    _reader = extractor


def _read(batch: Sequence[Document]) -> list[Outcome]:
    return [_outcome(document) for document in batch]


def _outcome(document: Document) -> Outcome:
    assert _reader is not None  # noqa: S101 - _begin has set it
    try:
        return _reader.read(document)
    except UsageError:
        raise
    except Exception as error:
        return failure_of(document, error)
