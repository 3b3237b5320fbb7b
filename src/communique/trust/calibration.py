"""A calibration: how signals become confidences for one extractor, and the evidence for it.

It is a file to commit, made by ``evals calibrate``. What it is worth is told by its evidence: for
each item of the gold's documents the confidence given by a fit that never saw that document, and
whether the item was right. No text, name or label is in it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, ValidationError

from communique.errors import UsageError
from communique.project import data_path
from communique.records import Readout
from communique.trust.logistic import confidence
from communique.trust.signals import Described, describe
from communique.values import Day, FrozenMapping, Value

__all__ = ["Calibration", "Confidence", "Evidence", "Target", "TargetName"]

TargetName = Literal["participants", "content", "attributed"]
"""What is right of an item: the person takes part; the content is a statement; and the speaker of
that is right as well (or the gold names none)."""

MOST_BYTES = 50_000_000
"""Of a file; a thousand long articles take a megabyte."""

Probability = Annotated[float, Field(ge=0, le=1)]
Coefficient = Annotated[float, Field(ge=-1e6, le=1e6, allow_inf_nan=False)]
Coefficients = Annotated[
    Mapping[str, Coefficient], AfterValidator(FrozenMapping), Field(max_length=1000)
]
Count = Annotated[int, Field(ge=0, le=1_000_000)]


class Evidence(Value):
    """One document of the gold."""

    gold: Count
    """Items to be found, by each reading of it."""
    items: tuple[tuple[Probability, bool], ...] = ()
    """Of each predicted item that counts: the confidence, fitted without this document, and
    whether it is right."""


class Target(Value):
    """One sense of "right"."""

    coefficients: Coefficients
    evidence: tuple[Evidence, ...]
    repeats: int = Field(default=1, ge=1, le=1000)
    """How many readings of each document are in its evidence."""

    @property
    def items(self) -> Iterator[tuple[float, bool]]:
        for document in self.evidence:
            yield from document.items


@dataclass(frozen=True, slots=True)
class Confidence:
    """How sure one item of a record is; None where the gold has no such labels."""

    path: str
    value: float | None
    """That it is right; of a statement with its speaker."""
    content: float | None = None
    """Of a statement: that its content is right."""

    def as_dict(self) -> dict[str, Any]:
        content = {} if self.content is None else {"content": self.content}
        return {"path": self.path, "confidence": self.value, **content}


class Calibration(Value):
    """Signals to confidences, for the records of one extractor."""

    format: Literal[1] = 1
    """Raised when a key changes its meaning."""
    model: str
    """Whose records: the name as asked."""
    version: str
    """Of communique, when it was made."""
    gold: str
    """Which suite or file."""
    gold_sha256: str
    made: Day
    documents: Count
    participants: Target | None = None
    """None where the gold has no such labels; so for the next two."""
    content: Target | None = None
    attributed: Target | None = None
    missed: Coefficients = Field(default_factory=FrozenMapping)
    """How many items are missed for each unit of a document's signals."""

    @classmethod
    def read(cls, path: str | Path) -> Self:
        """The calibration in a file.

        Raises:
            UsageError: there is none.
        """
        try:
            with Path(path).open("rb") as file:
                data = file.read(MOST_BYTES + 1)
        except OSError as error:
            raise UsageError(f"{path}: cannot be read: {error.strerror}") from error
        if len(data) > MOST_BYTES:
            raise UsageError(f"{path}: longer than a calibration may be ({MOST_BYTES} bytes)")
        try:
            return cls.model_validate_json(data)
        except ValidationError as error:
            found = error.errors(include_url=False)[0]
            where = ".".join(map(str, found["loc"]))
            raise UsageError(f"{path}: no calibration: {where}: {found['msg']}") from error

    @classmethod
    def packaged(cls, model: str) -> Self:
        """The one that came with the package: of the offline extractor.

        Raises:
            UsageError: there is none for ``model``; it needs gold of the caller's.
        """
        if model != "regex":
            raise UsageError(
                f"nothing is known of how far {model!r} can be trusted: score it on gold of your "
                f"own (`evals run -m {model} --gold …`), make a calibration of that (`evals "
                "calibrate RUN -o FILE`), and give it with --calibration FILE"
            )
        return cls.read(data_path("evals/calibrations/regex.json"))

    def as_text(self) -> str:
        """JSON with a line for each document, so that a change of it can be read as a diff."""
        head = self.model_dump(mode="json", exclude={"participants", "content", "attributed"})
        parts = [f'"{name}": {_target_text(target)}' for name, target in self.targets()]
        return f"{json.dumps(head, indent=1)[:-2]},\n {_NEXT.join(parts)}\n}}\n"

    def targets(self) -> Iterator[tuple[TargetName, Target]]:
        """Those that the gold had labels for."""
        names: tuple[TargetName, ...] = ("participants", "content", "attributed")
        for name in names:
            target = getattr(self, name)
            if target is not None:
                yield name, target

    def confidences(
        self, readout: Readout, described: Described | None = None
    ) -> tuple[Confidence, ...]:
        """How sure each participant and statement of ``readout`` is.

        Raises:
            UsageError: the record is another extractor's.
        """
        self.check(readout)
        told = described or describe(readout)
        found = [
            Confidence(f"participants[{i}]", _of(self.participants, signals))
            for i, signals in enumerate(told.participants)
        ]
        for i, signals in enumerate(told.statements):
            content, both = _of(self.content, signals), _of(self.attributed, signals)
            if content is not None and both is not None:
                both = min(content, both)  # two fits; one cannot be without the other
            found.append(Confidence(f"statements[{i}]", both, content))
        return tuple(found)

    def check(self, readout: Readout) -> None:
        """See that the calibration is for such records.

        Raises:
            UsageError: it is not.
        """
        made_by = readout.extractor.model
        if made_by != self.model:
            raise UsageError(
                f"{readout.document_id}: made by {made_by!r}, the calibration is of "
                f"{self.model!r}: make one of a run of that model (`evals calibrate`)"
            )


_NEXT = ",\n "


def _of(target: Target | None, signals: Mapping[str, float]) -> float | None:
    return None if target is None else confidence(target.coefficients, signals)


def _target_text(target: Target) -> str:
    documents = ",\n   ".join(json.dumps(e.model_dump(mode="json")) for e in target.evidence)
    coefficients = json.dumps(dict(target.coefficients))
    head = f'"coefficients": {coefficients},\n  "repeats": {target.repeats}'
    return f'{{{head},\n  "evidence": [\n   {documents}\n  ]}}'
