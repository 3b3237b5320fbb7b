"""``evals compare``: models beside each other on the same documents."""

from __future__ import annotations

import json
from typing import Annotated, Literal

import typer

from communique.cli.console import tell

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
        help="Compare by this alone, as in 'attributed recall'; may be repeated.",
    ),
]
Form = Annotated[Literal["text", "json"], typer.Option("--format", help="How it is printed.")]


def compare(targets: Targets, names: Names = None, form: Form = "text") -> None:
    """Compare models in pairs: what differs, how sure that is, what could have been shown.

    Exit code 2 when the runs measure different things: other documents, gold, scorer or repeats.
    """
    from communique.evals.comparison import COMPARED, candidates
    from communique.evals.comparison import compare as compare_all
    from communique.evals.comparison_text import comparison_lines

    comparison = compare_all(candidates(targets), tuple(dict.fromkeys(names or COMPARED)))
    if form == "json":
        typer.echo(json.dumps(comparison.as_dict(), indent=1, ensure_ascii=False))
        return
    for line in comparison_lines(comparison):
        tell(line)
