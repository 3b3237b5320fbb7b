"""The metamorphic run: each model reads each document and its variants, and is held to itself."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from communique.errors import BudgetSpent, ServerError
from communique.evals.metamorphic_suite import MetamorphicSuite
from communique.evals.run import one_budget
from communique.evals.scores import FORMAT
from communique.evals.writing import open_folder, write_file
from communique.metamorphic import FAMILIES, Outcome, Variant, check, variants_of
from communique.metamorphic.surroundings import tail
from communique.models import Model
from communique.records import Document, Failure, Readout, Value
from communique.runs.limits import LimitOptions

__all__ = [
    "MetamorphicPlan",
    "MetamorphicResult",
    "MetamorphicResults",
    "make_metamorphic_plan",
    "run_metamorphic",
]

OTHER_FOOTERS = 3
"""The ends of so many other documents are put behind each."""

Progress = Callable[[Model, Readout | Failure], None]
"""Told which model has read something, and what came of it."""


@dataclass(frozen=True, slots=True)
class MetamorphicPlan:
    suite: MetamorphicSuite
    models: tuple[Model, ...]
    limit: int | None
    sources: tuple[Document, ...]
    variants: tuple[Variant, ...]
    root: Path | None = None

    @property
    def readings(self) -> int:
        """How many documents are read in all: each original twice, each variant once."""
        return len(self.models) * (2 * len(self.sources) + len(self.variants))

    def slug(self, model: Model) -> str:
        """A file name for a model of this plan."""
        return f"{self.models.index(model) + 1:02}"

    def identity(self) -> dict[str, Any]:
        """What makes two runs the same run; ready for JSON."""
        from communique import __version__
        from communique.choosing import identity_of

        texts = "".join(v.id + "\0" + v.document.text + "\0" for v in self.variants)
        return {
            "suite": self.suite.model_dump(mode="json"),
            "limit": self.limit,
            "documents": [document.id for document in self.sources],
            "checks": len(self.variants),
            "variants_sha256": hashlib.sha256(texts.encode()).hexdigest(),
            "models": [identity_of(model) for model in self.models],
            "communique": __version__,
        }


@dataclass(frozen=True, slots=True)
class MetamorphicResult:
    model: Model
    again: tuple[bool, ...]
    """For each document whether there is a record, and the same one when asked once more."""
    outcomes: tuple[Outcome, ...]

    def of(self, family: str) -> tuple[Outcome, ...]:
        return tuple(o for o in self.outcomes if o.variant.family == family)

    def as_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        return {
            "model": self.model.name,
            "asked_again": {"documents": len(self.again), "same": sum(self.again)},
            **_counts(self.outcomes),
            "families": {family: _counts(self.of(family)) for family in FAMILIES},
            "outcomes": [outcome.as_dict() for outcome in self.outcomes],
        }


@dataclass(frozen=True, slots=True)
class MetamorphicResults:
    plan: MetamorphicPlan
    models: tuple[MetamorphicResult, ...]
    """Those that have read everything."""
    stopped: str | None = None
    """Why the run ended before all was read."""

    @property
    def failed(self) -> int:
        """Checks that could not be made, because a document failed, over all models."""
        return sum(o.error is not None for result in self.models for o in result.outcomes)

    def as_dict(self) -> dict[str, Any]:
        """``scores.json``: no clock and no path, so that equal answers give equal bytes."""
        same = {key: value for key, value in self.plan.identity().items() if key != "models"}
        return {
            "format": FORMAT,
            "kind": "metamorphic",
            **same,
            "models": [result.as_dict() for result in self.models],
        }


def make_metamorphic_plan(
    suite: MetamorphicSuite,
    models: Iterable[Model],
    *,
    limit: int | None = None,
    root: Path | None = None,
) -> MetamorphicPlan:
    """The plan of a run. A model named twice runs once.

    Which variants there are depends on the texts alone: an offline record of each, made here, tells
    where names and lists stand, whatever models are asked.

    Raises:
        UsageError: the documents are missing or cannot be read.
    """
    from communique.extraction import extract_many

    sources = suite.read(root, limit)
    guides = list(extract_many(sources, model="regex"))
    read = [(d, g) for d, g in zip(sources, guides, strict=True) if isinstance(g, Readout)]
    tails = [(d.id, end) for d, g in read if (end := tail(d.text, g)) is not None]
    variants: list[Variant] = []
    for document, guide in read:
        footers = [end for name, end in tails if name != document.id][:OTHER_FOOTERS]
        variants += variants_of(document, guide, footers=footers, most=suite.variants)
    return MetamorphicPlan(
        suite=suite,
        models=tuple(dict.fromkeys(models)),
        limit=limit,
        sources=sources,
        variants=tuple(variants),
        root=root,
    )


def run_metamorphic(
    plan: MetamorphicPlan,
    folder: Path,
    *,
    overwrite: bool = False,
    progress: Progress | None = None,
    limits: LimitOptions | None = None,
) -> MetamorphicResults:
    """Run ``plan`` into ``folder``, or go on with it there, and write ``scores.json``.

    Beside it stand ``records/`` (the originals, the variants and what was read from them) and
    ``attempts/`` (what the servers answered: nothing is asked twice). A run that must end before
    its documents do gives the models that were ready; ``stopped`` says why, and there is no
    ``scores.json``.

    Raises:
        UsageError: a model cannot be used, its key is missing; nothing has been written then.
        OutputError: the folder holds another run or cannot be written.
    """
    from communique.choosing import make_extractor

    for model in plan.models:
        make_extractor(model, root=plan.root)
    open_folder(plan, folder, overwrite=overwrite)
    documents = [*plan.sources, *(variant.document for variant in plan.variants)]
    write_file(folder / "records" / "documents.jsonl", _lines(documents))
    read: list[MetamorphicResult] = []
    shared = one_budget(limits or {})
    try:
        read.extend(_of_model(plan, model, folder, shared, progress) for model in plan.models)
    except (BudgetSpent, ServerError) as error:
        return MetamorphicResults(plan, tuple(read), error.message)
    results = MetamorphicResults(plan, tuple(read))
    scores = json.dumps(results.as_dict(), indent=1, ensure_ascii=False, default=str)
    write_file(folder / "scores.json", scores + "\n")
    return results


def _of_model(
    plan: MetamorphicPlan,
    model: Model,
    folder: Path,
    limits: LimitOptions,
    progress: Progress | None,
) -> MetamorphicResult:
    from communique.extraction import extract_many

    store = None if model.is_regex else folder / "attempts"
    documents = [*plan.sources, *(variant.document for variant in plan.variants)]

    def read(asked: Iterable[Document], repeat: int) -> Iterator[Readout | Failure]:
        for result in extract_many(
            asked, model=model, run=store, repeat=repeat, root=plan.root, **limits
        ):
            if progress is not None:
                progress(model, result)
            yield result

    found = list(read(documents, 0))
    again = list(read(plan.sources, 1))
    write_file(folder / "records" / f"{plan.slug(model)}.jsonl", _lines(found))
    originals = {d.id: result for d, result in zip(plan.sources, found, strict=False)}
    variants = zip(plan.variants, found[len(plan.sources) :], strict=True)
    return MetamorphicResult(
        model,
        again=tuple(
            isinstance(result, Readout) and result == originals[document.id]
            for document, result in zip(plan.sources, again, strict=True)
        ),
        outcomes=tuple(check(originals[v.source.id], result, v) for v, result in variants),
    )


def _counts(outcomes: Iterable[Outcome]) -> dict[str, int]:
    made = list(outcomes)
    return {
        "checks": len(made),
        "passed": sum(o.passed for o in made),
        "not_made": sum(o.error is not None for o in made),
        "from_memory": sum(bool(o.from_memory) for o in made),
        "values": sum(o.values for o in made),
        "values_as_expected": sum(o.kept for o in made),
    }


def _lines(values: Iterable[Value]) -> str:
    dumps = (json.dumps(value.model_dump(mode="json"), ensure_ascii=False) for value in values)
    return "".join(dump + "\n" for dump in dumps)
