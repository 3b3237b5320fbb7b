"""The benchmark run: each model reads each document of a suite, and is scored against the gold."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter

from communique.errors import BudgetSpent, ServerError
from communique.evals.plan import Plan
from communique.evals.provenance import how_asked
from communique.evals.recording import Recording, finish
from communique.evals.results import ModelResult, Results
from communique.evals.writing import open_folder
from communique.models import Model
from communique.records import Document, Failure, Readout, Usage
from communique.runs.limits import Budget, LimitOptions, Spending
from communique.scoring.documents import DocumentScore, compare_document

__all__ = ["one_budget", "run_suite"]

Progress = Callable[[Model, Readout | Failure], None]
"""Told which model has read something, and what came of it."""


def run_suite(
    plan: Plan,
    folder: Path,
    *,
    overwrite: bool = False,
    progress: Progress | None = None,
    limits: LimitOptions | None = None,
) -> Results:
    """Run ``plan`` into ``folder``, or go on with it there, and write ``scores.json``.

    Beside it stand ``gold.jsonl`` (what was scored against), ``records/`` (what was predicted, and
    what failed), ``usage.jsonl`` (what it cost), ``results.parquet`` and ``attempts/`` (what the
    servers answered).

    A run that must end before its documents do (no server, nothing left of the budget) gives what
    it has, ``stopped`` says why, and there is no ``scores.json``: half a suite is not scored as if
    it were the suite. Run again it goes on.

    Args:
        plan: what to run.
        folder: made where it is not there.
        overwrite: replace another run in the folder.
        progress: told of each document of each model and repeat.
        limits: see ``extract_many``; one budget for all models and repeats.

    Raises:
        UsageError: a model cannot be used, its key is missing; nothing has been written then.
        OutputError: the folder holds another run or cannot be written.
    """
    shared = one_budget(limits or {})
    _check(plan, shared)
    open_folder(plan, folder, overwrite=overwrite)
    readers: list[_Reader] = []
    stopped = None
    with Recording(folder) as recording:
        try:
            for model in plan.models:
                readers.append(_Reader(plan, model))
                readers[-1].read(folder, shared, recording, progress)
        except (BudgetSpent, ServerError) as error:
            stopped = error.message
        results = Results(plan, tuple(r.result() for r in readers if r.repeats[0]), stopped)
        if stopped is not None:
            return results
        recording.put_in_place()
    return finish(folder, results)


def one_budget(limits: LimitOptions) -> LimitOptions:
    """``limits`` under which every call counts against the same budget."""
    budget = limits.get("budget", Budget())
    spending = budget if isinstance(budget, Spending) else Spending(budget)
    return {**limits, "budget": spending}


def _check(plan: Plan, limits: LimitOptions) -> None:
    """See that every model can be asked, before the first is."""
    from communique.choosing import check_prices, make_extractor

    budget = limits["budget"]
    for model in plan.models:
        make_extractor(model, root=plan.root)
        if isinstance(budget, Spending) and budget.budget.cost is not None:
            check_prices(model)


class _Reader:
    """What one model has read so far, and how that was scored: no record is held."""

    def __init__(self, plan: Plan, model: Model) -> None:
        self._plan = plan
        self._model = model
        self._made_by: dict[tuple[str, str | None], None] = {}
        self.repeats: list[list[DocumentScore]] = [[]]

    def read(
        self, folder: Path, limits: LimitOptions, recording: Recording, progress: Progress | None
    ) -> None:
        """Read all documents in all repeats.

        Raises:
            BudgetSpent, ServerError: the run must end; what was read before is there.
        """
        for repeat in range(self._plan.repeats):
            if repeat:
                self.repeats.append([])
            recording.begin(self._plan.slug(self._model), repeat + 1)
            results = self._extract(folder / "attempts", limits, repeat)
            for gold, result in zip(self._plan.gold, results, strict=True):
                recording.add(result)
                self.repeats[-1].append(compare_document(gold, result))
                if isinstance(result, Readout):
                    made_by = (result.extractor.model, result.extractor.prompt_sha256)
                    self._made_by[made_by] = None
                if progress is not None:
                    progress(self._model, result)

    def _extract(
        self, attempts: Path, limits: LimitOptions, repeat: int
    ) -> Iterator[Readout | Failure]:
        from communique.extraction import extract_many

        documents = (
            Document(id=g.document_id, text=g.text, published=g.published) for g in self._plan.gold
        )
        # The offline extractor is free and always gives what the code at hand gives: nothing to
        # keep.
        offline = self._model.is_regex
        run = None if offline else attempts
        root = self._plan.root
        results = extract_many(
            documents, model=self._model, run=run, repeat=repeat, root=root, **limits
        )
        return _timed(results) if offline else results

    def result(self) -> ModelResult:
        return ModelResult(
            model=self._model,
            answered=tuple(dict.fromkeys(name for name, _ in self._made_by)),
            prompt_sha256=tuple(dict.fromkeys(sha for _, sha in self._made_by if sha is not None)),
            repeats=tuple(map(tuple, self.repeats)),
            how_asked=how_asked(self._model, self._plan.root),
        )


def _timed(results: Iterator[Readout | Failure]) -> Iterator[Readout | Failure]:
    """Offline results, which are made one after another: the wait for each is what it took."""
    began = perf_counter()
    for result in results:
        yield result.with_usage(Usage(seconds=perf_counter() - began))
        began = perf_counter()
