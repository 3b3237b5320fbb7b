"""Files by their addresses, in whatever Arrow reads: folders here, S3, GCS, HDFS, fsspec's."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, cast

from communique.documents.sources import (
    Source,
    find_sources,
    is_readme,
    named_sources,
    read_in_folder,
)
from communique.errors import UsageError

__all__ = ["SharedSource", "filesystem_of", "find_files", "is_address"]

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+://")

_AHEAD = 1 << 20
"""Bytes that are fetched at a time."""


def is_address(path: str) -> bool:
    """Whether ``path`` is one such as ``s3://bucket/folder``, and no path of this machine."""
    return _ADDRESS.match(path) is not None


def filesystem_of(path: str) -> tuple[Any, str]:
    """The ``pyarrow.fs.FileSystem`` of an address or path, and the path in it.

    Raises:
        UsageError: such addresses cannot be read here, or it has a password in it, which messages
            and failures would repeat.
    """
    from pyarrow import ArrowException
    from pyarrow.fs import FileSystem, FSSpecHandler, LocalFileSystem, PyFileSystem

    if not is_address(path):
        return LocalFileSystem(), os.path.abspath(path)
    before, at, behind = path.partition("://")[2].partition("/")[0].rpartition("@")
    if at and ":" in before:
        raise UsageError(
            f"the address of {behind!r} has a password in it, which would stand in messages: give "
            "it to the environment of the nodes (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, …)"
        )
    try:
        return cast("tuple[Any, str]", FileSystem.from_uri(path))
    except (ArrowException, ValueError) as refused:
        import fsspec

        try:
            found, inside = fsspec.url_to_fs(path)
        except (ImportError, ValueError) as error:
            raise UsageError(f"{path}: cannot be read here: {refused}; {error}") from error
        return PyFileSystem(FSSpecHandler(found)), inside


@dataclass(frozen=True, slots=True)
class SharedSource(Source):
    """A file as every node finds it; ``path`` is what messages name."""

    root: str
    """An address in its file system, or a path of this machine."""
    inside: str
    """The path in that."""

    def opened(self) -> BinaryIO:
        from pyarrow import ArrowException

        try:
            raw = filesystem_of(self.root)[0].open_input_file(self.inside)
        except (ArrowException, UsageError) as error:
            raise OSError(str(error)) from error
        return io.BufferedReader(raw, _AHEAD)


def find_files(paths: list[str]) -> tuple[SharedSource, ...]:
    """What ``paths`` name, files alone, with the ids of ``documents``: paths of this machine as
    there; of an address the file, or the files below it as of a folder.

    Raises:
        UsageError: there is nothing, or it is not read on a cluster (standard input, a dataset).
    """
    here = [path for path in paths if not is_address(path)]
    found = find_sources(here) if here or not paths else ()
    for source in found:
        if source.kind in ("stdin", "dataset"):
            raise UsageError(
                f"{source.path}: is read on one machine: save it as Parquet or JSONL for the "
                "engine ray"
            )
    # Where a worker runs is not where the call was made.
    local = [(source, os.path.abspath(source.path)) for source in found]
    shared = [SharedSource(one.path, one.kind, one.id, path, path) for one, path in local]
    return (*shared, *_remote([path for path in paths if is_address(path)]))


def _remote(addresses: list[str]) -> Iterator[SharedSource]:
    found: dict[str, tuple[str, str, str]] = {}
    for given in addresses:
        for address, below, inside in _below(given):
            found.setdefault(address, (below, given, inside))
    named = named_sources([(address, below) for address, (below, _, _) in found.items()])
    for source in named:
        _, given, inside = found[source.path]
        yield SharedSource(source.path, source.kind, source.id, given, inside)


def _below(given: str) -> list[tuple[str, str, str]]:
    """The files at ``given`` that are read: address, path below ``given``, path in its system."""
    from pyarrow.fs import FileSelector, FileType

    files, root = filesystem_of(given)
    bare = given.partition("?")[0].rstrip("/")
    try:
        info = files.get_file_info(root)
        if info.type == FileType.File:
            return [(bare, info.base_name, info.path)]
        listed = files.get_file_info(FileSelector(root, recursive=True))
    except OSError as error:
        raise UsageError(f"{given}: cannot be read: {error}") from error
    start = len(info.path.rstrip("/")) + 1
    inside = {one.path[start:]: one.path for one in listed if one.is_file}
    articles = [
        (below, f"{bare}/{below}")
        for below in inside
        if not below.startswith(".") and "/." not in below and not is_readme(below)
    ]
    return [(path, below, inside[below]) for path, below in read_in_folder(articles, given)]
