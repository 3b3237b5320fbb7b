"""OUT of a call on a cluster: a folder of parts, each put there whole by whoever read it.

``OUT/part-*.jsonl`` (or ``.parquet``) holds records, ``OUT/_failures/part-*.jsonl`` failures: what
reads a folder of data as one table passes over names with ``_``. A part has its name from the
documents in it, by a hash.
"""

from __future__ import annotations

import io
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any, BinaryIO, Literal

from communique.errors import OutputError
from communique.outputs.formats import line_of
from communique.outputs.parquet import row_of, write_rows
from communique.ray.claims import CLAIM
from communique.ray.filesystems import filesystem_of, is_address
from communique.records import ExtractorInfo, Failure, Readout

__all__ = ["KEY_BYTES", "Parts", "PartsFormat", "key_of", "part_name"]

PartsFormat = Literal["jsonl", "parquet"]

KEY_BYTES = 16
"""Of a hash: of 10^12 different documents two have the same with a probability of 10^-15."""

_FAILURES = "_failures"
_PART = re.compile(rf"(?:{_FAILURES}/)?\.?part-[0-9a-f]{{32}}\.(?:jsonl|parquet)")


def key_of(document_id: str, text_sha256: str) -> bytes:
    """What tells a document that was read from all others, in ``KEY_BYTES`` bytes."""
    told = f"{document_id}\0{text_sha256}".encode("utf-8", "surrogatepass")
    return blake2b(told, digest_size=KEY_BYTES).digest()


def part_name(keys: Iterable[bytes]) -> str:
    """The name of the part that is made of the documents with these keys."""
    digest = blake2b(digest_size=KEY_BYTES)
    for key in keys:
        digest.update(key)
    return f"part-{digest.hexdigest()}"


