"""JSON of other tools, read within bounds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from communique.documents.bounded import lines_of
from communique.errors import UsageError

__all__ = ["MOST_BYTES", "listed", "loaded", "mapping", "read_json"]

MOST_BYTES = 500_000_000
"""Of a file that is read whole: an array has no lines to read it by."""


def read_json(path: Path) -> Iterator[tuple[str, Any]]:
    """The values of a file with where they stand: of each line, or one of the whole file.

    It is JSON lines where its first line is a value; these are read one at a time.

    Raises:
        UsageError: the file cannot be read.
        ValueError: it is neither JSON nor JSON lines; lines before a wrong one are given.
    """
    try:
        with path.open("rb") as file:
            for number, line in enumerate(lines_of(file), 1):
                if line is not None and not line.strip():
                    continue
                try:
                    value = _value(line or b"")
                except ValueError as error:
                    if number > 1:
                        wrong = f"line {number}: {error}; what follows is not read"
                        raise ValueError(wrong) from error
                    file.seek(0)
                    yield str(path), _value(file.read(MOST_BYTES + 1))
                    return
                yield f"{path}:{number}", value
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}") from error


def _value(data: bytes) -> Any:
    if len(data) > MOST_BYTES:
        raise ValueError(f"longer than {MOST_BYTES} bytes: split it")
    try:
        return json.loads(data.decode("utf-8-sig"))
    except RecursionError as error:
        raise ValueError("nested too deep") from error


def listed(value: Any) -> list[Any]:
    """A list as it is, nothing as none, anything else as the only one."""
    return value if isinstance(value, list) else [] if value is None else [value]


def mapping(value: Any) -> dict[str, Any]:
    """A JSON object as it is, anything else as an empty one."""
    return value if isinstance(value, dict) else {}


def loaded(text: Any) -> Any:
    """The value of a cell that holds JSON; None for an empty one.

    Raises:
        ValueError: it is no JSON.
    """
    try:
        return json.loads(text) if isinstance(text, str) and text else None
    except RecursionError as error:
        raise ValueError("nested too deep") from error
