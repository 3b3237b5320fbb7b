"""The lists of an answer, however the model laid them out.

A server that does not constrain its model may let it write keys in other letters, number the items
of a list instead of listing them, write a list as a string of JSON, or wrap all of it once more.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any

from communique.errors import AnswerError
from communique.llm.unwrap import DECODER

__all__ = ["lists_of", "spelled"]


def lists_of(answer: Mapping[str, Any], names: Collection[str]) -> dict[str, Any]:
    """The values of ``answer`` under ``names``; what can be read as a list is one.

    Raises:
        AnswerError: the answer has none of the lists.
    """
    for candidate in (answer, *answer.values()):
        if isinstance(candidate, Mapping):
            found = spelled(candidate, names)
            lists = {name: _as_list(found[name]) for name in names if name in found}
            if any(isinstance(value, list) for value in lists.values()):
                return lists
    keys = ", ".join(map(repr, answer)) or "nothing"
    raise AnswerError(f"the answer holds {keys} instead of {', '.join(names)}")


def spelled(data: Mapping[str, Any], names: Collection[str]) -> dict[str, Any]:
    """``data`` with the keys that mean one of ``names`` ("Speaker Mention") written as it is."""
    if all(key in names for key in data):
        return dict(data)
    plain = {_plain(name): name for name in names}
    found = {plain.get(_plain(key), key): value for key, value in data.items()}
    return {**found, **{name: data[name] for name in plain.values() if name in data}}


@lru_cache(maxsize=256)
def _plain(key: str) -> str:
    return re.sub(r"[\W_]+", "", key).casefold()


def _as_list(value: Any) -> Any:
    """``value`` as a list where its items are numbered, or written as a string of JSON."""
    if isinstance(value, str):
        try:
            value = DECODER.decode(value.strip())
        except (ValueError, RecursionError):
            return value
    if isinstance(value, dict) and all(key.isdecimal() for key in value):
        return list(value.values())
    return value
