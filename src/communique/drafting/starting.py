"""A user's own project: guidelines, a first article with its labels, a suite."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

from communique.drafting.places import put
from communique.errors import OutputError
from communique.gold.build import build_gold
from communique.project import packaged_root

__all__ = ["start_project"]

TEMPLATE = Path(__file__).with_name("template")

FILES: Mapping[str, str] = {
    "README.md": "README.md",
    "articles/harbour-talks.txt": "harbour-talks.txt",
    "gold/sources/mine/harbour-talks.yaml": "harbour-talks.yaml",
    "evals/suites/mine.toml": "mine.toml",
}
"""Where each file of the template goes."""

SECTIONS = ("Build and check", "Draft", "Editing a source", "To and from other tools", "Statuses")
"""Of our own ``gold/README.md``, what holds for any project."""

BUILT = "gold/mine.jsonl"


def start_project(folder: Path) -> tuple[str, ...]:
    """Make ``folder`` a project, or add one to what it holds; the paths of its files in it.

    Raises:
        OutputError: a file is in the way, and then nothing was written; or one cannot be written.
    """
    files = _files()
    paths = (*files, BUILT)
    if os.path.lexists(folder) and not folder.is_dir():
        raise OutputError(f"{folder} is a file: name a folder")
    if in_the_way := [path for path in paths if os.path.lexists(folder / path)]:
        raise OutputError(
            f"{folder} has {', '.join(in_the_way)} already, which would be replaced: name another "
            "folder, or move them away"
        )
    for path, text in files.items():
        put(folder / path, text)
    build_gold(folder)
    return paths


def _files() -> dict[str, str]:
    """The files and what they hold; runs are left out of a repository."""
    ours = packaged_root() / "gold"
    return {
        "gold/GUIDELINES.md": (ours / "GUIDELINES.md").read_text("utf-8"),
        "gold/README.md": _about_gold((ours / "README.md").read_text("utf-8")),
        "runs/.gitignore": "*\n",
        **{path: (TEMPLATE / name).read_text("utf-8") for path, name in FILES.items()},
    }


def _about_gold(readme: str) -> str:
    """What holds for any project, of a README with headings."""
    _, *parts = re.split(r"^## (.+)\n", readme, flags=re.MULTILINE)
    sections = dict(zip(parts[::2], parts[1::2], strict=True))
    told = "".join(f"## {name}\n{sections[name].rstrip()}\n\n" for name in SECTIONS)
    return f"# gold: labels made by hand\n\n{told.rstrip()}\n"
