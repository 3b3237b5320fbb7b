"""Where in a project the draft of a document goes, and its text."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from communique.durable import write_whole, writing
from communique.errors import GoldError, OutputError, UsageError
from communique.gold.challenge import CHALLENGE, LINKS
from communique.gold.files import SEEDS, annotator_files, source_files, source_folders
from communique.gold.loading import load_source
from communique.gold.nodes import read_bytes
from communique.gold.problems import shown
from communique.records import Document

__all__ = ["ARTICLES", "Places", "put"]

ARTICLES = "articles"
"""The folder of a project that texts are copied into."""

MOST_BYTES = 200
"""Of a name, before its extension."""

_NAME = re.compile(r"\w(?:[\w .-]*[\w-])?")
_SET = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Places:
    """The files of one set of a project.

    ``files`` are the texts that lie in files of their own, by the ids of their documents.
    """

    root: Path
    set_name: str
    overwrite: bool = False
    files: Mapping[str, Path] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.set_name in {CHALLENGE, LINKS} or not _SET.fullmatch(self.set_name):
            raise UsageError(
                f"{self.set_name!r} is no name of a set: small letters, digits, - and _, and not "
                f"{CHALLENGE!r} or {LINKS!r}, whose passages are written by hand"
            )

    @property
    def built(self) -> Path:
        return self.root / "gold" / f"{self.set_name}.jsonl"

    def source(self, name: str) -> Path:
        folder = self.root / "gold" / "sources"
        return (folder if self.set_name == SEEDS else folder / self.set_name) / f"{name}.yaml"

    def name_of(self, document: Document) -> str:
        """A name that a file can have: the id, where that is one.

        No part of an id is ever taken for a folder.
        """
        if _is_name(document.id):
            return document.id
        digest = hashlib.sha256(document.id.encode()).hexdigest()[:8]
        words = re.sub(r"[^\w]+", "-", document.id).strip("-")[:40] or "document"
        return f"{words}-{digest}"

    def is_free(self, source: Path) -> bool:
        """Whether a draft may be written there: nothing is, or a draft that may be replaced.

        Raises:
            OutputError: it is to be replaced, and holds what a person did.
        """
        if not os.path.lexists(source):
            return True
        if not self.overwrite:
            return False
        problems: list[GoldError] = []
        found = load_source(source, problems)
        if found is None or problems or found.status != "draft":
            status = "cannot be read" if found is None or problems else f"is {found.status}"
            raise OutputError(
                f"{shown(source)} {status}: only drafts are replaced; move it away first"
            )
        return True

    def text_of(self, document: Document, name: str) -> tuple[str, Path | None]:
        """Where the text lies from the project folder, and the file to copy it to, if any.

        A file of the project is used where it lies.

        Raises:
            OutputError: another text has the place, and may not be replaced, or has labels that
                are no draft.
        """
        data = document.text.encode()
        own = self.files.get(document.id)
        if own is not None and (below := self._below(own)) and _holds(own, data):
            return below, None
        copy = self.root / ARTICLES / f"{name}.txt"
        if os.path.lexists(copy) and not _holds(copy, data):
            if (why := self._needed(copy)) is not None:
                raise OutputError(
                    f"{shown(copy)} holds another text: {why}; give the new text another name"
                )
            if not self.overwrite:
                raise OutputError(
                    f"{shown(copy)} holds another text; move it away, or use --overwrite"
                )
        return f"{ARTICLES}/{copy.name}", copy

    def _needed(self, text: Path) -> str | None:
        """Why the file ``text`` must stay: a source of any set or annotator that is no draft names
        it, or cannot be read, so that nobody knows."""
        folders = [folder for _, folder in source_folders(self.root, [])]
        files = [path for folder in folders for path in source_files(folder, [])]
        for path in [*files, *annotator_files(self.root)]:
            try:
                named = _text_labeled(path, read_bytes(path))
            except GoldError:
                return f"{shown(path)} cannot be read, and may be labeled on it"
            if named is not None and _is_same(self.root / named, text):
                return f"{shown(path)} is labeled on it"
        return None

    def _below(self, path: Path) -> str | None:
        root, path = self.root.resolve(), path.resolve()
        return path.relative_to(root).as_posix() if path.is_relative_to(root) else None


def put(path: Path, text: str) -> None:
    """Write a file whole: whatever happens, ``path`` is what it was, or all of ``text``.

    Raises:
        OutputError: it cannot be written.
    """
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, text.encode())


@lru_cache(maxsize=4096)
def _text_labeled(path: Path, data: bytes) -> str | None:
    """The text that the source ``data`` names; None of a draft.

    Remembered: a run asks of every source for each text that it replaces.

    Raises:
        GoldError: the source as a whole cannot be read.
    """
    problems: list[GoldError] = []
    found = load_source(path, problems, data)
    if found is None:
        raise problems[0]
    return found.text if problems or found.status != "draft" else None


def _is_same(a: Path, b: Path) -> bool:
    """Whether these are one file, by name or through a link."""
    try:
        return a == b or a.samefile(b)
    except (OSError, ValueError):
        return False


def _is_name(given: str) -> bool:
    return _NAME.fullmatch(given) is not None and len(given.encode()) <= MOST_BYTES


def _holds(path: Path, data: bytes) -> bool:
    try:
        return path.read_bytes() == data
    except OSError:
        return False
