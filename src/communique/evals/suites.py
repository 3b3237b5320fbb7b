"""Suites: which gold, which models, how it is scored; declared in ``evals/suites/NAME.toml``."""

from __future__ import annotations

import tomllib
from pathlib import Path, PurePosixPath
from typing import Any, Self

from pydantic import Field, ValidationError, model_validator

from communique.documents.sources import HUB
from communique.errors import UsageError
from communique.evals.data import GoldData, GoldFormat, load_data
from communique.project import data_path, packaged_root, project_root
from communique.records import Value
from communique.scoring.statements import Threshold

__all__ = ["ScorerSettings", "Suite", "load_suite", "suite_names", "suite_of_gold"]

FOLDER = "evals/suites"

_OURS = ("name", "folder")
"""What a suite's file does not say of itself."""


class ScorerSettings(Value):
    overlap: Threshold = "iou50"
    """Which overlap of contents the table shows; ``scores.json`` has all."""


class Suite(Value):
    name: str
    description: str
    gold: str
    """Path of the gold, relative to the project folder (or the packaged data); or ``hf:NAME``."""
    format: GoldFormat | None = None
    """Only where the names of the files do not tell."""
    models: tuple[str, ...] = ("regex",)
    """Run where the call names no model."""
    repeats: int = Field(default=1, ge=1)
    scorer: ScorerSettings = ScorerSettings()
    folder: Path | None = Field(default=None, exclude=True, repr=False)
    """Of a suite that was named by the path of its file, or by its gold: what ``gold`` is relative
    to. Part of no result, so that these can be moved."""

    @model_validator(mode="after")
    def _gold_is_below_the_project(self) -> Self:
        path = PurePosixPath(self.gold)
        if not self.gold or "\0" in self.gold or self.gold == HUB:
            raise ValueError(f"gold is {self.gold!r}: give a path, or {HUB}NAME")
        if self.folder is None and (path.is_absolute() or ".." in path.parts):
            raise ValueError(f"{self.gold!r}: give the path from the project folder")
        return self

    def gold_path(self, root: Path | None = None) -> Path:
        """Where the gold is; not for ``hf:NAME``.

        Raises:
            UsageError: it is neither in the project folder nor packaged.
        """
        if self.folder is not None and (self.folder / self.gold).exists():
            return self.folder / self.gold
        return data_path(self.gold, root)

    def load_gold(self, root: Path | None = None) -> GoldData:
        """The gold documents.

        Raises:
            UsageError: there are none, or one is there twice.
            GoldError: they are wrong.
        """
        remote = self.gold.startswith(HUB)
        return load_data(self.gold if remote else str(self.gold_path(root)), self.format)


def suite_names(root: Path | None = None) -> tuple[str, ...]:
    """The suites there are, in the project folder and packaged."""
    bases = [base for base in (project_root(root), packaged_root()) if base is not None]
    return tuple(sorted({path.stem for base in bases for path in (base / FOLDER).glob("*.toml")}))


def load_suite(name: str, root: Path | None = None) -> Suite:
    """The suite of that name, from the project folder where it has one, else as packaged; or the
    suite in the TOML file of that path, which says where its gold is from its own folder.

    Raises:
        UsageError: there is no such suite, or its file is wrong.
    """
    if name.lower().endswith(".toml"):
        path = Path(name)
        return _read(path, {"name": path.stem, "folder": path.parent})
    known = suite_names(root)
    if name not in known:
        there_are = f"there are: {', '.join(known)}" if known else "there are none"
        raise UsageError(
            f"no suite {name!r}; {there_are} (suites are files in {FOLDER}/; the path of another "
            "file ends in .toml)"
        )
    return _read(data_path(f"{FOLDER}/{name}.toml", root), {"name": name})


def suite_of_gold(gold: str) -> Suite:
    """A suite of nothing but gold: a path, or ``hf:NAME[:SPLIT]``."""
    if gold.startswith(HUB):
        name = gold.removeprefix(HUB).replace("/", "-").replace(":", "-")
        return Suite(name=name or "gold", description=f"The dataset {gold}", gold=gold)
    path = Path(gold)
    if not gold or not path.exists():
        raise UsageError(f"--gold {gold!r}: no such file or folder")
    path = path.resolve()
    return Suite(name=path.stem, description="Gold of its own", gold=path.name, folder=path.parent)


def _read(path: Path, ours: dict[str, Any]) -> Suite:
    try:
        said = tomllib.loads(path.read_text("utf-8"))
        if own := next((key for key in _OURS if key in said), None):
            raise UsageError(f"{path}: {own}: the name of the file says it; leave it out")
        return Suite.model_validate({**said, **ours})
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}") from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"])) or "gold"
        raise UsageError(f"{path}: {where}: {first['msg']}") from error
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{path}: not TOML: {error}") from error
