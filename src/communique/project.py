"""Where data files live: the user's project folder, else the checkout, else the wheel.

The project folder is the one given as ``--root``, or the working directory if it holds a ``gold/``.
What is read is looked for there first, then among the data that travel with the package; what is
written goes into a project folder or nowhere.
"""

from __future__ import annotations

import os
from pathlib import Path

from communique.errors import UsageError

__all__ = ["data_path", "packaged_root", "project_root"]

FOLDERS = ("prompts", "gold", "evals", "seeds")


def packaged_root() -> Path:
    """The folder holding the data that came with the package.

    In a wheel it is ``communique/_data``; in a checkout (or an editable install of one) the
    repository itself.
    """
    package = Path(__file__).resolve().parent
    for root in (package / "_data", package.parents[1]):
        if all((root / folder).is_dir() for folder in FOLDERS):
            return root
    raise UsageError("the data of communique are missing from this installation: install it again")


def project_root(root: Path | None = None) -> Path | None:
    """The user's project folder, or None when there is none here."""
    if root is not None:
        if not root.is_dir():
            raise UsageError(f"{root}: no such folder (--root names a project folder)")
        return root
    here = Path.cwd()
    return here if (here / "gold").is_dir() else None


def data_path(relative: str, root: Path | None = None) -> Path:
    """``relative`` (such as ``gold/seeds.jsonl``) in the project folder, else as packaged.

    Raises:
        UsageError: it is in neither.
    """
    tried = []
    for base in (project_root(root), packaged_root()):
        if base is not None:
            path = base / relative
            if os.path.exists(path):  # False, not an error, for a name that no file can have
                return path
            tried.append(str(path))
    raise UsageError(f"{relative} not found; looked for {' and '.join(dict.fromkeys(tried))}")
