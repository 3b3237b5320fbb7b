"""A finished run of a caller's own model scored anew from its records.

The schema is that of a suite which the caller names: what a run's folder says is never imported.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import BaseModel, ValidationError

from communique.errors import UsageError
from communique.evals.folder import check_file
from communique.evals.lines import read_lines
from communique.evals.plan import slug_of
from communique.evals.recording import record_names
from communique.evals.results import NamedModel
from communique.evals.schema_gold import SchemaGold, load_schema_gold
from communique.evals.schema_recorded import SchemaRecorded, load_schema_recorded, schema_ratio
from communique.evals.schema_results import SchemaModelResult, SchemaResults
from communique.evals.schema_run import finish_schema_run
from communique.evals.schema_suite import SchemaPlan, SchemaSuite, scored_schema
from communique.evals.scores import folder_of, read_scores
from communique.record import Record
from communique.records import Failure
from communique.schema_scoring import RecordScore, score_values
from communique.scoring.counts import Ratio

__all__ = ["Change", "SchemaRescored", "rescore_schema"]


class Change(NamedTuple):
    """A figure that is another now."""

    model: str
    measure: str
    was: Ratio
    now: Ratio


@dataclass(frozen=True, slots=True)
class SchemaRescored:
    after: SchemaResults
    measures: int
    changes: tuple[Change, ...]
    same_gold: bool
    same_scorer: bool


def rescore_schema(
    folder: Path, suite: SchemaSuite, base: Path, gold: Path | None = None
) -> SchemaRescored:
    """Score the records in ``folder`` anew, and write its ``scores.json`` and
    ``results.parquet``; no model is asked.

    Args:
        folder: of a finished run, or its ``scores.json``.
        suite: whose schema is imported; the run must be of that schema.
        base: as ``declared_schema`` gives it.
        gold: other labels of the same texts.

    Raises:
        UsageError: it is no such run, a file of it has been changed, or the gold lacks a document
            or has another text for it.
        GoldError: the gold is wrong.
        OutputError: the folder cannot be written.
    """
    folder = folder_of(folder)
    scores, before = read_scores(folder, "schema"), load_schema_recorded(folder)
    for name in scores.get("files", {}):
        check_file(folder, name, scores)
    try:
        ran = SchemaSuite.model_validate(scores["suite"])
        if ran.model_path != suite.model_path:
            raise UsageError(
                f"{folder}: the run is of the schema {ran.model_path}, suite {suite.name} has "
                f"{suite.model_path}"
            )
        schema = scored_schema(suite.model_path, base)
        read, _ = load_schema_gold(folder / "gold.jsonl", schema)
        labels, sha256 = read, str(scores["gold_sha256"])
        if gold is not None:
            labels, sha256 = _labels(read, gold, schema)
        repeats, limit = scores["repeats"], scores["limit"]
        plan = SchemaPlan(ran, schema, (), repeats, limit, labels, sha256)
        models = tuple(
            _Records(folder, slug_of(number, str(model["model"])), plan).scored(model)
            for number, model in enumerate(scores["models"], start=1)
        )
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise UsageError(f"{folder / 'scores.json'}: {first['msg']}") from error
    except (KeyError, TypeError) as error:
        raise UsageError(f"{folder / 'scores.json'}: not as a run writes it: {error!r}") from error
    results = finish_schema_run(folder, SchemaResults(plan, models))
    after = load_schema_recorded(folder)
    measures = tuple(dict.fromkeys((*before.measures, *after.measures)))
    return SchemaRescored(
        after=results,
        measures=len(measures),
        changes=tuple(_changes(before, after, measures)),
        same_gold=[one.line for one in read] == [one.line for one in labels],
        same_scorer=before.scorer_sha256 == after.scorer_sha256,
    )


def _changes(
    before: SchemaRecorded, after: SchemaRecorded, measures: Sequence[str]
) -> Iterator[Change]:
    for old, new in zip(before.models, after.models, strict=True):
        for name in measures:
            was, now = (
                sum((schema_ratio(one, name) for one in m.documents.values()), Ratio())
                for m in (old, new)
            )
            if was != now:
                yield Change(new.name, name, was, now)


def _labels(
    read: tuple[SchemaGold, ...], path: Path, schema: type[BaseModel]
) -> tuple[tuple[SchemaGold, ...], str]:
    """The labels in ``path`` of the run's documents, in its order."""
    found, sha256 = load_schema_gold(path, schema)
    known = {one.document.id: one for one in found}
    for one in read:
        labels = known.get(one.document.id)
        if labels is None:
            raise UsageError(f"{path} has no labels for {one.document.id}, which the run read")
        if labels.document.text != one.document.text:
            raise UsageError(
                f"{path}: {one.document.id} is another text than the run read; run it anew"
            )
    return tuple(known[one.document.id] for one in read), sha256


@dataclass(frozen=True, slots=True)
class _Records:
    """Those of one model."""

    folder: Path
    slug: str
    plan: SchemaPlan

    def scored(self, about: Mapping[str, Any]) -> SchemaModelResult:
        return SchemaModelResult(
            model=NamedModel(str(about["model"]), about["parameters"]),
            answered=tuple(about["answered"]),
            prompt_sha256=tuple(about["prompt_sha256"]),
            fingerprint=str(about["fingerprint"]),
            repeats=tuple(
                tuple(self._repeat(number)) for number in range(1, self.plan.repeats + 1)
            ),
        )

    def _repeat(self, repeat: int) -> Iterator[RecordScore]:
        results = {one.document_id: one for one in self._results(repeat)}
        for gold in self.plan.gold:
            name = gold.document.id
            if name not in results:
                raise UsageError(f"{self.folder}: {self.slug} has no result for {name}")
            yield score_values(
                gold.value,
                results[name],
                schema=self.plan.schema,
                text=gold.document.text,
                evidence=gold.evidence,
            )

    def _results(self, repeat: int) -> Iterator[Record[Any] | Failure]:
        texts = {gold.document.id: gold.document.text for gold in self.plan.gold}
        record: type[Record[Any]] = Record[self.plan.schema]  # type: ignore[name-defined]
        for name, of_records in zip(record_names(self.slug, repeat), (True, False), strict=True):
            for where, row in read_lines(self.folder / name):
                try:
                    text = {"text": texts[row["document_id"]]} if of_records else {}
                    yield (record if of_records else Failure).model_validate({**row, **text})
                except ValidationError as error:
                    first = error.errors(include_url=False)[0]
                    raise UsageError(f"{where}: {first['msg']}") from error
                except (KeyError, TypeError) as error:
                    raise UsageError(f"{where}: of no document of the gold: {error}") from error
