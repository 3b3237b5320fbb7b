"""``communique export``: records and gold to other tools' formats."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from communique.cli.console import counted, output_path, say
from communique.errors import UsageError
from communique.exchange.formats import NAMES

__all__ = ["Out", "Overwrite", "Texts", "export"]

In = Annotated[
    list[Path],
    typer.Argument(
        metavar="IN",
        help="JSONL: records of `communique extract`, or gold lines (gold/seeds.jsonl).",
    ),
]
To = Annotated[
    str,
    typer.Option(
        "--to",
        metavar="FORMAT",
        help=f"{', '.join(NAMES[:-1])} or {NAMES[-1]}; gold/README.md says what each carries.",
    ),
]
Texts = Annotated[
    list[str] | None,
    typer.Option(
        metavar="PATH",
        help="The articles: a file, a folder, JSONL or Parquet with id and text; may be repeated.",
    ),
]
Out = Annotated[
    Path,
    typer.Option("--out", "-o", metavar="OUT", parser=output_path, help="Write there."),
]
Overwrite = Annotated[bool, typer.Option("--overwrite", help="Replace OUT.")]


def export(paths: In, to: To, out: Out, texts: Texts = None, overwrite: Overwrite = False) -> None:
    """Write records or gold in the format of another tool.

    \b
    communique export gold/seeds.jsonl --to labelstudio -o tasks.json
    communique export records.jsonl --texts articles/ --to webannotation -o notes.jsonl
    communique export gold/seeds.jsonl --to brat -o corpus/

    What the format cannot carry is said. Exit code: 0 all exported, 1 some documents failed (named
    in OUT.failures.jsonl), 2 the call is wrong.
    """
    from communique.exchange.formats import format_of
    from communique.exchange.losses import Losses
    from communique.exchange.reading import read_lines
    from communique.exchange.saving import check
    from communique.exchange.saving import export as save
    from communique.exchange.texts import Texts as TextsOf
    from communique.outputs.target import Target

    format_ = format_of(to)
    target = Target(out, "jsonl", overwrite, can_resume=False)
    refuse_same(target.out, paths)
    check(target, format_)
    losses = Losses()
    documents = read_lines(paths, None if texts is None else TextsOf(texts))
    with target.held():
        number = save(documents, target, format_, losses)
    for line in losses.lines():
        say(line)
    failed = target.failures.exists()
    more = f"; some failed: {target.failures}" if failed else ""
    say(f"{counted(number, 'document')} -> {out}{more}")
    raise typer.Exit(1 if failed else 0)


def refuse_same(out: Path, paths: list[Path]) -> None:
    """See that OUT is none of the files that are read.

    Raises:
        UsageError: it is, or one of these is missing.
    """
    for path in paths:
        if not path.exists():
            raise UsageError(f"{path}: no such file or folder")
        if out.exists() and path.samefile(out):
            raise UsageError(f"{out}: is read and would be overwritten; choose another output")
