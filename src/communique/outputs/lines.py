"""A file of lines that grows as results come, and that a later call can write again."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from communique.errors import OutputError

__all__ = ["LineFile", "writing"]

SYNC_SECONDS = 1.0
"""A written line survives the end of the process at once, and of the machine after this long."""


class LineFile:
    """Whole lines, each in the file when ``add`` returns; no file without a line, unless asked.

    Where it goes on with a file, lines that stand there already are passed over, and the file is
    cut at the first that differs: written again alike, it never gets shorter on the way.
    """

    def __init__(self, path: Path, *, create: bool = True, go_on: bool = False) -> None:
        """Open ``path``, empty unless the call is to ``go_on`` with what it holds.

        Raises:
            OutputError: it cannot be written.
        """
        self.path = path
        self._file: BinaryIO | None = None
        self._synced = time.monotonic()
        with writing(path):
            self._passing = go_on and path.exists()
            if self._passing:
                self._file = path.open("r+b")
                return
            path.unlink(missing_ok=True)
            if create:
                self._file = path.open("wb")

    def add(self, line: str) -> None:
        """Add one line, given without its end."""
        data = line.encode("utf-8") + b"\n"
        with writing(self.path):
            if self._file is None:
                self._file = self.path.open("wb")
            if self._passing:
                position = self._file.tell()
                if self._file.readline() == data:
                    return
                self._cut(position)
            self._file.write(data)
            self._file.flush()
            if time.monotonic() - self._synced > SYNC_SECONDS:
                os.fsync(self._file.fileno())
                self._synced = time.monotonic()

    def finish(self) -> None:
        """Say that this was the last line: what still stands behind it goes."""
        if self._file is not None and self._passing:
            with writing(self.path):
                self._cut(self._file.tell())

    def close(self) -> None:
        """Write out what the system still holds."""
        if self._file is not None:
            with writing(self.path), self._file:
                os.fsync(self._file.fileno())
            self._file = None

    def _cut(self, position: int) -> None:
        assert self._file is not None  # noqa: S101 - both callers know
        self._file.seek(position)
        self._file.truncate()
        self._passing = False


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
