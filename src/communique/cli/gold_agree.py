"""``communique gold agree``: how far annotators agree, and on what they differ."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from communique.cli.console import counted, say, tell
from communique.cli.gold_options import Root, with_gold
from communique.cli.out_file import check_out, write_out
from communique.errors import UsageError
from communique.project import packaged_root, project_root

if TYPE_CHECKING:
    from communique.scoring.agreement import Agreement

__all__ = ["agree"]


def agree(
    annotators: Annotated[
        list[str],
        typer.Argument(
            metavar="A B...",
            help="Annotators, folders of sources or JSONL files; or one JSONL file of several.",
        ),
    ],
    root: Root = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Counts and differences as JSON.")
    ] = False,
    differences: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.html", help="Write the differences side by side, each in its sentence."
        ),
    ] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace FILE.html.")] = False,
) -> None:
    """How far annotators agree: pairwise F1, Krippendorff's alpha, each difference.

    \b
    communique gold agree a b
    communique gold agree a b c --differences differences.html
    """
    from communique.cli.agreement import agreement_json, agreement_lines
    from communique.gold.labelings import load_labelings
    from communique.outputs.printable import on_terminal
    from communique.scoring.agreement import agreement

    if differences is not None:
        check_out(differences, overwrite=overwrite)
    folder = with_gold(project_root(root) or packaged_root(), root)
    labelings = load_labelings(folder, annotators)
    if len(labelings) < 2:
        raise UsageError(f"{annotators[0]}: one annotator alone; name another to compare with")
    found = agreement(labelings)
    if as_json:
        written = json.dumps(agreement_json(found), ensure_ascii=False, indent=1)
        typer.echo(on_terminal(written, sys.stdout))
    else:
        for line in agreement_lines(found):
            tell(line)
    if differences is not None:
        _write_page(found, differences)


def _write_page(found: Agreement, path: Path) -> None:
    from communique.pages.differences import differences_page

    write_out(path, differences_page(found))
    say(f"{counted(len(found.differences), 'difference')} -> {path}")
