"""``evals run``: models scored on a suite."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from communique.cli.console import Terminated, counted, say, stop_on_sigterm, tell
from communique.cli.evals_options import Allowed, Asked, Shown
from communique.cli.grouping import ungrouped
from communique.cli.tally import spent
from communique.errors import UsageError

if TYPE_CHECKING:
    from communique.evals.plan import Plan
    from communique.evals.results import Results
    from communique.evals.schema_run import SchemaResults
    from communique.evals.schema_suite import SchemaPlan
    from communique.models import Model
    from communique.record import Record
    from communique.records import Failure, Readout, Usage
    from communique.runs.limits import LimitOptions

__all__ = ["run"]


@ungrouped
def run(asked: Asked, allowed: Allowed, shown: Shown) -> None:
    """Score models on a suite; the same call goes on where an earlier one stopped.

    Exit code: 0 done, 1 documents failed or were not reached, 2 the call is wrong.
    """
    plan = asked.plan()
    folder = shown.out or _free_folder(plan)
    stop_on_sigterm()
    results, usage = _run(plan, folder, allowed.limits(), overwrite=shown.overwrite)
    if results.models:
        _show(results, errors=shown.errors)
        _tell_end(results, folder)
    if results.stopped is not None:
        read = sum(result.score.documents for result in results.models)
        whole = len(plan.gold) * plan.repeats * len(plan.models)
        say(
            f"stopped: {results.stopped}: {read} of {counted(whole, 'reading')} done, kept in "
            f"{folder}; the same command goes on from there{spent(usage)}"
        )
    raise typer.Exit(1 if results.failed or results.stopped is not None else 0)


def _free_folder(plan: Plan | SchemaPlan) -> Path:
    """runs/evals/SUITE; where that holds another run, SUITE-2, SUITE-3 …"""
    from communique.evals.writing import can_hold

    base = Path("runs") / "evals"
    names = (plan.suite.name, *(f"{plan.suite.name}-{n}" for n in range(2, 1000)))
    for name in names:
        if can_hold(plan, base / name):
            return base / name
    raise UsageError(f"{base} is full of runs of {plan.suite.name}: name a folder with -o")


def _run(
    plan: Plan | SchemaPlan, folder: Path, limits: LimitOptions, *, overwrite: bool
) -> tuple[Results | SchemaResults, Usage | None]:
    """The results, and what they cost; how far it is is told on the way."""
    from communique.cli.console import say_logged
    from communique.cli.progress import progress
    from communique.cli.tally import Tally
    from communique.evals.run import run_suite
    from communique.evals.schema_run import run_schema_suite
    from communique.evals.schema_suite import SchemaPlan

    say_logged("communique.runs.gate")
    tally = Tally()
    whole = len(plan.gold) * plan.repeats * len(plan.models)
    with progress(whole, shown=True) as advance:

        def told(model: Model, result: Readout | Record[Any] | Failure) -> None:
            tally.doing = model.name
            tally.pay(result)
            tally.count(result)
            advance(tally)

        try:
            if isinstance(plan, SchemaPlan):
                return run_schema_suite(
                    plan, folder, overwrite=overwrite, progress=told, limits=limits
                ), tally.usage
            results = run_suite(plan, folder, overwrite=overwrite, progress=told, limits=limits)
        except KeyboardInterrupt as interrupt:
            say(
                f"interrupted: {tally.total} of {counted(whole, 'reading')} done, kept in "
                f"{folder}; the same command goes on from there{spent(tally.usage)}"
            )
            raise typer.Exit(143 if isinstance(interrupt, Terminated) else 130) from None
    return results, tally.usage


def _show(results: Results | SchemaResults, *, errors: bool) -> None:
    from rich.console import Console

    from communique.evals.schema_run import SchemaResults

    if isinstance(results, SchemaResults):
        from communique.evals.schema_table import schema_lines

        console = Console()
        width = console.width if console.is_terminal else None
        for line in schema_lines(results, width=width, errors=errors):
            tell(line)
        return

    from communique.evals.listing import FEW_DOCUMENTS, error_counts, error_lines
    from communique.evals.phenomena import phenomenon_lines
    from communique.evals.table import footnotes, interval_lines, print_table

    print_table(results, Console())
    whole = errors or len(results.plan.gold) <= FEW_DOCUMENTS
    wrong = error_lines(results) if whole else error_counts(results)
    under = (*interval_lines(results), *footnotes(results))
    for line in ("", *under, *phenomenon_lines(results), *wrong, ""):
        tell(line)


def _tell_end(results: Results | SchemaResults, folder: Path) -> None:
    if results.failed:
        failed = "1 document" if results.failed == 1 else f"{results.failed} documents"
        typer.echo(f"{failed} failed: all of the gold there is missed", err=True)
    if results.stopped is None:
        tell(f"scores and records: {folder}")
