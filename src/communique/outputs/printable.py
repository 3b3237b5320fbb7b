"""Text from articles and file names made safe to print on a terminal."""

from __future__ import annotations

import re
from typing import TextIO

__all__ = ["escaped", "on_terminal", "printable"]

_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f"  # control characters: colours, cursor movements, window titles
    "\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c"  # directions: text that reads as other text
    "\ud800-\udfff]"  # what UTF-8 cannot hold
)


_UNSAFE_IN_JSON = re.compile(_UNSAFE.pattern.replace("\x00-\x1f", "\x00-\x09\x0b-\x1f"))


def escaped(text: str) -> str:
    """``text`` with control and direction characters as escapes, line ends too."""
    return _UNSAFE.sub(lambda m: m[0].encode("unicode_escape").decode(), text)


def printable(text: str) -> str:
    """``text`` in one line: white space single, control and direction characters as escapes."""
    return escaped(" ".join(text.split()))


def on_terminal(json_text: str, stream: TextIO) -> str:
    """JSON as it goes to ``stream``: to a terminal the same value, with nothing it would obey."""
    if not stream.isatty():
        return json_text
    return _UNSAFE_IN_JSON.sub(lambda m: f"\\u{ord(m[0]):04x}", json_text)
