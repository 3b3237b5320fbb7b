"""JSON of other tools, read whole, within bounds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from communique.errors import UsageError

__all__ = ["MOST_BYTES", "listed", "loaded", "mapping", "read_json"]

MOST_BYTES = 500_000_000
"""Of a file that is read whole: an array has no lines to read it by."""


def read_json(path: Path) -> Iterator[tuple[str, Any]]:
    """The values of a file with where they stand: one for each line, or one for the whole file.

    Raises:
        UsageError: the file cannot be read.
        ValueError: it is neither JSON nor JSON lines.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}") from error
    if len(data) > MOST_BYTES:
        raise ValueError(f"longer than {MOST_BYTES} bytes: split it")
    try:
        text = data.decode("utf-8-sig")
        try:
            yield str(path), json.loads(text)
        except json.JSONDecodeError:
            lines = [(n, line) for n, line in enumerate(text.split("\n"), 1) if line.strip()]
            for number, line in lines:
                yield f"{path}:{number}", json.loads(line)
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
