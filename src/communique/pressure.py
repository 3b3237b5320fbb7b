"""What a server lets its clients feel of its load, told to the run that asks.

Whoever sends requests tells; a run that paces itself listens, in the tasks it starts. Neither knows
the other, and what is told where nobody listens is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

__all__ = ["Heard", "listening", "tell"]


@dataclass(frozen=True, slots=True)
class Heard:
    """How one request was met."""

    sent: float
    """When it was sent, by ``time.monotonic()``."""
    pushed_back: bool
    """The server refused it for its load, or did not answer in time."""
    wait: float | None = None
    """Seconds in which the server does not want to be asked; None where it did not say."""


Listener = Callable[[Heard], None]

_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """``listener`` hears what is told inside the block, in this task."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def tell(heard: Heard) -> bool:
    """Whether anybody listened."""
    listener = _listener.get()
    if listener is None:
        return False
    listener(heard)
    return True
