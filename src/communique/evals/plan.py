"""What one run is asked to do, and the folder that holds it.

The folder carries its plan in ``run.json``: the same call goes on where it stopped, another call
into the same folder is refused.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from communique.errors import OutputError, UsageError
from communique.evals.suites import Suite
from communique.gold.records import GoldDocument
from communique.models import Model

__all__ = ["Plan", "can_hold", "make_plan", "open_folder", "write_file"]

OWN_FILES = ("run.json", "scores.json", "gold.jsonl", "records", "attempts")
"""All that a run writes into its folder."""


class Identified(Protocol):
    """A plan of any kind of run."""

    def identity(self) -> dict[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Plan:
    suite: Suite
    models: tuple[Model, ...]
    repeats: int
    """How often each model reads each document."""
    limit: int | None
    """Only the first so many documents of the gold, None for all."""
    gold: tuple[GoldDocument, ...]
    """The documents to read, ``limit`` applied."""
    gold_sha256: str
    """Of the whole gold file's bytes."""
    root: Path | None = None
    """The project folder that was named; its prompts are used. No part of the identity."""

    def slug(self, model: Model) -> str:
        """A file name for a model of this plan, unique in it: ``01-regex``."""
        number = self.models.index(model) + 1
        return f"{number:02}-{re.sub(r'[^A-Za-z0-9._-]+', '-', model.name)}"

    def identity(self) -> dict[str, Any]:
        """What makes two runs the same run; ready for JSON."""
        from communique import __version__
        from communique.choosing import identity_of

        return {
            "suite": self.suite.model_dump(mode="json"),
            "gold_sha256": self.gold_sha256,
            "documents": len(self.gold),
            "limit": self.limit,
            "repeats": self.repeats,
            "models": [identity_of(model) for model in self.models],
            "communique": __version__,
        }


def make_plan(
    suite: Suite,
    models: Iterable[Model],
    *,
    repeats: int | None = None,
    limit: int | None = None,
    root: Path | None = None,
) -> Plan:
    """The plan of a run; without ``repeats`` as many as the suite says. A model named twice runs
    once.

    Raises:
        UsageError: the gold is missing, empty, or holds a document twice.
        GoldError: the gold file is wrong.
    """
    from communique.gold.reading import load_gold

    path = suite.gold_path(root)
    gold = load_gold(path)
    ids = Counter(document.document_id for document in gold)
    twice = next((name for name, times in ids.items() if times > 1), None)
    if twice is not None:
        raise UsageError(f"{path}: {twice} is there twice; a suite needs one gold a document")
    if not gold:
        raise UsageError(f"{path}: no gold documents")
    return Plan(
        suite=suite,
        models=tuple(dict.fromkeys(models)),
        repeats=suite.repeats if repeats is None else repeats,
        limit=limit,
        gold=gold[:limit],
        gold_sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        root=root,
    )


def open_folder(plan: Identified, folder: Path, *, overwrite: bool = False) -> None:
    """Make ``folder`` hold this plan: a new run, or the same one to go on with.

    Raises:
        OutputError: it holds another run (without ``overwrite``) or files that no run wrote.
    """
    if folder.exists() and not folder.is_dir():
        raise OutputError(f"{folder} is a file; a run needs a folder")
    if not can_hold(plan, folder):
        strangers = [name for name in _names(folder) if name not in OWN_FILES]
        if strangers or not (folder / "run.json").is_file():
            stranger = (strangers or _names(folder))[0]
            raise OutputError(
                f"{folder} holds {stranger}, which no run wrote; name another folder with -o"
            )
        if not overwrite:
            raise OutputError(
                f"{folder} holds another run; give --overwrite to replace it, or another -o"
            )
    if overwrite:
        _empty(folder)
    link = next((name for name in OWN_FILES if (folder / name).is_symlink()), None)
    if link is not None:
        raise OutputError(f"{folder / link} is a link, which no run made; remove it")
    write_file(folder / "run.json", json.dumps(plan.identity(), indent=1) + "\n")


def can_hold(plan: Identified, folder: Path) -> bool:
    """True when ``folder`` is not there, is empty, or holds this very run (perhaps unfinished)."""
    if not _names(folder):
        return not folder.exists() or folder.is_dir()
    try:
        return bool(json.loads((folder / "run.json").read_bytes()) == plan.identity())
    except (OSError, ValueError, RecursionError):
        return False


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def _empty(folder: Path) -> None:
    for name in OWN_FILES:
        path = folder / name
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def write_file(path: Path, text: str) -> None:
    """Write as a whole or not at all, making the folders above.

    Raises:
        OutputError: the file cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(path.name + ".part")
        # Made anew: a link that someone put there is not followed.
        draft.unlink(missing_ok=True)
        with draft.open("x", encoding="utf-8", errors="surrogatepass", newline="\n") as file:
            file.write(text)
        os.replace(draft, path)
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror}") from error
