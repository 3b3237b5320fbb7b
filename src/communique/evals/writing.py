"""The folder of one run: taken or refused, its files written as a whole or not at all.

The folder carries its plan in ``run.json``: the same call goes on where it stopped, another call
into the same folder is refused.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Protocol

from communique.durable import put_in_place, writing
from communique.errors import OutputError
from communique.evals.provenance import environment

__all__ = [
    "can_hold",
    "draft_lines",
    "open_folder",
    "write_file",
    "write_lines",
]

OWN_FILES = (
    "run.json",
    "scores.json",
    "results.parquet",
    "gold.jsonl",
    "usage.jsonl",
    "records",
    "attempts",
)
"""All that a run writes into its folder."""

PART = ".part"
"""What the name of a file ends in that is not whole yet."""


class Identified(Protocol):
    """The plan of a run."""

    def identity(self) -> dict[str, Any]:
        """What makes two runs the same run; ready for JSON."""
        ...


def open_folder(plan: Identified, folder: Path, *, overwrite: bool = False) -> None:
    """Make ``folder`` hold this plan: a new run, or the same one to go on with.

    Raises:
        OutputError: it holds another run (without ``overwrite``) or files that no run wrote.
    """
    if folder.exists() and not folder.is_dir():
        raise OutputError(f"{folder} is a file; a run needs a folder")
    if not can_hold(plan, folder):
        strangers = [name for name in _names(folder) if not _is_own(name)]
        if strangers or not (folder / "run.json").is_file():
            stranger = (strangers or _names(folder))[0]
            raise OutputError(
                f"{folder} holds {stranger}, which no run wrote; name another folder with -o"
            )
        if not overwrite:
            raise OutputError(
                f"{folder} holds another run; give --overwrite to replace it, or another -o"
            )
    if overwrite:
        _empty(folder)
    link = next((name for name in OWN_FILES if (folder / name).is_symlink()), None)
    if link is not None:
        raise OutputError(f"{folder / link} is a link, which no run made; remove it")
    environments = _environments(folder)
    if (here := environment()) not in environments:
        environments.append(here)
    run = {**plan.identity(), "environments": environments}
    write_file(folder / "run.json", json.dumps(run, indent=1) + "\n")


def can_hold(plan: Identified, folder: Path) -> bool:
    """True when ``folder`` is not there, is empty, or holds this very run (perhaps unfinished)."""
    if not _names(folder):
        return not folder.exists() or folder.is_dir()
    found = _run_json(folder)
    return {key: item for key, item in found.items() if key != "environments"} == plan.identity()


def _environments(folder: Path) -> list[Any]:
    """With what the calls before this one worked on the run."""
    found = _run_json(folder).get("environments")
    return found if isinstance(found, list) else []


def _run_json(folder: Path) -> dict[str, Any]:
    """What it holds; nothing where it is not there or not ours."""
    try:
        found = json.loads((folder / "run.json").read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _is_own(name: str) -> bool:
    return name.removesuffix(PART) in OWN_FILES


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def _empty(folder: Path) -> None:
    for name in filter(_is_own, _names(folder)):
        path = folder / name
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def write_file(path: Path, text: str) -> None:
    """Write as a whole or not at all, making the folders above.

    Raises:
        OutputError: the file cannot be written.
    """
    write_lines(path, [text])


def write_lines(path: Path, lines: Iterable[str]) -> None:
    """``write_file`` for what is made as it is written; each line with its end.

    Raises:
        OutputError: the file cannot be written.
    """
    draft = draft_lines(path, lines)
    with writing(path):
        put_in_place(draft, path)


def draft_lines(path: Path, lines: Iterable[str]) -> Path:
    """Write what ``path`` is to hold beside it; where it stands until it is given its name.

    Raises:
        OutputError: it cannot be written.
    """
    draft = path.with_name(path.name + PART)
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        # Made anew: a link that someone put there is not followed.
        draft.unlink(missing_ok=True)
        with draft.open("x", encoding="utf-8", errors="surrogatepass", newline="\n") as file:
            file.writelines(lines)
    return draft
