"""What the folder of a run says about one document: its decisions as recorded, and its text."""

from __future__ import annotations

from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from communique.errors import UsageError
from communique.records import ErrorInfo, Issue
from communique.scoring.decisions import Item, SideName, Verdict

__all__ = [
    "RecordedDecision",
    "RecordedDocument",
    "RecordedRunnerUp",
    "RecordedSide",
    "recorded_documents",
]


class _Recorded(BaseModel):
    """A part of ``scores.json``; what this reader does not need is passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class RecordedSide(_Recorded):
    index: int
    text: str
    span: tuple[int, int] | None


class RecordedCheck(_Recorded):
    field: str
    gold: str | None
    predicted: str | None
    right: bool


class RecordedRunnerUp(_Recorded):
    side: SideName
    item: RecordedSide
    why: str
    overlap: float | None
    weight: float | None


class RecordedDecision(_Recorded):
    item: Item
    verdict: Verdict
    gold: RecordedSide | None
    predicted: RecordedSide | None
    overlap: float | None
    checks: tuple[RecordedCheck, ...]
    error_class: str
    why: str
    weight: float | None
    runners_up: tuple[RecordedRunnerUp, ...]

    @model_validator(mode="after")
    def _is_about_an_item(self) -> Self:
        if not self.sides:
            raise ValueError("a decision is about a gold item, a predicted one, or both")
        return self

    @property
    def sides(self) -> dict[SideName, RecordedSide]:
        """Those there are."""
        both: tuple[tuple[SideName, RecordedSide | None], ...] = (
            ("gold", self.gold),
            ("predicted", self.predicted),
        )
        return {name: side for name, side in both if side is not None}


class _Read(_Recorded):
    document_id: str
    repeat: int
    failure: ErrorInfo | None
    decisions: tuple[RecordedDecision, ...]
    left_out: tuple[Issue, ...]
    """Items that were given and left out."""


class RecordedDocument(_Read):
    """How one model read one document once."""

    model: str
    text: str
    """Of the document."""


class _Result(_Recorded):
    model: str
    documents: tuple[_Read, ...]


class _Scores(_Recorded):
    repeats: int
    models: tuple[_Result, ...]


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
    models = [result.model for result in scores.models]
    if model is not None and model not in models:
        raise UsageError(f"{folder} has no model {model!r}; {_there_are(models)}")
    found = [
        RecordedDocument.model_construct(**dict(read), model=result.model, text=texts[document_id])
        for result in scores.models
        if model in (None, result.model)
        for read in result.documents
        if read.document_id == document_id and repeat in (None, read.repeat)
    ]
    if not found:
        raise UsageError(
            f"{folder} has no repeat {repeat}: each model read each {scores.repeats} times"
        )
    return found


def _scores(folder: Path) -> _Scores:
    path = folder / "scores.json"
    try:
        return _Scores.model_validate_json(path.read_bytes())
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}; give the folder of `evals run`") from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"])) or "the file"
        raise UsageError(
            f"{path}: not scores that this version can explain: {where}: {first['msg']}"
        ) from error


def _there_are(names: list[str]) -> str:
    some = ", ".join(names[:10])
    return f"there are: {some}{f' and {len(names) - 10} more' if len(names) > 10 else ''}"
