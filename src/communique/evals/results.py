"""What a run found: for each model the score of each document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import zip_longest
from typing import Any

from communique.evals.plan import Plan, slug_of
from communique.evals.provenance import environment, scorer_sha256
from communique.evals.scores import FORMAT, score_lines
from communique.models import Model
from communique.scoring.documents import DocumentScore, Score, total

__all__ = ["ModelResult", "NamedModel", "Results"]


@dataclass(frozen=True, slots=True)
class NamedModel:
    """A model of an earlier run, which can be told but not asked."""

    name: str
    parameters: Mapping[str, Any] | None


@dataclass(frozen=True)  # without slots: what is added up once is kept
class ModelResult:
    model: Model | NamedModel
    """As asked."""
    answered: tuple[str, ...]
    """Names of the models as they answered; more than one when a server changed under the run."""
    prompt_sha256: tuple[str, ...]
    repeats: tuple[tuple[DocumentScore, ...], ...]
    """For each repeat the documents in gold order; of a run that was stopped the first of them."""
    how_asked: Mapping[str, Any] = field(default_factory=dict)
    """What else decided its answers, see ``provenance.how_asked``."""

    @cached_property
    def score(self) -> Score:
        """All documents of all repeats added."""
        return total(document.score for document in self.documents())

    def documents(self) -> Iterator[DocumentScore]:
        for documents in self.repeats:
            yield from documents

    def by_document(self) -> list[Score]:
        """One score a document, its repeats added: the unit of an interval."""
        if len(self.repeats) == 1:
            return [document.score for document in self.repeats[0]]
        rows = zip_longest(*self.repeats)
        return [total(d.score for d in same if d is not None) for same in rows]

    def _parameters(self) -> Mapping[str, Any] | None:
        from communique.choosing import identity_of

        if isinstance(self.model, NamedModel):
            return self.model.parameters

        parameters = identity_of(self.model)
        del parameters["model"]
        return parameters or None

    def documents_as_dicts(self) -> Iterator[dict[str, Any]]:
        """Each document of each repeat, ready for JSON."""
        for repeat, documents in enumerate(self.repeats, start=1):
            for document in documents:
                yield {"repeat": repeat, **document.as_dict()}

    def head(self) -> dict[str, Any]:
        """What ``scores.json`` says of the model, ready for JSON; its documents are apart."""
        return {
            "model": self.model.name,
            "parameters": self._parameters(),
            "answered": list(self.answered),
            "prompt_sha256": list(self.prompt_sha256),
            **self.how_asked,
            "scores": self.score.as_dict(),
        }


@dataclass(frozen=True, slots=True)
class Results:
    plan: Plan
    models: tuple[ModelResult, ...]
    """Those that have read anything."""
    stopped: str | None = None
    """Why the run ended before all was read; None for a whole run."""
    files: Mapping[str, str] = field(default_factory=dict)
    """The SHA-256 of the files of the folder that the scores follow from, by their names in it."""

    @property
    def failed(self) -> int:
        """Documents without a record, over all models and repeats."""
        return sum(result.score.failed for result in self.models)

    def by_phenomenon(self, result: ModelResult) -> dict[str, Score]:
        """The scores of the passages of each phenomenon added, by its name; none elsewhere."""
        scores: dict[str, list[Score]] = {}
        for gold, score in zip(self.plan.gold, result.by_document(), strict=False):
            if gold.phenomenon is not None:
                scores.setdefault(gold.phenomenon, []).append(score)
        return {name: total(scores[name]) for name in sorted(scores)}

    def slug(self, result: ModelResult) -> str:
        """What the files of that model are called in the folder: ``01-regex``."""
        return slug_of(self.models.index(result) + 1, result.model.name)

    def as_dict(self) -> dict[str, Any]:
        """``scores.json``: no clock and no path, so that equal answers give equal bytes."""
        models = [
            {**self._about(result), "documents": list(result.documents_as_dicts())}
            for result in self.models
        ]
        return {**self._head(), "models": models}

    def as_lines(self) -> Iterator[str]:
        """``as_dict`` as the text of the file."""
        models = ((self._about(r), r.documents_as_dicts()) for r in self.models)
        return score_lines(self._head(), models)

    def _head(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            **self.plan.outline(),
            "scorer_sha256": scorer_sha256(),
            **environment(),
            "files": dict(sorted(self.files.items())),
        }

    def _about(self, result: ModelResult) -> dict[str, Any]:
        found = {name: score.as_dict() for name, score in self.by_phenomenon(result).items()}
        return {**result.head(), **({"phenomena": found} if found else {})}
