"""Writing so that it lasts: to the disk before a name says so; errors with the file's name."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from communique.errors import OutputError

__all__ = ["put_in_place", "sync_folder", "writing"]


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Make an ``OSError`` inside the block an ``OutputError`` that names ``path``.

    Raises:
        OutputError: what was done inside failed.
    """
    try:
        yield
    except OSError as error:
        raise OutputError(f"{path}: cannot write: {error.strerror or error}") from error


def put_in_place(whole: Path, path: Path) -> None:
    """Rename the finished file ``whole`` to ``path``.

    Whatever stops the machine, ``path`` is afterwards what it was or all of ``whole``: the content
    reaches the disk before the name does, and the name before this returns.
    """
    _sync(whole)
    os.replace(whole, path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Bring to the disk which names ``folder`` holds, where the system lets a folder be opened."""
    if os.name == "posix":
        _sync(folder)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
