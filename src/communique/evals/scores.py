"""``scores.json`` of a run: written a document a line, and read back.

Suites with gold, with a schema of the caller's own and without labels each keep their own things
in it; who reads it says of which kind it must be.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

from communique.errors import UsageError
from communique.evals.lines import read_json
from communique.evals.scores_by_line import OtherLayout, read_by_line

__all__ = ["FORMAT", "Kind", "folder_of", "kind_of", "read_scores", "score_lines"]

FORMAT = 1
"""Of ``scores.json``; raised when a key changes its meaning."""

Kind = Literal["gold", "schema", "metamorphic"]

_WHAT: dict[Kind, str] = {
    "gold": "a suite with gold (of participants, meetings and statements)",
    "schema": "a suite with a schema of its own",
    "metamorphic": "a metamorphic suite",
}


def kind_of(scores: Mapping[str, Any]) -> Kind:
    """Which kind of suite was run."""
    if scores.get("kind") == "metamorphic":
        return "metamorphic"
    return "schema" if "comparators" in scores else "gold"


def folder_of(path: Path) -> Path:
    """The folder of a run, whether that or its ``scores.json`` was named."""
    return path.parent if path.is_file() else path


def read_scores(
    path: Path, *kinds: Kind, keep: Callable[[Any], Any] | None = None
) -> dict[str, Any]:
    """What the ``scores.json`` of the run in ``path``, or that very file, holds.

    Args:
        path: folder or file.
        kinds: those that can be meant; without any a suite with gold.
        keep: what of each document is kept; None: it is left out. A file of ten thousand documents
            then takes no more memory than what is kept of them.

    Raises:
        UsageError: there is none, it is none, of another format or of another kind; and what
            ``keep`` raises.
    """
    file = path / "scores.json" if path.is_dir() else path
    if not file.exists():
        if (path / "run.json").exists():
            raise UsageError(f"{path}: the run is not finished; the same `evals run` goes on")
        raise UsageError(f"{path}: no run is here (no scores.json)")
    scores = _read(file, keep)
    for name, type_ in (("format", int), ("models", list), ("files", dict)):
        # ``files`` alone may be missing: an early version did not write it.
        if type(scores.get(name, {})) is not type_:
            raise UsageError(f"{file}: not as `evals run` writes it: {name} is missing or no such")
    if scores["format"] != FORMAT:
        raise UsageError(
            f"{file}: in format {scores['format']!r}, this version reads {FORMAT}; use the version "
            "of communique that wrote it, or run the suite anew"
        )
    kind, wanted = kind_of(scores), kinds or ("gold",)
    if kind not in wanted:
        raise UsageError(
            f"{path}: the run of {_WHAT[kind]}; this command is for runs of "
            f"{' or '.join(_WHAT[kind] for kind in wanted)}. What this run found is in its "
            "scores.json, and the same `evals run` prints its table again"
        )
    return scores


def _read(file: Path, keep: Callable[[Any], Any] | None) -> dict[str, Any]:
    if keep is None:
        return read_json(file)
    try:
        return read_by_line(file, keep)
    except OtherLayout:  # written by another hand: read whole, and complained of if it is broken
        scores = read_json(file)
    models = scores.get("models")
    for model in models if isinstance(models, list) else ():
        if isinstance(model, dict) and isinstance(model.get("documents"), list):
            kept = (keep(document) for document in model["documents"])
            model["documents"] = [one for one in kept if one is not None]
    return scores


def score_lines(
    head: Mapping[str, Any],
    models: Iterable[tuple[Mapping[str, Any], Iterable[Mapping[str, Any]]]],
) -> Iterator[str]:
    """The text of a ``scores.json``, a document at a time: all of thousands would fill the memory.

    Args:
        head: what is said of the whole run.
        models: of each model what is said of it, and its documents.
    """
    yield "{\n"
    for name, value in head.items():
        yield f" {_json(name)}: {_json(value)},\n"
    yield ' "models": ['
    between = "\n"
    for about, documents in models:
        yield f"{between}  {{\n"
        for name, value in about.items():
            yield f"   {_json(name)}: {_json(value)},\n"
        yield '   "documents": ['
        separator = "\n"
        for document in documents:
            yield f"{separator}    {_json(document)}"
            separator = ",\n"
        yield "\n   ]\n  }"
        between = ",\n"
    yield "\n ]\n}\n"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
