"""Text from articles and file names made safe to print on a terminal."""

from __future__ import annotations

import re

__all__ = ["printable"]

_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f"  # control characters: colours, cursor movements, window titles
    "\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c"  # directions: text that reads as other text
    "\ud800-\udfff]"  # what UTF-8 cannot hold
)


def printable(text: str) -> str:
    """``text`` in one line: white space single, control and direction characters as escapes."""
    return _UNSAFE.sub(lambda m: m[0].encode("unicode_escape").decode(), " ".join(text.split()))
