"""``communique gold build --rebase``: labels carried over to texts that have changed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from communique.cli.console import counted, say, tell

if TYPE_CHECKING:
    from communique.gold.rebasing import RebasedSource

__all__ = ["rebase_and_build"]

SHOWN = 60
"""Characters of a quote that are shown."""


def rebase_and_build(folder: Path, *, dry_run: bool) -> None:
    """Say what moves, or what cannot be placed; write unless ``dry_run``."""
    from communique.gold.problems import GoldErrors
    from communique.gold.rebase import plan_rebase, write_rebase

    try:
        rebase = plan_rebase(folder)
        problems = rebase.problems
    except GoldErrors as error:
        rebase, problems = None, error.errors
    for source in () if rebase is None else rebase.sources:
        _show(source)
    if rebase is None or problems:
        for problem in problems:
            say(problem.message)
        say(
            f"nothing written: {counted(len(problems), 'error')}; give a label that has no place "
            "words of the new text, or take it out, then try again"
        )
        raise typer.Exit(1)
    documents = sum(len(gold_set.documents) for gold_set in rebase.sets)
    if dry_run:
        tell(f"would rebase {counted(len(rebase.sources), 'source')}; nothing written")
        return
    write_rebase(rebase)
    tell(
        f"rebased {counted(len(rebase.sources), 'source')}, built {counted(documents, 'document')}"
    )


def _show(source: RebasedSource) -> None:
    from communique.gold.passage import clipped
    from communique.gold.problems import shown

    path = shown(source.path)
    moved = sum(move.was != move.now for move in source.moves)
    changed = sum(bool(move.changes) for move in source.moves)
    tell(
        f"{path}: {source.text} has changed: {counted(source.quotes, 'quote')}, {moved} moved, "
        f"{changed} to be written otherwise"
    )
    for move in source.moves:
        was, now = (f"{start}-{end}" for start, end in (move.was, move.now))
        changes = "".join(f"; {change}" for change in move.changes)
        words = repr(clipped(move.words, SHOWN))
        tell(f"{path}:{move.line}: {move.name}: {words} {was} -> {now}{changes}")
