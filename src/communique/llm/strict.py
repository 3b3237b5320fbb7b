"""A pydantic model as a JSON schema that a server can enforce, and as notes a model can read.

Strict decoding needs every key required, no other keys, and arrays that end; what may be missing
is null instead. Servers that constrain by grammar do not show the schema to the model, so the
descriptions also go into the prompt (``AnswerSchema.notes``).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from pydantic import BaseModel

from communique.errors import UsageError

__all__ = ["MAX_ITEMS", "AnswerSchema", "strict_schema"]

MAX_ITEMS = 200
"""Length of an array whose model sets none: without one, small models repeat items for ever."""

_DROPPED = ("default", "title", "examples", "discriminator", "deprecated", "minLength", "maxLength")
"""Said elsewhere, or refused by strict servers; grammars unroll lengths. pydantic checks them."""

Json = dict[str, Any]


@dataclass(frozen=True, eq=False)
class AnswerSchema:
    """The shape asked for: its name and its strict JSON schema. Compared by identity."""

    name: str
    json: Mapping[str, Any]

    @staticmethod
    @lru_cache(maxsize=64)
    def of(model: type[BaseModel]) -> AnswerSchema:
        """The schema of ``model``; equal models give the same object."""
        return AnswerSchema(model.__name__, strict_schema(model))

    @cached_property
    def sha256(self) -> str:
        canonical = json.dumps(self.json, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()

    @cached_property
    def notes(self) -> str:
        """Every field with its type and description, as an indented list."""
        return "\n".join(_notes(self.json, self.json.get("$defs", {}), 0))


def strict_schema(model: type[BaseModel]) -> Json:
    """The JSON schema of ``model`` in the form that strict decoding accepts.

    Raises:
        UsageError: the model has a field that no strict schema can describe (a free-form dict).
    """
    raw = model.model_json_schema()
    definitions: Json = raw.pop("$defs", {})
    schema: Json = _strict(raw, definitions, model.__name__)
    schema["title"] = model.__name__
    if definitions:
        schema["$defs"] = {
            name: _strict(definition, definitions, name) for name, definition in definitions.items()
        }
    return schema


def _strict(node: Any, definitions: Json, path: str) -> Any:
    if isinstance(node, list):
        return [_strict(item, definitions, path) for item in node]
    if not isinstance(node, dict):
        return node
    node = _without_siblings_of_ref(node, definitions)
    kept = {key: value for key, value in node.items() if key not in _DROPPED}
    if "oneOf" in kept:
        kept["anyOf"] = kept.pop("oneOf")
    for key in ("anyOf", "allOf", "items", "prefixItems"):
        if key in kept:
            kept[key] = _strict(kept[key], definitions, path)
    if kept.get("type") == "array":
        kept.setdefault("maxItems", MAX_ITEMS)
    if kept.get("type") == "object":
        kept.update(_strict_object(kept, definitions, path))
    return kept


def _strict_object(node: Json, definitions: Json, path: str) -> Json:
    properties: Json = node.get("properties", {})
    if not properties:
        raise UsageError(f"{path} is a free-form object: give it a model with named fields instead")
    required = set(node.get("required", ()))
    strict = {}
    for name, value in properties.items():
        value = _strict(value, definitions, f"{path}.{name}")
        if name not in required and not _may_be_null(value):
            value = {"anyOf": [value, {"type": "null"}]}
        strict[name] = value
    return {"properties": strict, "required": list(strict), "additionalProperties": False}


def _without_siblings_of_ref(node: Json, definitions: Json) -> Json:
    """Strict servers refuse ``$ref`` beside other keywords: put the definition in its place."""
    if "$ref" not in node or len(node) == 1:
        return node
    siblings = {key: value for key, value in node.items() if key not in {"$ref", *_DROPPED}}
    if not siblings:
        return {"$ref": node["$ref"]}
    return {**definitions[node["$ref"].rpartition("/")[2]], **siblings}


def _may_be_null(node: Json) -> bool:
    return any(_may_be_null(option) for option in node.get("anyOf", ())) or (
        "null" in node["type"] if isinstance(node.get("type"), list) else node.get("type") == "null"
    )


def _notes(node: Json | Mapping[str, Any], definitions: Json, depth: int) -> Iterator[str]:
    for name, field in node.get("properties", {}).items():
        line = f"{'  ' * depth}- `{name}` ({_type_of(field, definitions)})"
        description = field.get("description")
        yield f"{line}: {' '.join(description.split())}" if description else line
        inner = _object_in(field, definitions)
        if inner is not None and depth < 6:  # deeper only where a model refers to itself
            yield from _notes(inner, definitions, depth + 1)


def _resolve(node: Json, definitions: Json) -> Json:
    reference = node.get("$ref")
    return definitions[reference.rpartition("/")[2]] if reference else node


def _object_in(node: Json, definitions: Json) -> Json | None:
    node = _resolve(node, definitions)
    if node.get("type") == "object":
        return node
    inside = [node["items"]] if "items" in node else node.get("anyOf", ())
    found = (_object_in(option, definitions) for option in inside)
    return next((option for option in found if option is not None), None)


def _type_of(node: Json, definitions: Json) -> str:
    node = _resolve(node, definitions)
    if "anyOf" in node:
        return " or ".join(_type_of(option, definitions) for option in node["anyOf"])
    if "enum" in node:
        return " | ".join(json.dumps(value) for value in node["enum"])
    if "const" in node:
        return json.dumps(node["const"])
    if node.get("type") == "array":
        of = _type_of(node.get("items", {}), definitions)
        return f"list of {of}, at most {node.get('maxItems', MAX_ITEMS)}"
    return str(node.get("type", "any"))
