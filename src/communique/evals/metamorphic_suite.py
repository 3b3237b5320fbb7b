"""Suites that need no labels: which documents, and how many variants of each are checked."""

from __future__ import annotations

import tomllib
from pathlib import Path, PurePosixPath
from typing import Literal

from pydantic import Field, ValidationError, field_validator

from communique.errors import UsageError
from communique.evals.suites import FOLDER, Suite, load_suite, suite_names
from communique.project import data_path
from communique.records import Document, Failure, Value

__all__ = ["MetamorphicSuite", "load_any"]


class MetamorphicSuite(Value):
    name: str
    description: str
    kind: Literal["metamorphic"]
    documents: tuple[str, ...] = Field(min_length=1)
    """Paths of text files, folders, JSONL or Parquet, relative to the project folder (or the
    packaged data)."""
    models: tuple[str, ...] = ("regex",)
    """Run where the call names no model."""
    variants: int = Field(default=20, ge=1)
    """At most so many of each family for each document."""

    @field_validator("documents")
    @classmethod
    def _are_below_the_project(cls, documents: tuple[str, ...]) -> tuple[str, ...]:
        for name in documents:
            path = PurePosixPath(name)
            if path.is_absolute() or ".." in path.parts or "\0" in name:
                raise ValueError(f"{name!r}: give the path from the project folder")
        return documents

    def read(self, root: Path | None = None, limit: int | None = None) -> tuple[Document, ...]:
        """The first ``limit`` documents, all without it.

        Raises:
            UsageError: a path is missing, a document cannot be read, or there is none.
        """
        from itertools import islice

        from communique.documents import read_documents

        found = []
        paths = [str(data_path(name, root)) for name in self.documents]
        for document in islice(read_documents(paths), limit):
            if isinstance(document, Failure):
                raise UsageError(f"suite {self.name}: {document.error.message}")
            found.append(document)
        if not found:
            raise UsageError(f"suite {self.name}: {', '.join(paths)}: no documents")
        return tuple(found)


def load_any(name: str, root: Path | None = None) -> Suite | MetamorphicSuite:
    """The suite of that name, of either kind; ``kind = "metamorphic"`` in its file tells which.

    Raises:
        UsageError: there is no such suite, or its file is wrong.
    """
    path = data_path(f"{FOLDER}/{name}.toml", root) if name in suite_names(root) else None
    try:
        declared = {} if path is None else tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        declared = {}  # load_suite says what is wrong
    if declared.get("kind") != "metamorphic":
        return load_suite(name, root)
    try:
        return MetamorphicSuite.model_validate({"name": name, **declared})
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise UsageError(f"{path}: {where}: {first['msg']}") from error
