"""``evals explain``: what the scorer decided about an item, and why."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from communique.cli.console import tell
from communique.errors import UsageError

__all__ = ["explain"]

Run = Annotated[Path, typer.Argument(metavar="RUN", help="Folder of an `evals run`.")]
DocumentId = Annotated[str, typer.Argument(metavar="DOC", help="Id of one of its documents.")]
Item = Annotated[
    str | None,
    typer.Argument(
        metavar="[ITEM]",
        help="statement:3, gold/statement/3, participant:NAME, or words of its text; "
        "without it all decisions are listed.",
    ),
]
ModelName = Annotated[
    str | None, typer.Option("--model", "-m", metavar="MODEL", help="Only as this model read it.")
]
Repeat = Annotated[int | None, typer.Option(min=1, metavar="N", help="Only the N-th reading.")]


def explain(
    run: Run,
    document: DocumentId,
    item: Item = None,
    model: ModelName = None,
    repeat: Repeat = None,
) -> None:
    """Show what an item was matched with, its class, the runner-up, and why."""
    from communique.evals.explanation import decision_lines, item_lines
    from communique.evals.recorded_decisions import recorded_documents

    readings = recorded_documents(run, document, model=model, repeat=repeat)
    lines = [
        line
        for reading in readings
        for line in (decision_lines(reading) if item is None else item_lines(reading, item))
    ]
    if not lines:
        raise UsageError(
            f"{document} has no {item!r}; `evals explain {run} {document}` lists what there is"
        )
    for line in lines:
        tell(line)
