"""``evals run``: models scored on a suite."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from communique.cli.console import Terminated, counted, output_path, say, stop_on_sigterm, tell
from communique.cli.grouping import ungrouped
from communique.cli.options import Concurrency, MaxCost, MaxTime, MaxTokens, Patience
from communique.cli.tally import spent
from communique.errors import UsageError

if TYPE_CHECKING:
    from communique.evals.plan import Plan
    from communique.evals.results import Results
    from communique.evals.schema_run import SchemaResults
    from communique.evals.schema_suite import SchemaPlan
    from communique.evals.suites import Suite
    from communique.models import Model
    from communique.record import Record
    from communique.records import Failure, Readout, Usage
    from communique.runs.limits import LimitOptions

__all__ = ["run"]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which models read what, how often."""

    models: Annotated[
        list[str] | None,
        typer.Option(
            "--model",
            "-m",
            metavar="MODEL",
            help="'regex', PROVIDER/MODEL, local/PATH, or a chain of these with commas between "
            "them; may be repeated.",
        ),
    ] = None
    suite: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Which evals/suites/NAME.toml, or the path of another; without it, seeds.",
        ),
    ] = None
    gold: Annotated[
        str | None,
        typer.Option(
            metavar="PATH",
            help="Gold without a suite: JSONL, Parquet, a saved dataset, hf:NAME[:SPLIT], or a "
            "folder of brat's .txt and .ann.",
        ),
    ] = None
    repeats: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", help="Let each model read each document N times."),
    ] = None
    limit: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Only the first N documents.")
    ] = None
    base_url: Annotated[
        str | None, typer.Option(metavar="URL", help="OpenAI-compatible server of the models.")
    ] = None
    root: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="Project folder; else the working directory, if it is one."
        ),
    ] = None

    def plan(self) -> Plan | SchemaPlan:
        """
        Raises:
            UsageError: it cannot be meant.
        """
        from communique.evals.plan import make_plan
        from communique.evals.schema_suite import declared_schema, make_schema_plan

        own = declared_schema(self.suite, self.root) if self.suite and not self.gold else None
        if own is not None:
            models = _models(self.models or own[0].models, self.base_url)
            return make_schema_plan(
                *own, models, repeats=self.repeats, limit=self.limit, root=self.root
            )
        suite = self._suite()
        models = _models(self.models or suite.models, self.base_url)
        return make_plan(suite, models, repeats=self.repeats, limit=self.limit, root=self.root)

    def _suite(self) -> Suite:
        from communique.evals.suites import load_suite, suite_of_gold

        if self.gold is None:
            return load_suite(self.suite or "seeds", self.root)
        if self.suite is not None:
            raise UsageError("--suite and --gold exclude each other: a suite names its gold")
        return suite_of_gold(self.gold)


@dataclass(frozen=True, slots=True)
class Allowed:
    """What all models and repeats together may take."""

    concurrency: Concurrency = None
    max_cost: MaxCost = None
    max_tokens_total: MaxTokens = None
    max_time: MaxTime = None
    patience: Patience = 300.0

    def limits(self) -> LimitOptions:
        """
        Raises:
            UsageError: one of them cannot be.
        """
        from communique.runs.limits import Budget

        return {
            "concurrency": self.concurrency,
            "budget": Budget(self.max_cost, self.max_tokens_total, self.max_time),
            "patience": self.patience,
        }


@dataclass(frozen=True, slots=True)
class Shown:
    """Where the results go, and what of them is printed."""

    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            "-o",
            metavar="DIR",
            parser=output_path,
            help="Folder of the run; without it, runs/evals/SUITE.",
        ),
    ] = None
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace another run in the folder.")
    ] = False
    errors: Annotated[
        bool, typer.Option("--errors", help="List what was wrong, in suites of many documents too.")
    ] = False


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


def _models(names: Sequence[str], base_url: str | None) -> list[Model]:
    """The models named, each that is asked over a network at ``base_url`` where that is given."""
    from communique.models import Model

    asked = [Model.of(name) for name in names]
    return [Model.of(model, base_url=base_url if model.takes_address else None) for model in asked]


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
