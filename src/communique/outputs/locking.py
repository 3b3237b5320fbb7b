"""One call at a time into one output."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from communique.durable import writing
from communique.errors import OutputError

__all__ = ["held", "lock_of"]


def lock_of(out: Path) -> Path:
    """The file by which ``out`` is held."""
    return out.with_name(out.name + ".lock")


@contextmanager
def held(out: Path) -> Iterator[None]:
    """Nobody else holds ``out`` inside the block; a process that dies lets go of it.

    Raises:
        OutputError: another call holds it, or the lock cannot be made.
    """
    path = lock_of(out)
    lock = FileLock(path, timeout=0, mode=0o600)
    with writing(path):
        try:
            lock.acquire()
        except Timeout:
            raise OutputError(
                f"{out}: another call is writing it; wait for that, or name another file"
            ) from None
    try:
        yield
    finally:
        path.unlink(missing_ok=True)
        lock.release()