@dataclass(frozen=True, slots=True)
class Parts:
    """The folder, by a path or an address."""

    folder: str
    """As messages name it."""
    format: PartsFormat
    root: str = field(init=False)
    """As every node finds it, which is not where the call was made."""

    def __post_init__(self) -> None:
        root = self.folder if is_address(self.folder) else os.path.abspath(self.folder)
        object.__setattr__(self, "root", root)

    def start(self, *, overwrite: bool, resume: bool) -> None:
        """Make the folder, and room in it: of earlier failures, or of all that an earlier call
        left.

        Raises:
            OutputError: there is something, and it is not to be overwritten or gone on with; it is
                no folder of parts; it cannot be written.
        """
        with self._writing() as (files, root):
            names = _names(files, root)
            if names and not (overwrite or resume):
                raise OutputError(
                    f"{self.folder}: exists; use --resume, --overwrite or another name"
                )
            foreign = next((name for name in names if not _PART.fullmatch(name)), None)
            if foreign is not None:
                raise OutputError(
                    f"{self.folder}: holds {foreign!r}, which no such call wrote: choose another "
                    "folder"
                )
            others = [name for name in self.names() if not name.endswith(self.format)]
            if resume and others:
                raise OutputError(
                    f"{self.folder}: holds {others[0]!r}, not {self.format}: choose that --format, "
                    "or --overwrite"
                )
            for name in names:
                if overwrite or not name.startswith("part-"):
                    files.delete_file(f"{root}/{name}")
            files.create_dir(f"{root}/{_FAILURES}", recursive=True)

    def names(self) -> list[str]:
        """The parts with records, as paths in their file system.

        Raises:
            OutputError: the folder cannot be read.
        """
        with self._writing() as (files, root):
            return [f"{root}/{name}" for name in _names(files, root) if name.startswith("part-")]

    def failures(self) -> list[str]:
        """The parts with failures, likewise."""
        with self._writing() as (files, root):
            below = f"{_FAILURES}/part-"
            return [f"{root}/{name}" for name in _names(files, root) if name.startswith(below)]

    def put(self, name: str, records: Sequence[Readout], failures: Sequence[Failure]) -> None:
        """Put the part ``name`` there, in the place of what an earlier reading of it left.

        Raises:
            OutputError: it cannot be written.
        """
        with self._writing() as (files, root):
            with _whole(files, f"{root}/{_FAILURES}", f"{name}.jsonl", failures) as file:
                file.writelines(map(_line, failures))
            with _whole(files, root, f"{name}.{self.format}", records) as file:
                if self.format == "parquet":
                    write_rows(map(row_of, records), file)
                else:
                    file.writelines(map(_line, records))

    def read(self, name: str) -> Iterator[tuple[bytes, ExtractorInfo]]:
        """The key and the maker of each record of the part ``name``.

        Raises:
            OutputError: the part is damaged, or cannot be read.
        """
        with self._writing() as (files, _), files.open_input_file(name) as file:
            try:
                for record in self._heads(file):
                    maker = ExtractorInfo.model_validate(record["extractor"])
                    yield key_of(record["document_id"], record["text_sha256"]), maker
            except (ValueError, TypeError, KeyError) as error:
                raise OutputError(f"{name}: damaged: remove it to read its articles again") from (
                    error
                )

    def drop(self, name: str, unwanted: Callable[[str, str], bool]) -> int:
        """Remove from the part ``name`` the records whose id and hash of the text are
        ``unwanted``; how many these were. A part without records is removed.

        Raises:
            OutputError: the part is damaged, or cannot be read or written.
        """
        with self._writing() as (files, root):
            with files.open_input_file(name) as file:
                content = file.read()
            try:
                heads = self._heads(io.BytesIO(content))
                kept = [not unwanted(one["document_id"], one["text_sha256"]) for one in heads]
            except (ValueError, TypeError, KeyError) as error:
                raise OutputError(f"{name}: damaged: remove it to read its articles again") from (
                    error
                )
            dropped = kept.count(False)
            if dropped:
                wanted = [number for number, keep in enumerate(kept) if keep]
                with _whole(files, root, name.rpartition("/")[2], wanted) as out:
                    self._copy(content, wanted, out)
            return dropped

    def _copy(self, content: bytes, wanted: list[int], out: BinaryIO) -> None:
        """The records with the numbers ``wanted`` of a part's ``content``, as they are."""
        if self.format == "jsonl":
            lines = content.splitlines(keepends=True)
            out.writelines(lines[number] for number in wanted)
            return
        from pyarrow import array, int64
        from pyarrow.parquet import read_table, write_table

        rows = read_table(io.BytesIO(content)).take(array(wanted, int64()))
        write_table(rows, out, compression="zstd")

    def _heads(self, file: Any) -> Iterator[dict[str, Any]]:
        if self.format == "jsonl":
            yield from map(json.loads, io.BufferedReader(file))
            return
        from pyarrow.parquet import ParquetFile

        with ParquetFile(file) as table:
            for batch in table.iter_batches(columns=["document_id", "text_sha256", "extractor"]):
                yield from batch.to_pylist()

    @contextmanager
    def _writing(self) -> Iterator[tuple[Any, str]]:
        files, root = filesystem_of(self.root)
        try:
            yield files, root
        except OSError as error:
            raise OutputError(f"{self.folder}: cannot be read or written: {error}") from error


def _names(files: Any, root: str) -> list[str]:
    """The files below ``root`` but for claims, sorted; none where it is not there."""
    from pyarrow.fs import FileSelector, FileType

    if files.get_file_info(root).type == FileType.File:
        raise OutputError(f"{root}: is a file, not a folder of parts")
    found = files.get_file_info(FileSelector(root, recursive=True, allow_not_found=True))
    names = [one.path[len(root.rstrip("/")) + 1 :] for one in found if one.is_file]
    return sorted(name for name in names if not name.startswith(CLAIM))


@contextmanager
def _whole(files: Any, folder: str, name: str, content: Sequence[object]) -> Iterator[BinaryIO]:
    """A file that has its name when it is whole; none where there is no ``content``."""
    if not content:
        yield io.BytesIO()
        with suppress(FileNotFoundError):
            files.delete_file(f"{folder}/{name}")
        return
    with files.open_output_stream(f"{folder}/.{name}") as stream:
        yield stream
    files.move(f"{folder}/.{name}", f"{folder}/{name}")


def _line(result: Readout | Failure) -> bytes:
    return line_of(result).encode("utf-8") + b"\n"
