"""Text that any file can hold: UTF-8 has no half of a surrogate pair, an answer of a model may."""

from __future__ import annotations

import json
from typing import Any

__all__ = ["encodable", "json_of"]


def encodable(text: str) -> str:
    """``text`` with half a surrogate pair written as an escape (``\\ud83d``)."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def json_of(value: Any) -> str:
    """``value`` as JSON that is text: as it stands where it can be, else all of it escaped."""
    line = json.dumps(value, ensure_ascii=False)
    try:
        line.encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(value)
    return line
