"""``communique corpus page``: one file that shows a corpus in a browser, offline."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from communique.cli.console import output_path, tell
from communique.cli.out_file import check_out, write_out
from communique.errors import UsageError

__all__ = ["page"]

Database = Annotated[
    Path, typer.Argument(metavar="CORPUS", help="What `corpus build` wrote.", show_default=False)
]
Out = Annotated[
    Path,
    typer.Option("--out", "-o", metavar="FILE", parser=output_path, help="The page, .html."),
]
Overwrite = Annotated[bool, typer.Option("--overwrite", help="Replace FILE.")]
Title = Annotated[
    str | None,
    typer.Option(metavar="TEXT", help="What stands in its head; without it, CORPUS's name."),
]


def page(database: Database, out: Out, title: Title = None, overwrite: Overwrite = False) -> None:
    """Write one self-contained page: meetings, people, statements, what only one source says.

    \b
    communique corpus build records.jsonl -o corpus.db
    communique corpus page corpus.db -o corpus.html

    It opens from the disk and asks nothing of the network. Exit code 2: the call is wrong.
    """
    from communique.corpus import open_corpus
    from communique.corpus_pages import corpus_page

    _check(out, database)
    check_out(out, overwrite=overwrite)
    with open_corpus(database) as corpus:
        html = corpus_page(corpus, title=database.stem if title is None else title)
    write_out(out, html)
    tell(f"{out}: {len(html.encode('utf-8')) / 1e6:.1f} MB; open it in a browser")


def _check(out: Path, database: Path) -> None:
    if out.exists() and database.exists() and out.samefile(database):
        raise UsageError(f"{out}: is read and would be overwritten; choose another output")
    if out.suffix.lower() not in (".html", ".htm"):
        raise UsageError(f"{out}: a page's name ends in .html")
