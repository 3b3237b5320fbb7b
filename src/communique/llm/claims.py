"""What an answer claims of a caller's model: a tree of leaves, each with its quote.

The tree has the form of the value that it may become. What is taken out of it leaves a doubt where
it stood, with what the model had said there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from communique.errors import AnswerError
from communique.llm.proof import Doubt
from communique.llm.quoted import Parts, parts_of
from communique.llm.strict import MAX_ITEMS, Json
from communique.records import Span

__all__ = [
    "Fields",
    "Items",
    "Leaf",
    "Node",
    "all_leaves",
    "children_of",
    "merge_answers",
    "plain",
    "read",
]


@dataclass(eq=False)
class Leaf:
    """A text, number, truth value or null; ``value`` and ``spans`` are set when it is proven."""

    raw: Any = None
    options: tuple[Json, ...] = ()
    """The JSON schemas of what may stand here."""
    quote: str | None = None
    claim: Any = None
    value: Any = None
    spans: tuple[Span, ...] = ()
    doubts: list[Doubt] = field(default_factory=list)


@dataclass(eq=False)
class Fields:
    """An object; ``required`` are the fields that have no default."""

    raw: Any
    name: str
    required: frozenset[str]
    children: dict[str, Node]
    doubts: list[Doubt] = field(default_factory=list)


@dataclass(eq=False)
class Items:
    """A list; its doubts are those about items that were left out."""

    raw: Any
    children: list[Node]
    doubts: list[Doubt] = field(default_factory=list)


Node = Leaf | Fields | Items


def read(answer: Mapping[str, Any], schema: Json) -> Fields:
    """The claims of ``answer``, a model's answer when ``schema`` is the caller's JSON schema.

    Raises:
        AnswerError: the answer has none of the fields asked for.
    """
    wanted = schema["properties"]
    if not wanted.keys() & answer.keys():
        keys = ", ".join(map(repr, answer)) or "nothing"
        raise AnswerError(f"the answer holds {keys} instead of {', '.join(wanted)}")
    return _fields(answer, schema, schema.get("$defs", {}))


def plain(node: Node) -> Any:
    """The value that the tree stands for now; where a field has a default, null is left out."""
    if isinstance(node, Leaf):
        return node.value
    if isinstance(node, Items):
        return [plain(child) for child in node.children]
    values = {name: plain(child) for name, child in node.children.items()}
    return {
        name: value for name, value in values.items() if value is not None or name in node.required
    }


def children_of(node: Node) -> Iterator[tuple[str | int, Node]]:
    """What stands right below ``node``, each with its key."""
    if isinstance(node, Fields):
        yield from node.children.items()
    elif isinstance(node, Items):
        yield from enumerate(node.children)


def all_leaves(node: Node) -> Iterator[Leaf]:
    """``node`` itself, or every leaf below it, in order."""
    if isinstance(node, Leaf):
        yield node
    for _, child in children_of(node):
        yield from all_leaves(child)


def merge_answers(a: Any, b: Any) -> Any:
    """Two answers about parts of one document as one, whatever the schema.

    Items of both lists, equal ones once; of leaves, and of all else, the first that says something.
    """
    if isinstance(a, list) and isinstance(b, list):
        return [*a, *(item for item in b if item not in a)]
    if _is_claim(a) and _is_claim(b):
        return b if a["value"] is None else a
    if isinstance(a, dict) and isinstance(b, dict):
        return {key: merge_answers(a.get(key), b.get(key)) for key in {**a, **b}}
    return b if a is None else a


def _read(raw: Any, node: Json, definitions: Mapping[str, Any]) -> Node:
    parts = parts_of(node, definitions)
    if parts.is_constant:
        return Leaf(raw, value=parts.constant)
    if raw is None:
        only_a_list = parts.lists and not (parts.nullable or parts.leaves or parts.objects)
        return Items(raw, []) if only_a_list else Leaf()
    if parts.leaves and _is_claim(raw):
        return _leaf(raw, parts)
    if isinstance(raw, dict) and parts.objects:
        chosen = max(parts.objects, key=lambda option: _likeness(raw, option, definitions))
        return _fields(raw, chosen, definitions)
    if isinstance(raw, list) and parts.lists:
        return _items(raw, parts.lists[0], definitions)
    if parts.leaves and not isinstance(raw, dict | list):
        return Leaf(raw, parts.leaves, claim=_none_if_blank(raw))
    wanted = "an object" if parts.objects else "a list" if parts.lists else "a quote and a value"
    return Leaf(raw, doubts=[Doubt("invalid_item", f"the answer does not have {wanted} here")])


def _is_claim(raw: Any) -> bool:
    return (
        isinstance(raw, dict)
        and "value" in raw
        and raw.keys() <= {"quote", "value"}
        and isinstance(raw.get("quote"), str | None)
        and not isinstance(raw["value"], dict | list)
    )


def _leaf(raw: Json, parts: Parts) -> Leaf:
    return Leaf(raw, parts.leaves, _none_if_blank(raw.get("quote")), _none_if_blank(raw["value"]))


def _fields(raw: Mapping[str, Any], node: Json, definitions: Mapping[str, Any]) -> Fields:
    required = frozenset(node.get("required", ()))
    children = {
        name: _read(raw.get(name), field, definitions) for name, field in node["properties"].items()
    }
    return Fields(raw, node.get("title", ""), required, children)


def _items(raw: list[Any], node: Json, definitions: Mapping[str, Any]) -> Items:
    most = node.get("maxItems", MAX_ITEMS)
    message = f"more than {most} items: not looked at"
    doubts = [Doubt("too_many_items", message, value=item) for item in raw[most:]]
    return Items(raw, [_read(item, node["items"], definitions) for item in raw[:most]], doubts)


def _likeness(raw: Json, node: Json, definitions: Mapping[str, Any]) -> tuple[bool, int]:
    """How well ``raw`` fits an object: its constants agree, and so many of its fields are known."""
    fits = True
    for name, field_ in node["properties"].items():
        parts = parts_of(field_, definitions)
        if parts.is_constant and name in raw:
            said = raw[name]["value"] if _is_claim(raw[name]) else raw[name]
            fits = fits and said == parts.constant
    return fits, len(node["properties"].keys() & raw.keys()) * 2 - len(node["properties"])


def _none_if_blank(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip() else value
