"""``evals explain``: what the scorer decided about an item, and why."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, TypedDict

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
        "of a schema of your own, a JSON pointer as in /pledges/0; without it all decisions are "
        "listed.",
    ),
]
ModelName = Annotated[
    str | None, typer.Option("--model", "-m", metavar="MODEL", help="Only as this model read it.")
]
Repeat = Annotated[int | None, typer.Option(min=1, metavar="N", help="Only the N-th reading.")]


class Which(TypedDict):
    """Of the readings of a document."""

    model: str | None
    repeat: int | None


def explain(
    run: Run,
    document: DocumentId,
    item: Item = None,
    model: ModelName = None,
    repeat: Repeat = None,
) -> None:
    """Show what an item was matched with, its class, the runner-up, and why."""
    lines = _lines(run, document, item, {"model": model, "repeat": repeat})
    if not lines:
        raise UsageError(
            f"{document} has no {item!r}; `evals explain {run} {document}` lists what there is"
        )
    for line in lines:
        tell(line)


def _lines(run: Path, document: str, item: str | None, which: Which) -> list[str]:
    from communique.evals.explanation import decision_lines, item_lines
    from communique.evals.recorded_decisions import readings_of, recorded_documents
    from communique.evals.schema_explanation import schema_decision_lines
    from communique.evals.scores import folder_of, kind_of, read_scores

    scores = read_scores(run, "gold", "schema")
    folder = folder_of(run)
    if kind_of(scores) == "schema":
        found = readings_of(folder, scores, document, **which)
        return [line for reading in found for line in schema_decision_lines(*reading, item)]
    return [
        line
        for one in recorded_documents(folder, scores, document, **which)
        for line in (decision_lines(one) if item is None else item_lines(one, item))
    ]
