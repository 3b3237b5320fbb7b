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
from typing import Any

from communique.errors import UsageError

__all__ = ["check_starts", "nothing", "start_pool"]

# What the parent has imported, threads and event loops is not copied into the workers.
_START = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"


def start_pool(
    processes: int,
    preloaded: Sequence[str],
    begin: Callable[..., None] | None = None,
    *arguments: Any,
) -> ProcessPoolExecutor:
    """``processes`` workers, each of which calls ``begin(*arguments)`` before anything else.

    The modules ``preloaded`` are imported once, where all workers come from; elsewhere (Windows)
    each imports them for itself.
    """
    context = multiprocessing.get_context(_START)
    context.set_forkserver_preload(["__main__", *preloaded])
    return ProcessPoolExecutor(
        processes, mp_context=context, initializer=_begin, initargs=(begin, arguments)
    )


def check_starts(first: Future[None]) -> None:
    """See that workers live long enough to do nothing; ``first`` is that, asked of a new pool.

    Raises:
        UsageError: they die before: what started this process cannot be imported by another.
    """
    try:
        first.result()
    except BrokenProcessPool as error:
        raise UsageError(
            "worker processes cannot start: call from a script with `if __name__ == '__main__':` "
            "around what it does, not from standard input; or leave out processes"
        ) from error


def nothing() -> None:
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
