"""What a model says when its words are held to a JSON schema while it says them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

__all__ = ["constrained"]

_LOOPED = 400
"""Items of a list that a model repeats where nothing makes it end."""

_OF_TYPE: Mapping[str, Any] = {"string": "x", "integer": 0, "number": 0.5, "boolean": False}
_TYPES: Mapping[str, type | tuple[type, ...]] = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
}


def constrained(wanted: Any, schema: Mapping[str, Any], ignored: Collection[str] = ()) -> Any:
    """The value nearest to ``wanted`` that ``schema`` allows, as strict servers take schemas
    (objects, arrays, enums, plain types).

    ``ignored`` are keywords that are not kept to: ``required``, ``enum``, ``maxItems``,
    ``additionalProperties``, ``type`` (of plain values), and ``order`` (of properties).
    """
    if "enum" in schema and "enum" not in ignored:
        return wanted if wanted in schema["enum"] else schema["enum"][0]
    kind = schema.get("type", "string")
    if kind == "object":
        return _object(wanted if isinstance(wanted, dict) else {}, schema, ignored)
    if kind == "array":
        return _array(wanted if isinstance(wanted, list) else [], schema, ignored)
    # True is an int to Python, and no integer to JSON.
    is_one = isinstance(wanted, _TYPES[kind]) and (kind == "boolean" or wanted is not bool(wanted))
    keeps_any = "type" in ignored and wanted is not None
    return wanted if is_one or keeps_any else _OF_TYPE[kind]


def _object(
    wanted: dict[str, Any], schema: Mapping[str, Any], ignored: Collection[str]
) -> dict[str, Any]:
    properties = schema.get("properties", {})
    said = {
        name: constrained(wanted.get(name), each, ignored)
        for name, each in properties.items()
        if name in wanted or (name in schema.get("required", ()) and "required" not in ignored)
    }
    if "additionalProperties" in ignored:
        said |= {name: value for name, value in wanted.items() if name not in properties}
    return dict(sorted(said.items())) if "order" in ignored else said


def _array(wanted: list[Any], schema: Mapping[str, Any], ignored: Collection[str]) -> list[Any]:
    items = [constrained(item, schema.get("items", {}), ignored) for item in wanted]
    most = schema.get("maxItems")
    if most is None or len(items) <= most:
        return items
    return items * _LOOPED if "maxItems" in ignored else items[:most]
