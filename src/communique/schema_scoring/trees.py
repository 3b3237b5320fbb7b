"""A value of a caller's model as a tree of leaves, each with its comparator and its evidence."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, RootModel

from communique.comparators.base import Comparator, Said
from communique.comparators.exact import Exact
from communique.errors import UsageError
from communique.pointers import Path, pointer
from communique.record import dumped
from communique.schema_scoring.fields import fields_of
from communique.schema_scoring.shapes import LeafType, Shape
from communique.values import Span

__all__ = ["Fields", "Items", "Leaf", "Node", "content_of", "key_leaves", "leaves_of", "tree_of"]


@dataclass(frozen=True, slots=True)
class Leaf:
    """A value that is given: null, empty lists and constants are none."""

    path: str
    """With ``*`` for the number of each item: ``/pledges/*/amount``."""
    pointer: str
    """In the value itself: ``/pledges/0/amount``."""
    said: Said
    comparator: Comparator
    is_key: bool


@dataclass(frozen=True, slots=True)
class Fields:
    pointer: str
    children: Mapping[str, Node]


@dataclass(frozen=True, slots=True)
class Items:
    path: str
    """Of an item: ``/pledges/*``."""
    children: tuple[Node, ...]


Node = Leaf | Fields | Items
Evidence = Mapping[str, Sequence[Span]]


def tree_of(value: BaseModel, evidence: Evidence) -> Fields:
    """The tree of a validated value.

    Raises:
        UsageError: a field cannot be scored.
    """
    builder = _Builder(evidence)
    return builder.fields(value, dumped(value), type(value), (), is_choice=False)


def leaves_of(node: Node | None) -> Iterator[Leaf]:
    """Every leaf in ``node``, in order; none of None."""
    if isinstance(node, Leaf):
        yield node
    elif node is not None:
        children = node.children.values() if isinstance(node, Fields) else node.children
        for child in children:
            yield from leaves_of(child)


def key_leaves(node: Node) -> Iterator[Leaf]:
    """The key fields of an item; those of lists in it are their items' own."""
    if isinstance(node, Leaf) and node.is_key:
        yield node
    elif isinstance(node, Fields):
        for child in node.children.values():
            yield from key_leaves(child)


def content_of(node: Node) -> str:
    """Equal for nodes of equal content, in whatever order their lists are."""
    if isinstance(node, Leaf):
        places = [(span.start, span.end) for span in node.said.spans]
        return json.dumps([node.path, node.said.value, places])
    if isinstance(node, Items):
        return json.dumps([node.path, sorted(map(content_of, node.children))])
    return json.dumps([content_of(child) for _, child in sorted(node.children.items())])


@dataclass(frozen=True, slots=True)
class _Builder:
    """Walks a value beside its dump: the one knows its types, the other is JSON."""

    evidence: Evidence

    def fields(self, value: Any, dump: Any, model: type, path: Path, *, is_choice: bool) -> Fields:
        children: dict[str, Node] = {}
        for name, shape in fields_of(model).items():
            # A constant says something only where it tells which of several models this is.
            told = is_choice or not shape.is_constant
            if name in dump and told and not shape.is_ignored:
                part = value[name] if isinstance(value, Mapping) else getattr(value, name)
                child = self.node(part, dump[name], shape, (*path, name))
                if child is not None:
                    children[name] = child
        return Fields(pointer(path), children)

    def node(self, value: Any, dump: Any, shape: Shape, path: Path) -> Node | None:
        if dump is None or dump == []:
            return None
        while isinstance(value, RootModel):
            value = value.root
        if isinstance(dump, dict):
            model = _model_of(value, shape.models, pointer(path))
            return self.fields(value, dump, model, path, is_choice=len(shape.models) > 1)
        if isinstance(dump, list) and shape.as_set is None and shape.item is not None:
            return self.items(value, dump, shape.item, path)
        if isinstance(dump, list):
            dump = tuple(dump)
        spans = tuple(
            span for where in _inside(dump, pointer(path)) for span in self.evidence.get(where, ())
        )
        comparator = shape.as_set or _comparator(value, shape.leaves)
        return Leaf(_starred(path), pointer(path), Said(dump, spans), comparator, shape.is_key)

    def items(self, value: Any, dump: list[Any], item: Shape, path: Path) -> Items | None:
        # A set has one order for both of its forms.
        pairs = zip(value, dump, strict=True)
        found = [self.node(v, d, item, (*path, i)) for i, (v, d) in enumerate(pairs)]
        children = tuple(child for child in found if child is not None)
        return Items(f"{_starred(path)}/*", children) if children else None


def _model_of(value: Any, models: Sequence[type], where: str) -> type:
    if type(value) in models:
        return type(value)
    for model in models:
        if isinstance(value, Mapping) and value.keys() <= fields_of(model).keys():
            return model
        if not isinstance(value, Mapping) and isinstance(value, model):
            return model
    raise UsageError(f"{where} is dumped as an object, but its field is no model: it has no score")


def _comparator(value: Any, leaves: Sequence[LeafType]) -> Comparator:
    """That of the first kind of leaf that takes the value, of the only one there is."""
    taking = [leaf for leaf in leaves if leaf.takes(value)] or leaves
    return taking[0].comparator if taking else Exact()


def _inside(dump: Any, where: str) -> list[str]:
    """The pointers at which evidence for a leaf may stand: a set's is at its members."""
    return [f"{where}/{i}" for i in range(len(dump))] if isinstance(dump, tuple) else [where]


def _starred(path: Path) -> str:
    return pointer("*" if isinstance(part, int) else part for part in path)
