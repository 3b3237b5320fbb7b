"""Processes that prove answers while the event loop reads the next ones."""

from __future__ import annotations

from asyncio import wrap_future
from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

from anyio import to_thread

from communique.errors import WorkerDied
from communique.runs.pool import Pool

__all__ = ["Helpers"]

T = TypeVar("T")

PRELOADED = ("communique.llm.answer",)


class Helpers:
    """``processes`` workers for functions that take long; one that dies is replaced."""

    def __init__(self, processes: int) -> None:
        self._processes = processes
        self._pool = Pool(processes, PRELOADED)

    async def compute(self, function: Callable[..., T], *arguments: object) -> T:
        """``function(*arguments)`` in a worker.

        A death takes all that is being computed with it: each of these is computed again, alone,
        so that only what kills a second time is lost.

        Raises:
            WorkerDied: it killed a worker that computed nothing else.
        """
        pool = self._pool
        try:
            return await wrap_future(pool.submit(function, *arguments))
        except BrokenProcessPool:
            if self._pool is pool:
                self._pool = Pool(self._processes, PRELOADED)
                await to_thread.run_sync(pool.end)
        with Pool(1, PRELOADED) as alone:
            await to_thread.run_sync(alone.check_starts)
            try:
                return await wrap_future(alone.submit(function, *arguments))
            except BrokenProcessPool as error:
                raise WorkerDied(
                    "the process that proved its answer died: there may be too little memory"
                ) from error

    def close(self) -> None:
        """End the workers; what they compute is dropped."""
        self._pool.end()
