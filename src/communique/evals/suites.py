"""Suites: which gold, which models, how it is scored; declared in ``evals/suites/NAME.toml``."""

from __future__ import annotations

import tomllib
from pathlib import Path, PurePosixPath

from pydantic import Field, ValidationError, field_validator

from communique.errors import UsageError
from communique.project import data_path, packaged_root, project_root
from communique.records import Value
from communique.scoring.statements import Threshold

__all__ = ["ScorerSettings", "Suite", "load_suite", "suite_names"]

FOLDER = "evals/suites"


class ScorerSettings(Value):
    overlap: Threshold = "iou50"
    """Which overlap of contents the table shows; ``scores.json`` has all."""


class Suite(Value):
    name: str
    description: str
    gold: str
    """Path of a gold JSONL file, relative to the project folder (or the packaged data)."""
    models: tuple[str, ...] = ("regex",)
    """Run where the call names no model."""
    repeats: int = Field(default=1, ge=1)
    scorer: ScorerSettings = ScorerSettings()

    @field_validator("gold")
    @classmethod
    def _is_below_the_project(cls, gold: str) -> str:
        path = PurePosixPath(gold)
        if path.is_absolute() or ".." in path.parts or "\0" in gold:
            raise ValueError(f"{gold!r}: give the path from the project folder")
        return gold

    def gold_path(self, root: Path | None = None) -> Path:
        """Where the gold file is.

        Raises:
            UsageError: it is neither in the project folder nor packaged.
        """
        return data_path(self.gold, root)


def suite_names(root: Path | None = None) -> tuple[str, ...]:
    """The suites there are, in the project folder and packaged."""
    bases = [base for base in (project_root(root), packaged_root()) if base is not None]
    return tuple(sorted({path.stem for base in bases for path in (base / FOLDER).glob("*.toml")}))


def load_suite(name: str, root: Path | None = None) -> Suite:
    """The suite of that name, from the project folder where it has one, else as packaged.

    Raises:
        UsageError: there is no such suite, or its file is wrong.
    """
    known = suite_names(root)
    if name not in known:
        there_are = f"there are: {', '.join(known)}" if known else "there are none"
        raise UsageError(f"no suite {name!r}; {there_are} (suites are files in {FOLDER}/)")
    path = data_path(f"{FOLDER}/{name}.toml", root)
    try:
        return Suite.model_validate({"name": name, **tomllib.loads(path.read_text("utf-8"))})
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}") from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise UsageError(f"{path}: {where}: {first['msg']}") from error
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{path}: not TOML: {error}") from error
