"""The fields of a model, and of the models in it, with their shapes."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, get_type_hints

from pydantic import BaseModel

from communique.schema_scoring.shapes import Shape, marks_in, shape_of

__all__ = ["check_schema", "comparators_of", "fields_of"]


@lru_cache(maxsize=256)
def fields_of(model: type) -> Mapping[str, Shape]:
    """The fields of a model, by name.

    Raises:
        UsageError: one has a type whose leaves have no lasting name, or a comparator that does
            not fit it.
    """
    return {
        name: shape_of(kind, marks_in(metadata), f"{model.__name__}.{name}")
        for name, kind, metadata in _declared(model)
    }


def check_schema(model: type) -> None:
    """See that every field can be scored, those of models inside too.

    Raises:
        UsageError: one cannot.
    """
    for _ in _everything(model):
        pass


def comparators_of(model: type) -> dict[str, str]:
    """Each leaf's path (``/pledges/*/amount``) with the name of its comparator, ``key`` where it
    is one; in order. A model inside itself is not told twice.
    """
    told: dict[str, list[str]] = {}
    for path, shape in _everything(model):
        names = [leaf.comparator.name for leaf in shape.leaves]
        names += [shape.as_set.name] if shape.as_set else []
        names = ["ignored"] if shape.is_ignored else names
        told.setdefault(path, []).extend(f"{n}, key" if shape.is_key else n for n in names)
    return {path: " or ".join(dict.fromkeys(names)) for path, names in told.items() if names}


def _everything(
    model: type, path: str = "", above: tuple[type, ...] = (), *, is_choice: bool = False
) -> Iterator[tuple[str, Shape]]:
    """The shape of every field that may have leaves, and of the items of lists, with its path."""
    for name, shape in fields_of(model).items():
        if shape.is_constant and not is_choice:
            continue
        where = f"{path}/{name}"
        yield where, shape
        while shape.item is not None and shape.as_set is None:
            shape, where = shape.item, f"{where}/*"
            yield where, shape
        for inner in shape.models:
            if inner not in (model, *above):
                several = len(shape.models) > 1
                yield from _everything(inner, where, (*above, model), is_choice=several)


def _declared(model: type) -> Iterator[tuple[str, Any, Sequence[Any]]]:
    """Name, type and what is beside the type, of each field."""
    if issubclass(model, BaseModel):
        for name, field in model.model_fields.items():
            yield name, field.annotation, field.metadata
        return
    hints = get_type_hints(model, include_extras=True)
    names = (
        [f.name for f in dataclasses.fields(model)] if dataclasses.is_dataclass(model) else hints
    )
    for name in names:
        yield name, hints[name], ()
