"""The models that a report is about: their readings, scores and what they spent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from communique.evals.comparison import Candidate, candidates, refuse_unlike
from communique.evals.folder import Reading, RecordedModel, RecordedRun, read_run
from communique.gold.records import GoldDocument
from communique.records import Usage
from communique.scoring.documents import Score
from communique.scoring.statements import Threshold

__all__ = ["Reported", "ReportedModel", "Spent", "load_reported"]


@dataclass(frozen=True, slots=True)
class Spent:
    """What all readings of a model took."""

    readings: int
    usage: Usage
    is_known: bool
    """False where the folder tells no usage of any reading."""

    @classmethod
    def of(cls, readings: Sequence[Reading]) -> Spent:
        usage = sum((reading.result.usage for reading in readings), Usage())
        return cls(len(readings), usage, any(r.result.usage != Usage() for r in readings))

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
    recorded: RecordedModel
    spent: Spent

    @property
    def label(self) -> str:
        return self.candidate.label

    @property
    def score(self) -> Score:
        """All documents of all repeats added."""
        return self.recorded.score

    @property
    def by_document(self) -> tuple[Score, ...]:
        """One score a document, its repeats added."""
        return tuple(self.candidate.model.documents.values())


@dataclass(frozen=True, slots=True)
class Reported:
    runs: tuple[RecordedRun, ...]
    models: tuple[ReportedModel, ...]
    overlap: Threshold
    repeats: int

    @property
    def gold(self) -> tuple[GoldDocument, ...]:
        return self.runs[0].gold

    @property
    def suite(self) -> str:
        return str(self.runs[0].scored["suite"]["name"])

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        return tuple(model.candidate for model in self.models)


def load_reported(targets: Sequence[str]) -> Reported:
    """The models that a call names, as ``comparison.candidates`` reads names.

    Raises:
        UsageError: a target is no finished run, or one of a suite that has no page; files of it
            are not what the run wrote; two runs measured different things.
        GoldError: its gold is wrong.
    """
    found = candidates(targets, fewest=1)
    for other in found[1:]:
        refuse_unlike(found[0], other)
    runs = {path: read_run(path.parent) for path in dict.fromkeys(c.run.path for c in found)}
    models = tuple(_model(candidate, runs[candidate.run.path]) for candidate in found)
    first = found[0].run
    return Reported(tuple(runs.values()), models, first.overlap, first.repeats)


def _model(candidate: Candidate, run: RecordedRun) -> ReportedModel:
    place = next(i for i, m in enumerate(candidate.run.models) if m is candidate.model)
    recorded = run.models[place]
    return ReportedModel(candidate, recorded, Spent.of(recorded.readings))
