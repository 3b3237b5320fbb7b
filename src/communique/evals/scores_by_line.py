"""``scores.json`` read as ``scores.score_lines`` writes it, a document a line: none is held."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from communique.errors import UsageError

__all__ = ["OtherLayout", "read_by_line"]

_MODELS, _DOCUMENTS = b' "models": [', b'   "documents": ['


class OtherLayout(Exception):
    """The file is not laid out in these lines."""


def read_by_line(file: Path, keep: Callable[[Any], Any]) -> dict[str, Any]:
    """The object in ``file``; of each document what ``keep`` makes of it, unless that is None.

    Raises:
        OtherLayout: the file is laid out otherwise, or is broken.
        UsageError: it cannot be read; and what ``keep`` raises.
    """
    try:
        with file.open("rb") as lines:
            return _read((line.rstrip(b"\n") for line in lines), keep)
    except OSError as error:
        raise UsageError(f"{file}: cannot be read: {error.strerror}") from error


def _read(lines: Iterator[bytes], keep: Callable[[Any], Any]) -> dict[str, Any]:
    _expect(lines, b"{")
    found = dict(_entries(lines, _MODELS))
    found["models"] = models = []
    while (line := next(lines, b"")) == b"  {":
        model = dict(_entries(lines, _DOCUMENTS))
        model["documents"] = documents = []
        for row in _rows(lines):
            kept = keep(row)
            if kept is not None:
                documents.append(kept)
        models.append(model)
        line = next(lines, b"")
        if line == b"  }":
            line = next(lines, b"")
            break
        if line != b"  },":
            raise OtherLayout
    if line != b" ]":
        raise OtherLayout
    _expect(lines, b"}")
    return found


def _expect(lines: Iterator[bytes], wanted: bytes) -> None:
    if next(lines, b"") != wanted:
        raise OtherLayout


def _entries(lines: Iterator[bytes], until: bytes) -> Iterator[tuple[str, Any]]:
    """Names and values of an object, a line each."""
    for line in lines:
        if line == until:
            return
        entry = _value(b"{" + line.removesuffix(b",") + b"}")
        if not isinstance(entry, dict) or len(entry) != 1:
            raise OtherLayout
        yield from entry.items()
    raise OtherLayout


def _rows(lines: Iterator[bytes]) -> Iterator[Any]:
    for line in lines:
        if line == b"   ]":
            return
        yield _value(line.removesuffix(b","))
    raise OtherLayout


def _value(data: bytes) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        raise OtherLayout from error
