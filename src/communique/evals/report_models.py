"""The models that a report is about: scores, what they spent, and their records when asked.

Of a run of thousands of documents only counts are held; ``Reported.read`` reads the records of
those that are shown.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from communique.errors import UsageError
from communique.evals.comparison import Candidate, candidates, refuse_unlike
from communique.evals.folder import RecordedModel, read_run
from communique.evals.lines import read_lines
from communique.evals.plan import slug_of
from communique.evals.recorded import Recorded
from communique.evals.recording import USAGE
from communique.evals.report_rates import figures
from communique.evals.usage import read_usage
from communique.pages.report_values import Figure
from communique.records import Usage
from communique.scoring.documents import Score
from communique.scoring.statements import Threshold
from communique.scoring.stored import read_score

__all__ = ["Reported", "ReportedModel", "Spent", "load_reported"]


@dataclass(frozen=True, slots=True)
class Spent:
    """What all readings of a model took."""

    readings: int
    usage: Usage
    is_known: bool
    """False where the folder tells no usage of any reading."""

    @classmethod
    def of(cls, readings: Sequence[Usage]) -> Spent:
        return cls(
            len(readings), sum(readings, Usage()), any(usage != Usage() for usage in readings)
        )

    @property
    def seconds(self) -> float | None:
        """A document."""
        return self.usage.seconds / self.readings if self.is_known else None

    @property
    def tokens(self) -> float | None:
        """A document, in and out."""
        used = self.usage
        if not self.is_known or used.input_tokens is None or used.output_tokens is None:
            return None
        return (used.input_tokens + used.output_tokens) / self.readings

    @property
    def cost(self) -> Decimal | None:
        """US dollars a document."""
        if not self.is_known or self.usage.cost is None:
            return None
        return self.usage.cost / self.readings

    def cost_of(self, items: int) -> Decimal | None:
        """US dollars for each of so many items; None where there are none."""
        if not self.is_known or self.usage.cost is None or not items:
            return None
        return self.usage.cost / items


@dataclass(frozen=True, slots=True)
class ReportedModel:
    candidate: Candidate
    score: Score
    """All documents of all repeats added."""
    figures: Mapping[str, Figure]
    """Each measure by its key, with its interval where there are documents enough."""
    spent: Spent

    @property
    def label(self) -> str:
        return self.candidate.label

    @property
    def about(self) -> Mapping[str, Any]:
        """Its entry in ``scores.json``, documents left out."""
        return self.candidate.model.about

    @property
    def errors(self) -> Mapping[str, int]:
        """How many items of each document its first reading got wrong."""
        return self.candidate.model.errors


@dataclass(frozen=True, slots=True)
class Reported:
    models: tuple[ReportedModel, ...]
    drafts: int
    """Documents whose gold no person has read."""

    @property
    def runs(self) -> tuple[Recorded, ...]:
        """Each once, in the order of the call."""
        found = {model.candidate.run.path: model.candidate.run for model in self.models}
        return tuple(found.values())

    @property
    def document_ids(self) -> tuple[str, ...]:
        """In gold order."""
        return self.runs[0].document_ids

    @property
    def overlap(self) -> Threshold:
        return self.runs[0].overlap

    @property
    def repeats(self) -> int:
        return self.runs[0].repeats

    @property
    def suite(self) -> str:
        return self.runs[0].suite

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        return tuple(model.candidate for model in self.models)

    def read(self, documents: Collection[str]) -> tuple[RecordedModel, ...]:
        """The readings of these documents by each model, from the folders of the runs.

        Raises:
            UsageError: files of a run are not what it wrote.
            GoldError: its gold is wrong.
        """
        runs = {run.path: read_run(run.path.parent, documents) for run in self.runs}
        return tuple(runs[c.run.path].models[_place(c)] for c in self.candidates)


def load_reported(targets: Sequence[str]) -> Reported:
    """The models that a call names, as ``comparison.candidates`` reads names.

    Raises:
        UsageError: a target is no finished run, or one of a suite that has no page; files of it
            are not what the run wrote; two runs measured different things.
    """
    found = candidates(targets, fewest=1)
    for other in found[1:]:
        refuse_unlike(found[0], other)
    usages = {path: _usages(path.parent) for path in dict.fromkeys(c.run.path for c in found)}
    models = tuple(_model(candidate, usages[candidate.run.path]) for candidate in found)
    gold = read_lines(found[0].run.path.parent / "gold.jsonl")
    return Reported(models, drafts=sum(row.get("status") == "draft" for _, row in gold))


def _usages(folder: Path) -> dict[str, list[Usage]]:
    """What each reading took, by the slug of its model."""
    found: dict[str, list[Usage]] = {}
    if (folder / USAGE).exists():
        for (slug, _, _), usage in read_usage(folder / USAGE).items():
            found.setdefault(slug, []).append(usage)
    return found


def _model(candidate: Candidate, usages: Mapping[str, Sequence[Usage]]) -> ReportedModel:
    model, run = candidate.model, candidate.run
    readings = len(model.documents) * run.repeats
    known = usages.get(slug_of(_place(candidate) + 1, model.name), ())
    try:
        score = read_score(model.about.get("scores"))
    except UsageError as error:
        raise UsageError(f"{run.path}: {model.name}: {error}") from error
    found = figures(score, tuple(model.documents.values()), run.overlap, run.repeats)
    spent = Spent.of([*known, *[Usage()] * (readings - len(known))])
    return ReportedModel(candidate, score, found, spent)


def _place(candidate: Candidate) -> int:
    """Of its model in its run."""
    return next(i for i, m in enumerate(candidate.run.models) if m is candidate.model)
