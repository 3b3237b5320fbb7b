"""What models answered, word for word, told to the run that keeps it.

Whoever gets an answer tells it; a run listens, in the tasks it starts. What is told where nobody
listens is lost. What is told holds no key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

__all__ = ["keeping_replies", "tell_reply"]

_kept: ContextVar[list[str] | None] = ContextVar("replies", default=None)


@contextmanager
def keeping_replies(replies: list[str]) -> Iterator[None]:
    """What is told inside the block, in this task, is added to ``replies``."""
    token = _kept.set(replies)
    try:
        yield
    finally:
        _kept.reset(token)


def tell_reply(reply: Callable[[], str]) -> None:
    """Tell one reply, as the server gave it; ``reply`` is called only where somebody listens."""
    kept = _kept.get()
    if kept is not None:
        kept.append(reply())
