"""Which files a call names, and under which ids their documents go."""

from __future__ import annotations

import glob
import logging
import os
import sys
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path, PurePath
from typing import BinaryIO, Literal

from communique.errors import UsageError

__all__ = [
    "HUB",
    "Source",
    "find_sources",
    "is_readme",
    "is_saved_dataset",
    "named_sources",
    "read_in_folder",
]

SourceKind = Literal["text", "jsonl", "parquet", "dataset", "stdin"]

HUB = "hf:"
"""What the name of a dataset of the Hugging Face Hub begins with."""

TEXT_SUFFIXES = (".txt", ".text", ".md", ".markdown")
"""What a folder is searched for; a file named outright is read whatever its name."""

OTHERS_NAMED = 3
"""Of the files of a folder that are not read, how many are named."""

_logger = logging.getLogger("communique.documents")

KINDS: Mapping[str, SourceKind] = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".jsonl.gz": "jsonl",
    ".ndjson.gz": "jsonl",
    ".parquet": "parquet",
}


@dataclass(frozen=True, slots=True)
class Source:
    """One place that documents come from."""

    path: str
    """As messages name it; ``-`` is standard input, ``hf:…`` a dataset."""
    kind: SourceKind
    id: str
    """The id of its document, where it holds one; else of failures that concern it as a whole."""

    def opened(self) -> BinaryIO:
        """Its bytes, where it is a file.

        Raises:
            OSError: it cannot be opened.
        """
        return Path(self.path).open("rb")


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
            named = path == "-" or path.startswith(HUB)
            found.setdefault(path if named else os.path.abspath(path), (path, below))
    return named_sources(found.values())


def named_sources(found: Collection[tuple[str, str]]) -> tuple[Source, ...]:
    """The sources of files given as (path, path below the folder that was given), with their ids.

    Raises:
        UsageError: a file is of a kind not read.
    """
    ids = _ids([names for names in found if _kind(names[0]) == "text"])
    return tuple(
        Source(path, _kind(path), "stdin" if path == "-" else ids.get(path, path))
        for path, _ in found
    )


def is_saved_dataset(folder: Path) -> bool:
    """Whether ``datasets`` saved a dataset, or several splits of one, in ``folder``."""
    one = all((folder / name).is_file() for name in ("dataset_info.json", "state.json"))
    return one or (folder / "dataset_dict.json").is_file()


def _check(given: str) -> None:
    """See that ``given`` can point to something."""
    if not given:
        raise UsageError("a path is empty: name a file, a folder, or '-' (an unset variable?)")
    if given == "-" and sys.stdin is None:
        raise UsageError("-: standard input is closed")
    if given == HUB:
        raise UsageError(f"{HUB} names no dataset: write {HUB}OWNER/NAME or {HUB}OWNER/NAME:SPLIT")


def _below(given: str) -> list[tuple[str, str]]:
    """The sources that ``given`` names, as (path, path below ``given``)."""
    root = Path(given)
    if given == "-" or given.startswith(HUB):
        return [(given, given)]
    try:
        if not root.exists():
            return _matches(given)
        if not root.is_dir() or is_saved_dataset(root):
            return [(given, given)]
    except OSError as error:
        raise UsageError(f"{given}: {error.strerror}") from error
    return _in_folder(root, given)


def _matches(pattern: str) -> list[tuple[str, str]]:
    """The files that ``pattern`` matches; its folders, where it matches those alone."""
    found = sorted(glob.glob(pattern, recursive=True))
    if not found:
        missing = "no such file" if glob.has_magic(pattern) else "no such file or folder"
        raise UsageError(f"{pattern}: {missing}")
    fixed = Path(*(part for part in takewhile(_is_fixed, Path(pattern).parts)))
    files = [path for path in found if not Path(path).is_dir()]
    if not files:
        return [one for folder in found for one in _in_folder(Path(folder), folder)]
    return [(path, Path(path).relative_to(fixed).as_posix()) for path in files]


def _is_fixed(part: str) -> bool:
    return not glob.has_magic(part)


def _in_folder(root: Path, given: str) -> list[tuple[str, str]]:
    try:
        files = list(_files(root))
    except OSError as error:
        raise UsageError(f"{error.filename}: cannot be searched: {error.strerror}") from error
    return read_in_folder(files, given)


def read_in_folder(files: Iterable[tuple[str, str]], given: str) -> list[tuple[str, str]]:
    """Of the ``files`` in the folder ``given``, as (path below it, path), those that are read, the
    other way round: its texts; where it has none, its tables.

    Raises:
        UsageError: it has neither.
    """
    files = sorted(files)
    texts = [(path, below) for below, path in files if path.lower().endswith(TEXT_SUFFIXES)]
    tables = [(path, below) for below, path in files if _suffix(path) in KINDS]
    read = {path for path, _ in texts or tables}
    if texts or tables:
        _tell_of_others(given, [below for below, path in files if path not in read])
    else:
        kinds = ", *".join((*TEXT_SUFFIXES, *KINDS))
        raise UsageError(f"{given}: no text in this folder (looked for *{kinds})")
    return texts or tables


def _tell_of_others(given: str, others: Sequence[str]) -> None:
    """Say which files of a folder are not read: someone may have thought that they are."""
    if others:
        named = ", ".join(others[:OTHERS_NAMED])
        more = f" and {len(others) - OTHERS_NAMED} more" if len(others) > OTHERS_NAMED else ""
        _logger.warning("note: not read in %s: %s%s", given, named, more)


def _files(root: Path) -> Iterator[tuple[str, str]]:
    """The files below ``root`` that may be articles, as (path below it, path)."""

    def stop(error: OSError) -> None:
        raise error

    # Path.rglob would pass over a folder that it may not read.
    for folder, folders, names in os.walk(root, onerror=stop):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for path in (Path(folder, name) for name in names if not name.startswith(".")):
            if not is_readme(path.name) and path.is_file():
                yield path.relative_to(root).as_posix(), str(path)


def is_readme(name: str) -> bool:
    """Whether a file tells of the others, and is no article."""
    return PurePath(name).stem.upper() == "README"


def _ids(files: Sequence[tuple[str, str]]) -> dict[str, str]:
    stems = Counter(Path(path).stem for path, _ in files)
    belows = Counter(below for _, below in files)
    ids: dict[str, str] = {}
    for path, below in files:
        stem = Path(path).stem
        name = stem if stems[stem] == 1 else below if belows[below] == 1 else path
        ids[path] = os.fsencode(name).decode("utf-8", "replace")
    return ids


def _suffix(path: str) -> str:
    """In small letters; of a compressed file with what is inside: ``.jsonl.gz``."""
    suffixes = [suffix.lower() for suffix in Path(path).suffixes[-2:]]
    return "".join(suffixes if suffixes[-1:] == [".gz"] else suffixes[-1:])


def _kind(path: str) -> SourceKind:
    if path == "-":
        return "stdin"
    if path.startswith(HUB) or Path(path).is_dir():
        return "dataset"
    suffix = _suffix(path)
    if suffix == ".json":
        raise UsageError(f"{path}: JSON is read one object a line; write it so and name it .jsonl")
    return KINDS.get(suffix, "text")
