"""Scores and decisions read back: the inverse of what ``as_dict`` made of them for JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from typing import Any, TypeVar, get_type_hints

from pydantic import TypeAdapter, ValidationError

from communique.errors import UsageError
from communique.records import ErrorInfo, Issue
from communique.scoring.counts import Tally
from communique.scoring.decisions import Decision
from communique.scoring.documents import DocumentScore, Score
from communique.scoring.statements import THRESHOLDS

__all__ = ["read_document", "read_score"]

Kind = TypeVar("Kind", bound=Tally)

_PARTS: dict[str, TypeAdapter[Any]] = {
    "document_id": TypeAdapter(str),
    "decisions": TypeAdapter(tuple[Decision, ...]),
    "failure": TypeAdapter(ErrorInfo | None),
    "left_out": TypeAdapter(tuple[Issue, ...]),
}
_OF_DECISION = frozenset(field.name for field in fields(Decision))


def read_document(values: Any) -> DocumentScore:
    """The inverse of ``DocumentScore.as_dict``. Keys that it does not write are passed over.

    Raises:
        UsageError: something is missing or no such thing; the message names its key.
    """
    given = _object(values, "document")
    for decision in given.get("decisions") or ():
        # Its defaults are for who makes one: one that was kept says all.
        missing = _OF_DECISION - _object(decision, "decisions").keys()
        if missing:
            raise UsageError(f"decisions: {min(missing)} is missing")
        if decision["gold"] is None and decision["predicted"] is None:
            raise UsageError("decisions: one is about neither gold nor prediction")
    parts = {name: _part(name, given) for name in _PARTS}
    return DocumentScore(score=read_score(given.get("scores")), **parts)


def read_score(values: Any, *, earlier: bool = False) -> Score:
    """The inverse of ``Score.as_dict``. Keys that are no counts (rates, what came later) are
    passed over.

    Args:
        values: the object that was JSON.
        earlier: an earlier version may have made it, which did not count all that this one does:
            what is missing is zero, so that its rates are undefined. Only for telling what a new
            scoring changes; elsewhere a zero that nobody counted would pass for a result.

    Raises:
        UsageError: a count is missing or no count; the message names its key.
    """
    flat = _object(values, "scores")
    statements = _object(flat.get("statements", {} if earlier else None), "scores.statements")
    by_threshold = {name: statements[name] for name in THRESHOLDS if name in statements}
    return _Reader(earlier=earlier).read(Score, {**flat, **by_threshold}, "scores")


class _Reader:
    def __init__(self, *, earlier: bool) -> None:
        self._earlier = earlier

    def read(self, kind: type[Kind], values: Any, where: str) -> Kind:
        given = _object(values, where)
        found: dict[str, Any] = {}
        for name, type_ in _types(kind).items():  # type: ignore[arg-type]  # a class has a hash
            key = f"{where}.{name}"
            if name not in given and self._earlier:
                found[name] = type_()
            elif type_ is int:
                found[name] = _count(given.get(name), key)
            else:
                found[name] = self.read(type_, given.get(name), key)
        return kind(**found)


@cache
def _types(kind: type[Tally]) -> dict[str, Any]:
    return get_type_hints(kind)


def _part(name: str, given: Mapping[str, Any]) -> Any:
    if name not in given:
        raise UsageError(f"{name} is missing")
    try:
        return _PARTS[name].validate_python(given[name])
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise UsageError(f"{'.'.join(map(str, (name, *first['loc'])))}: {first['msg']}") from error


def _object(value: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise UsageError(f"{where} is missing or not an object")
    return value


def _count(value: Any, key: str) -> int:
    if type(value) is not int or value < 0:
        raise UsageError(f"{key} is missing or no count")
    return value
