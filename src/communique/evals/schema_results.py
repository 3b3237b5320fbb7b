"""What a run of a caller's own model found: ``scores.json``, and what it follows from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from communique.evals.provenance import (
    SCHEMA_SCORER_SOURCES,
    environment,
    scorer_sha256,
)
from communique.evals.results import NamedModel
from communique.evals.schema_suite import SchemaPlan
from communique.evals.scores import FORMAT, score_lines
from communique.models import Model
from communique.schema_scoring import RecordScore, SchemaScore

__all__ = ["SchemaModelResult", "SchemaResults"]


@dataclass(frozen=True, slots=True)
class SchemaModelResult:
    model: Model | NamedModel
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
    files: Mapping[str, str] = field(default_factory=dict)
    """The SHA-256 of the files of the folder that the scores follow from, by their names in it."""

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
            "files": dict(sorted(self.files.items())),
        }
        return score_lines(head, ((self._about(r), self._documents(r)) for r in self.models))

    def _about(self, result: SchemaModelResult) -> dict[str, Any]:
        return {
            "model": result.model.name,
            "parameters": _parameters(result.model),
            "answered": list(result.answered),
            "prompt_sha256": list(result.prompt_sha256),
            "fingerprint": result.fingerprint,
            "scores": result.score.as_dict(),
        }

    def _documents(self, result: SchemaModelResult) -> Iterator[dict[str, Any]]:
        for repeat, documents in enumerate(result.repeats, start=1):
            for gold, scored in zip(self.plan.gold, documents, strict=True):
                yield {"repeat": repeat, "document_id": gold.document.id, **scored.as_dict()}


def _parameters(model: Model | NamedModel) -> Mapping[str, Any] | None:
    from communique.choosing import identity_of

    if isinstance(model, NamedModel):
        return model.parameters
    return {k: v for k, v in identity_of(model).items() if k != "model"} or None
