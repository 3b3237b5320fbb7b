"""Where an export goes: a file or folder that is whole before it has its name."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from fnmatch import fnmatch
from pathlib import Path

from communique.durable import put_in_place, sync_folder, writing
from communique.errors import OutputError
from communique.exchange.formats import ExchangeFormat
from communique.exchange.items import Labeled, lost_of
from communique.exchange.losses import Losses
from communique.outputs.encodable import json_of
from communique.outputs.lines import LineFile
from communique.outputs.target import Target
from communique.records import Failure

__all__ = ["check", "export", "save_lines"]


def check(target: Target, format_: ExchangeFormat) -> None:
    """See that the export can be written, before any work is done.

    Raises:
        OutputError: OUT is there already, or would not be replaced by what is like it.
    """
    if not (format_.owns and target.out.is_dir()):
        target.check()
        return
    if not target.overwrite:
        raise OutputError(f"{target.out}: exists; use --overwrite or another name")
    for path in target.out.rglob("*"):
        name = path.relative_to(target.out).as_posix()
        if not path.is_dir() and not any(fnmatch(name, pattern) for pattern in format_.owns):
            raise OutputError(f"{path}: is no part of such an export; choose another output")


def export(
    documents: Iterable[Labeled | Failure], target: Target, format_: ExchangeFormat, losses: Losses
) -> int:
    """Write the export and, beside it, the failures; how many documents are in it.

    Raises:
        OutputError: it cannot be written.
    """
    failures = LineFile(target.failures, create=False)
    written = 0

    def apart() -> Iterator[Labeled]:
        nonlocal written
        for document in documents:
            if isinstance(document, Failure):
                failures.add(json_of(document.model_dump(mode="json")))
            else:
                written += 1
                for sentence in lost_of(document):
                    losses.note(sentence)
                yield document

    try:
        with writing(target.out), _part(target.part):
            format_.write(apart(), target.part, losses)
            if target.part.is_dir():
                _put_folder(target.part, target.out)
            else:
                put_in_place(target.part, target.out)
        failures.finish()
    finally:
        failures.close()
    return written


def save_lines(documents: Iterable[Labeled | Failure], target: Target) -> None:
    """Write documents to OUT as lines, as they come, and failures beside it.

    Raises:
        OutputError: they cannot be written.
    """
    lines, failures = LineFile(target.out), LineFile(target.failures, create=False)
    try:
        for document in documents:
            file = failures if isinstance(document, Failure) else lines
            file.add(json_of(document.model_dump(mode="json")))
    finally:
        lines.close()
        failures.close()


@contextmanager
def _part(path: Path) -> Iterator[None]:
    """Nothing at ``path`` before, and nothing after."""
    _remove(path)
    try:
        yield
    finally:
        _remove(path)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _put_folder(whole: Path, folder: Path) -> None:
    """Rename ``whole`` to ``folder``, its files on the disk before that.

    An earlier export of that name is moved aside first, and removed when the new one stands.
    """
    for path in sorted(whole.rglob("*")):
        if path.is_file():
            put_in_place(path, path)
    old = folder.with_name(folder.name + ".old")
    _remove(old)
    if folder.exists():
        folder.rename(old)
    whole.rename(folder)
    sync_folder(folder.parent)
    _remove(old)
