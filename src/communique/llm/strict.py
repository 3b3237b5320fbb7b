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
from pydantic.errors import PydanticUndefinedAnnotation, PydanticUserError

from communique.errors import UsageError

__all__ = ["MAX_ITEMS", "AnswerSchema", "json_schema", "resolve", "strict_schema"]

MAX_ITEMS = 200
"""Length of an array whose model sets none: without one, small models repeat items for ever."""

_DROPPED = ("default", "title", "examples", "discriminator", "deprecated", "minLength", "maxLength")
"""Said elsewhere, or refused by strict servers; grammars unroll lengths. pydantic checks them."""

_WRITTEN = {
    "date": "date, YYYY-MM-DD",
    "date-time": "date and time, YYYY-MM-DDThh:mm:ss",
    "time": "time, hh:mm:ss",
}
"""How a model is told to write what JSON has no type for."""

Json = dict[str, Any]


@dataclass(frozen=True, eq=False)
class AnswerSchema:
    """The shape asked for: its name and its strict JSON schema. Compared by identity."""

    name: str
    json: Mapping[str, Any]
    told: Mapping[str, Any] | None = None
    """The schema that the notes tell, where it is not ``json`` itself."""

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
        told = self.json if self.told is None else self.told
        return "\n".join(_notes(told, told.get("$defs", {}), 0, (self.name,)))


def strict_schema(model: type[BaseModel]) -> Json:
    """The JSON schema of ``model`` in the form that strict decoding accepts; keys are field names.

    Raises:
        UsageError: the model has a field that no strict schema can describe (a free-form dict).
    """
    raw = json_schema(model)
    definitions: Json = raw.pop("$defs", {})
    schema: Json = _strict(raw, definitions, model.__name__)
    schema["title"] = model.__name__
    if definitions:
        schema["$defs"] = {
            name: _strict(each, definitions, name) for name, each in definitions.items()
        }
    return schema


def json_schema(model: type[BaseModel]) -> Json:
    """The JSON schema of ``model`` as pydantic tells it: an object, its keys the field names.

    Raises:
        UsageError: pydantic has no schema for it, or it is no object (a ``RootModel``).
    """
    try:
        raw = model.model_json_schema(by_alias=False)
    except (PydanticUserError, PydanticUndefinedAnnotation) as error:
        raise UsageError(f"{model.__name__} has no JSON schema: {error}") from error
    definitions = raw.get("$defs", {})
    # A model that refers to itself stands among the definitions.
    root = {**resolve(raw, definitions), **({"$defs": definitions} if definitions else {})}
    if root.get("type") != "object":
        raise UsageError(f"{model.__name__} is no object: give a model with named fields")
    return root


def _strict(node: Any, definitions: Json, path: str) -> Any:
    if isinstance(node, list):
        return [_strict(item, definitions, path) for item in node]
    if not isinstance(node, dict):
        return node
    kept = {key: value for key, value in node.items() if key not in _DROPPED}
    if "$ref" in kept and len(kept) > 1:
        # Strict servers refuse other keywords beside it.
        kept["anyOf"] = [{"$ref": kept.pop("$ref")}]
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
        open_ = not (_may_be_null(value) or _is_constant(value, definitions))
        if name not in required and open_:
            description = {k: value.pop(k) for k in ("description",) if k in value}
            value = {"anyOf": [value, {"type": "null"}], **description}
        strict[name] = value
    return {"properties": strict, "required": list(strict), "additionalProperties": False}


def _may_be_null(node: Json) -> bool:
    return any(_may_be_null(option) for option in node.get("anyOf", ())) or (
        "null" in node["type"] if isinstance(node.get("type"), list) else node.get("type") == "null"
    )


def _is_constant(node: Json, definitions: Json) -> bool:
    node = resolve(node, definitions)
    options = node.get("anyOf", ())
    if len(options) == 1:
        return _is_constant(options[0], definitions)
    return "const" in node or len(node.get("enum", ())) == 1


def _notes(
    node: Json | Mapping[str, Any], definitions: Json, depth: int, above: tuple[str, ...] = ()
) -> Iterator[str]:
    """A line for each field, and below it those of the objects in it, if they are not above it."""
    for name, field in node.get("properties", {}).items():
        line = f"{'  ' * depth}- `{name}` ({_type_of(field, definitions)})"
        objects = dict(_objects_in(field, definitions))
        said = [field.get("description"), *(each.get("description") for each in objects.values())]
        description = " ".join(next(filter(None, said), "").split())
        again = [each for each in objects if each in above]
        if again:
            description = f"{description} (fields as above)".strip()
        yield f"{line}: {description}" if description else line
        inside = [each for each in objects if each not in again]
        for kind in inside:
            if len(objects) > 1:
                yield f"{'  ' * (depth + 1)}either {kind}:"
            yield from _notes(objects[kind], definitions, depth + 1, (*above, kind))


def resolve(node: Json, definitions: Mapping[str, Any]) -> Json:
    """What ``node`` refers to, else ``node`` itself."""
    reference = node.get("$ref")
    found: Json = definitions[reference.rpartition("/")[2]] if reference else node
    return found


def _objects_in(node: Json, definitions: Json, name: str = "") -> Iterator[tuple[str, Json]]:
    """The objects that ``node`` may hold, with the names of their definitions."""
    name = node.get("$ref", name).rpartition("/")[2]
    node = resolve(node, definitions)
    if node.get("type") == "object":
        yield name, node
    for option in [node["items"]] if "items" in node else node.get("anyOf", ()):
        yield from _objects_in(option, definitions, name)


def _type_of(node: Json, definitions: Json) -> str:
    node = resolve(node, definitions)
    if "anyOf" in node:
        return " or ".join(_type_of(option, definitions) for option in node["anyOf"])
    if "enum" in node:
        return " | ".join(json.dumps(value) for value in node["enum"])
    if "const" in node:
        return json.dumps(node["const"])
    if node.get("type") == "array":
        of = _type_of(node.get("items", {}), definitions)
        return f"list of {of}, at most {node.get('maxItems', MAX_ITEMS)}"
    if node.get("format") in _WRITTEN:
        return _WRITTEN[node["format"]]
    return str(node.get("type", "any"))
