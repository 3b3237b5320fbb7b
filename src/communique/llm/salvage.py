"""The complete items of an answer that stops before its end."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from communique.llm.unwrap import DECODER, unclosed_object, unwrap_object

__all__ = ["Salvage", "is_cut", "salvage"]

_BLANK_OR_COMMA = re.compile(r"[\s,]*")
_KEY = re.compile(r'"([^"\\]*)"\s*:\s*')
_BLANK = re.compile(r"\s*")


@dataclass(frozen=True, slots=True)
class Salvage:
    """What is complete in a cut answer.

    ``answer`` holds the complete values, and of the list that was cut the complete items. ``rest``
    is the text after them as the model gave it, ``path`` the key in whose value it was cut, None
    between two values. ``whole``: the object is complete, and nothing was cut.
    """

    answer: dict[str, Any]
    rest: str = ""
    path: str | None = None
    whole: bool = False

    @property
    def items(self) -> int:
        """How many complete items the lists hold."""
        return sum(len(value) for value in self.answer.values() if isinstance(value, list))


def is_cut(reply: str) -> bool:
    """Whether ``reply`` begins an object that its end cuts off."""
    return unwrap_object(reply) is None and unclosed_object(reply) is not None


def salvage(reply: str, keys: Collection[str] = ()) -> Salvage | None:
    """What is complete in ``reply``; None where nothing is.

    A reply that stops after its object (some models go on with blanks) is whole, and so is one
    that lacks the last brace alone, where every value of the ``keys`` asked for is there.
    """
    whole = unwrap_object(reply)
    if whole is not None:
        return Salvage(whole, whole=True)
    text = unclosed_object(reply)
    if text is None:
        return None
    found: dict[str, Any] = {}
    position = 1
    while True:
        position = _after(_BLANK_OR_COMMA, text, position)
        key = _KEY.match(text, position)
        if key is None:
            rest = text[position:]
            if keys and not rest and found.keys() >= set(keys):
                return Salvage(found, whole=True)
            return _salvaged(found, rest, None)
        name, position = key[1], key.end()
        if text.startswith("[", position):
            found[name], position, closed = _items(text, position + 1)
            if not closed:
                return _salvaged(found, text[position:], name)
            continue
        value, end = _value(text, position)
        if end is None:
            return _salvaged(found, text[position:], name)
        found[name], position = value, end


def _salvaged(found: dict[str, Any], rest: str, path: str | None) -> Salvage | None:
    made = Salvage(found, rest, path)
    return made if made.items else None


def _items(text: str, position: int) -> tuple[list[Any], int, bool]:
    """The complete items from ``position`` on, where they end, and whether the list closes."""
    items: list[Any] = []
    while True:
        position = _after(_BLANK_OR_COMMA, text, position)
        if text.startswith("]", position):
            return items, position + 1, True
        value, end = _value(text, position)
        if end is None:
            return items, position, False
        items.append(value)
        position = end


def _value(text: str, position: int) -> tuple[Any, int | None]:
    """The value at ``position`` and its end; the end is None where it is not known to be whole."""
    try:
        value, end = DECODER.raw_decode(text, position)
    except (ValueError, RecursionError):
        return None, None
    # The digits of a number may go on where the text stops.
    shows_its_end = isinstance(value, dict | list | str)
    return value, end if shows_its_end or _after(_BLANK, text, end) < len(text) else None


def _after(pattern: re.Pattern[str], text: str, position: int) -> int:
    found = pattern.match(text, position)
    return found.end() if found else position
