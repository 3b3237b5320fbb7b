"""The JSON files of a run's folder, read; what is wrong names the file and the line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from communique.errors import UsageError

__all__ = ["read_json", "read_lines"]


def read_json(path: Path) -> dict[str, Any]:
    """The JSON object that is in ``path``.

    Raises:
        UsageError: there is none.
    """
    try:
        return _object(path.read_bytes(), str(path))
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}") from error


def read_lines(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """The JSON object on each line of ``path``, with its place, ``path:line``.

    Raises:
        UsageError: the file is not there, or a line is none.
    """
    try:
        with path.open("rb") as lines:
            for number, line in enumerate(lines, start=1):
                yield f"{path}:{number}", _object(line, f"{path}:{number}")
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}") from error


def _object(data: bytes, where: str) -> dict[str, Any]:
    try:
        found = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{where}: not JSON: {error}") from error
    if not isinstance(found, dict):
        raise UsageError(f"{where}: not a JSON object")
    return found
