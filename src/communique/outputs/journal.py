"""A JSONL file of records that grows as results come, and that a later call can go on with.

A fresh journal is written in place, line by line. Going on with one never shrinks it: the call
writes ``PATH.new``, taking over finished records from ``PATH``, and at its end puts the new file in
the place of the old. A call that is cut short leaves both, and the next one reads both.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from pydantic import ValidationError

from communique.errors import OutputError
from communique.outputs.formats import line_of
from communique.records import Document, ExtractorInfo, Failure, Readout

__all__ = ["Earlier", "LineFile", "add_result", "new_path", "read_earlier", "writing"]

SYNC_SECONDS = 1.0
"""A written line survives the end of the process at once, and of the machine after this long."""


class LineFile:
    """A file to which whole lines of JSON are added; not created before the first, unless asked."""

    def __init__(self, path: Path, *, create: bool = True) -> None:
        """Start ``path`` afresh.

        Raises:
            OutputError: it cannot be written.
        """
        self.path = path
        self._file: BinaryIO | None = None
        self._synced = time.monotonic()
        with writing(path):
            path.unlink(missing_ok=True)
            if create:
                self._file = path.open("wb")

    def add(self, line: str | bytes) -> None:
        """Add one line, given without or with its end."""
        data = line.encode("utf-8") + b"\n" if isinstance(line, str) else line
        with writing(self.path):
            if self._file is None:
                self._file = self.path.open("wb")
            self._file.write(data)
            self._file.flush()
            if time.monotonic() - self._synced > SYNC_SECONDS:
                os.fsync(self._file.fileno())
                self._synced = time.monotonic()

    def close(self) -> None:
        """Write out what the system still holds."""
        if self._file is not None:
            with writing(self.path), self._file:
                os.fsync(self._file.fileno())
            self._file = None


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


@dataclass(slots=True)
class Earlier:
    """The finished records of earlier calls into the same file."""

    path: Path
    offsets: Mapping[str, int] = field(default_factory=dict)
    """For each document id, the byte at which its line begins."""
    _seen: set[str] = field(default_factory=set)

    def take(self, document: Document | Failure) -> Readout | None:
        """The record of ``document``, if there is one and it is of the same text."""
        name = document.id if isinstance(document, Document) else document.document_id
        offset = self.offsets.get(name)
        if offset is None:
            return None
        self._seen.add(name)
        if isinstance(document, Failure):
            return None
        record = json.loads(self._line(offset))
        with suppress(ValidationError):
            return Readout.model_validate({**record, "text": document.text})
        return None

    def others(self) -> Iterator[bytes]:
        """The lines of documents that nobody asked for; to be kept all the same."""
        for name, offset in self.offsets.items():
            if name not in self._seen:
                yield self._line(offset)

    def _line(self, offset: int) -> bytes:
        with self.path.open("rb") as file:
            file.seek(offset)
            return file.readline()


def read_earlier(path: Path, info: ExtractorInfo) -> Earlier:
    """The finished records in ``path`` and ``path.new``, brought together in ``path``.

    A torn last line is dropped.

    Raises:
        OutputError: a line is no record, or was made by another extractor than ``info``.
    """
    unfinished = new_path(path)
    offsets = _index(path, info)
    if unfinished.exists():
        added = _index(unfinished, info)
        with writing(path), path.open("ab") as file, unfinished.open("rb") as lines:
            file.truncate(_complete(path))
            for name, offset in added.items():
                if name not in offsets:
                    lines.seek(offset)
                    file.write(lines.readline())
            file.flush()
            os.fsync(file.fileno())
        unfinished.unlink()
        offsets = _index(path, info)
    return Earlier(path, offsets)


def new_path(path: Path) -> Path:
    """Where a call that goes on with ``path`` writes until it is done."""
    return path.with_name(path.name + ".new")


def _index(path: Path, info: ExtractorInfo) -> dict[str, int]:
    offsets: dict[str, int] = {}
    if not path.exists():
        return offsets
    with writing(path), path.open("rb") as file:
        position = 0
        for number, line in enumerate(file, 1):
            if line.endswith(b"\n"):
                offsets.setdefault(_document_id(line, f"{path}:{number}", info), position)
            position += len(line)
    return offsets


def _complete(path: Path) -> int:
    """The length of ``path`` up to the end of its last whole line, in bytes."""
    if not path.exists():
        return 0
    with path.open("rb") as file:
        return sum(len(line) for line in file if line.endswith(b"\n"))


def _document_id(line: bytes, where: str, info: ExtractorInfo) -> str:
    try:
        record: dict[str, Any] = json.loads(line)
        name, made_by = record["document_id"], record["extractor"]
        earlier = ExtractorInfo.model_validate(made_by)
    except (ValueError, TypeError, KeyError) as error:
        raise OutputError(
            f"{where}: not a record of communique, so there is nothing to go on with: "
            "choose another output, or --overwrite"
        ) from error
    if earlier != info:
        raise OutputError(
            f"{where}: made by {_named(earlier)}, this call would use {_named(info)}: "
            "choose another output, or --overwrite"
        )
    return str(name)


def _named(info: ExtractorInfo) -> str:
    prompt = f" with prompt {info.prompt_sha256[:8]}" if info.prompt_sha256 else ""
    return f"{info.model} {info.version}{prompt}"


def add_result(records: LineFile, failures: LineFile, result: Readout | Failure) -> None:
    """Write ``result`` to the file it belongs to."""
    (failures if isinstance(result, Failure) else records).add(line_of(result))
