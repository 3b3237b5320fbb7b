"""What the folder of a run says about one document: its decisions as recorded, and its text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from communique.errors import UsageError
from communique.evals.folder import read_gold
from communique.scoring.documents import DocumentScore
from communique.scoring.stored import read_document

__all__ = ["RecordedDocument", "readings_of", "recorded_documents"]


@dataclass(frozen=True, slots=True)
class RecordedDocument:
    """How one model read one document once."""

    model: str
    repeat: int
    """From 1."""
    text: str
    """Of the document."""
    scored: DocumentScore


def recorded_documents(
    folder: Path,
    scores: Mapping[str, Any],
    document_id: str,
    *,
    model: str | None = None,
    repeat: int | None = None,
) -> list[RecordedDocument]:
    """The document as each model, or the one named, read it; each time, or the one named.

    Args:
        folder: of the run, one of a suite with gold.
        scores: what its ``scores.json`` holds.
        document_id: which document.
        model: its name, None for all.
        repeat: from 1, None for all.

    Raises:
        UsageError: there is no such document, model or repeat, or the scores are broken.
        GoldError: the gold of the run cannot be read.
    """
    read = readings_of(folder, scores, document_id, model=model, repeat=repeat)
    texts = {gold.document_id: gold.text for gold in read_gold(folder, scores)}
    if document_id not in texts:
        raise UsageError(f"{folder / 'gold.jsonl'} has no document {document_id!r}")
    try:
        return [
            RecordedDocument(name, row["repeat"], texts[document_id], read_document(row))
            for name, row in read
        ]
    except UsageError as error:
        raise UsageError(f"{folder}: {error}; `evals rescore` scores a run anew") from error


def readings_of(
    folder: Path,
    scores: Mapping[str, Any],
    document_id: str,
    *,
    model: str | None = None,
    repeat: int | None = None,
) -> list[tuple[str, Mapping[str, Any]]]:
    """The entries of a document in ``scores``, whatever kind of suite was run, each with the name
    of its model.

    Raises:
        UsageError: there is no such document, model or repeat, or the scores are broken.
    """
    try:
        every = list(_readings(scores))
    except (KeyError, TypeError, ValueError) as error:
        raise UsageError(f"{folder / 'scores.json'}: not as a run writes it: {error!r}") from error
    documents = list(dict.fromkeys(row["document_id"] for _, row in every))
    if document_id not in documents:
        raise UsageError(f"{folder} has no document {document_id!r}; {_there_are(documents)}")
    models = list(dict.fromkeys(name for name, _ in every))
    if model not in (None, *models):
        raise UsageError(f"{folder} has no model {model!r}; {_there_are(models)}")
    found = [
        (name, row)
        for name, row in every
        if row["document_id"] == document_id
        and model in (None, name)
        and repeat in (None, row["repeat"])
    ]
    if not found:
        times = scores.get("repeats")
        raise UsageError(f"{folder} has no repeat {repeat}: each model read each {times} times")
    return found


def _readings(scores: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for result in scores["models"]:
        for row in result["documents"]:
            numbered = {"repeat": int(row["repeat"]), "document_id": str(row["document_id"])}
            yield str(result["model"]), {**row, **numbered}


def _there_are(names: Sequence[str]) -> str:
    some = ", ".join(names[:10])
    return f"there are: {some}{f' and {len(names) - 10} more' if len(names) > 10 else ''}"
