"""``communique init``: a project for labels of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from communique.cli.console import output_path, tell

__all__ = ["init"]

Folder = Annotated[
    Path,
    typer.Argument(metavar="DIR", parser=output_path, help="Made where it is not there."),
]


def init(folder: Folder) -> None:
    """Make a project for labels of your own: guidelines, a first article, a suite.

    The same commands work in it: its README.md has them in order. A file that is in the way is
    named, and nothing is written.
    """
    from communique.drafting.starting import start_project

    for path in start_project(folder):
        tell(str(folder / path))
    tell(f"a project is in {folder}; its README.md says how to go on")
