"""Writing so that it lasts: to the disk before a name says so; errors with the file's name."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from communique.errors import OutputError

__all__ = ["put_in_place", "sync_folder", "write_whole", "writing"]


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


def write_whole(path: Path, data: bytes) -> None:
    """Put a file with ``data`` at ``path``: readers see the old file or all of the new one, which
    is on the disk when this returns and has the permissions of the old one.

    Raises:
        OutputError: it cannot be written; ``path`` is as it was.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    with writing(path):
        try:
            # Made anew: a link that someone put there is not followed.
            temporary.unlink(missing_ok=True)
            with temporary.open("xb") as file:
                file.write(data)
            if path.exists():
                temporary.chmod(stat.S_IMODE(path.stat().st_mode))
            put_in_place(temporary, path)
        finally:
            temporary.unlink(missing_ok=True)


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
