"""The benchmark run: each model reads each document of a suite, and is scored against the gold."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path

from communique.evals.plan import Plan, open_folder, write_file
from communique.evals.results import ModelResult, Results
from communique.models import Model
from communique.records import Document, Failure, Readout, Value
from communique.scoring.documents import DocumentScore, compare_document

__all__ = ["run_suite"]

Progress = Callable[[Model, int, int], None]
"""Told the model, how many documents it has read, and how many it is to read in all."""


def run_suite(
    plan: Plan, folder: Path, *, overwrite: bool = False, progress: Progress | None = None
) -> Results:
    """Run ``plan`` into ``folder``, or go on with it there, and write ``scores.json``.

    Beside it stand ``gold.jsonl`` (what was scored against), ``records/`` (what was predicted, and
    what failed) and ``attempts/`` (what the servers answered).

    Raises:
        UsageError: a model cannot be used, its key is missing; nothing has been written then.
        OutputError: the folder holds another run or cannot be written.
    """
    from communique.choosing import make_extractor

    for model in plan.models:
        make_extractor(model, root=plan.root)
    open_folder(plan, folder, overwrite=overwrite)
    write_file(folder / "gold.jsonl", _lines(plan.gold))
    results = Results(plan, tuple(_run_model(plan, m, folder, progress) for m in plan.models))
    scores = json.dumps(results.as_dict(), indent=1, ensure_ascii=False)
    write_file(folder / "scores.json", scores + "\n")
    return results


def _run_model(plan: Plan, model: Model, folder: Path, progress: Progress | None) -> ModelResult:
    repeats: list[tuple[DocumentScore, ...]] = []
    made_by: dict[tuple[str, str | None], None] = {}
    whole = plan.repeats * len(plan.gold)
    for repeat in range(1, plan.repeats + 1):
        name = f"{plan.slug(model)}.{repeat}"
        predicted: list[Readout | Failure] = []
        for result in _extract(plan, model, folder / "attempts", repeat - 1):
            predicted.append(result)
            if isinstance(result, Readout):
                made_by[result.extractor.model, result.extractor.prompt_sha256] = None
            if progress is not None:
                progress(model, len(repeats) * len(plan.gold) + len(predicted), whole)
        _write_predicted(folder / "records", name, predicted)
        pairs = zip(plan.gold, predicted, strict=True)
        repeats.append(tuple(compare_document(gold, result) for gold, result in pairs))
    return ModelResult(
        model=model,
        answered=tuple(dict.fromkeys(name for name, _ in made_by)),
        prompt_sha256=tuple(dict.fromkeys(sha for _, sha in made_by if sha is not None)),
        repeats=tuple(repeats),
    )


def _extract(plan: Plan, model: Model, attempts: Path, repeat: int) -> Iterable[Readout | Failure]:
    from communique.extraction import extract_many

    documents = [Document(id=g.document_id, text=g.text, published=g.published) for g in plan.gold]
    # The offline extractor is free and always gives what the code at hand gives: nothing to keep.
    store = None if model.is_regex else attempts
    return extract_many(documents, model=model, run=store, repeat=repeat, root=plan.root)


def _write_predicted(folder: Path, name: str, predicted: list[Readout | Failure]) -> None:
    records = [result for result in predicted if isinstance(result, Readout)]
    failures = [result for result in predicted if isinstance(result, Failure)]
    write_file(folder / f"{name}.jsonl", _lines(records))
    write_file(folder / f"{name}.failures.jsonl", _lines(failures))


def _lines(values: Iterable[Value]) -> str:
    dumps = (json.dumps(value.model_dump(mode="json"), ensure_ascii=False) for value in values)
    return "".join(dump + "\n" for dump in dumps)
