"""A caller's model as the answer asked for: each leaf as ``{"quote": …, "value": …}``.

The quote comes first, so that a model that writes from left to right copies before it concludes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pydantic import BaseModel

from communique.errors import UsageError
from communique.llm.strict import AnswerSchema, Json, resolve, strict_schema

__all__ = ["Parts", "asked_for", "parts_of"]

DEEPEST = 30
"""Lists in lists and the like, none of them in a model with a name."""

_CHECKED_LATER = ("pattern", "description")
"""Grammars do not know all patterns (pydantic does), and a description is said beside the quote."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What may stand at one place of a value, as JSON schemas with nothing left to choose."""

    leaves: tuple[Json, ...] = ()
    objects: tuple[Json, ...] = ()
    lists: tuple[Json, ...] = ()
    nullable: bool = False

    @property
    def is_constant(self) -> bool:
        """Whether the schema leaves nothing to say: one value, and not null."""
        if self.objects or self.lists or self.nullable or len(self.leaves) != 1:
            return False
        leaf = self.leaves[0]
        return "const" in leaf or len(leaf.get("enum", ())) == 1

    @property
    def constant(self) -> Any:
        leaf = self.leaves[0]
        return leaf["const"] if "const" in leaf else leaf["enum"][0]


def parts_of(node: Json, definitions: Mapping[str, Any]) -> Parts:
    """The parts of ``node``, its references followed and its alternatives listed."""
    node = resolve(node, definitions)
    options = (*node.get("anyOf", ()), *node.get("oneOf", ()), *node.get("allOf", ()))
    if options:
        parts = [parts_of(option, definitions) for option in options]
        return Parts(
            tuple(leaf for part in parts for leaf in part.leaves),
            tuple(each for part in parts for each in part.objects),
            tuple(each for part in parts for each in part.lists),
            any(part.nullable for part in parts),
        )
    if node.get("type") == "null":
        return Parts(nullable=True)
    if node.get("type") == "object":
        return Parts(objects=(node,))
    if node.get("type") == "array":
        return Parts(lists=(node,))
    return Parts(leaves=(node,))


@lru_cache(maxsize=64)
def asked_for(model: type[BaseModel]) -> AnswerSchema:
    """The answer asked for when ``model`` is the schema; the notes tell the model itself.

    Raises:
        UsageError: it has a field that no strict schema can describe, or whose leaves have no
            place that stays (a free-form dict, ``Any``, a set, a tuple of several types).
    """
    strict = strict_schema(model)
    quoting = _Quoting(strict.get("$defs", {}))
    asked = quoting.object(strict, model.__name__)
    asked["title"] = model.__name__
    definitions = {
        name: quoting.object(each, name)
        for name, each in quoting.definitions.items()
        if each.get("type") == "object"
    }
    return AnswerSchema(
        model.__name__, {**asked, **({"$defs": definitions} if definitions else {})}, told=strict
    )


@dataclass(frozen=True, slots=True)
class _Quoting:
    definitions: Mapping[str, Any]

    def object(self, node: Json, path: str) -> Json:
        """An object with its fields quoted; its own description stays."""
        fields = {
            name: self.node(field, f"{path}.{name}") for name, field in node["properties"].items()
        }
        return {**{k: v for k, v in node.items() if k != "$defs"}, "properties": fields}

    def node(self, node: Json, path: str, depth: int = 0) -> Json:
        parts = parts_of(node, self.definitions)
        described = {k: node[k] for k in ("description",) if k in node}
        if depth > DEEPEST:
            raise UsageError(f"{path} nests without end: give it a model with named fields")
        if parts.is_constant:
            return {**parts.leaves[0], **described}
        options = [_quoted(parts, path)] if parts.leaves else []
        options += self._objects(node)
        options += [self._list(each, path, depth) for each in parts.lists]
        if parts.nullable and not parts.leaves:
            options.append({"type": "null"})
        only = options[0] if len(options) == 1 else {"anyOf": options}
        return {"anyOf": [only], **described} if "$ref" in only and described else only | described

    def _objects(self, node: Json) -> list[Json]:
        """The objects among the options of ``node``, as references to their definitions."""
        if "$ref" in node:
            definition = self.definitions[node["$ref"].rpartition("/")[2]]
            if definition.get("type") == "object":
                return [{"$ref": node["$ref"]}]
            return self._objects(definition)
        return [found for option in node.get("anyOf", ()) for found in self._objects(option)]

    def _list(self, node: Json, path: str, depth: int) -> Json:
        if node.get("uniqueItems") or "prefixItems" in node:
            what = "a set" if node.get("uniqueItems") else "a tuple of fields without names"
            raise UsageError(f"{path} is {what}: give it a list, or a model with named fields")
        items = self.node(node.get("items", {}), f"{path}[]", depth + 1)
        return {k: v for k, v in node.items() if k != "description"} | {"items": items}


def _quoted(parts: Parts, path: str) -> Json:
    """``{"quote": …, "value": …}`` for the leaves among ``parts``; both may be null."""
    bare = []
    for leaf in parts.leaves:
        if not {"type", "enum", "const"} & leaf.keys():
            raise UsageError(f"{path} may hold anything: say what it is, such as str or float")
        bare.append({key: value for key, value in leaf.items() if key not in _CHECKED_LATER})
    fields = {
        "quote": {"anyOf": [{"type": "string"}, {"type": "null"}]},
        "value": {"anyOf": [*bare, {"type": "null"}]},
    }
    return {
        "type": "object",
        "properties": fields,
        "required": list(fields),
        "additionalProperties": False,
    }
