"""Suites of a caller's own model: ``schema = "package.module:Model"`` in the suite's file.

To load one imports that module, which is to run it: so only a suite of the user's own project, or
one whose file the user names, may have a schema, and nothing read later (a run's folder) does it.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from pydantic import BaseModel, Field, ValidationError, field_validator

from communique.errors import UsageError
from communique.evals.plan import Labeled
from communique.evals.schema_gold import SchemaGold, load_schema_gold
from communique.evals.suites import FOLDER
from communique.models import Model
from communique.project import project_root
from communique.records import Value
from communique.schema_scoring import comparators_of
from communique.schemas import load_schema

__all__ = ["SchemaPlan", "SchemaSuite", "declared_schema", "make_schema_plan", "scored_schema"]


class SchemaSuite(Value):
    name: str
    description: str
    gold: str
    """Path of a JSONL file, from the project folder, or from a suite's that was named by path."""
    model_path: str = Field(alias="schema", pattern=r"^[A-Za-z_][\w.]*:[A-Za-z_]\w*$")
    """``package.module:Model``, the module as seen from there too."""
    models: tuple[str, ...] = ()
    repeats: int = Field(default=1, ge=1)

    @field_validator("gold")
    @classmethod
    def _is_below(cls, gold: str) -> str:
        path = PurePosixPath(gold)
        if not gold or path.is_absolute() or ".." in path.parts or "\0" in gold:
            raise ValueError(f"{gold!r}: give the path from the project folder")
        return gold


@dataclass(frozen=True, slots=True)
class SchemaPlan(Labeled):
    """What one run of such a suite is asked to do."""

    suite: SchemaSuite
    schema: type[BaseModel]
    models: tuple[Model, ...]
    repeats: int
    limit: int | None
    gold: tuple[SchemaGold, ...]
    """The documents to read, ``limit`` applied."""
    gold_sha256: str
    root: Path | None = None

    def outline(self) -> dict[str, Any]:
        """The identity without the models; ready for JSON."""
        from communique import __version__

        comparators = comparators_of(self.schema)
        told = [self.schema.model_json_schema(by_alias=False), comparators]
        return {
            "suite": self.suite.model_dump(mode="json", by_alias=True),
            "scored_schema_sha256": hashlib.sha256(json.dumps(told).encode()).hexdigest(),
            "comparators": comparators,
            "gold_sha256": self.gold_sha256,
            "documents": len(self.gold),
            "limit": self.limit,
            "repeats": self.repeats,
            "communique": __version__,
        }


def declared_schema(name: str, root: Path | None = None) -> tuple[SchemaSuite, Path] | None:
    """The suite of that name, or in the TOML file of that path, where it declares a schema; and
    the folder that its gold and module are seen from. None for any other suite.

    Raises:
        UsageError: it declares one, and something else of it is wrong.
    """
    if name.lower().endswith(".toml"):
        path, base = Path(name), Path(name).parent
    else:
        project = project_root(root)
        if project is None or PurePosixPath(name).name != name:
            return None
        path, base = project / FOLDER / f"{name}.toml", project
    try:
        said = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return None  # said by whoever reads it next, as any suite
    if "schema" not in said:
        return None
    try:
        return SchemaSuite.model_validate({**said, "name": path.stem}), base
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise UsageError(f"{path}: {where}: {first['msg']}") from error


def make_schema_plan(
    suite: SchemaSuite,
    base: Path,
    models: Iterable[Model],
    *,
    repeats: int | None = None,
    limit: int | None = None,
    root: Path | None = None,
) -> SchemaPlan:
    """The plan of a run; ``base`` as ``declared_schema`` gives it.

    Raises:
        UsageError: no model is named, or the schema cannot be imported or scored.
        GoldError: the gold is wrong.
    """
    chosen = tuple(dict.fromkeys(models))
    if not chosen:
        raise UsageError(f"suite {suite.name} names no models: name them with -m")
    schema = scored_schema(suite.model_path, base)
    gold, sha256 = load_schema_gold(base / suite.gold, schema)
    return SchemaPlan(
        suite=suite,
        schema=schema,
        models=chosen,
        repeats=suite.repeats if repeats is None else repeats,
        limit=limit,
        gold=gold[:limit],
        gold_sha256=sha256,
        root=root,
    )


def scored_schema(model_path: str, base: Path) -> type[BaseModel]:
    """The model at ``package.module:Model``, as ``load_schema`` finds it.

    Raises:
        UsageError: there is none, importing it fails, or it cannot be scored.
    """
    found = load_schema(model_path, base)
    comparators_of(found)  # every field can be scored
    return found
