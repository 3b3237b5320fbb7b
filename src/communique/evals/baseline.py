"""What later runs are measured against: a small file to commit, made from a run."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from communique.errors import UsageError
from communique.evals.measures import by_key
from communique.evals.recorded import Recorded
from communique.records import Value
from communique.scoring.counts import Ratio
from communique.scoring.documents import Score
from communique.scoring.statements import Threshold

__all__ = ["Baseline", "ModelBaseline", "baseline_of", "counters_of", "load_baseline"]

Count = Annotated[int, Field(ge=0)]


class ModelBaseline(Value):
    model: str
    exact: bool
    """The model answers the same every time: any rate that is lower is worse."""
    counters: dict[str, Count]
    """What must not rise (``counters_of``)."""
    documents: dict[str, dict[str, tuple[Count, Count]]]
    """By document and measure, numerator and denominator; measures without items left out."""

    def ratios(self, measure: str) -> dict[str, Ratio]:
        """One measure of each document."""
        return {name: Ratio(*found.get(measure, (0, 0))) for name, found in self.documents.items()}


class Baseline(Value):
    format: Literal[1] = 1
    """Raised when a key changes its meaning."""
    suite: str
    gold_sha256: str
    overlap: Threshold
    repeats: int = Field(ge=1)
    models: tuple[ModelBaseline, ...] = Field(min_length=1)

    def as_text(self) -> str:
        """JSON with a line for each document, so that a change of it can be read as a diff."""
        head = {k: v for k, v in self.model_dump(mode="json").items() if k != "models"}
        models = ",\n".join(_model_text(model) for model in self.models)
        return f'{json.dumps(head)[:-1]}, "models": [\n{models}\n]}}\n'


def _model_text(model: ModelBaseline) -> str:
    head = {k: v for k, v in model.model_dump(mode="json").items() if k != "documents"}
    lines = [
        f"  {json.dumps(name, ensure_ascii=False)}: {json.dumps(found)}"
        for name, found in model.model_dump(mode="json")["documents"].items()
    ]
    documents = ",\n".join(lines)
    return f'{json.dumps(head, ensure_ascii=False)[:-1]}, "documents": {{\n{documents}\n}}}}'


def baseline_of(run: Recorded) -> Baseline:
    """The baseline that a run makes. Of its models the offline extractor alone is ``exact``."""
    return Baseline(
        suite=run.suite,
        gold_sha256=run.gold_sha256,
        overlap=run.overlap,
        repeats=run.repeats,
        models=tuple(
            ModelBaseline(
                model=model.name,
                exact=model.name == "regex",
                counters=counters_of(model.score),
                documents={
                    name: {
                        key: (ratio.numerator, ratio.denominator)
                        for key, ratio in by_key(score, run.overlap).items()
                        if ratio.denominator
                    }
                    for name, score in model.documents.items()
                },
            )
            for model in run.models
        ),
    )


def load_baseline(path: Path) -> Baseline:
    """Read a baseline file.

    Raises:
        UsageError: it cannot be read, or is no baseline; the message says where.
    """
    try:
        return Baseline.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        raise UsageError(f"{path}: no such baseline; make it with `evals baseline RUN`") from None
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise UsageError(f"{path}: {where or 'the file'}: {first['msg']}") from error


def counters_of(score: Score) -> Mapping[str, int]:
    """What is never tolerated: each more of these is worse, by however little."""
    return {
        "failed documents": score.failed,
        "direct quotes not verbatim": score.quotes_not_verbatim,
        "items not in the text": score.supported.denominator - score.supported.numerator,
    }
