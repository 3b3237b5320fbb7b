"""``evals rescore``: a run scored anew from its records."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from communique.cli.console import counted, tell

if TYPE_CHECKING:
    from communique.evals.measures import Measure
    from communique.evals.rescore import Rescored

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


def rescore(folder: Folder, gold: Gold = None, drafts: Drafts = False) -> None:
    """Score a run anew from its records, without a model: by other gold, or by this version's
    scorer. Says which figures changed.
    """
    from communique.evals.rescore import rescore as rescored
    from communique.evals.suites import suite_of_gold

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


def _same(same: bool) -> str:
    return "the same" if same else "changed"


def _change(was: Measure, now: Measure) -> str:
    return f"{was.group} {was.name}".rstrip() + f": {_figure(was)} -> {_figure(now)}"


def _figure(measure: Measure) -> str:
    from communique.evals.measures import shown

    ratio = measure.ratio
    return f"{shown(ratio.value)} ({ratio.numerator}/{ratio.denominator})"
