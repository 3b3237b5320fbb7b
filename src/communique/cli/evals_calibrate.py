"""``evals calibrate`` and ``evals cascade``: how far to trust records, what that saves."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from communique.cli.console import output_path, tell
from communique.cli.out_file import refuse_to_replace

__all__ = ["calibrate", "cascade"]

Run = Annotated[Path, typer.Argument(metavar="RUN", help="The folder of a finished run.")]
ModelName = Annotated[
    str | None,
    typer.Option(
        "--model", "-m", metavar="MODEL", help="Which model of the run, where it has several."
    ),
]
Out = Annotated[
    Path | None,
    typer.Option("--out", "-o", metavar="FILE", parser=output_path, help="Write it there."),
]
Overwrite = Annotated[bool, typer.Option("--overwrite", help="Replace the file.")]
CalibrationFile = Annotated[
    Path | None,
    typer.Option(
        "--calibration",
        metavar="FILE",
        help="Of the offline extractor, made with `evals calibrate` of other gold; without it what "
        "that makes of RUN, each document judged by a fit that never saw it.",
    ),
]
GiveUp = Annotated[
    float,
    typer.Option(min=0, max=1, metavar="X", help="How much recall may be lost for what is saved."),
]


def calibrate(
    run: Run, model: ModelName = None, out: Out = None, overwrite: Overwrite = False
) -> None:
    """Fit how far the records of a model can be trusted, on the gold of a run; no model is asked.

    Prints what the confidences are worth: whether of those at .9 nine of ten are right, and what
    recall a precision costs. FILE is for `communique extract --min-precision`.
    """
    from communique.evals.calibrating import calibrate as made_of
    from communique.evals.calibration_text import calibration_lines
    from communique.evals.folder import read_run
    from communique.evals.writing import write_file

    if out is not None:
        refuse_to_replace(out, overwrite=overwrite)
    made = made_of(read_run(run), model)
    for line in calibration_lines(made):
        tell(line)
    if out is not None:
        write_file(out, made.as_text())
        tell(f"calibration: {out}")


def cascade(
    run: Run, model: ModelName = None, calibration: CalibrationFile = None, give_up: GiveUp = 0.0
) -> None:
    """What 'regex>MODEL' would have cost and found at each threshold; no model is asked.

    RUN holds both: evals run -m regex -m MODEL.
    """
    from communique.evals.cascade_text import cascade_lines
    from communique.evals.cascading import sweep
    from communique.evals.folder import read_run
    from communique.trust import Calibration

    known = None if calibration is None else Calibration.read(calibration)
    for line in cascade_lines(sweep(read_run(run), model, known), give_up):
        tell(line)
