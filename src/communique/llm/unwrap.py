"""The JSON object inside a model's reply, whatever stands around it.

Models think aloud, put fences around the JSON and talk before and after it, even when told not to;
some end lists with a comma or break lines inside strings. Nothing is mended that would have to be
guessed: a reply that stops before its object closes holds none (``llm.salvage`` reads those).
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from typing import Any

__all__ = ["DECODER", "unclosed_object", "unwrap_object", "without_trailing_commas"]

_THINKING_TAG = re.compile(r"<(/?)(think|thinking|reasoning)>", re.IGNORECASE)
_STILL_THINKING = re.compile(r"\s*<(?:think|thinking|reasoning)>", re.IGNORECASE)
_FENCED = re.compile(r"```[a-zA-Z0-9_-]*[ \t]*\r?\n(.*?)```", re.DOTALL)
_OPENING = re.compile(r'\{\s*["}]')
# A string that never closes is taken to the end: looked for again at each of its quotes it would
# take quadratic time.
_STRING_OR_TRAILING_COMMA = re.compile(r'("(?:[^"\\]|\\.)*+(?:"|\\?\Z))|,(?=\s*+[}\]])', re.DOTALL)


def _finite(number: str) -> float | None:
    value = float(number)
    return value if math.isfinite(value) else None


# NaN and the infinities are not JSON, and would make every record that quotes them invalid.
# Not strict: line breaks inside a string are what the model copied.
DECODER = json.JSONDecoder(parse_constant=lambda name: None, parse_float=_finite, strict=False)

MAX_OPENINGS = 200
"""Places tried as the start of an object, so that a hostile reply costs bounded time."""

MAX_TRIES = 8
"""How often, in all, the characters of a reply are read in vain for an object."""

LAST_TOKEN = 6
"""Characters of an unfinished literal, number or escape with which a cut reply may end."""


def unwrap_object(reply: str) -> dict[str, Any] | None:
    """The JSON object in ``reply``, or None when it holds none that is complete.

    Of several, the one in a fence is taken, else the longest.
    """
    for text in _readings(reply):
        found = _object(text)
        if found is not None:
            return found
    return None


def unclosed_object(reply: str) -> str | None:
    """The object with which ``reply`` stops short, from its brace on; None where there is none."""
    said = _without_thinking(reply)
    return None if _STILL_THINKING.match(said) else _scan(without_trailing_commas(said))[1] or None


def without_trailing_commas(text: str) -> str:
    """JSON without the commas that follow the last item of a list or object."""
    return _STRING_OR_TRAILING_COMMA.sub(lambda found: found[1] or "", text)


def _readings(reply: str) -> Iterator[str]:
    yield reply
    said = _without_thinking(reply)
    if said != reply:
        yield said
    fenced: list[str] = _FENCED.findall(said)
    yield from fenced
    for text in (said, without_trailing_commas(said)):
        yield from _longest_object(text)


def _without_thinking(reply: str) -> str:
    # A server may drop the opening tag of the thinking block and leave the closing one.
    said = _without_closed_thinking(reply)
    for tag in ("</think>", "</thinking>", "</reasoning>"):
        said = said.rpartition(tag)[2]
    return said


def _without_closed_thinking(reply: str) -> str:
    tags = list(_THINKING_TAG.finditer(reply))
    last = {tag[2].lower(): tag.start() for tag in tags if tag[1]}
    kept, position, inside = "", 0, ""
    for tag in tags:
        name = tag[2].lower()
        if inside:
            if tag[1] and name == inside:
                position, inside = tag.end(), ""
        elif not tag[1] and last.get(name, -1) > tag.start():  # it closes somewhere
            kept, inside = kept + reply[position : tag.start()], name
    return kept + reply[position:]


def _object(text: str) -> dict[str, Any] | None:
    try:
        value = DECODER.decode(text)
        if "\\ud" in text.lower():
            # Half a surrogate pair is not a character; no file could hold it.
            whole = json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")
            value = json.loads(whole)
    except (ValueError, RecursionError):
        return None
    return _united(value) if isinstance(value, list) else value if isinstance(value, dict) else None


def _united(objects: list[Any]) -> dict[str, Any] | None:
    """A list of objects that share no key as one object: some models wrap, or part, their answer.

    None when two share one: these are items, and nothing says of what.
    """
    united: dict[str, Any] = {}
    for one in objects:
        if not isinstance(one, dict) or united.keys() & one.keys():
            return None
        united |= one
    return united or None


def _longest_object(text: str) -> Iterator[str]:
    longest, unclosed = _scan(text)
    # Inside an object that stops short others are complete, but they are its items.
    if longest and len(longest) > len(unclosed):
        yield longest


def _scan(text: str) -> tuple[str, str]:
    """The longest complete object in ``text``, and the one that its end cuts off ("": none)."""
    longest, position, left = "", 0, MAX_TRIES * len(text)
    for _ in range(MAX_OPENINGS):
        opening = _OPENING.search(text, position)
        if opening is None or left < 0:
            break
        try:
            _, end = DECODER.raw_decode(text, opening.start())
        except json.JSONDecodeError as error:
            if _is_at_end(error, text):
                return longest, text[opening.start() :]
            left -= error.pos - opening.start()
            position = opening.start() + 1
            continue
        except (ValueError, RecursionError):
            # How far it came is not told; both come of what no model means.
            left -= len(text)
            position = opening.start() + 1
            continue
        longest = max(longest, text[opening.start() : end], key=len)
        position = end
    return longest, ""


def _is_at_end(error: json.JSONDecodeError, text: str) -> bool:
    """Whether what was read is right as far as it goes, and goes on to the end."""
    rest = text[error.pos :].rstrip().removesuffix("```").rstrip()
    return len(rest) < LAST_TOKEN or error.msg.startswith("Unterminated string")
