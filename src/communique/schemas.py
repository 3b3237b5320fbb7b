"""A pydantic model of the caller's own, named on a command line or in a suite: found and imported.

It is the one place where what a user names is run; see SECURITY.md.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import BaseModel

from communique.errors import UsageError

__all__ = ["load_schema"]


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
    found = getattr(module, name, None)
    if not (isinstance(found, type) and issubclass(found, BaseModel)):
        raise UsageError(f"schema {named}: {module_name} has no pydantic model {name}")
    return found


@contextmanager
def _importing_from(folder: Path) -> Iterator[None]:
    path = str(folder.resolve())
    sys.path.insert(0, path)
    try:
        yield
    finally:
        sys.path.remove(path)
