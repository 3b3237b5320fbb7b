"""From a source to its documents, or to the failures that stand for them."""

from __future__ import annotations

import json
import sys
import zlib
from collections.abc import Iterable, Iterator, Sequence
from gzip import GzipFile
from itertools import chain
from typing import Any, BinaryIO

from communique.documents.bounded import MOST_BYTES, lines_of, read_all
from communique.documents.rows import Located, check_text, document_of, unreadable
from communique.documents.sources import Source
from communique.documents.tables import count_rows, read_dataset, read_parquet
from communique.errors import InputError
from communique.given import Ids, check_length
from communique.records import Document, Failure

__all__ = ["count_documents", "read_sources"]


def read_sources(sources: Sequence[Source]) -> Iterator[Document | Failure]:
    """The documents of ``sources``; see ``read_documents``."""
    ids = Ids()
    for source in sources:
        for where, item in _read(source):
            if isinstance(item, Document) and ids.names_another(item):
                item = unreadable(
                    where, f"{where}: another document with the id {item.id!r} came before"
                )
            yield item


def count_documents(sources: Sequence[Source]) -> int | None:
    """How many documents ``sources`` hold; None where only reading them would tell."""
    total = 0
    for source in sources:
        number = 1 if source.kind == "text" else None
        if source.kind in ("parquet", "dataset"):
            number = count_rows(source)
        if number is None:
            return None
        total += number
    return total


def _read(source: Source) -> Iterator[Located]:
    try:
        yield from _READERS[source.kind](source)
    except OSError as error:
        yield source.path, unreadable(source.id, f"{source.path}: {error.strerror or error}")


def _read_text(source: Source) -> Iterator[Located]:
    with source.opened() as file:
        yield source.path, _article(source, file)


def _article(source: Source, stream: BinaryIO, first: bytes = b"") -> Document | Failure:
    try:
        text = _decode(first + read_all(stream))
        check_text(text)
        check_length(text)
    except (ValueError, InputError) as error:
        name = "standard input" if source.kind == "stdin" else source.path
        return unreadable(source.id, f"{name}: {error}")
    return Document(id=source.id, text=text)


def _decode(raw: bytes) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ValueError("UTF-16, not UTF-8: convert it first")
    nul = raw.find(b"\0")
    if nul >= 0:
        raise ValueError(f"binary, not text: a NUL at byte {nul}")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ValueError(
            f"not UTF-8: byte 0x{raw[error.start]:02x} at offset {error.start} "
            f"({error.reason}); convert it first"
        ) from error


def _read_jsonl(source: Source) -> Iterator[Located]:
    packed = source.path.lower().endswith(".gz")
    with source.opened() as file:
        lines: Any = GzipFile(fileobj=file) if packed else file
        try:
            yield from _json_lines(source, lines_of(lines))
        except (EOFError, zlib.error) as error:
            yield source.path, unreadable(source.id, f"{source.path}: damaged: {error}")


def _read_stdin(source: Source) -> Iterator[Located]:
    stream: BinaryIO = sys.stdin.buffer
    first = stream.readline(MOST_BYTES)
    try:
        row = json.loads(first)
    except (ValueError, RecursionError):
        row = None
    if isinstance(row, dict) and "text" in row:
        yield from _json_lines(source, chain([first], lines_of(stream)))
    else:
        yield source.id, _article(source, stream, first)


def _json_lines(source: Source, lines: Iterable[bytes | None]) -> Iterator[Located]:
    # Not through `datasets`: it gives up on the whole file where one line is wrong.
    rows = 0
    for number, line in enumerate(lines, start=1):
        where = f"{source.id if source.kind == 'stdin' else source.path}:{number}"
        if line is None:
            rows += 1
            yield where, unreadable(where, f"{where}: longer than {MOST_BYTES} bytes")
            continue
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if not line.strip():
            continue
        rows += 1
        try:
            row = json.loads(line.decode("utf-8"))
            if not isinstance(row, dict):
                raise ValueError("not a JSON object")
        except (ValueError, RecursionError) as error:
            yield where, unreadable(where, f"{where}: not a line of JSON: {error}")
            continue
        yield where, document_of(where, row)
    if not rows:
        yield source.path, unreadable(source.id, f"{source.path}: empty: no line in it")


_READERS = {
    "text": _read_text,
    "jsonl": _read_jsonl,
    "parquet": read_parquet,
    "dataset": read_dataset,
    "stdin": _read_stdin,
}
