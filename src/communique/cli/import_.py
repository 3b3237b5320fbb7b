"""``communique import``: other tools' files back to records and gold lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from communique.cli.console import counted, say
from communique.cli.export import Out, Overwrite, Texts, refuse_same
from communique.exchange.formats import NAMES

if TYPE_CHECKING:
    from communique.exchange.items import Labeled
    from communique.records import Failure

__all__ = ["import_"]

Files = Annotated[
    list[Path], typer.Argument(metavar="FILE", help="What was exported, or the tool has saved.")
]
From = Annotated[
    str,
    typer.Option(
        "--from",
        metavar="FORMAT",
        help=f"{', '.join(NAMES[:-1])} or {NAMES[-1]}.",
    ),
]


def import_(
    paths: Files, from_: From, out: Out, texts: Texts = None, overwrite: Overwrite = False
) -> None:
    """Read records or gold lines from the format of another tool, every place proven.

    \b
    communique import tasks.json --from labelstudio -o mine.jsonl
    communique import notes.jsonl --from webannotation --texts articles/ -o records.jsonl

    A place that the text does not have, or has more than once, is left out and named: in the
    document's issues and on standard error. Exit code: 0 all is there, 1 something could not be
    placed or failed, 2 the call is wrong.
    """
    from communique.exchange.formats import format_of
    from communique.exchange.importing import import_files
    from communique.exchange.saving import save_lines
    from communique.exchange.texts import Texts as TextsOf
    from communique.outputs.target import Target

    format_ = format_of(from_)
    target = Target(out, "jsonl", overwrite, can_resume=False)
    refuse_same(out, paths)
    target.check()
    told = _Told()
    found = import_files(paths, format_, None if texts is None else TextsOf(texts))
    with target.held():
        save_lines(told.watched(found), target)
    more = f", {told.failed} failed" if told.failed else ""
    say(f"{counted(told.documents, 'document')}{more} -> {out}")
    raise typer.Exit(1 if told.failed or told.missing else 0)


class _Told:
    """Says what could not be brought over, and counts."""

    def __init__(self) -> None:
        self.documents = self.failed = self.missing = 0

    def watched(self, found: Iterable[Labeled | Failure]) -> Iterator[Labeled | Failure]:
        from communique.exchange.rebuilding import OURS
        from communique.records import Failure

        for one in found:
            if isinstance(one, Failure):
                self.failed += 1
                say(one.error.message)
            else:
                self.documents += 1
                for issue in one.issues:
                    if issue.code in OURS:
                        self.missing += 1
                        say(f"{one.document_id}: {issue.message}")
            yield one
