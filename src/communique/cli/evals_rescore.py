"""``evals rescore``: a run scored anew from its records."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from communique.cli.console import counted, tell

if TYPE_CHECKING:
    from communique.evals.measures import Measure
    from communique.evals.rescore import Rescored
    from communique.scoring.counts import Ratio

__all__ = ["rescore"]

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The folder of a finished run.")]
Gold = Annotated[
    str | None,
    typer.Option(
        metavar="PATH",
        help="Other labels of the same texts: whatever `evals run --gold` takes. Without it: those "
        "in the folder.",
    ),
]


Drafts = Annotated[
    bool,
    typer.Option("--drafts", help="By gold that no person has gone through, too; it is said."),
]


Suite = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="Of a run with a schema of your own: the suite whose schema is imported for it.",
    ),
]


def rescore(folder: Folder, gold: Gold = None, drafts: Drafts = False, suite: Suite = None) -> None:
    """Score a run anew from its records, without a model: by other gold, or by this version's
    scorer. Says which figures changed.
    """
    from communique.evals.rescore import rescore as rescored
    from communique.evals.suites import suite_of_gold

    if suite is not None:
        for line in _schema_lines(folder, suite, gold):
            tell(line)
        return
    data = None if gold is None else suite_of_gold(gold).load_gold()
    for line in _lines(rescored(folder, data, drafts=drafts), folder):
        tell(line)


def _lines(found: Rescored, folder: Path) -> list[str]:
    from communique.evals.drafts import warning
    from communique.evals.measures import measures

    plan, models = found.after.plan, found.after.models
    head = (
        f"{folder}: {counted(len(models), 'model')}, {counted(len(plan.gold), 'document')}, "
        "scored anew from the records"
    )
    lines = [head, f"gold: {_same(found.same_gold)}", f"scorer: {_same(found.same_scorer)}"]
    if plan.drafts:
        lines.append(warning(plan.drafts, len(plan.gold)))
    changes = list(found.changes())
    for model in models:
        figures = len(measures(model.score, plan.suite.scorer.overlap))
        mine = [(was, now) for name, was, now in changes if name == model.model.name]
        lines.append(f"{model.model.name}: {len(mine)} of {figures} figures changed")
        lines += [f"  {_change(was, now)}" for was, now in mine]
    return lines


def _schema_lines(folder: Path, name: str, gold: str | None) -> list[str]:
    from communique.errors import UsageError
    from communique.evals.schema_rescore import rescore_schema
    from communique.evals.schema_suite import declared_schema

    declared = declared_schema(name)
    if declared is None:
        raise UsageError(f"suite {name} of your project has no schema: leave out --suite")
    found = rescore_schema(folder, *declared, None if gold is None else Path(gold))
    models = found.after.models
    documents = counted(len(found.after.plan.gold), "document")
    head = f"{folder}: {counted(len(models), 'model')}, {documents}"
    lines = [f"{head}, scored anew from the records"]
    lines += [f"gold: {_same(found.same_gold)}", f"scorer: {_same(found.same_scorer)}"]
    for model in models:
        mine = [change for change in found.changes if change.model == model.model.name]
        lines.append(f"{model.model.name}: {len(mine)} of {found.measures} figures changed")
        lines += [f"  {one.measure}: {_ratio(one.was)} -> {_ratio(one.now)}" for one in mine]
    return lines


def _same(same: bool) -> str:
    return "the same" if same else "changed"


def _change(was: Measure, now: Measure) -> str:
    return f"{was.group} {was.name}".rstrip() + f": {_figure(was)} -> {_figure(now)}"


def _figure(measure: Measure) -> str:
    return _ratio(measure.ratio)


def _ratio(ratio: Ratio) -> str:
    from communique.evals.measures import shown

    return f"{shown(ratio.value)} ({ratio.numerator}/{ratio.denominator})"
