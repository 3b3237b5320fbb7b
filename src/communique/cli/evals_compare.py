"""``evals compare``: models beside each other on the same documents."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from communique.cli.console import tell

if TYPE_CHECKING:
    from communique.evals.comparison import Comparison

__all__ = ["compare"]

Targets = Annotated[
    list[str],
    typer.Argument(
        metavar="RUN...",
        help="Folders of runs or their scores.json, for all models in them; RUN:MODEL for one.",
        show_default=False,
    ),
]
Names = Annotated[
    list[str] | None,
    typer.Option(
        "--measure",
        metavar="NAME",
        help="Compare by this alone, as in 'attributed recall', or of a schema of your own "
        "'/pledges/*/amount F1'; may be repeated.",
    ),
]
Form = Annotated[Literal["text", "json"], typer.Option("--format", help="How it is printed.")]


def compare(targets: Targets, names: Names = None, form: Form = "text") -> None:
    """Compare models in pairs: what differs, how sure that is, what could have been shown.

    Exit code 2 when the runs measure different things: other documents, gold, scorer or repeats.
    """
    from communique.evals.comparison_text import comparison_lines

    comparison = _comparison(targets, tuple(dict.fromkeys(names or ())))
    if form == "json":
        typer.echo(json.dumps(comparison.as_dict(), indent=1, ensure_ascii=False))
        return
    for line in comparison_lines(comparison):
        tell(line)


def _comparison(targets: list[str], names: tuple[str, ...]) -> Comparison:
    """By the kind of suite that the first run is of; the others must be of the same."""
    from communique.evals.comparison import COMPARED, candidates, compare, split_target
    from communique.evals.schema_comparison import compare_schema_runs
    from communique.evals.scores import kind_of, read_scores

    folder, _ = split_target(targets[0])
    head = read_scores(Path(folder), "gold", "schema", keep=lambda _: None)
    if kind_of(head) == "schema":
        return compare_schema_runs(targets, names)
    return compare(candidates(targets), names or COMPARED)
