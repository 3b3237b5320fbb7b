"""What two records, as JSON, differ in: values, each with its path and both sides.

Lists are compared without regard to order: their items are paired by what identifies them (a name,
a place in the text), and where nothing does, with the one most like them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

__all__ = ["ANY", "Difference", "differences", "leaf_count", "told"]

Json = Any

LONGEST_VALUE = 100
"""Characters of a value that are shown."""


class _Any:
    """Equal to whatever stands in its place."""

    def __repr__(self) -> str:
        return "ANY"


ANY: Final = _Any()
"""Stands in what is expected where nothing in particular is."""


@dataclass(frozen=True, slots=True)
class Difference:
    kind: Literal["missing", "new", "changed"]
    path: str
    """Such as ``participants[Ann Lee].country`` or ``statements[12:40].speaker``."""
    expected: Json = None
    """None where it is new."""
    got: Json = None
    """None where it is missing."""

    def as_dict(self) -> dict[str, Json]:
        """Ready for JSON."""
        sides = {"expected": self.expected, "got": self.got}
        dropped = {"missing": "got", "new": "expected"}.get(self.kind)
        return {
            "kind": self.kind,
            "path": self.path,
            **{side: plain(value) for side, value in sides.items() if side != dropped},
        }


def told(found: Difference) -> str:
    """A difference as a line for people."""
    if found.kind == "new":
        return f"{found.path}: not expected: {_short(found.got)}"
    if found.kind == "missing":
        return f"{found.path}: missing: {_short(found.expected)}"
    return f"{found.path}: expected {_short(found.expected)}, got {_short(found.got)}"


def _short(value: Json) -> str:
    if isinstance(value, Mapping):  # what it is called or what it says stands for all of it
        span = value.get("content", value)
        words = span.get("text") if isinstance(span, Mapping) else None
        value = value.get("name") or words or value
    text = json.dumps(plain(value), ensure_ascii=False, default=str)
    return text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 1]}…"


def plain(value: Json) -> Json:
    """``value`` with null where anything would do."""
    if isinstance(value, Mapping):
        return {key: plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [plain(part) for part in value]
    return None if value is ANY else value


def leaf_count(value: Json) -> int:
    """How many texts, numbers, truth values and nulls ``value`` holds, those of ANY apart."""
    if isinstance(value, Mapping):
        return sum(map(leaf_count, value.values()))
    if isinstance(value, list):
        return sum(map(leaf_count, value))
    return 0 if value is ANY else 1


def differences(expected: Json, got: Json, path: str = "") -> Iterator[Difference]:
    """Everything in which ``got`` differs from ``expected``; nothing when they are equal."""
    if expected is ANY:
        return
    if isinstance(expected, Mapping) and isinstance(got, Mapping):
        for key in dict.fromkeys((*expected, *got)):
            where = f"{path}.{key}" if path else str(key)
            if key not in got:
                if expected[key] is not ANY:
                    yield Difference("missing", where, expected=expected[key])
            elif key not in expected:
                yield Difference("new", where, got=got[key])
            else:
                yield from differences(expected[key], got[key], where)
    elif isinstance(expected, list) and isinstance(got, list):
        yield from _of_lists(expected, got, path)
    elif expected != got or type(expected) is not type(got):
        yield Difference("changed", path, expected, got)


def _of_lists(expected: list[Json], got: list[Json], path: str) -> Iterator[Difference]:
    left = list(enumerate(got))
    unpaired: list[tuple[int, Json]] = []
    for number, item in enumerate(expected):
        identity = _identity(item)
        same = next((one for one in left if _identity(one[1]) == identity), None)
        if identity is None or same is None:
            unpaired.append((number, item))
            continue
        left.remove(same)
        yield from differences(item, same[1], f"{path}[{_shown(item, number)}]")
    for number, item in unpaired:
        where = f"{path}[{_shown(item, number)}]"
        alike = [one for one in left if _identity(one[1]) is None]
        if _identity(item) is None and alike:
            best = max(alike, key=lambda one: (_likeness(item, one[1]), -one[0]))
            left.remove(best)
            yield from differences(item, best[1], where)
        else:
            yield Difference("missing", where, expected=item)
    for number, item in left:
        yield Difference("new", f"{path}[{_shown(item, number)}]", got=item)


def _identity(item: Json) -> object:
    """What tells an item of a list from the others; None where nothing does."""
    if isinstance(item, Mapping):
        if isinstance(item.get("name"), str):
            return item["name"]
        span = item.get("content", item)
        if isinstance(span, Mapping) and isinstance(span.get("start"), int):
            return span["start"], span.get("end")
        return None
    return None if item is ANY or isinstance(item, list) else (type(item), item)


def _shown(item: Json, number: int) -> str:
    identity = _identity(item)
    if isinstance(identity, tuple) and isinstance(identity[0], int):
        return f"{identity[0]}:{identity[1]}"
    return str(number) if identity is None or isinstance(identity, tuple) else str(identity)


def _likeness(a: Json, b: Json) -> int:
    """How many leaves two values have alike."""
    return leaf_count(a) - sum(leaf_count(d.expected) for d in differences(a, b))
