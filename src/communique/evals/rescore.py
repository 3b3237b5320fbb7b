"""A finished run scored anew from its records: by other gold, or by another version's scorer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from communique.errors import UsageError
from communique.evals.data import GoldData
from communique.evals.drafts import refuse
from communique.evals.folder import RecordedModel, RecordedRun, read_run
from communique.evals.measures import Measure, measures
from communique.evals.plan import Plan
from communique.evals.provenance import scorer_sha256
from communique.evals.recording import finish
from communique.evals.results import ModelResult, NamedModel, Results
from communique.evals.scores import folder_of, kind_of, read_scores
from communique.evals.suites import Suite
from communique.gold.records import GoldDocument
from communique.records import Readout
from communique.scoring.documents import Score, compare_document
from communique.scoring.stored import read_score

__all__ = ["Rescored", "rescore"]

_HOW_ASKED = ("fingerprint", "schema_sha256", "profiles")


@dataclass(frozen=True, slots=True)
class Rescored:
    before: RecordedRun
    scores_before: tuple[Score, ...]
    """Of its models; what the scorer of then did not count is zero."""
    after: Results

    @property
    def same_gold(self) -> bool:
        return self.before.gold == self.after.plan.gold

    @property
    def same_scorer(self) -> bool:
        return self.before.scored.get("scorer_sha256") == scorer_sha256()

    def changes(self) -> Iterator[tuple[str, Measure, Measure]]:
        """Each figure of the table that is another now: the model, as it was, as it is."""
        overlap = self.after.plan.suite.scorer.overlap
        for old, new in zip(self.scores_before, self.after.models, strict=True):
            figures = zip(measures(old, overlap), measures(new.score, overlap), strict=True)
            for was, now in figures:
                if was.ratio != now.ratio:
                    yield new.model.name, was, now


def rescore(folder: Path, gold: GoldData | None = None, *, drafts: bool = False) -> Rescored:
    """Score the records in ``folder`` anew, and write its ``scores.json`` and
    ``results.parquet``; no model is asked.

    Args:
        folder: of a finished run, or its ``scores.json``.
        gold: other labels of the same texts; the folder's ``gold.jsonl`` becomes these. Documents
            that the run did not read are passed over.
        drafts: whether labels may be other than those of the run and yet drafts.

    Raises:
        UsageError: it is no finished run, a file of it has been changed, or ``gold`` lacks a
            document, has another text for it, or drafts.
        OutputError: the folder cannot be written.
    """
    _refuse_schema(folder)
    before = read_run(folder_of(folder))
    folder = before.path
    scored = before.scored
    labels = before.gold if gold is None else _labels(before, gold)
    if gold is not None and not drafts:
        refuse(labels, "the gold")
    try:
        suite = Suite.model_validate({**scored["suite"], "folder": folder})
        plan = Plan(
            suite=suite,
            models=(),
            repeats=scored["repeats"],
            limit=scored["limit"],
            gold=labels,
            gold_sha256=scored["gold_sha256"] if gold is None else gold.sha256,
        )
        models = tuple(_scored(model, labels) for model in before.models)
        earlier = tuple(_earlier(folder, model) for model in before.models)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, ("suite", *first["loc"])))
        raise UsageError(f"{folder / 'scores.json'}: {where}: {first['msg']}") from error
    except (KeyError, TypeError) as error:
        raise UsageError(f"{folder / 'scores.json'}: not as a run writes it: {error!r}") from error
    return Rescored(before, earlier, finish(folder, Results(plan, models)))


def _refuse_schema(folder: Path) -> None:
    """A run of a caller's own schema needs that schema, which its folder may not name."""
    head = read_scores(folder, "gold", "schema", keep=lambda _: None)
    if kind_of(head) == "schema":
        raise UsageError(
            f"{folder}: the run of a suite with a schema of its own: name that suite with --suite, "
            "whose module is then imported"
        )


def _earlier(folder: Path, model: RecordedModel) -> Score:
    try:
        return read_score(model.scored["scores"], earlier=True)
    except UsageError as error:
        raise UsageError(f"{folder / 'scores.json'}: {model.name}: {error}") from error


def _labels(run: RecordedRun, gold: GoldData) -> tuple[GoldDocument, ...]:
    """The labels of the run's documents, in its order."""
    known = {document.document_id: document for document in gold.documents}
    for read in run.gold:
        labels = known.get(read.document_id)
        if labels is None:
            raise UsageError(f"the gold has no labels for {read.document_id}, which the run read")
        if labels.text_sha256 != read.text_sha256:
            raise UsageError(
                f"the gold's {read.document_id} is another text than the run read; run it anew"
            )
    return tuple(known[read.document_id] for read in run.gold)


def _scored(model: RecordedModel, gold: tuple[GoldDocument, ...]) -> ModelResult:
    records = [r.result for r in model.readings if isinstance(r.result, Readout)]
    makers = [record.extractor for record in records]
    return ModelResult(
        model=NamedModel(model.name, model.scored["parameters"]),
        answered=tuple(dict.fromkeys(maker.model for maker in makers)),
        prompt_sha256=tuple(
            dict.fromkeys(m.prompt_sha256 for m in makers if m.prompt_sha256 is not None)
        ),
        repeats=tuple(
            tuple(
                compare_document(labels, reading.result)
                for labels, reading in zip(gold, readings, strict=True)
            )
            for readings in model.repeats
        ),
        how_asked={key: model.scored[key] for key in _HOW_ASKED if key in model.scored},
    )
