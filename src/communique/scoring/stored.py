"""Scores read back from the JSON that ``Score.as_dict`` gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, TypeVar, get_type_hints

from communique.errors import UsageError
from communique.scoring.counts import Tally
from communique.scoring.documents import Score
from communique.scoring.statements import THRESHOLDS

__all__ = ["read_score"]

Kind = TypeVar("Kind", bound=Tally)


def read_score(values: Any) -> Score:
    """The inverse of ``Score.as_dict``. Keys that are no counts (rates, what came later) are
    passed over.

    Raises:
        UsageError: a count is missing or no count; the message names its key.
    """
    flat = _object(values, "")
    statements = _object(flat.get("statements"), "statements")
    return _read(Score, {**flat, **{name: statements.get(name) for name in THRESHOLDS}}, "")


@cache
def _types(kind: type[Tally]) -> dict[str, Any]:
    return get_type_hints(kind)


def _read(kind: type[Kind], values: Any, where: str) -> Kind:
    given = _object(values, where)
    assert is_dataclass(kind)  # noqa: S101 - every Tally is one; mypy cannot know
    found: dict[str, Any] = {}
    for field in fields(kind):
        key = f"{where}.{field.name}".lstrip(".")
        type_ = _types(kind)[field.name]
        value = given.get(field.name)
        found[field.name] = _count(value, key) if type_ is int else _read(type_, value, key)
    return kind(**found)


def _object(value: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise UsageError(f"scores{where and '.'}{where} is missing or not an object")
    return value


def _count(value: Any, key: str) -> int:
    if type(value) is not int or value < 0:
        raise UsageError(f"scores.{key} is missing or no count")
    return value
