"""What the folder of a run says about one document: its decisions as recorded, and its text."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from communique.errors import UsageError

__all__ = ["RecordedDocument", "recorded_documents"]


@dataclass(frozen=True, slots=True)
class RecordedDocument:
    model: str
    repeat: int
    document_id: str
    text: str
    failure: Mapping[str, Any] | None
    decisions: Sequence[Mapping[str, Any]]
    left_out: Sequence[Mapping[str, Any]]
    """Issues of items that were given and left out."""


def recorded_documents(
    folder: Path, document_id: str, *, model: str | None = None, repeat: int | None = None
) -> list[RecordedDocument]:
    """The document as each model, or the one named, read it; each time, or the one named.

    Raises:
        UsageError: the folder is none of a run, or has no such document, model or repeat.
        GoldError: its gold cannot be read.
    """
    from communique.gold.reading import load_gold

    scores = _scores(folder)
    texts = {gold.document_id: gold.text for gold in load_gold(folder / "gold.jsonl")}
    if document_id not in texts:
        raise UsageError(f"{folder} has no document {document_id!r}; {_there_are(list(texts))}")
    models = [result["model"] for result in scores["models"]]
    if model is not None and model not in models:
        raise UsageError(f"{folder} has no model {model!r}; {_there_are(models)}")
    found = [
        RecordedDocument(
            result["model"],
            read["repeat"],
            document_id,
            texts[document_id],
            read["failure"],
            read["decisions"],
            read["left_out"],
        )
        for result in scores["models"]
        if model in (None, result["model"])
        for read in result["documents"]
        if read["document_id"] == document_id and repeat in (None, read["repeat"])
    ]
    if not found:
        repeats = scores.get("repeats")
        raise UsageError(f"{folder} has no repeat {repeat}: each model read each {repeats} times")
    return found


def _scores(folder: Path) -> Any:
    path = folder / "scores.json"
    try:
        scores = json.loads(path.read_bytes())
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}; give the folder of `evals run`") from error
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{path}: not JSON: {error}") from error
    if not isinstance(scores, dict) or "models" not in scores:
        raise UsageError(f"{path}: not the scores of `evals run`")
    return scores


def _there_are(names: Sequence[str]) -> str:
    some = ", ".join(names[:10])
    return f"there are: {some}{f' and {len(names) - 10} more' if len(names) > 10 else ''}"
