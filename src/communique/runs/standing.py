"""A loop that stands: one extractor, open for batch after batch of documents.

``loop`` takes all documents of a run; here they come in batches, from another program that hands
them out. The client, the event loop, and what was found out about the server outlast a batch, and
several threads may hand in batches at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Self

from communique.errors import CommuniqueError
from communique.extractor import Extractor, Immediate
from communique.records import Document
from communique.runs.limits import Limits
from communique.runs.loop import attempts_of, run_documents
from communique.runs.outcomes import Outcome, Run

__all__ = ["Done", "StandingLoop"]


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a batch."""

    outcomes: tuple[Outcome, ...]
    """Of the documents that were reached, in order."""
    ended: CommuniqueError | None = None
    """Why the others were not: no server answers, or it refuses the key or the model."""


class StandingLoop:
    """Takes batches of documents to their outcomes; keeps nothing, and looks for no repeats."""

    def __init__(self, extractor: Extractor, limits: Limits) -> None:
        """Open it.

        Args:
            extractor: who reads.
            limits: how many at a time, and how long; budget and processes are not looked at.
        """
        self._extractor = extractor
        self._closing = ExitStack()
        if isinstance(extractor, Immediate):
            return
        from anyio.from_thread import start_blocking_portal

        run = Run(extractor, None, 0, "")
        enter = self._closing.enter_context
        self._portal = enter(start_blocking_portal())
        self._attempts = enter(self._portal.wrap_async_context_manager(attempts_of(run, limits)))

    def done(self, documents: Sequence[Document]) -> Done:
        """What comes of ``documents``.

        Raises:
            UsageError: the extractor finds that it was made wrongly.
        """
        if isinstance(self._extractor, Immediate):
            return Done(tuple(run_documents(documents, self._extractor)))
        asked = [self._portal.start_task_soon(self._attempts.make, one) for one in documents]
        outcomes = [one.result() for one in asked]
        reached = tuple(outcome for outcome in outcomes if outcome is not None)
        whole = len(reached) == len(documents)
        return Done(reached, None if whole else self._attempts.gate.ended)

    def close(self) -> None:
        """Release connections, and end the thread of the event loop."""
        self._closing.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *reason: object) -> None:
        self.close()
