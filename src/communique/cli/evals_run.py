"""``evals run``: models scored on a suite."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from communique.cli.console import output_path, tell
from communique.errors import UsageError

if TYPE_CHECKING:
    from communique.evals.metamorphic_run import MetamorphicPlan
    from communique.evals.plan import Plan
    from communique.evals.results import Results
    from communique.models import Model

__all__ = ["run"]

Models = Annotated[
    list[str] | None,
    typer.Option(
        "--model",
        "-m",
        metavar="MODEL",
        help="'regex', PROVIDER/MODEL, local/PATH, or a chain of these with commas between them; "
        "may be repeated.",
    ),
]
SuiteName = Annotated[str, typer.Option(metavar="NAME", help="Which evals/suites/NAME.toml.")]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out",
        "-o",
        metavar="DIR",
        parser=output_path,
        help="Folder of the run [runs/evals/SUITE].",
    ),
]
Repeats = Annotated[
    int | None,
    typer.Option(min=1, metavar="N", help="Let each model read each document N times."),
]
Limit = Annotated[int | None, typer.Option(min=1, metavar="N", help="Only the first N documents.")]
BaseUrl = Annotated[
    str | None, typer.Option(metavar="URL", help="OpenAI-compatible server of the models.")
]
Root = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="Project folder; else the working directory, if it is one."),
]
Overwrite = Annotated[bool, typer.Option("--overwrite", help="Replace another run in the folder.")]
Errors = Annotated[
    bool, typer.Option("--errors", help="List what was wrong, in suites of many documents too.")
]


def run(
    models: Models = None,
    suite: SuiteName = "seeds",
    out: Out = None,
    repeats: Repeats = None,
    limit: Limit = None,
    base_url: BaseUrl = None,
    root: Root = None,
    overwrite: Overwrite = False,
    errors: Errors = False,
) -> None:
    """Score models on a suite; exit code 1 when a document failed, 2 when the call is wrong."""
    from communique.evals.metamorphic_run import make_metamorphic_plan
    from communique.evals.metamorphic_suite import MetamorphicSuite, load_any
    from communique.evals.plan import make_plan
    from communique.evals.run import run_suite

    declared = load_any(suite, root)
    if isinstance(declared, MetamorphicSuite):
        if repeats is not None:
            raise UsageError("--repeats is for suites with gold: metamorphic ones ask twice anyway")
        _run_metamorphic(
            make_metamorphic_plan(
                declared, _models(models or declared.models, base_url), limit=limit, root=root
            ),
            out,
            overwrite=overwrite,
            errors=errors,
        )
        return
    chosen = _models(models or declared.models, base_url)
    plan = make_plan(declared, chosen, repeats=repeats, limit=limit, root=root)
    folder = out or _free_folder(plan)
    with _progress() as progress:
        results = run_suite(plan, folder, overwrite=overwrite, progress=progress)
    _show(results, folder, errors=errors)
    if results.failed:
        raise typer.Exit(1)


def _run_metamorphic(
    plan: MetamorphicPlan, out: Path | None, *, overwrite: bool, errors: bool
) -> None:
    from communique.evals.metamorphic_run import run_metamorphic
    from communique.evals.metamorphic_table import failure_lines, metamorphic_lines

    folder = out or _free_folder(plan)
    with _progress() as progress:
        results = run_metamorphic(plan, folder, overwrite=overwrite, progress=progress)
    for line in (*metamorphic_lines(results), *failure_lines(results, every=errors), ""):
        tell(line)
    tell(f"scores and records: {folder}")
    if results.failed:
        checks = "1 check" if results.failed == 1 else f"{results.failed} checks"
        typer.echo(f"{checks} could not be made: a document failed", err=True)
        raise typer.Exit(1)


def _models(names: Sequence[str], base_url: str | None) -> list[Model]:
    """The models named, each that is asked over a network at ``base_url`` where that is given."""
    from communique.models import Model

    asked = [Model.of(name) for name in names]
    return [Model.of(model, base_url=base_url if model.takes_address else None) for model in asked]


def _free_folder(plan: Plan | MetamorphicPlan) -> Path:
    """runs/evals/SUITE; where that holds another run, SUITE-2, SUITE-3 …"""
    from communique.evals.plan import can_hold

    base = Path("runs") / "evals"
    names = (plan.suite.name, *(f"{plan.suite.name}-{n}" for n in range(2, 1000)))
    for name in names:
        if can_hold(plan, base / name):
            return base / name
    raise UsageError(f"{base} is full of runs of {plan.suite.name}: name a folder with -o")


@contextmanager
def _progress() -> Iterator[Callable[[Model, int, int], None] | None]:
    """A bar for each model on a terminal's standard error; elsewhere none."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn

    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    tasks: dict[Model, TaskID] = {}
    text = TextColumn("{task.description}", markup=False)
    with Progress(text, BarColumn(), MofNCompleteColumn(), console=console, transient=True) as bars:

        def show(model: Model, done: int, whole: int) -> None:
            if model not in tasks:
                tasks[model] = bars.add_task(model.name, total=whole)
            bars.update(tasks[model], completed=done)

        yield show


def _show(results: Results, folder: Path, *, errors: bool) -> None:
    from rich.console import Console

    from communique.evals.listing import FEW_DOCUMENTS, error_counts, error_lines
    from communique.evals.phenomena import phenomenon_lines
    from communique.evals.table import footnotes, interval_lines, print_table

    print_table(results, Console())
    whole = errors or len(results.plan.gold) <= FEW_DOCUMENTS
    wrong = error_lines(results) if whole else error_counts(results)
    under = (*interval_lines(results), *footnotes(results))
    for line in ("", *under, *phenomenon_lines(results), *wrong, ""):
        tell(line)
    if results.failed:
        failed = "1 document" if results.failed == 1 else f"{results.failed} documents"
        typer.echo(f"{failed} failed: all of the gold there is missed", err=True)
    tell(f"scores and records: {folder}")
