"""A finished run of a caller's own model, read back for comparing; its schema is not imported."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from communique.errors import UsageError
from communique.evals.scores import read_scores
from communique.schema_scoring import SchemaScore
from communique.schema_scoring.counts import CountsByPath
from communique.scoring.counts import Counts, Ratio

__all__ = ["SchemaRecorded", "SchemaScored", "load_schema_recorded", "schema_ratio"]

ALL_FIELDS = "all fields"

GoldLeaf = tuple[str, int, str]
"""Document, repeat, JSON pointer into the gold."""


@dataclass(frozen=True, slots=True)
class SchemaScored:
    name: str
    documents: Mapping[str, SchemaScore]
    """One score a document, its repeats added."""
    found: Mapping[GoldLeaf, bool]
    """Each leaf of the gold: whether it is right."""


@dataclass(frozen=True, slots=True)
class SchemaRecorded:
    path: Path
    """Of ``scores.json``."""
    suite: str
    schema_sha256: str
    """Of the schema and of how its fields are compared."""
    gold_sha256: str
    scorer_sha256: str
    repeats: int
    models: tuple[SchemaScored, ...]

    @property
    def document_ids(self) -> tuple[str, ...]:
        return tuple(self.models[0].documents)

    @property
    def measures(self) -> tuple[str, ...]:
        """What can be compared by."""
        paths = (path for m in self.models for one in m.documents.values() for path in one.fields)
        rates = ("recall", "precision", "F1")
        rows = dict.fromkeys((ALL_FIELDS, *paths))
        return (*(f"{path} {rate}" for path in rows for rate in rates), "exact", "grounded")


def schema_ratio(score: SchemaScore, measure: str) -> Ratio:
    """One of ``SchemaRecorded.measures``."""
    if measure in {"exact", "grounded"}:
        return score.exact if measure == "exact" else score.supported
    path, _, rate = measure.rpartition(" ")
    counts = score.leaves if path == ALL_FIELDS else score.fields.get(path, Counts())
    if rate == "F1":
        return counts.twice_right_of_both
    return counts.right_of_gold if rate == "recall" else counts.right_of_predicted


def load_schema_recorded(path: Path) -> SchemaRecorded:
    """The results of such a run: its folder, or the file ``scores.json`` itself.

    Raises:
        UsageError: there are none, or the file is no such file.
    """
    file = path / "scores.json" if path.is_dir() else path
    values = read_scores(path, "schema")
    try:
        models = tuple(_model(model, values["repeats"]) for model in values["models"])
        if not models or not models[0].documents:
            raise UsageError(f"{file}: no model or no document in it")
        return SchemaRecorded(
            path=file,
            suite=str(values["suite"]["name"]),
            schema_sha256=str(values["scored_schema_sha256"]),
            gold_sha256=str(values["gold_sha256"]),
            scorer_sha256=str(values.get("scorer_sha256") or ""),
            repeats=values["repeats"],
            models=models,
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UsageError(f"{file}: not as `evals run` writes it: {error!r}") from error


def _model(values: Mapping[str, Any], repeats: int) -> SchemaScored:
    documents: dict[str, SchemaScore] = {}
    readings: dict[str, int] = {}
    found: dict[GoldLeaf, bool] = {}
    for row in values["documents"]:
        name = str(row["document_id"])
        documents[name] = documents.get(name, SchemaScore()) + _score(row["scores"])
        readings[name] = readings.get(name, 0) + 1
        for decision in row["decisions"]:
            if decision["gold"] is not None:
                leaf = (name, row["repeat"], decision["gold"]["pointer"])
                found[leaf] = decision["verdict"] == "right"
    odd = next((name for name, number in readings.items() if number != repeats), None)
    if odd is not None:
        raise ValueError(f"{values['model']}, {odd}: {readings[odd]} readings, not {repeats}")
    return SchemaScored(str(values["model"]), documents, found)


def _score(values: Mapping[str, Any]) -> SchemaScore:
    return SchemaScore(
        documents=_count(values["documents"]),
        failed=_count(values["failed"]),
        exact=_ratio(values["exact"]),
        fields=CountsByPath({path: _counts(one) for path, one in values["fields"].items()}),
        items=CountsByPath({path: _counts(one) for path, one in values["items"].items()}),
        supported=_ratio(values["supported"]),
    )


def _counts(values: Mapping[str, Any]) -> Counts:
    return Counts(*(_count(values[name]) for name in ("tp", "fp", "fn")))


def _ratio(values: Mapping[str, Any]) -> Ratio:
    return Ratio(_count(values["numerator"]), _count(values["denominator"]))


def _count(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise ValueError(f"{value!r} is no count")
    return value
