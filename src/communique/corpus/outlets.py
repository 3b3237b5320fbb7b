"""Which outlet published each article: by a column of the texts, or a table of its own."""

from __future__ import annotations

import csv
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from gzip import GzipFile
from pathlib import Path
from typing import Any, BinaryIO

from communique.documents.bounded import lines_of
from communique.documents.sources import Source, find_sources
from communique.documents.tables import IDS, reading_errors, rows_of
from communique.errors import UsageError

__all__ = ["COLUMNS", "Outlets", "outlet_name", "read_outlets"]

COLUMNS = ("outlet", "source")
"""Of texts: the first that a row has is its outlet."""

LONGEST = 200
"""Characters of a name that are kept."""

Outlets = Mapping[str, str]
"""By ``document_id``."""


def read_outlets(texts: Sequence[str] | None, table: Path | None) -> Outlets:
    """The outlet of each article that has one.

    Args:
        texts: the articles; of JSONL, Parquet and datasets a column of ``COLUMNS`` is read. What
            cannot be read of them is for whoever reads the texts to say.
        table: CSV with the columns document_id and outlet; it goes before the texts' own.

    Raises:
        UsageError: a path names nothing, or the table is none; with its line.
    """
    found: dict[str, str] = {}
    for source in find_sources(texts) if texts else ():
        for row in _rows(source):
            outlet = next((name for c in COLUMNS if (name := outlet_name(row.get(c)))), None)
            document_id = row.get("id", row.get("document_id"))
            if outlet is not None and document_id is not None:
                found.setdefault(str(document_id), outlet)
    if table is not None:
        found.update(_of_table(table))
    return found


def outlet_name(value: object) -> str | None:
    """A name as it is kept: white space made single, nothing that does not print; None of what is
    no text, or empty."""
    if not isinstance(value, str):
        return None
    words = " ".join(value[: 10 * LONGEST].split())
    return "".join(filter(str.isprintable, words))[:LONGEST].strip() or None


def _rows(source: Source) -> Iterator[Mapping[str, Any]]:
    try:
        if source.kind == "jsonl":
            with source.opened() as file:
                packed = source.path.lower().endswith(".gz")
                yield from _json_rows(GzipFile(fileobj=file) if packed else file)  # type: ignore[arg-type]
        elif source.kind in ("parquet", "dataset"):
            yield from rows_of(source, _wanted)
    except (OSError, EOFError, zlib.error):
        return
    except reading_errors():
        return


def _json_rows(file: BinaryIO) -> Iterator[Mapping[str, Any]]:
    for line in lines_of(file):
        try:
            row: Any = json.loads(line or b"null")
        except (ValueError, RecursionError):
            continue
        if isinstance(row, dict):
            yield row


def _wanted(columns: Sequence[str]) -> list[str]:
    outlets = [name for name in COLUMNS if name in columns]
    if not outlets:
        raise ValueError("no outlets")
    return [*(name for name in IDS if name in columns), *outlets]


def _of_table(path: Path) -> Iterator[tuple[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file, strict=True)
            if not {"document_id", "outlet"} <= set(rows.fieldnames or ()):
                raise UsageError(f"{path}: the first line must name document_id and outlet")
            for row in rows:
                name, outlet = row["document_id"], outlet_name(row["outlet"])
                if not name or outlet is None:
                    raise UsageError(f"{path}:{rows.line_num}: a document_id and its outlet, both")
                yield name, outlet
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: not UTF-8: {error.reason}") from error
    except csv.Error as error:
        raise UsageError(f"{path}: not CSV: {error}") from error
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}") from error
