"""A type as what scoring needs of it: its leaves with their comparators, its models, its lists."""

from __future__ import annotations

import dataclasses
import enum
import types
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from typing import (
    Annotated,
    Any,
    Literal,
    NotRequired,
    Required,
    TypeVar,
    Union,
    get_args,
    get_origin,
)

from pydantic import BaseModel, RootModel

from communique.comparators.base import Comparator
from communique.comparators.compare import Compare
from communique.comparators.defaults import default_for
from communique.comparators.sets import AsSet
from communique.errors import UsageError

__all__ = ["LeafType", "Shape", "marks_in", "shape_of"]

DEEPEST = 30
"""Types in types, none of them a model with a name."""

_UNORDERED_OR_NOT = (list, set, frozenset, tuple, Sequence, Set)


@dataclass(frozen=True, slots=True)
class LeafType:
    """One kind of text, number or truth value that may stand somewhere."""

    type: Any
    comparator: Comparator
    is_constant: bool = False

    def takes(self, value: object) -> bool:
        if get_origin(self.type) is Literal:
            return any(value is each or value == each for each in get_args(self.type))
        if isinstance(value, bool):
            return self.type is bool
        return isinstance(self.type, type) and isinstance(value, self.type)


@dataclass(frozen=True, slots=True)
class Shape:
    """What may stand in a field, its alternatives side by side."""

    leaves: tuple[LeafType, ...] = ()
    models: tuple[type, ...] = ()
    """Models, dataclasses and TypedDicts."""
    item: Shape | None = None
    """Of a list, or what is like one."""
    as_set: Comparator | None = None
    """A list that is one leaf."""
    is_key: bool = False
    is_ignored: bool = False
    is_nullable: bool = False

    @property
    def is_constant(self) -> bool:
        """Whether there is nothing to say: a ``Literal`` or enum of one value, and not null."""
        alone = not (self.models or self.item or self.is_nullable) and len(self.leaves) == 1
        return alone and self.leaves[0].is_constant


def marks_in(metadata: Sequence[Any]) -> Compare:
    """All that is declared at one place; of several comparators the last."""
    said = Compare()
    for mark in metadata:
        if isinstance(mark, Compare):
            said = Compare(
                mark.comparator or said.comparator,
                said.is_key or mark.is_key,
                said.is_set or mark.is_set,
                said.is_ignored or mark.is_ignored,
            )
    return said


def shape_of(kind: Any, said: Compare, where: str, depth: int = 0) -> Shape:
    """The shape of type ``kind``, of whose field ``where`` something may be declared.

    Raises:
        UsageError: its leaves have no lasting name, or what is declared does not fit it.
    """
    if said.is_ignored:
        return Shape(is_ignored=True)
    if depth > DEEPEST:
        raise UsageError(f"{where} nests without end: give it a model with named fields")
    inner = _unwrapped(kind)
    if inner is not None:
        kind, more = inner
        return shape_of(kind, marks_in([*more, said]), where, depth + 1)
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        options = [shape_of(each, said, where, depth + 1) for each in get_args(kind)]
        return _either(options)
    if kind is type(None):
        return Shape(is_nullable=True)
    if (origin or kind) in _UNORDERED_OR_NOT:
        return _list(kind, said, where, depth)
    if _has_fields(kind):
        if said.comparator or said.is_key or said.is_set:
            raise UsageError(f"{where} is a model: declare how its fields are compared, not itself")
        return Shape(models=(kind,))
    return _leaf(kind, said, where)


def _unwrapped(kind: Any) -> tuple[Any, Sequence[Any]] | None:
    """The type behind an alias or wrapper, and what was beside it; None for a type itself."""
    if get_origin(kind) is Annotated:
        return kind.__origin__, kind.__metadata__
    if get_origin(kind) in (Required, NotRequired):
        return get_args(kind)[0], ()
    if hasattr(get_origin(kind), "__value__"):  # an alias with parameters
        return get_origin(kind).__value__[get_args(kind)], ()
    for behind in ("__value__", "__supertype__"):  # type aliases, NewType
        if hasattr(kind, behind):
            return getattr(kind, behind), ()
    if isinstance(kind, type) and issubclass(kind, RootModel):
        root = kind.model_fields["root"]
        return root.annotation, root.metadata
    return None


def _list(kind: Any, said: Compare, where: str, depth: int) -> Shape:
    arguments = get_args(kind)
    if get_origin(kind) is tuple:
        if len(arguments) != 2 or arguments[1] is not ...:
            raise UsageError(
                f"{where} is a tuple of fields without names: give it a model with named fields"
            )
        arguments = arguments[:1]
    if len(arguments) != 1:
        raise UsageError(f"{where} may hold anything: say what its items are, such as list[str]")
    if said.is_key and not said.is_set:
        raise UsageError(f"{where} is a list: it is a key field only with Compare.as_set(key=True)")
    item = shape_of(arguments[0], Compare(said.comparator), f"{where}[]", depth + 1)
    if not said.is_set:
        return Shape(item=item)
    if item.models or item.item or len(item.leaves) != 1:
        raise UsageError(f"{where}: Compare.as_set is for lists of one kind of scalar")
    return Shape(item=item, as_set=AsSet(item.leaves[0].comparator), is_key=said.is_key)


def _leaf(kind: Any, said: Compare, where: str) -> Shape:
    if kind in (Any, object) or isinstance(kind, TypeVar):
        raise UsageError(f"{where} may hold anything: say what it is, such as str or float")
    if get_origin(kind) not in (None, Literal) or (
        isinstance(kind, type) and issubclass(kind, dict)
    ):
        raise UsageError(f"{where} is a free-form {kind}: give it a model with named fields")
    if said.is_set:
        raise UsageError(f"{where} is no list: Compare.as_set is for lists")
    options = get_args(kind)
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        options = tuple(kind)
    leaf = LeafType(kind, said.comparator or default_for(kind), is_constant=len(options) == 1)
    return Shape(leaves=(leaf,), is_key=said.is_key)


def _has_fields(kind: Any) -> bool:
    bare = get_origin(kind) or kind
    if not isinstance(bare, type):
        return False
    return issubclass(bare, BaseModel) or dataclasses.is_dataclass(bare) or _is_typed_dict(bare)


def _is_typed_dict(kind: type) -> bool:
    """Of ``typing`` or ``typing_extensions``."""
    return issubclass(kind, dict) and hasattr(kind, "__required_keys__")


def _either(options: Sequence[Shape]) -> Shape:
    """The alternatives of a union side by side."""
    lists = [option for option in options if option.item is not None]
    first = lists[0] if lists else Shape()
    return replace(
        first,
        leaves=tuple(leaf for option in options for leaf in option.leaves),
        models=tuple(model for option in options for model in option.models),
        is_key=any(option.is_key for option in options),
        is_nullable=any(option.is_nullable for option in options),
    )
