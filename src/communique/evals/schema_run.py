"""The run of a suite of a caller's own model: each model reads each document, and is scored."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from communique.errors import BudgetSpent, ServerError
from communique.evals.plan import slug_of
from communique.evals.provenance import file_sha256
from communique.evals.recording import USAGE, Recording, record_names
from communique.evals.run import one_budget
from communique.evals.schema_parquet import write_schema_results
from communique.evals.schema_results import SchemaModelResult, SchemaResults
from communique.evals.schema_suite import SchemaPlan
from communique.evals.writing import open_folder, write_lines
from communique.models import Model
from communique.record import Record
from communique.records import Failure
from communique.runs.limits import LimitOptions, Spending
from communique.schema_scoring import RecordScore, score_values

__all__ = ["finish_schema_run", "run_schema_suite"]

Progress = Callable[[Model, Record[Any] | Failure], None]


def run_schema_suite(
    plan: SchemaPlan,
    folder: Path,
    *,
    overwrite: bool = False,
    progress: Progress | None = None,
    limits: LimitOptions | None = None,
) -> SchemaResults:
    """Run ``plan`` into ``folder``, or go on with it there, and write ``scores.json``.

    The folder is that of any run (``evals.run``).

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
    return finish_schema_run(folder, SchemaResults(plan, tuple(read)))


def finish_schema_run(folder: Path, results: SchemaResults) -> SchemaResults:
    """Write ``gold.jsonl``, ``results.parquet`` and ``scores.json`` for the records in ``folder``;
    ``results`` with the hashes of the files that its scores follow from.

    Raises:
        OutputError: they cannot be written.
    """
    (folder / "scores.json").unlink(missing_ok=True)  # of earlier gold: it comes last
    write_lines(folder / "gold.jsonl", (gold.line + "\n" for gold in results.plan.gold))
    names = ["gold.jsonl"]
    for number, result in enumerate(results.models, start=1):
        for repeat in range(1, len(result.repeats) + 1):
            names += record_names(slug_of(number, result.model.name), repeat)
    hashed = replace(results, files={name: file_sha256(folder / name) for name in names})
    write_schema_results(folder / "results.parquet", results, folder / USAGE)
    write_lines(folder / "scores.json", hashed.as_lines())
    return hashed


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
