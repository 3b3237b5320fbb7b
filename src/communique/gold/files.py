"""The files of a project: sources by set, and the texts that they name."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from communique.errors import GoldError
from communique.gold.challenge import CHALLENGE, LINKS
from communique.gold.problems import shown
from communique.gold.source import Source

__all__ = ["SEEDS", "annotator_files", "inside", "source_files", "source_folders", "text_of"]

SEEDS = "seeds"
"""The set that the files directly in ``gold/sources/`` make."""


def source_folders(root: Path, problems: list[GoldError]) -> Iterator[tuple[str, Path]]:
    """The folders of sources with the names of their sets."""
    sources = root / "gold" / "sources"
    yield SEEDS, sources
    taken = {
        SEEDS: "`seeds` is the set of gold/sources itself",
        CHALLENGE: "`challenge` is the set of gold/challenge",
        LINKS: "`links` is the set of gold/links",
    }
    for folder in sorted(sources.iterdir()) if sources.is_dir() else ():
        if not folder.is_dir() or folder.name.startswith("."):
            continue
        if folder.name in taken:
            problems.append(GoldError(taken[folder.name], path=shown(folder)))
        else:
            yield folder.name, folder


def source_files(folder: Path, problems: list[GoldError]) -> Iterator[Path]:
    """The sources in a folder, by name."""
    if not folder.is_dir():
        return
    for path in sorted(folder.iterdir()):
        if path.suffix == ".yaml":
            yield path
        elif path.suffix.lower() in {".yml", ".yaml"}:
            problems.append(GoldError("a source's name must end in .yaml", path=shown(path)))


def annotator_files(root: Path) -> list[Path]:
    """The sources of single annotators."""
    return sorted((root / "gold" / "annotators").glob("*/*.yaml"))


def inside(root: Path, path: Path) -> Path:
    """``path``, if it lies in the project folder ``root`` and may be replaced: it is no link
    itself (only the link would be replaced), and none on the way to it leads out.

    Raises:
        GoldError: it does not.
    """
    real = path.parent.resolve() / path.name
    if path.is_symlink() or not real.is_relative_to(root.resolve()):
        raise GoldError(
            "is a link, or leads out of the project folder: it is left alone; put the file itself "
            "there",
            path=shown(path),
        )
    return path


def text_of(root: Path, source: Source) -> str:
    """The text file that a source names, as it is now. A link to it stays in the project.

    Raises:
        GoldError: it is outside of the project folder, cannot be read, or is empty.
    """
    relative = PurePosixPath(source.text)
    if relative.is_absolute() or ".." in relative.parts:
        raise source.error(
            f"{source.text!r}: give the path from the project folder, such as seeds/a.txt"
        )
    path = root / relative
    try:
        if not Path(os.path.realpath(path)).is_relative_to(root.resolve()):
            raise source.error(
                f"{shown(path)} is a link that leads out of the project folder: put the text "
                "itself there"
            )
        text = path.read_bytes().decode("utf-8")
    except OSError as cause:
        raise source.error(f"{shown(path)} cannot be read: {cause.strerror}") from cause
    except UnicodeDecodeError as cause:
        raise source.error(f"{shown(path)} is not UTF-8 (byte {cause.start})") from cause
    if not text.strip():
        raise source.error(f"{shown(path)} is empty")
    return text
