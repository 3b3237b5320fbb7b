"""``evals report``: one page on which model to use, how sure that is, what it gets wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from communique.cli.console import output_path, tell
from communique.cli.out_file import check_out, write_out

__all__ = ["report"]

Targets = Annotated[
    list[str],
    typer.Argument(
        metavar="RUN...",
        help="Folders of runs, for all models in them; RUN:MODEL for one.",
        show_default=False,
    ),
]
Out = Annotated[
    Path,
    typer.Option("--out", "-o", metavar="FILE", parser=output_path, help="The page, .html."),
]
Overwrite = Annotated[bool, typer.Option("--overwrite", help="Replace FILE.")]
Documents = Annotated[
    int | None,
    typer.Option(
        min=0,
        metavar="N",
        help="Show at most N documents, those with the most errors; without it, 300.",
    ),
]
Named = Annotated[
    list[str] | None,
    typer.Option("--document", metavar="ID", help="Show this one too; may be repeated."),
]
Names = Annotated[
    list[str] | None,
    typer.Option(
        "--measure",
        metavar="NAME",
        help="Compare by this alone, as in 'attributed recall'; may be repeated.",
    ),
]


def report(
    targets: Targets,
    out: Out,
    overwrite: Overwrite = False,
    documents: Documents = None,
    named: Named = None,
    names: Names = None,
) -> None:
    """Write one self-contained page: verdict, leaderboard, cost, differences, errors, documents.

    Exit code 2 when a run is not finished, is of a suite without a page, or when the runs measure
    different things.
    """
    from communique.evals.comparison import COMPARED
    from communique.evals.report import MOST_DOCUMENTS, report_html

    check_out(out, overwrite=overwrite)
    page = report_html(
        targets,
        measures=tuple(dict.fromkeys(names or COMPARED)),
        documents=MOST_DOCUMENTS if documents is None else documents,
        named=tuple(named or ()),
    )
    write_out(out, page)
    tell(f"{out}: {len(page.encode('utf-8')) / 1e6:.1f} MB; open it in a browser")
