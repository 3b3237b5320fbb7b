"""The JSON object inside a model's reply, whatever stands around it.

Models think aloud, put fences around the JSON and talk before and after it, even when told not to.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from typing import Any

__all__ = ["unwrap_object"]

_THINKING = re.compile(r"<(think|thinking|reasoning)>.*?</\1>", re.DOTALL | re.IGNORECASE)
_FENCED = re.compile(r"```[a-zA-Z0-9_-]*[ \t]*\r?\n(.*?)```", re.DOTALL)
_OPENING = re.compile(r'\{\s*["}]')


def _finite(number: str) -> float | None:
    value = float(number)
    return value if math.isfinite(value) else None


# NaN and the infinities are not JSON, and would make every record that quotes them invalid.
_DECODER = json.JSONDecoder(parse_constant=lambda name: None, parse_float=_finite)

MAX_OPENINGS = 200
"""Places tried as the start of an object, so that a hostile reply costs bounded time."""


def unwrap_object(reply: str) -> dict[str, Any] | None:
    """The JSON object in ``reply``, or None when it holds none that is complete.

    Of several, the one in a fence is taken, else the longest.
    """
    for text in _readings(reply):
        found = _object(text)
        if found is not None:
            return found
    return None


def _readings(reply: str) -> Iterator[str]:
    yield reply
    # A server may drop the opening tag of the thinking block and leave the closing one.
    said = _THINKING.sub("", reply)
    for tag in ("</think>", "</thinking>", "</reasoning>"):
        said = said.rpartition(tag)[2]
    if said != reply:
        yield said
    yield from _FENCED.findall(said)
    yield from _longest_object(said)


def _object(text: str) -> dict[str, Any] | None:
    try:
        value = _DECODER.decode(text)
        if "\\ud" in text.lower():
            # Half a surrogate pair is not a character; no file could hold it.
            whole = json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")
            value = json.loads(whole)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _longest_object(text: str) -> Iterator[str]:
    longest, position = "", 0
    for _ in range(MAX_OPENINGS):
        opening = _OPENING.search(text, position)
        if opening is None:
            break
        try:
            _, end = _DECODER.raw_decode(text, opening.start())
        except (ValueError, RecursionError):
            position = opening.start() + 1
            continue
        longest = max(longest, text[opening.start() : end], key=len)
        position = end
    if longest:
        yield longest
