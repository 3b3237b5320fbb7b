"""``evals gate`` and ``evals baseline``: a run measured against an earlier one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from communique.cli.console import output_path, tell
from communique.cli.out_file import refuse_to_replace
from communique.durable import writing

if TYPE_CHECKING:
    from communique.evals.recorded import Recorded

__all__ = ["baseline", "gate"]

WORSE = 3
"""Exit code of a gate that fails."""

Run = Annotated[Path, typer.Argument(metavar="RUN", help="Folder of a run, or its scores.json.")]
BaselineFile = Annotated[
    Path, typer.Option("--baseline", metavar="FILE", help="What `evals baseline` made.")
]
Margin = Annotated[
    float,
    typer.Option(
        min=0,
        max=1,
        metavar="X",
        help="Fail only when worse by more than this.",
    ),
]
JUnit = Annotated[
    Path | None,
    typer.Option("--junit", metavar="FILE", parser=output_path, help="Write JUnit XML there."),
]
Summary = Annotated[
    Path | None,
    typer.Option(
        "--summary",
        metavar="FILE",
        parser=output_path,
        help='Add Markdown to that file, as in --summary "$GITHUB_STEP_SUMMARY".',
    ),
]
Out = Annotated[
    Path,
    typer.Option("--out", "-o", metavar="FILE", parser=output_path, help="The baseline file."),
]
Overwrite = Annotated[bool, typer.Option("--overwrite", help="Replace the file.")]


def gate(
    run: Run,
    baseline: BaselineFile,
    margin: Margin = 0.0,
    junit: JUnit = None,
    summary: Summary = None,
) -> None:
    """Fail when a run is worse than its baseline beyond the noise.

    Exit code 3 when it is worse, 2 when the two cannot be compared.
    """
    from communique.evals import gate_reports
    from communique.evals.baseline import load_baseline
    from communique.evals.gate import check_run
    from communique.evals.recorded import load_recorded
    from communique.evals.writing import write_file

    declared, found = load_baseline(baseline), load_recorded(run)
    checks = check_run(found, declared, margin=margin)
    note = _note(found)
    if junit is not None:
        write_file(junit, gate_reports.junit(declared.suite, checks, note))
    if summary is not None:
        _add(summary, gate_reports.summary(declared.suite, checks, note))
    for line in gate_reports.gate_lines(declared.suite, checks, note):
        tell(line)
    known = {model.model for model in declared.models}
    for model in found.models:
        if model.name not in known:
            tell(f"{model.name}: not in the baseline, not judged")
    if any(check.verdict == "worse" for check in checks):
        raise typer.Exit(WORSE)


def baseline(run: Run, out: Out, overwrite: Overwrite = False) -> None:
    """Make the baseline file that later runs are measured against; commit it.

    A model whose answers never change may be declared "exact": true in it; regex is.
    """
    from communique.evals.baseline import baseline_of
    from communique.evals.recorded import load_recorded
    from communique.evals.writing import write_file

    found = load_recorded(run)
    made = baseline_of(found)
    refuse_to_replace(out, overwrite=overwrite)
    write_file(out, made.as_text())
    tell(f"baseline of {', '.join(model.model for model in made.models)}: {out}")
    if note := _note(found):
        tell(note)


def _note(run: Recorded) -> str | None:
    from communique.evals.drafts import warning

    return warning(run.drafts, len(run.document_ids)) if run.drafts else None


def _add(path: Path, text: str) -> None:
    """GitHub's file may hold what earlier steps told."""
    with writing(path), path.open("a", encoding="utf-8", newline="\n") as file:
        file.write(text)
