"""Where an extractor's longer computations run: in place, or where the run that asks wants them.

While an event loop computes, it reads no replies. A run with processes to spare offers them, in the
tasks it starts; the extractor knows nothing of them.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

__all__ = ["Elsewhere", "compute", "computing"]

T = TypeVar("T")

Elsewhere = Callable[..., Awaitable[Any]]
"""Calls a function of a module with arguments that can be pickled, and gives what it returns."""

_elsewhere: ContextVar[Elsewhere | None] = ContextVar("elsewhere", default=None)


@contextmanager
def computing(elsewhere: Elsewhere | None) -> Iterator[None]:
    """What is computed inside the block, in this task, is computed ``elsewhere``."""
    token = _elsewhere.set(elsewhere)
    try:
        yield
    finally:
        _elsewhere.reset(token)


async def compute(function: Callable[..., T], *arguments: Any) -> T:
    """``function(*arguments)``, computed where the run wants it.

    Raises:
        CommuniqueError: it could not be computed there; else whatever ``function`` raises.
    """
    elsewhere = _elsewhere.get()
    if elsewhere is None:
        return function(*arguments)
    result: T = await elsewhere(function, *arguments)
    return result
