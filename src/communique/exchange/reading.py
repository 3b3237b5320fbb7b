"""Records and gold lines as they stand in files: JSONL, a document a line, one at a time."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from communique.documents.bounded import MOST_BYTES, lines_of
from communique.errors import GoldError, InputError, UsageError
from communique.exchange.items import Labeled
from communique.exchange.rebuilding import failure
from communique.exchange.texts import Texts
from communique.gold.reading import gold_of
from communique.records import Failure, Readout

__all__ = ["read_lines"]


def read_lines(paths: Iterable[Path], texts: Texts | None) -> Iterator[Labeled | Failure]:
    """The documents of ``paths``: gold where a line has its text, else records.

    Raises:
        UsageError: a file cannot be read, or records come without ``texts``.
    """
    for path in paths:
        try:
            with path.open("rb") as file:
                for number, line in enumerate(lines_of(file), start=1):
                    if line is None or line.strip():
                        yield _document(line, path, number, texts)
        except OSError as error:
            raise UsageError(f"{path}: cannot be read: {error.strerror}") from error


def _document(
    line: bytes | None, path: Path, number: int, texts: Texts | None
) -> Labeled | Failure:
    where = f"{path}:{number}"
    if line is None:
        return failure(where, f"{where}: longer than {MOST_BYTES} bytes")
    try:
        item: Any = json.loads(line.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        return failure(where, f"{where}: not a line of JSON: {error}")
    if not isinstance(item, dict) or not ({"document_id", "id"} & item.keys()):
        return failure(where, f"{where}: not a record: an object with document_id")
    name = str(item.get("document_id") or item.get("id") or where)
    try:
        if "text" in item:
            return gold_of(item, str(path), number)
        if texts is None:
            raise UsageError(f"{where}: a record has no text: name the articles with --texts")
        text = texts.get(name)
        if text is None:
            return failure(name, f"{where}: no text for {name!r} in --texts")
        return Readout.model_validate({**item, "text": text})
    except ValidationError as error:
        return failure(name, f"{where}: {error.errors(include_url=False)[0]['msg']}")
    except (GoldError, InputError) as error:
        return failure(name, error.message)
