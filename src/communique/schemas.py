"""A pydantic model of the caller's own, named on a command line or in a suite: found and imported.

It is the one place where what a user names is run; see SECURITY.md.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import TypeGuard

from pydantic import BaseModel

from communique.errors import UsageError

__all__ = ["load_schema"]

MOST_NAMED = 5
"""Models of a module that a message names."""


def load_schema(named: str, base: Path) -> type[BaseModel]:
    """The model at ``package.module:Model``, its module imported from ``base`` or as installed, or
    at ``folder/file.py:Model``, its file found from ``base``.

    Raises:
        UsageError: there is none, or importing it fails.
    """
    place, _, name = named.rpartition(":")
    folder, module_name = base, place
    if place.endswith(".py"):
        file = base / place
        if not file.is_file():
            raise UsageError(f"schema {named}: no such file: {file}")
        folder, module_name = file.parent, file.stem
    if not place or not name:
        raise UsageError(f"schema {named!r}: name it FILE.py:MODEL or package.module:MODEL")
    try:
        with _importing_from(folder):
            module = importlib.import_module(module_name)
    except Exception as error:  # whatever the user's module raises
        raise UsageError(
            f"schema {named}: {module_name} cannot be imported: {type(error).__name__}: {error}"
        ) from error
    if place.endswith(".py") and not _is_from(module, base / place):
        raise UsageError(
            f"schema {named}: another module is called {module_name}: give the file another name"
        )
    found = getattr(module, name, None)
    if not _is_model(found):
        has = [other for other, value in vars(module).items() if _is_model(value)]
        more = f" and {len(has) - MOST_NAMED} more" if len(has) > MOST_NAMED else ""
        told = f"it has {', '.join(has[:MOST_NAMED])}{more}" if has else "it has none"
        raise UsageError(f"schema {named}: {module_name} has no pydantic model {name}: {told}")
    return found


def _is_model(value: object) -> TypeGuard[type[BaseModel]]:
    return isinstance(value, type) and issubclass(value, BaseModel) and value is not BaseModel


def _is_from(module: ModuleType, file: Path) -> bool:
    """Whether ``module`` is of ``file``, not one of that name that was there before."""
    place = getattr(module, "__file__", None)
    return place is not None and Path(place).resolve() == file.resolve()


@contextmanager
def _importing_from(folder: Path) -> Iterator[None]:
    path = str(folder.resolve())
    sys.path.insert(0, path)
    try:
        yield
    finally:
        sys.path.remove(path)
