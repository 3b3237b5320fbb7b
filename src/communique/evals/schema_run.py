"""The run of a suite of a caller's own model: each model reads each document, and is scored."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from communique.errors import BudgetSpent, ServerError
from communique.evals.provenance import SCHEMA_SCORER_SOURCES, environment, scorer_sha256
from communique.evals.recording import Recording
from communique.evals.run import one_budget
from communique.evals.schema_suite import SchemaPlan
from communique.evals.scores import FORMAT, score_lines
from communique.evals.writing import open_folder, write_lines
from communique.models import Model
from communique.record import Record
from communique.records import Failure
from communique.runs.limits import LimitOptions, Spending
from communique.schema_scoring import RecordScore, SchemaScore, score_values

__all__ = ["SchemaModelResult", "SchemaResults", "run_schema_suite"]

Progress = Callable[[Model, Record[Any] | Failure], None]


@dataclass(frozen=True, slots=True)
class SchemaModelResult:
    model: Model
    answered: tuple[str, ...]
    """Names of the models as they answered."""
    prompt_sha256: tuple[str, ...]
    fingerprint: str
    """Hash of all that decides its answers."""
    repeats: tuple[tuple[RecordScore, ...], ...]
    """For each repeat the documents in gold order; of a run that was stopped the first of them."""

    @property
    def score(self) -> SchemaScore:
        """All documents of all repeats added."""
        return sum((one.score for repeat in self.repeats for one in repeat), SchemaScore())

    def by_document(self) -> list[SchemaScore]:
        """One score a document, its repeats added: the unit of an interval."""
        columns = [[one.score for one in repeat] for repeat in self.repeats]
        return [sum(same, SchemaScore()) for same in zip(*columns, strict=True)]


@dataclass(frozen=True, slots=True)
class SchemaResults:
    plan: SchemaPlan
    models: tuple[SchemaModelResult, ...]
    """Those that have read anything."""
    stopped: str | None = None
    """Why the run ended before all was read."""

    @property
    def failed(self) -> int:
        """Documents without a record, over all models and repeats."""
        return sum(result.score.failed for result in self.models)

    def as_lines(self) -> Iterator[str]:
        """``scores.json``: no clock and no path, so that equal answers give equal bytes."""
        head = {
            "format": FORMAT,
            **self.plan.outline(),
            "scorer_sha256": scorer_sha256(SCHEMA_SCORER_SOURCES),
            **environment(),
        }
        return score_lines(head, ((self._about(r), self._documents(r)) for r in self.models))

    def _about(self, result: SchemaModelResult) -> dict[str, Any]:
        from communique.choosing import identity_of

        parameters: Mapping[str, Any] = identity_of(result.model)
        return {
            "model": result.model.name,
            "parameters": {k: v for k, v in parameters.items() if k != "model"} or None,
            "answered": list(result.answered),
            "prompt_sha256": list(result.prompt_sha256),
            "fingerprint": result.fingerprint,
            "scores": result.score.as_dict(),
        }

    def _documents(self, result: SchemaModelResult) -> Iterator[dict[str, Any]]:
        for repeat, documents in enumerate(result.repeats, start=1):
            for gold, scored in zip(self.plan.gold, documents, strict=True):
                yield {"repeat": repeat, "document_id": gold.document.id, **scored.as_dict()}


def run_schema_suite(
    plan: SchemaPlan,
    folder: Path,
    *,
    overwrite: bool = False,
    progress: Progress | None = None,
    limits: LimitOptions | None = None,
) -> SchemaResults:
    """Run ``plan`` into ``folder``, or go on with it there, and write ``scores.json``.

    The folder is that of any run (``evals.run``), but has no ``results.parquet``.

    Raises:
        UsageError: a model cannot be used, its key is missing; nothing has been written then.
        OutputError: the folder holds another run or cannot be written.
    """
    shared = one_budget(limits or {})
    fingerprints = _checked(plan, shared)
    open_folder(plan, folder, overwrite=overwrite)
    read: list[SchemaModelResult] = []
    stopped = None
    with Recording(folder) as recording:
        for model, fingerprint in zip(plan.models, fingerprints, strict=True):
            reader = _Reader(plan, model, recording, progress)
            try:
                reader.read(folder / "attempts", shared)
            except (BudgetSpent, ServerError) as error:
                stopped = error.message
            if any(reader.repeats):
                read.append(reader.result(fingerprint))
            if stopped is not None:
                return SchemaResults(plan, tuple(read), stopped)
        recording.put_in_place()
    results = SchemaResults(plan, tuple(read))
    write_lines(folder / "gold.jsonl", (gold.line + "\n" for gold in plan.gold))
    write_lines(folder / "scores.json", results.as_lines())
    return results


def _checked(plan: SchemaPlan, limits: LimitOptions) -> list[str]:
    """The fingerprint of every model, each of which can be asked."""
    from communique.choosing import check_prices, make_extractor

    budget = limits["budget"]
    found = []
    for model in plan.models:
        extractor = make_extractor(model, root=plan.root, schema=plan.schema)
        if isinstance(budget, Spending) and budget.budget.cost is not None:
            check_prices(model)
        found.append(hashlib.sha256(extractor.fingerprint().encode()).hexdigest())
    return found


class _Reader:
    """What one model has read so far, and how that was scored: no record is held."""

    def __init__(
        self, plan: SchemaPlan, model: Model, recording: Recording, progress: Progress | None
    ) -> None:
        self._plan = plan
        self._model = model
        self._recording = recording
        self._progress = progress
        self._answered: dict[str, None] = {}
        self._prompts: dict[str, None] = {}
        self.repeats: list[list[RecordScore]] = []

    def read(self, attempts: Path, limits: LimitOptions) -> None:
        """Read all documents in all repeats.

        Raises:
            BudgetSpent, ServerError: the run must end; what was read before is there.
        """
        for repeat in range(self._plan.repeats):
            self.repeats.append([])
            self._recording.begin(self._plan.slug(self._model), repeat + 1)
            results = self._extract(attempts, limits, repeat)
            for gold, result in zip(self._plan.gold, results, strict=True):
                self._recording.add(result)
                scored = score_values(
                    gold.value,
                    result,
                    schema=self._plan.schema,
                    text=gold.document.text,
                    evidence=gold.evidence,
                )
                self.repeats[-1].append(scored)
                if isinstance(result, Record):
                    self._answered[result.extractor.model] = None
                    if result.extractor.prompt_sha256 is not None:
                        self._prompts[result.extractor.prompt_sha256] = None
                if self._progress is not None:
                    self._progress(self._model, result)

    def _extract(
        self, attempts: Path, limits: LimitOptions, repeat: int
    ) -> Iterator[Record[Any] | Failure]:
        from communique.extraction import extract_many

        return extract_many(
            (gold.document for gold in self._plan.gold),
            model=self._model,
            schema=self._plan.schema,
            run=attempts,
            repeat=repeat,
            root=self._plan.root,
            **limits,
        )

    def result(self, fingerprint: str) -> SchemaModelResult:
        return SchemaModelResult(
            self._model,
            tuple(self._answered),
            tuple(self._prompts),
            fingerprint,
            tuple(map(tuple, self.repeats)),
        )
