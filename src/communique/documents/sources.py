"""Which files a call names, and under which ids their documents go."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from communique.errors import UsageError

__all__ = ["Source", "find_sources"]

SourceKind = Literal["text", "jsonl", "parquet", "stdin"]

TEXT_SUFFIXES = (".txt", ".text", ".md", ".markdown")
"""What a folder is searched for; a file named outright is read whatever its name."""

KINDS: Mapping[str, SourceKind] = {".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "parquet"}


@dataclass(frozen=True, slots=True)
class Source:
    """One place that documents come from."""

    path: str
    """As messages name it; ``-`` is standard input."""
    kind: SourceKind
    id: str
    """The id of its document, where it holds one; else of failures that concern it as a whole."""


def find_sources(paths: Sequence[str]) -> tuple[Source, ...]:
    """What ``paths`` name, in the order in which it will be read.

    A text file's id is its name without the extension; where names collide, its path below the
    folder that was given; where those collide too, its path as given.

    Raises:
        UsageError: a path is missing, a folder holds no text or cannot be searched, a file is of a
            kind not read.
    """
    if not paths:
        raise UsageError("nothing to read: name a file, a folder, or '-' for standard input")
    found: dict[str, tuple[str, str]] = {}
    for given in paths:
        _check(given)
        for path, below in _below(given):
            found.setdefault(path if path == "-" else os.path.abspath(path), (path, below))
    ids = _ids([names for names in found.values() if _kind(names[0]) == "text"])
    return tuple(
        Source(path, _kind(path), "stdin" if path == "-" else ids.get(path, path))
        for path, _ in found.values()
    )


def _check(given: str) -> None:
    """See that there is something where ``given`` points."""
    if not given:
        raise UsageError("a path is empty: name a file, a folder, or '-' (an unset variable?)")
    if given == "-":
        if sys.stdin is None:
            raise UsageError("-: standard input is closed")
        return
    try:
        there = Path(given).exists()
    except OSError as error:
        raise UsageError(f"{given}: {error.strerror}") from error
    if not there:
        raise UsageError(f"{given}: no such file or folder")


def _below(given: str) -> list[tuple[str, str]]:
    """The files that ``given`` names, as (path, path below ``given``)."""
    root = Path(given)
    if given == "-" or not root.is_dir():
        return [(given, given)]
    try:
        chosen = [(path, below) for below, path in sorted(_texts(root))]
    except OSError as error:
        raise UsageError(f"{error.filename}: cannot be searched: {error.strerror}") from error
    if not chosen:
        kinds = ", *".join(TEXT_SUFFIXES)
        raise UsageError(f"{given}: no text in this folder (looked for *{kinds})")
    return chosen


def _texts(root: Path) -> Iterator[tuple[str, str]]:
    """The articles below ``root``, as (path below it, path)."""

    def stop(error: OSError) -> None:
        raise error

    # Path.rglob would pass over a folder that it may not read.
    for folder, folders, names in os.walk(root, onerror=stop):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for path in (Path(folder, name) for name in names if not name.startswith(".")):
            is_text = path.suffix.lower() in TEXT_SUFFIXES and path.stem.upper() != "README"
            if is_text and path.is_file():
                yield path.relative_to(root).as_posix(), str(path)


def _ids(files: Sequence[tuple[str, str]]) -> dict[str, str]:
    stems = Counter(Path(path).stem for path, _ in files)
    belows = Counter(below for _, below in files)
    ids: dict[str, str] = {}
    for path, below in files:
        stem = Path(path).stem
        name = stem if stems[stem] == 1 else below if belows[below] == 1 else path
        ids[path] = os.fsencode(name).decode("utf-8", "replace")
    return ids


def _kind(path: str) -> SourceKind:
    suffix = Path(path).suffix.lower()
    if path == "-":
        return "stdin"
    if suffix == ".json":
        raise UsageError(f"{path}: JSON is read one object a line; write it so and name it .jsonl")
    return KINDS.get(suffix, "text")
