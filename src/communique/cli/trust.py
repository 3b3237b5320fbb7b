"""What ``communique extract`` does beside extracting to say how far its records can be trusted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from communique.cli.console import say
from communique.errors import UsageError
from communique.models import Model

if TYPE_CHECKING:
    from communique.outputs.formats import Result
    from communique.records import Readout
    from communique.trust.calibration import Calibration
    from communique.trust.dropping import Promised

__all__ = ["Checker", "Doubt", "TrustOptions", "sending_on"]

Doubt = Annotated[
    float | None,
    typer.Option(
        metavar="N",
        min=0,
        help="Of a cascade ('regex>MODEL'): ask the model where more than so many errors are to be "
        "expected (0.5).",
    ),
]


def sending_on(model: Model, doubt: float | None, calibration: Path | None) -> Model:
    """A cascade with what was said of when it sends on."""
    return replace(
        model,
        doubt=model.doubt if doubt is None else doubt,
        calibration=model.calibration if calibration is None else str(calibration),
    )


@dataclass(frozen=True, slots=True)
class TrustOptions:
    """The options about it."""

    cross_check: Annotated[
        bool,
        typer.Option(
            "--cross-check",
            help="Hold each record against the offline extractor's: issues only_model, only_rules. "
            "With -o, OUT.confidence.jsonl tells of each item who found it and how sure it is.",
        ),
    ] = False
    min_precision: Annotated[
        float | None,
        typer.Option(
            metavar="P",
            min=0,
            max=1,
            help="Drop doubtful items (issues low_confidence), so that at least P of those left "
            "are right, as far as gold can show it; the recall that costs is told.",
        ),
    ] = None
    calibration: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="How sure the model's items are, made with `evals calibrate`; of a cascade how "
            "sure the offline extractor's. Without it: the packaged one, of the offline extractor.",
        ),
    ] = None
    doubt: Doubt = None

    def of_cascade(self, model: Model) -> Model:
        """``model`` with what these say of when a cascade sends on.

        Raises:
            UsageError: they say so of a model that is none.
        """
        if not model.is_cascade:
            if self.doubt is not None:
                raise UsageError("--doubt is of a cascade: -m 'regex>MODEL'")
            return model
        return sending_on(model, self.doubt, self.calibration)

    def checker(self, model: Model, sidecar: Path | None, *, resume: bool) -> Checker | None:
        """What is to be done with each record; None for nothing.

        Args:
            model: who makes the records.
            sidecar: where the confidences go.
            resume: go on with what an earlier call left there.

        Raises:
            UsageError: nothing is known of how far the model can be trusted, or too little.
        """
        if not self.cross_check and self.min_precision is None:
            if self.calibration is not None and not model.is_cascade:
                raise UsageError("--calibration is for --cross-check, --min-precision or a cascade")
            return None
        calibration = self._calibration(model)
        promises: Promised = {}
        if self.min_precision is not None:
            from communique.trust.dropping import promised

            if calibration is None:
                raise UsageError(
                    f"--min-precision is of one extractor's records, {model.name!r} has those of "
                    "several: extract with each by itself"
                )
            promises = promised(calibration, self.min_precision)
            _tell(promises)
        return Checker(
            self.cross_check, calibration, promises, sidecar if self.cross_check else None, resume
        )

    def _calibration(self, model: Model) -> Calibration | None:
        """None of several models, and where none is needed and there is none."""
        from communique.trust import Calibration

        if model.is_cascade or model.is_chain:
            return None
        if self.calibration is None:
            if self.min_precision is None and not model.is_regex:
                return None
            return Calibration.packaged(model.name)
        found = Calibration.read(self.calibration)
        if found.model != model.name:
            raise UsageError(
                f"{self.calibration}: of {found.model!r}, this call asks {model.name!r}: make one "
                "of a run of that (`evals calibrate`)"
            )
        return found


def _tell(promises: Promised) -> None:
    from communique.evals.calibration_text import promise_line

    for name, promise in promises.items():
        say(f"{name}: {promise_line(promise)}")


@dataclass(frozen=True, slots=True)
class Checker:
    """Marks and thins records as they pass."""

    cross_check: bool
    calibration: Calibration | None
    promises: Promised
    sidecar: Path | None
    resume: bool

    def over(self, results: Iterator[Result]) -> Iterator[Result]:
        """``results``, their records checked; a line of the sidecar for each."""
        from communique.outputs.lines import LineFile
        from communique.records import Readout

        with ExitStack() as closing:
            lines = None
            if self.sidecar is not None:
                lines = LineFile(self.sidecar, go_on=self.resume)
                closing.callback(lines.close)
            for result in results:
                if not isinstance(result, Readout):
                    yield result
                    continue
                record, line = self._checked(result)
                if lines is not None:
                    lines.add(line)
                yield record
            if lines is not None:
                lines.finish()

    def _checked(self, readout: Readout) -> tuple[Readout, str]:
        from communique.crosscheck import CrossChecked
        from communique.trust.dropping import keep
        from communique.trust.signals import describe

        told = describe(readout)
        crossed = CrossChecked(readout, told.marks)
        known = self.calibration
        if known is not None and known.model != readout.extractor.model:
            known = None  # a server may answer under another name
        sure = () if known is None else known.confidences(readout, told)
        kept = keep(crossed.with_issues() if self.cross_check else readout, self.promises, sure)
        marks = {mark.path: mark for mark in told.marks}
        confidences = {confidence.path: confidence for confidence in sure}
        items = [
            {
                "item": path.partition("s[")[0],
                **(marks[path].as_dict() if path in marks else {}),
                **(confidences[path].as_dict() if path in confidences else {}),
                "path": place,
                **({} if place is not None else {"dropped": value}),
            }
            for path, place, value in kept.told(readout)
        ]
        elsewhere = [mark.as_dict() for mark in crossed.only_elsewhere]
        line = {"document_id": readout.document_id, "items": items, "only_rules": elsewhere}
        return kept.readout, json.dumps(line, ensure_ascii=False)
