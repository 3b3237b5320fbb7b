"""Worker processes: started where nothing of ours runs yet, gone when the process that asked is."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from typing import Any, Self, TypeVar

from communique.errors import UsageError

__all__ = ["Pool"]

T = TypeVar("T")

# What the parent has imported, threads and event loops is not copied into the workers.
_START = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"


class Pool:
    """``processes`` workers, each of which calls ``begin(*arguments)`` before anything else.

    The modules ``preloaded`` are imported once, where all workers come from; elsewhere (Windows)
    each imports them for itself.
    """

    def __init__(
        self,
        processes: int,
        preloaded: Sequence[str],
        begin: Callable[..., None] | None = None,
        *arguments: Any,
    ) -> None:
        context = multiprocessing.get_context(_START)
        context.set_forkserver_preload(["__main__", *preloaded])
        self._started: list[BaseProcess] = []
        self._workers = ProcessPoolExecutor(
            processes,
            mp_context=_noting(context, self._started),
            initializer=_begin,
            initargs=(begin, arguments),
        )

    def submit(self, function: Callable[..., T], *arguments: object) -> Future[T]:
        """What ``function(*arguments)`` gives in a worker; a BrokenProcessPool in the future where
        a worker has died, this one's or another's."""
        try:
            return self._workers.submit(function, *arguments)
        except BrokenProcessPool as error:  # what it would have met a moment earlier
            broken: Future[T] = Future()
            broken.set_exception(error)
            return broken

    def check_starts(self) -> None:
        """See that workers live long enough to do nothing.

        Raises:
            UsageError: they die before: what started this process cannot be imported by another.
        """
        try:
            self.submit(_nothing).result()
        except BrokenProcessPool as error:
            raise UsageError(
                "worker processes cannot start: call from a script with `if __name__ == "
                "'__main__':` around what it does, not from standard input; or leave out processes"
            ) from error

    def end(self) -> None:
        """End the workers at once; what they compute is dropped.

        They are killed here: an executor whose worker died just when another was being started
        waits for that one for ever.
        """
        self._workers.shutdown(wait=False, cancel_futures=True)
        for process in self._started:
            if process.pid is not None:
                process.kill()
        self._workers.shutdown()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *reason: object) -> None:
        self.end()


def _noting(context: Any, started: list[BaseProcess]) -> Any:
    """``context``, which adds the processes made with it to ``started``."""

    class Noting(type(context)):  # type: ignore[misc]  # one of multiprocessing's contexts
        def Process(self, *args: Any, **kwargs: Any) -> BaseProcess:  # noqa: N802 - its name there
            process: BaseProcess = context.Process(*args, **kwargs)
            started.append(process)
            return process

    return Noting()


def _nothing() -> None:
    """What a worker is asked to do to show that it lives."""


def _begin(begin: Callable[..., None] | None, arguments: Sequence[Any]) -> None:
    """In a worker, before its first task."""
    # Ctrl-C goes to all processes of a terminal: the parent stops its workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_die_with_parent, daemon=True).start()
    if begin is not None:
        begin(*arguments)


def _die_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
