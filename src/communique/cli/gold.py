"""``communique gold``: build the gold files from their sources, and check that they agree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from communique.cli.console import counted, say, tell
from communique.cli.gold_agree import agree
from communique.cli.gold_draft import draft
from communique.cli.gold_options import Root, with_gold
from communique.cli.gold_rebase import rebase_and_build
from communique.cli.gold_review import review
from communique.errors import UsageError
from communique.project import packaged_root, project_root

if TYPE_CHECKING:
    from communique.gold.build import GoldSet
    from communique.gold.records import GoldDocument

__all__ = ["gold_app"]

gold_app = typer.Typer(
    name="gold",
    help="Build gold from hand-edited sources, and check it.",
    no_args_is_help=True,
)

gold_app.command()(draft)
gold_app.command()(review)


@gold_app.command()
def build(
    root: Root = None,
    rebase: Annotated[
        bool, typer.Option("--rebase", help="Carry labels over to texts that have changed.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="With --rebase: show what moves, write nothing.")
    ] = False,
) -> None:
    """Build gold/seeds.jsonl from gold/sources/*.yaml, and gold/SET.jsonl from its subfolders.

    The passages of gold/challenge/*.yaml become gold/challenge.jsonl.
    """
    from communique.gold.build import build_gold
    from communique.gold.problems import GoldErrors, shown

    folder = with_gold(project_root(root), root)
    if dry_run and not rebase:
        raise UsageError("--dry-run belongs to --rebase; `communique gold check` writes nothing")
    if rebase:
        rebase_and_build(folder, dry_run=dry_run)
        return
    try:
        sets = build_gold(folder)
    except GoldErrors as error:
        for each in error.errors:
            say(each.message)
        say(f"nothing built: {counted(len(error.errors), 'error')}")
        raise typer.Exit(1) from error
    _list_sets(sets)
    total = sum(len(gold_set.documents) for gold_set in sets)
    files = ", ".join(shown(gold_set.path) for gold_set in sets)
    tell(f"built {counted(total, 'document')} into {files}")


@gold_app.command()
def check(root: Root = None) -> None:
    """Check that sources resolve, and that built gold is what they build, byte for byte."""
    from communique.gold.check import check_gold

    folder = with_gold(project_root(root) or packaged_root(), root)
    result = check_gold(folder)
    _list_sets(result.sets)
    for annotator, document in result.annotators:
        tell(f"annotator {annotator}: {_line(document)}")
    for line in _drafts(result.sets):
        tell(line)
    for drift in result.drifts:
        say(drift.message)
    total = sum(len(gold_set.documents) for gold_set in result.sets)
    if result.drifts:
        say(f"{counted(len(result.drifts), 'error')} in the gold of {folder}")
        raise typer.Exit(1)
    tell(f"gold of {folder}: {counted(total, 'document')}, no drift")


def _drafts(sets: Iterable[GoldSet]) -> Iterator[str]:
    """A line for each set with labels that nobody went through."""
    for gold_set in sets:
        drafts = [document.document_id for document in gold_set.documents if document.is_draft]
        if drafts:
            number = f"{len(drafts)} of {counted(len(gold_set.documents), 'document')}"
            verb = "is a draft" if len(drafts) == 1 else "are drafts"
            yield f"{gold_set.name}: {number} {verb}, not gone through yet: {', '.join(drafts)}"


def _list_sets(sets: Iterable[GoldSet]) -> None:
    """A line for each document; of passages, a line for each phenomenon."""
    for gold_set in sets:
        passages: dict[str, list[GoldDocument]] = {}
        for document in gold_set.documents:
            if document.phenomenon is None:
                tell(f"{gold_set.name}: {_line(document)}")
            else:
                passages.setdefault(document.phenomenon, []).append(document)
        for phenomenon, documents in passages.items():
            number = counted(len(documents), "passage")
            tell(f"{gold_set.name}: {phenomenon}: {number}, {_labels(documents)}")


def _line(document: GoldDocument) -> str:
    return f"{document.document_id}: {document.status}, {_labels([document])}"


def _labels(documents: Sequence[GoldDocument]) -> str:
    undecided = sum(item.undecided for document in documents for item in document.items())
    return ", ".join(
        (
            counted(sum(len(d.participants) for d in documents), "participant"),
            counted(sum(len(d.meetings) for d in documents), "meeting"),
            counted(sum(len(d.statements) for d in documents), "statement"),
            *([f"{undecided} undecided"] if undecided else []),
        )
    )


gold_app.command()(agree)
