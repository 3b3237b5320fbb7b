"""What the commands of ``communique gold`` have in common: which project folder is meant."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from communique.errors import UsageError

__all__ = ["Root", "with_gold"]

Root = Annotated[
    Path | None,
    typer.Option(
        "--root",
        metavar="DIR",
        help="Project folder; without it the working directory, when it has a gold/.",
    ),
]


def with_gold(folder: Path | None, root: Path | None) -> Path:
    """``folder``, which has gold; ``root`` is what was asked for.

    Raises:
        UsageError: there is no such folder, or it has no gold.
    """
    if folder is None or not (folder / "gold").is_dir():
        raise UsageError(
            f"{root or 'the working directory'} has no gold/: name a project folder with --root, "
            "or make one with `communique init DIR`"
        )
    return folder
