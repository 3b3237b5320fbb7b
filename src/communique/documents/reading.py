"""From a source to its documents, or to the failures that stand for them."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO

from communique.documents.bounded import MOST_BYTES, lines_of, read_all
from communique.documents.sources import Source
from communique.errors import InputError
from communique.given import Ids, check_length, day_of
from communique.records import Document, ErrorInfo, Failure

__all__ = ["read_sources"]

BATCH = 64
"""Rows of a Parquet file held at a time."""


Located = tuple[str, Document | Failure]
"""A document or failure, with the place it came from (``path`` or ``path:line``)."""


def read_sources(sources: Sequence[Source]) -> Iterator[Document | Failure]:
    """The documents of ``sources``; see ``read_documents``."""
    ids = Ids()
    for source in sources:
        for where, item in _read(source):
            if isinstance(item, Document) and ids.names_another(item):
                item = _failure(
                    where, f"{where}: another document with the id {item.id!r} came before"
                )
            yield item


def _failure(document_id: str, message: str) -> Failure:
    error = ErrorInfo(code=InputError.code, message=message, stage=InputError.stage)
    return Failure(document_id=document_id, error=error)


def _read(source: Source) -> Iterator[Located]:
    try:
        yield from _READERS[source.kind](source)
    except OSError as error:
        yield source.path, _failure(source.id, f"{source.path}: {error.strerror or error}")


def _read_text(source: Source) -> Iterator[Located]:
    with Path(source.path).open("rb") as file:
        yield source.path, _article(source, file)


def _article(source: Source, stream: BinaryIO, first: bytes = b"") -> Document | Failure:
    try:
        text = _decode(first + read_all(stream))
        _check(text)
        check_length(text)
    except (ValueError, InputError) as error:
        name = "standard input" if source.kind == "stdin" else source.path
        return _failure(source.id, f"{name}: {error}")
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


def _check(text: str) -> None:
    if not text.lstrip("\ufeff").strip():
        raise ValueError("empty: nothing but white space" if text else "empty")
    nul = text.find("\0")
    if nul >= 0:
        raise ValueError(f"binary, not text: a NUL at character {nul}")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise ValueError(f"half a surrogate pair at character {error.start}") from error


def _read_jsonl(source: Source) -> Iterator[Located]:
    with Path(source.path).open("rb") as lines:
        yield from _json_lines(source, lines_of(lines))


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
            yield where, _failure(where, f"{where}: longer than {MOST_BYTES} bytes")
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
            yield where, _failure(where, f"{where}: not a line of JSON: {error}")
            continue
        yield where, _document(where, row)
    if not rows:
        yield source.path, _failure(source.id, f"{source.path}: empty: no line in it")


def _read_parquet(source: Source) -> Iterator[Located]:
    # Not through `datasets`: a file's own metadata may tell that to open files and addresses.
    from pyarrow import ArrowException
    from pyarrow.parquet import ParquetFile

    number = 0
    try:
        with ParquetFile(source.path) as table:
            columns = table.schema_arrow.names
            wanted = [c for c in ("id", "document_id", "text", "published") if c in columns]
            if "text" not in wanted:
                raise ValueError(f"no column 'text' (it has: {', '.join(columns)})")
            # In small batches: a row group may be the whole file.
            for batch in table.iter_batches(batch_size=BATCH, columns=wanted):
                for row in batch.to_pylist():
                    number += 1
                    where = f"{source.path}:{number}"
                    yield where, _document(where, row)
    except (ValueError, OverflowError, ArrowException) as error:
        yield source.path, _failure(source.id, f"{source.path}: after row {number}: {error}")
        return
    if not number:
        yield source.path, _failure(source.id, f"{source.path}: empty: no row in it")


def _document(where: str, row: Mapping[str, Any]) -> Document | Failure:
    name, text = row.get("id", row.get("document_id")), row.get("text")
    if isinstance(name, int) and not isinstance(name, bool):
        name = str(name)
    if not isinstance(name, str) or not name:
        return _failure(where, f"{where}: no 'id' (a string that names the document)")
    if not isinstance(text, str):
        return _failure(name, f"{where}: no 'text' (a string)")
    try:
        _check(name)
        _check(text)
        check_length(text)
        return Document(id=name, text=text, published=_published(row.get("published")))
    except (ValueError, InputError) as error:
        return _failure(name, f"{where}: {error}")


def _published(value: object) -> str | None:
    if value is None or value == "":
        return None
    try:
        return day_of(value)  # type: ignore[arg-type]
    except ValueError:
        raise ValueError(f"'published' is {value!r}, not a date such as 2022-02-28") from None


_READERS = {
    "text": _read_text,
    "jsonl": _read_jsonl,
    "parquet": _read_parquet,
    "stdin": _read_stdin,
}
