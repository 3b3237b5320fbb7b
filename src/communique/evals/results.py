"""What a run found: for each model the score of each document."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from communique.evals.plan import Plan
from communique.models import Model
from communique.scoring.documents import DocumentScore, Score, total

__all__ = ["ModelResult", "Results"]

PACKAGES = ("communique", "instructor", "numpy", "openai", "pydantic", "scipy")

FORMAT = 1
"""Of ``scores.json``; raised when a key changes its meaning."""


@dataclass(frozen=True, slots=True)
class ModelResult:
    model: Model
    """As asked."""
    answered: tuple[str, ...]
    """Names of the models as they answered; more than one when a server changed under the run."""
    prompt_sha256: tuple[str, ...]
    repeats: tuple[tuple[DocumentScore, ...], ...]
    """For each repeat the documents in gold order."""

    @property
    def score(self) -> Score:
        """All documents of all repeats added."""
        return total(document.score for document in self.documents())

    def documents(self) -> Iterator[DocumentScore]:
        for documents in self.repeats:
            yield from documents

    def by_document(self) -> list[Score]:
        """One score a document, its repeats added: the unit of an interval."""
        return [total(d.score for d in same) for same in zip(*self.repeats, strict=True)]

    def _parameters(self) -> dict[str, Any] | None:
        from communique.choosing import identity_of

        parameters = identity_of(self.model)
        del parameters["model"]
        return parameters or None

    def as_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        return {
            "model": self.model.name,
            "parameters": self._parameters(),
            "answered": list(self.answered),
            "prompt_sha256": list(self.prompt_sha256),
            "scores": self.score.as_dict(),
            "documents": [
                {"repeat": repeat, **document.as_dict()}
                for repeat, documents in enumerate(self.repeats, start=1)
                for document in documents
            ],
        }


@dataclass(frozen=True, slots=True)
class Results:
    plan: Plan
    models: tuple[ModelResult, ...]

    @property
    def failed(self) -> int:
        """Documents without a record, over all models and repeats."""
        return sum(result.score.failed for result in self.models)

    def by_phenomenon(self, result: ModelResult) -> dict[str, Score]:
        """The scores of the passages of each phenomenon added, by its name; none elsewhere."""
        scores: dict[str, list[Score]] = {}
        for gold, score in zip(self.plan.gold, result.by_document(), strict=True):
            if gold.phenomenon is not None:
                scores.setdefault(gold.phenomenon, []).append(score)
        return {name: total(scores[name]) for name in sorted(scores)}

    def as_dict(self) -> dict[str, Any]:
        """``scores.json``: no clock and no path, so that equal answers give equal bytes."""
        return {
            "format": FORMAT,
            **{key: value for key, value in self.plan.identity().items() if key != "models"},
            "python": platform.python_version(),
            "packages": {name: _version(name) for name in PACKAGES},
            "models": [self._of_model(result) for result in self.models],
        }

    def _of_model(self, result: ModelResult) -> dict[str, Any]:
        found = {name: score.as_dict() for name, score in self.by_phenomenon(result).items()}
        return {**result.as_dict(), **({"phenomena": found} if found else {})}


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
