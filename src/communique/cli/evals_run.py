"""``evals run``: models scored on a suite."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from communique.cli.console import Terminated, counted, say, stop_on_sigterm, tell
from communique.cli.evals_costs import cost_lines
from communique.cli.evals_options import Asked, Shown
from communique.cli.grouping import ungrouped
from communique.cli.options import Allowed
from communique.cli.tally import Tally, spent
from communique.errors import UsageError

if TYPE_CHECKING:
    from communique.evals.metamorphic_run import MetamorphicPlan, MetamorphicResults
    from communique.evals.plan import Plan
    from communique.evals.results import Results
    from communique.evals.schema_results import SchemaResults
    from communique.evals.schema_suite import SchemaPlan
    from communique.models import Model
    from communique.record import Record
    from communique.records import Failure, Readout, Usage
    from communique.runs.limits import LimitOptions

    AnyPlan = Plan | SchemaPlan | MetamorphicPlan
    AnyResults = Results | SchemaResults | MetamorphicResults

__all__ = ["run"]


@ungrouped
def run(asked: Asked, allowed: Allowed, shown: Shown) -> None:
    """Score models on a suite; the same call goes on where an earlier one stopped.

    Exit code: 0 done, 1 documents failed or were not reached, 2 the call is wrong.
    """
    plan = asked.plan()
    folder = shown.out or _free_folder(plan)
    stop_on_sigterm()
    tally = Tally()
    costs: dict[Model, Usage] = {}
    results = _run(plan, folder, allowed.limits(), (tally, costs), overwrite=shown.overwrite)
    if results.models:
        for line in _lines(results, errors=shown.errors):
            tell(line)
        for line in cost_lines(costs):
            tell(line)
        if results.failed:
            typer.echo(_failed(results), err=True)
    if results.stopped is None:
        tell(f"scores and records: {folder}")
    else:
        say(f"stopped: {results.stopped}: {_kept(plan, folder, tally)}")
    raise typer.Exit(1 if results.failed or results.stopped is not None else 0)


def _free_folder(plan: AnyPlan) -> Path:
    """runs/evals/SUITE; where that holds another run, SUITE-2, SUITE-3 …"""
    from communique.evals.writing import can_hold

    base = Path("runs") / "evals"
    names = (plan.suite.name, *(f"{plan.suite.name}-{n}" for n in range(2, 1000)))
    for name in names:
        if can_hold(plan, base / name):
            return base / name
    raise UsageError(f"{base} is full of runs of {plan.suite.name}: name a folder with -o")


def _run(
    plan: AnyPlan,
    folder: Path,
    limits: LimitOptions,
    counted_in: tuple[Tally, dict[Model, Usage]],
    *,
    overwrite: bool,
) -> AnyResults:
    """The results; how far it is is told on the way, and counted in ``counted_in``: all, and what
    each model cost."""
    from communique.cli.console import say_logged
    from communique.cli.progress import progress
    from communique.records import Usage

    tally, costs = counted_in

    say_logged("communique.runs.gate")
    run = _runner(plan)
    with progress(plan.readings, shown=True) as advance:

        def told(model: Model, result: Readout | Record[Any] | Failure) -> None:
            tally.doing = model.name
            tally.pay(result)
            tally.count(result)
            costs[model] = costs.get(model, Usage()) + result.usage
            advance(tally)

        try:
            return run(plan, folder, overwrite=overwrite, progress=told, limits=limits)
        except KeyboardInterrupt as interrupt:
            say(f"interrupted: {_kept(plan, folder, tally)}")
            raise typer.Exit(143 if isinstance(interrupt, Terminated) else 130) from None


def _runner(plan: AnyPlan) -> Callable[..., AnyResults]:
    from communique.evals.metamorphic_run import MetamorphicPlan, run_metamorphic
    from communique.evals.run import run_suite
    from communique.evals.schema_run import run_schema_suite
    from communique.evals.schema_suite import SchemaPlan

    if isinstance(plan, SchemaPlan):
        return run_schema_suite
    return run_metamorphic if isinstance(plan, MetamorphicPlan) else run_suite


def _kept(plan: AnyPlan, folder: Path, tally: Tally) -> str:
    done = f"{tally.total} of {counted(plan.readings, 'reading')} done, kept in {folder}"
    return f"{done}; the same command goes on from there{spent(tally.usage)}"


def _failed(results: AnyResults) -> str:
    from communique.evals.metamorphic_run import MetamorphicResults

    if isinstance(results, MetamorphicResults):
        return f"{counted(results.failed, 'check')} could not be made: a document failed"
    return f"{counted(results.failed, 'document')} failed: all of the gold there is missed"


def _lines(results: AnyResults, *, errors: bool) -> Iterable[str]:
    """What is printed of the results, after the table of a suite with gold."""
    from rich.console import Console

    from communique.evals.metamorphic_run import MetamorphicResults
    from communique.evals.schema_results import SchemaResults

    if isinstance(results, SchemaResults):
        from communique.evals.schema_table import schema_lines

        console = Console()
        return schema_lines(
            results, width=console.width if console.is_terminal else None, errors=errors
        )
    if isinstance(results, MetamorphicResults):
        from communique.evals.metamorphic_table import failure_lines, metamorphic_lines

        return (*metamorphic_lines(results), *failure_lines(results, every=errors), "")
    from communique.evals.listing import FEW_DOCUMENTS, error_counts, error_lines
    from communique.evals.phenomena import phenomenon_lines
    from communique.evals.table import footnotes, interval_lines, print_table

    print_table(results, Console())
    whole = errors or len(results.plan.gold) <= FEW_DOCUMENTS
    wrong = error_lines(results) if whole else error_counts(results)
    under = (*interval_lines(results), *footnotes(results))
    return ("", *under, *phenomenon_lines(results), *wrong, "")
