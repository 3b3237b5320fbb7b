"""The leaves of a JSON value by their pointers (RFC 6901), and those that a schema fixes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

__all__ = ["constants_of", "leaves_of", "pointer"]

Path = tuple[str | int, ...]


def pointer(path: Iterable[str | int]) -> str:
    """The JSON pointer of a path of keys and numbers; "" for the value itself."""
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in path)


def leaves_of(value: Any, path: Path = ()) -> Iterator[tuple[str, Any]]:
    """Every text, number, truth value and null in ``value`` with its pointer, in order."""
    if isinstance(value, Mapping):
        for key, part in value.items():
            yield from leaves_of(part, (*path, key))
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for number, part in enumerate(value):
            yield from leaves_of(part, (*path, number))
    else:
        yield pointer(path), value


def constants_of(value: Any, schema: Mapping[str, Any]) -> frozenset[str]:
    """The pointers of the leaves of ``value`` that could be nothing else by its JSON schema."""
    return frozenset(_constants(value, schema, schema.get("$defs", {}), ()))


def _constants(
    value: Any, node: Mapping[str, Any], definitions: Mapping[str, Any], path: Path
) -> Iterator[str]:
    reference = node.get("$ref")
    if reference is not None:
        node = definitions[reference.rpartition("/")[2]]
    if value == node.get("const", ...) or [value] == node.get("enum"):
        yield pointer(path)
    for option in (*node.get("anyOf", ()), *node.get("oneOf", ())):
        # Which object it is may be open; a leaf that has other options is no constant.
        if isinstance(value, Mapping | list):
            yield from _constants(value, option, definitions, path)
    if isinstance(value, Mapping):
        for name, part in node.get("properties", {}).items():
            if name in value:
                yield from _constants(value[name], part, definitions, (*path, name))
    elif isinstance(value, list) and "items" in node:
        for number, part in enumerate(value):
            yield from _constants(part, node["items"], definitions, (*path, number))
