"""A file of lines that grows as results come, and that a later call can write again."""

from __future__ import annotations

import os
import time
from io import FileIO
from pathlib import Path
from typing import BinaryIO

from communique.durable import sync_folder, writing

__all__ = ["LineFile"]

SYNC_SECONDS = 1.0
"""A written line survives the end of the process at once, and of the machine after this long."""


class LineFile:
    """Whole lines, each in the file when ``add`` returns; no file without a line, unless asked.

    Where it goes on with a file, lines that stand there already are passed over, and the file is
    cut at the first that differs: written again alike, it never gets shorter on the way. A line
    that cannot be written whole (the disk is full) leaves the whole ones before it.
    """

    def __init__(self, path: Path, *, create: bool = True, go_on: bool = False) -> None:
        """Open ``path``, empty unless the call is to ``go_on`` with what it holds.

        Raises:
            OutputError: it cannot be written.
        """
        self.path = path
        self._earlier: BinaryIO | None = None
        """What is passed over, while it stands there already."""
        self._file: FileIO | None = None
        """Without a buffer of its own: what was written is known."""
        self._end = 0
        """Bytes of the lines added or passed over."""
        self._synced = time.monotonic()
        with writing(path):
            if go_on and path.exists():
                self._file = path.open("r+b", buffering=0)
                self._earlier = path.open("rb")
                return
            path.unlink(missing_ok=True)
            if create:
                self._make()

    def add(self, line: str) -> None:
        """Add one line, given without its end.

        Raises:
            OutputError: it cannot be written.
        """
        data = line.encode("utf-8") + b"\n"
        with writing(self.path):
            if self._earlier is None or self._earlier.readline() != data:
                self._write(data)
            self._end += len(data)

    def finish(self) -> None:
        """Say that this was the last line: what still stands behind it goes."""
        with writing(self.path):
            self._cut()

    def close(self) -> None:
        """Bring to the disk what the system still holds."""
        if self._earlier is not None:
            self._earlier.close()
        if self._file is not None:
            with writing(self.path), self._file:
                os.fsync(self._file.fileno())
            self._file = None

    def _make(self) -> FileIO:
        file = self.path.open("wb", buffering=0)
        sync_folder(self.path.parent)
        self._file = file
        return file

    def _write(self, data: bytes) -> None:
        file = self._file or self._make()
        self._cut()
        try:
            left = memoryview(data)
            while left:
                left = left[file.write(left) :]
        except OSError:
            file.truncate(self._end)
            raise
        if time.monotonic() - self._synced > SYNC_SECONDS:
            os.fsync(file.fileno())
            self._synced = time.monotonic()

    def _cut(self) -> None:
        """Let go of what stands in the file behind the lines passed over."""
        if self._earlier is not None and self._file is not None:
            self._earlier.close()
            self._earlier = None
            self._file.truncate(self._end)
            self._file.seek(self._end)
